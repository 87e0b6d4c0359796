/** Escaping that keeps authors: untouched stretches stay exact, escaped characters are derived from what they stand for. */
import { plain, splice, TracedText } from '../traced-text.ts';

interface Run {
  readonly start: number;
  end: number;
  escaped: string;
}

/** Replaces each character for which `escape` has a spelling; neighbours become one stretch. */
export function escapeText(text: TracedText, escape: (code: number) => string | undefined): TracedText {
  const source = text.text;
  const runs: Run[] = [];
  for (let index = 0; index < source.length; index += 1) {
    const code = source.codePointAt(index) ?? 0;
    const end = index + (code > 0xffff ? 2 : 1);
    const escaped = escape(code);
    const last = runs.at(-1);
    if (escaped !== undefined && last?.end === index) {
      last.end = end;
      last.escaped += escaped;
    } else if (escaped !== undefined) runs.push({ start: index, end, escaped });
    index = end - 1;
  }
  if (runs.length === 0) return text;
  return splice(text, runs.map(({ start, end, escaped }) => ({ start, end, text: derivedFrom(text, start, end, escaped) })));
}

function derivedFrom(text: TracedText, start: number, end: number, escaped: string): TracedText {
  return text.segments.length === 0 ? plain(escaped) : TracedText.derived(escaped, [text.slice(start, end)]);
}
