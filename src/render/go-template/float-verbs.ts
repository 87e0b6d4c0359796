/** How Go's fmt prints doubles. */
import type { Flags } from './fmt-flags.ts';
import { formatFloat, type FloatVerb } from './float-format.ts';

const verbs: ReadonlyMap<string, { verb: FloatVerb; precision: number | undefined }> = new Map([
  ['v', { verb: 'g', precision: undefined }],
  ['g', { verb: 'g', precision: undefined }],
  ['G', { verb: 'G', precision: undefined }],
  ['b', { verb: 'b', precision: undefined }],
  ['x', { verb: 'x', precision: undefined }],
  ['X', { verb: 'X', precision: undefined }],
  ['e', { verb: 'e', precision: 6 }],
  ['E', { verb: 'E', precision: 6 }],
  ['f', { verb: 'f', precision: 6 }],
  ['F', { verb: 'f', precision: 6 }],
]);

/** The text, and whether zeros may fill it up; undefined for a verb that does not print doubles. */
export function floatVerbText(value: number, letter: string, flags: Flags): { text: string; zeros: boolean } | undefined {
  const form = verbs.get(letter);
  if (!form) return undefined;
  const precision = flags.precision ?? form.precision;
  const formatted = formatFloat(value, form.verb, precision);
  const isSigned = /^[+-]/.test(formatted);
  const sign = isSigned ? formatted.charAt(0) : '+';
  const unsigned = isSigned ? formatted.slice(1) : formatted;
  const shownSign = sign === '+' && flags.space && !flags.plus ? ' ' : sign;
  if (!Number.isFinite(value)) return { text: notFinite(unsigned, shownSign, flags), zeros: false };
  const number = flags.sharp && form.verb !== 'b' ? withPoint(unsigned, form.verb, precision) : unsigned;
  if (!flags.plus && shownSign === '+') return { text: number, zeros: true };
  if (flags.zero && !flags.minus && flags.width !== undefined) return { text: shownSign + number.padStart(flags.width - 1, '0'), zeros: true };
  return { text: shownSign + number, zeros: true };
}

function notFinite(unsigned: string, sign: string, { plus, space }: Flags): string {
  if (unsigned === 'NaN') return plus || space ? sign + unsigned : unsigned;
  return sign + unsigned;
}

/** `%#g` keeps the point and the zeros behind it. */
function withPoint(unsigned: string, verb: FloatVerb, precision: number | undefined): string {
  const isHex = verb === 'x' || verb === 'X';
  const at = unsigned.search(isHex ? /[pP]/ : /[eE]/);
  let mantissa = at < 0 ? unsigned : unsigned.slice(0, at);
  const tail = at < 0 ? '' : unsigned.slice(at);
  let missing = verb === 'g' || verb === 'G' || verb === 'x' ? (precision ?? 6) : 0;
  missing -= mantissa.replace('.', '').replace(/^0+/, '').length;
  if (!mantissa.includes('.')) {
    if (mantissa === '0') missing -= 1;
    mantissa += '.';
  }
  return mantissa + '0'.repeat(Math.max(0, missing)) + tail;
}
