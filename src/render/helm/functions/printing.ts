/** Values as text, as Go's `%v` and sprig's `strval` (strings.go) print them. Scalars and items keep their authors. */
import { Buffer } from 'node:buffer';
import { printValue } from '../../go-template/fmt-print.ts';
import { List, type Call, type Value } from '../../go-template/value.ts';
import { plain, TracedText } from '../../traced-text.ts';
import { bytesOf, isBytes } from '../scalar-text.ts';

/** `fmt.Sprint` of one value. */
export function printed(value: Value, call: Call): TracedText {
  if (value instanceof TracedText) return value;
  return printValue(value, (steps) => call.spend(steps));
}

/** `strval`: like `%v`, but bytes are text. */
export function strval(value: Value, call: Call): TracedText {
  if (value instanceof List && isBytes(value)) return plain(Buffer.from(bytesOf(value)).toString('utf8'));
  return printed(value, call);
}
