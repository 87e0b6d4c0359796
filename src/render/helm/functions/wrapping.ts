/** Breaking long lines. Follows Masterminds/goutils v1.1 (wordutils.go, WrapCustom), which counts bytes. */
import { Buffer } from 'node:buffer';
import { concat, type TracedText } from '../../traced-text.ts';
import { isAscii, sliceBytes } from './bytes.ts';

export interface Wrapping {
  readonly width: number;
  readonly lineEnd: TracedText;
  /** Words longer than a line are cut. */
  readonly cutsWords: boolean;
}

/** Lines of at most so many bytes, broken at spaces. */
export function wrapText(text: TracedText, { width: wanted, lineEnd, cutsWords }: Wrapping): TracedText {
  const source = isAscii(text.text) ? text.text : Buffer.from(text.text).toString('latin1');
  const width = Math.max(1, wanted);
  const parts: TracedText[] = [];
  let offset = 0;
  const line = (end: number, next: number): void => {
    parts.push(sliceBytes(text, offset, end), lineEnd);
    offset = next;
  };
  while (source.length - offset > width) {
    if (source[offset] === ' ') {
      offset += 1;
      continue;
    }
    const space = source.lastIndexOf(' ', offset + width);
    if (space >= offset) line(space, space + 1);
    else if (cutsWords) line(offset + width, offset + width);
    else {
      const after = source.indexOf(' ', offset + width);
      if (after < 0) break;
      line(after, after + 1);
    }
  }
  parts.push(sliceBytes(text, offset, source.length));
  return concat(parts);
}
