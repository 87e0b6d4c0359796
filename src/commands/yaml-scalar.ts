/** A text as a YAML scalar on one line, harmless in a terminal. */
import { visible } from '../report/escape.ts';

const PLAIN = /^(?![.][0-9])[A-Za-z_./][A-Za-z0-9_./-]*$/;
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null|~|\.inf|\.nan)$/i;

/** JSON's string syntax is YAML's, too; control characters come out escaped. */
export function scalarText(text: string): string {
  return PLAIN.test(text) && !WORDS.test(text) ? text : visible(JSON.stringify(text));
}
