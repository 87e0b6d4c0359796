/** Cutting text at byte offsets, which is how Go counts. */
import { plain, concat, type TracedText } from '../../traced-text.ts';

const encoder = new TextEncoder();

/** `len(text)`. */
export function byteLengthOf(text: string): number {
  return isAscii(text) ? text.length : encoder.encode(text).length;
}

 
const ASCII = /^[\u0000-\u007f]*$/;

export function isAscii(text: string): boolean {
  return ASCII.test(text);
}

/** `text[from:to]` in bytes. Half a character becomes U+FFFD, as readers of the output show it. */
export function sliceBytes(text: TracedText, from: number, to: number): TracedText {
  if (isAscii(text.text)) return text.slice(from, to);
  const start = offsetOfByte(text.text, from);
  const end = offsetOfByte(text.text, to);
  const broken = plain('\ufffd');
  const first = start.isWhole ? start.offset : start.offset + start.width;
  if (end.offset < first) return broken;
  return concat([...(start.isWhole ? [] : [broken]), text.slice(first, end.offset), ...(end.isWhole ? [] : [broken])]);
}

interface ByteOffset {
  /** UTF-16 offset of the character that holds the byte. */
  readonly offset: number;
  readonly isWhole: boolean;
  /** UTF-16 units of that character. */
  readonly width: number;
}

function offsetOfByte(text: string, byte: number): ByteOffset {
  let bytes = 0;
  let offset = 0;
  while (offset < text.length && bytes < byte) {
    const code = text.codePointAt(offset) ?? 0;
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    const width = code > 0xffff ? 2 : 1;
    if (bytes + size > byte) return { offset, isWhole: false, width };
    bytes += size;
    offset += width;
  }
  return { offset, isWhole: true, width: 0 };
}
