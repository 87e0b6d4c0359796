/** Go's quoted strings and characters: `strconv.Quote` and its kin. */
import { isPrint } from './characters.ts';

const shortEscapes: ReadonlyMap<number, string> = new Map([
  [0x07, '\\a'],
  [0x08, '\\b'],
  [0x0c, '\\f'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x09, '\\t'],
  [0x0b, '\\v'],
]);

export type QuoteStyle = 'any' | 'ascii';

/** `strconv.Quote`. */
export function goQuote(text: string, style: QuoteStyle = 'any'): string {
  if (style === 'any' && /^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
  let quoted = '"';
  for (const character of text) quoted += escapeCharacter(character.codePointAt(0) ?? 0, '"', style);
  return `${quoted}"`;
}

/** `strconv.QuoteRune`; what is no character becomes U+FFFD. */
export function goQuoteRune(code: number, style: QuoteStyle = 'any'): string {
  return `'${escapeCharacter(code, "'", style)}'`;
}

/** How one character stands inside quotes. */
export function escapeCharacter(code: number, quote: string, style: QuoteStyle = 'any'): string {
  if (code === quote.charCodeAt(0) || code === 0x5c) return `\\${String.fromCodePoint(code)}`;
  if (isSurrogate(code) || code > 0x10ffff || code < 0) return style === 'ascii' ? '\\ufffd' : '\ufffd';
  if ((style === 'any' || code < 0x80) && isPrint(code)) return String.fromCodePoint(code);
  const short = shortEscapes.get(code);
  if (short !== undefined) return short;
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

/** `strconv.CanBackquote`: whether a raw string can hold the text. */
export function canBackquote(text: string): boolean {
  return !/[\x00-\x08\x0a-\x1f`\x7f\ufeff]/.test(text);
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
