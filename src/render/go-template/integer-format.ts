/** How Go's fmt prints whole numbers. */
import { isPrint } from './characters.ts';
import type { Flags } from './fmt-flags.ts';
import { goQuoteRune } from './quote.ts';

export type IntegerVerb = 'd' | 'b' | 'o' | 'O' | 'x' | 'X';

const bases: Readonly<Record<IntegerVerb, number>> = { d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };

/** Digits with sign, prefix and zeros, not yet padded with spaces; undefined where nothing but padding is printed. */
export function integerText(value: bigint, verb: IntegerVerb, flags: Flags): string | undefined {
  const { width, precision } = flags;
  if (precision === 0 && value === 0n) return undefined;
  const isNegative = value < 0n;
  let digits = (isNegative ? -value : value).toString(bases[verb]);
  if (precision !== undefined) digits = digits.padStart(precision, '0');
  else if (flags.zero && !flags.minus && width !== undefined) {
    digits = digits.padStart(width - (isNegative || flags.plus || flags.space ? 1 : 0), '0');
  }
  const sign = isNegative ? '-' : flags.plus ? '+' : flags.space ? ' ' : '';
  const text = sign + prefix(verb, digits, flags) + digits;
  return verb === 'X' ? text.toUpperCase() : text;
}

function prefix(verb: IntegerVerb, digits: string, { sharp }: Flags): string {
  const octal = verb === 'O' ? '0o' : '';
  if (!sharp) return octal;
  switch (verb) {
    case 'b':
      return '0b';
    case 'x':
    case 'X':
      return '0x';
    case 'o':
    case 'O':
      return octal + (digits.startsWith('0') ? '' : '0');
    default:
      return '';
  }
}

/** `%c`. */
export function characterText(value: bigint): string {
  return String.fromCodePoint(codePointOf(value));
}

/** `%q` of a number. */
export function quotedCharacter(value: bigint, { plus }: Flags): string {
  return goQuoteRune(codePointOf(value), plus ? 'ascii' : 'any');
}

/** `%U`. */
export function unicodeText(value: bigint, { sharp, precision }: Flags): string {
  const unsigned = BigInt.asUintN(64, value);
  const hex = unsigned.toString(16).toUpperCase().padStart(Math.max(4, precision ?? 0), '0');
  const isShown = sharp && unsigned <= 0x10ffffn && isPrint(Number(unsigned));
  return `U+${hex}${isShown ? ` '${String.fromCodePoint(Number(unsigned))}'` : ''}`;
}

/** What is no character is U+FFFD. */
function codePointOf(value: bigint): number {
  const isCharacter = value >= 0n && value <= 0x10ffffn && !(value >= 0xd800n && value <= 0xdfffn);
  return isCharacter ? Number(value) : 0xfffd;
}
