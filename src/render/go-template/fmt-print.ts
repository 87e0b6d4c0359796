/** Prints one value under one verb, as Go's fmt does: `printArg` and `printValue`. */
import { concat, plain, TracedText } from '../traced-text.ts';
import { noFlags, pad, truncate, withoutZero, type Flags } from './fmt-flags.ts';
import { floatVerbText } from './float-verbs.ts';
import { textVerb, type Spend } from './fmt-text.ts';
import { durationText } from './duration.ts';
import { FunctionError } from './functions.ts';
import { typeName } from './go-types.ts';
import { characterText, integerText, quotedCharacter, unicodeText, type IntegerVerb } from './integer-format.ts';
import { computedText, traced } from './tracing.ts';
import { Bool, Dict, GoObject, List, Num, type Value } from './value.ts';

interface Printing {
  readonly verb: string;
  readonly flags: Flags;
  readonly spend: Spend;
  /** How deep the value lies in the one that is printed. */
  readonly depth: number;
  /** Inside `%!d(string=…)`, where methods are not asked. */
  readonly isError: boolean;
}

/** Go's own stack ends too when a map holds itself; 500 is deeper than anyone nests. */
const maxDepth = 500;
const addressOfNothing = 0xc000000000n;

/** What Go's `%v` prints. */
export function printValue(value: Value, spend: Spend): TracedText {
  if (value instanceof TracedText) return value;
  return printArg(value, { verb: 'v', flags: noFlags, spend });
}

/** One argument of `printf`. */
export function printArg(value: Value, { verb, flags, spend }: { verb: string; flags: Flags; spend: Spend }): TracedText {
  const printing: Printing = { verb, flags, spend, depth: 0, isError: false };
  if (flags.width) spend(flags.width >> 4);
  if (flags.precision) spend(flags.precision >> 4);
  if (value === null) return verb === 'T' || verb === 'v' ? pad(plain('<nil>'), flags) : badVerb(value, printing);
  if (verb === 'T') return pad(truncate(plain(typeName(value)), flags), flags);
  if (verb === 'p') return isReference(value) ? pointer(flags) : badVerb(value, printing);
  if (verb === 'w') return badVerb(value, printing);
  return print(value, printing);
}

function print(value: Value, printing: Printing): TracedText {
  printing.spend(2);
  if (value === null) return plain(printing.flags.sharpV ? 'interface {}(nil)' : '<nil>');
  if (value instanceof TracedText) return textVerb(value, printing) ?? badVerb(value, printing);
  if (value instanceof Num) return printNumber(value, printing);
  if (value instanceof Bool) return printBool(value, printing);
  if (value instanceof List) return printList(value, printing);
  if (value instanceof Dict) return printDict(value, printing);
  return value instanceof GoObject ? printObject(value, printing) : pointer(printing.flags);
}

function printBool(bool: Bool, printing: Printing): TracedText {
  if (printing.verb !== 't' && printing.verb !== 'v') return badVerb(bool, printing);
  return pad(traced(String(bool.value), bool.traced), printing.flags);
}

function printNumber(number: Num, printing: Printing): TracedText {
  const { verb, flags } = printing;
  const shown = (text: string, form: Flags = flags): TracedText => pad(traced(text, number.traced), form);
  if (typeof number.value === 'number') {
    const float = floatVerbText(number.value, verb, flags);
    return float ? shown(float.text, float.zeros ? flags : withoutZero(flags)) : badVerb(number, printing);
  }
  if (number.kind === 'duration' && hasStringVerb(printing)) {
    return textVerb(traced(durationText(number.value), number.traced), printing) ?? plain('');
  }
  switch (verb) {
    case 'v':
    case 'd':
    case 'b':
    case 'o':
    case 'O':
    case 'x':
    case 'X': {
      const text = integerText(number.value, ...integerForm(number, verb, flags));
      return shown(text ?? '', withoutZero(flags));
    }
    case 'c':
      return shown(characterText(number.value));
    case 'q':
      return shown(quotedCharacter(number.value, flags));
    case 'U':
      return shown(unicodeText(number.value, flags), withoutZero(flags));
    default:
      return badVerb(number, printing);
  }
}

