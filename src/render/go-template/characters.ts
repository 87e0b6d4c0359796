/** Characters as Go's lexer and strconv class them. */

/** The spaces that Go's trim markers remove. */
export const spaceCharacters = ' \t\r\n';

const letterOrDigit = /^[\p{L}\p{Nd}]$/u;
const printable = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u;

export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d || code === 0x0a;
}

/** Letters, digits and underscores of any script. */
export function isAlphaNumeric(code: number): boolean {
  if (code < 0x80) {
    return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39) || code === 0x5f;
  }
  return letterOrDigit.test(String.fromCodePoint(code));
}

/** `strconv.IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII space. */
export function isPrint(code: number): boolean {
  if (code < 0x80) return code >= 0x20 && code < 0x7f;
  return code <= 0x10ffff && printable.test(String.fromCodePoint(code));
}

/** `%#U`: the code point and, where it can be shown, the character. */
export function describeCharacter(code: number): string {
  const hex = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return isPrint(code) ? `${hex} '${String.fromCodePoint(code)}'` : hex;
}

/** The length of a text in bytes, which is what Go counts. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text);
}

/** The length of a text in characters (code points), which is what Go's widths count. */
export function runeCount(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xd800 && unit <= 0xdbff && isLowSurrogate(text.charCodeAt(index + 1))) {
      count -= 1;
      index += 1;
    }
  }
  return count;
}

/** The UTF-16 offset after so many characters; the text's length when it has fewer. */
export function offsetOfRune(text: string, runes: number): number {
  let at = 0;
  for (let left = runes; left > 0 && at < text.length; left -= 1) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
