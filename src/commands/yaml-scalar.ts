/** A text as a YAML scalar on one line, harmless in a terminal. */
import { visible } from '../report/escape.ts';
import { scalarLine } from '../yaml/print-lines.ts';

export function scalarText(text: string): string {
  return visible(scalarLine(text));
}