/** `%#v` shows unsigned numbers in hexadecimal. */
function integerForm({ kind }: Num, verb: 'v' | IntegerVerb, flags: Flags): [IntegerVerb, Flags] {
  if (verb !== 'v') return [verb, flags];
  return flags.sharpV && kind === 'uint8' ? ['x', { ...flags, sharp: true }] : ['d', { ...flags, sharp: false }];
}

function printList(list: List, printing: Printing, name = typeName(list)): TracedText {
  const { verb, flags } = printing;
  const isBytes = list.elementType === 'byte';
  if (isBytes && ['s', 'q', 'x', 'X'].includes(verb)) return textVerb(bytesText(list), printing) ?? plain('');
  const items = list.items.map((item) => print(item, deeper(printing)));
  if (!flags.sharpV) return joined(items, { open: '[', between: ' ', close: ']' });
  return joined(items, { open: `${isBytes && printing.depth === 0 ? '[]byte' : name}{`, between: ', ', close: '}' });
}

function bytesText({ items }: List): TracedText {
  const bytes = items.map((item) => (item instanceof Num ? Number(item.value) : 0));
  return computedText(Buffer.from(bytes).toString(), items);
}

function printDict(dict: Dict, printing: Printing, name = typeName(dict)): TracedText {
  const inner = deeper(printing);
  const entries = dict.sortedEntries().map(({ key, value }) => concat([print(key, inner), plain(':'), print(value, inner)]));
  if (!printing.flags.sharpV) return joined(entries, { open: 'map[', between: ' ', close: ']' });
  return joined(entries, { open: `${name}{`, between: ', ', close: '}' });
}

function printObject(object: GoObject, printing: Printing): TracedText {
  const { flags } = printing;
  if (object.print && hasStringVerb(printing)) return textVerb(object.print(), printing) ?? plain('');
  if (object.underlying instanceof Dict) return printDict(object.underlying, printing, object.typeName);
  if (object.underlying) return printList(object.underlying, printing, object.typeName);
  if (object.typeName.startsWith('*') && printing.depth > 0) return pointer(flags);
  const inner = deeper(printing);
  const withNames = flags.plusV || flags.sharpV;
  const fields = [...object.fields].map(([name, value]) => (withNames ? concat([plain(`${name}:`), print(value, inner)]) : print(value, inner)));
  const reference = object.typeName.startsWith('*') ? '&' : '';
  const name = flags.sharpV ? object.typeName.replace(/^\*/, '') : '';
  return joined(fields, { open: `${reference}${name}{`, between: flags.sharpV ? ', ' : ' ', close: '}' });
}

function joined(parts: readonly TracedText[], marks: { open: string; between: string; close: string }): TracedText {
  const texts = [plain(marks.open)];
  parts.forEach((part, index) => {
    if (index > 0) texts.push(plain(marks.between));
    texts.push(part);
  });
  texts.push(plain(marks.close));
  return concat(texts);
}

/** `%!d(string=x)`. */
function badVerb(value: Value, printing: Printing): TracedText {
  const start = `%!${printing.verb}(`;
  if (value === null) return plain(`${start}<nil>)`);
  const shown = print(value, { ...printing, verb: 'v', isError: true });
  return concat([plain(`${start}${typeName(value)}=`), shown, plain(')')]);
}

function hasStringVerb({ verb, flags, isError }: Printing): boolean {
  return !isError && !flags.sharpV && ['v', 's', 'x', 'X', 'q'].includes(verb);
}

function deeper(printing: Printing): Printing {
  if (printing.depth >= maxDepth) throw new FunctionError(`value is nested more than ${maxDepth} deep, or holds itself`);
  return { ...printing, depth: printing.depth + 1 };
}

function isReference(value: Value): boolean {
  return value instanceof List || value instanceof Dict || (value instanceof GoObject && value.typeName.startsWith('*'));
}

/** Go prints where a value lies in memory, which differs from run to run. */
function pointer(flags: Flags): TracedText {
  return pad(plain(`0x${addressOfNothing.toString(16)}`), flags);
}
