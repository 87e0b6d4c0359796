/** Characters by their codes, and how the short way is left. */

export const TAB = 9;
export const LINE_FEED = 10;
export const CARRIAGE_RETURN = 13;
export const SPACE = 32;
export const DOUBLE_QUOTE = 34;
export const HASH = 35;
export const SINGLE_QUOTE = 39;
export const COMMA = 44;
export const DASH = 45;
export const DOT = 46;
export const COLON = 58;
export const GREATER = 62;
export const OPENING_BRACKET = 91;
export const BACKSLASH = 92;
export const CLOSING_BRACKET = 93;
export const OPENING_BRACE = 123;
export const PIPE = 124;
export const CLOSING_BRACE = 125;

/** No plain scalar starts with one of them or a byte order mark; `-` may, when something follows it. */
const INDICATORS = new Set([...'?:,[]{}#&*!|>\'"%@`\uFEFF'].map((character) => character.charCodeAt(0)));

/** Thrown to end the attempt; without a stack of its own, because that would cost more than the attempt. */
export const NOT_PLAIN = new Error('not plain');

/** What comes is not plain: the package reads the document from the start. */
export function leave(): never {
  throw NOT_PLAIN;
}

/** Whether a line or the text ends at an offset; a carriage return alone ends none. */
export function isLineEnd(text: string, at: number): boolean {
  if (at >= text.length) return true;
  const code = text.charCodeAt(at);
  return code === LINE_FEED || (code === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED);
}

/** Whether an indicator that ends before an offset is one: blank or nothing follows. */
export function isBlankAt(text: string, at: number): boolean {
  return at >= text.length || text.charCodeAt(at) === SPACE || isLineEnd(text, at);
}

/** Whether a list item starts at an offset. */
export function isDash(text: string, at: number): boolean {
  return text.charCodeAt(at) === DASH && isBlankAt(text, at + 1);
}

export function mayStartPlain(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return !INDICATORS.has(code) && code !== TAB && code !== CARRIAGE_RETURN && !isDash(text, at);
}
