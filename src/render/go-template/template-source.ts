/** The text of a template and who wrote it: a file, or a value that `tpl` renders. */
import { Nearness, type Location, type SourceFile } from '../../source.ts';
import { TracedText, type Origin } from '../traced-text.ts';
import { computedText } from './tracing.ts';
import type { Unquoted } from './unquote.ts';

export interface TemplateSource {
  readonly text: string;
  /** A stretch of the template as its author wrote it. */
  stretch(start: number, end: number): TracedText;
  /** What a string constant means. */
  constant(start: number, end: number, unquoted: Unquoted): TracedText;
  locate(start: number, end: number): Location;
}

export function fileSource(file: SourceFile): TemplateSource {
  const nearness = Nearness.template;
  return {
    text: file.text,
    stretch: (start, end) => TracedText.of({ file, start, end, text: file.text.slice(start, end), nearness, offsets: start }),
    constant: (start, end, { text, offsets }) =>
      TracedText.of({ file, start, end, text, nearness, offsets: offsets?.map((offset) => offset + start) ?? start + 1 }),
    locate: locations(file),
  };
}

/** Places in a file, each made once: an action of a chart runs for every release. */
function locations(file: SourceFile): TemplateSource['locate'] {
  const known = new Map<number, Location>();
  return (start, end) => {
    const before = known.get(start);
    if (before?.range.end === end) return before;
    const at = { file, range: { start, end } };
    known.set(start, at);
    return at;
  };
}

/** A template that is itself a value: its stretches keep their own authors. */
export function tracedSource(source: TracedText, calledAt: Location): TemplateSource {
  return {
    text: source.text,
    stretch: (start, end) => source.slice(start, end),
    constant: (start, end, { text, offsets }) => {
      const inner = source.slice(start + 1, end - 1);
      return offsets ? computedText(text, [inner]) : inner;
    },
    locate: (start, end) => authoredLocation(source, start, end) ?? calledAt,
  };
}

function authoredLocation(source: TracedText, start: number, end: number): Location | undefined {
  const first = source.slice(start, Math.max(end, start + 1)).segments[0];
  return first && locationOf(first.origin);
}

/** Where the part of an author's text that an origin names stands in the file. */
export function locationOf({ author, from, to, isExact }: Origin): Location {
  const { file, start, end, offsets } = author;
  if (!isExact) return { file, range: { start, end } };
  if (typeof offsets === 'number') return { file, range: { start: offsets + from, end: offsets + to } };
  return { file, range: { start: offsets[from] ?? start, end: offsets[to] ?? end } };
}

/** The whole token that an origin's author wrote. */
export function tokenOf({ author: { file, start, end } }: Origin): Location {
  return { file, range: { start, end } };
}
