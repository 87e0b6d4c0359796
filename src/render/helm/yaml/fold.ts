/** Long scalars broken at spaces, which go-yaml v2 still does. Follows yaml_emitter_write_{plain,single_quoted,double_quoted}_scalar (emitterc.go). */
import { plain, splice, TracedText } from '../../traced-text.ts';
import type { PrintedStyle } from './scalar-style.ts';

const BEST_WIDTH = 80;

export interface Folding {
  readonly style: PrintedStyle;
  /** Characters on the line before the content. */
  readonly column: number;
  /** Where continued lines start. */
  readonly indent: number;
  readonly escape: (code: number) => string | undefined;
}

/** The content of a scalar, escaped and folded. */
export function foldText(text: TracedText, { style, column: start, indent, escape }: Folding): TracedText {
  const source = text.text;
  const edits: { start: number; end: number; text: TracedText }[] = [];
  let column = start;
  let afterSpace = false;
  for (let index = 0; index < source.length; index += 1) {
    const code = source.codePointAt(index) ?? 0;
    const end = index + (code > 0xffff ? 2 : 1);
    const escaped = escape(code);
    if (code === 0x20 && !afterSpace && column > BEST_WIDTH && mayBreak(source, index, style)) {
      const more = style === 'double' && source[index + 1] === ' ' ? '\\' : '';
      edits.push({ start: index, end, text: plain(`\n${' '.repeat(indent)}${more}`) });
      column = indent + more.length;
    } else {
      if (escaped !== undefined) edits.push({ start: index, end, text: TracedText.derived(escaped, [text.slice(index, end)]) });
      column += escaped?.length ?? 1;
    }
    afterSpace = code === 0x20;
    index = end - 1;
  }
  return edits.length === 0 ? text : splice(text, edits);
}

function mayBreak(source: string, index: number, style: PrintedStyle): boolean {
  if (style === 'double') return index > 0 && index < source.length - 1;
  return source[index + 1] !== ' ' && (style === 'plain' || (index > 0 && index < source.length - 1));
}
