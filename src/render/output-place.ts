/** Where people wrote what stands at a place of rendered text. */
import { Nearness, startOf, SourceFile, type Location, type Range } from '../source.ts';
import { segmentsWithin, type Origin, type TracedText } from './traced-text.ts';

/** The author of what stands there, or of the nearest text before it. Text of nobody's is shown at the start of a file of the given name. */
export function authoredAt(text: TracedText, { start, end }: Range, name: string): Location {
  const here = segmentsWithin(text.segments, start, Math.max(end, start + 1)).find((segment) => segment.end > start || segment.start === segment.end);
  const segment = here ?? text.segments.findLast((one) => one.start <= start) ?? text.segments[0];
  if (!segment) return startOf(new SourceFile(name, text.text));
  const { author, isExact, from } = segment.origin;
  const offset = isExact && typeof author.offsets === 'number' ? author.offsets + from + Math.max(0, start - segment.start) : author.start;
  return { file: author.file, range: { start: offset, end: Math.max(offset, Math.min(author.end, offset + (end - start))) } };
}

/** What keeps a text from being read as YAML: a value only where its own characters do, else the action that prints it where it cannot stand. */
export function brokenAt(text: TracedText, range: Range, name: string): Location {
  const [{ origin } = {}] = segmentsWithin(text.segments, range.start, range.start + 1);
  if (!origin || origin.author.nearness === Nearness.template) return authoredAt(text, range, name);
  const { author: { file, start, end } } = origin;
  return (isHarmless(origin) ? printedBy(origin) : undefined) ?? { file, range: { start, end } };
}

/** One line that stands anywhere in YAML as it is, without quotes. */
function isHarmless({ author, from, to }: Origin): boolean {
  return !/^[\s[\]{}!&*|>'"%@`#,?:-]|:(?:\s|$)|\s#|[\n\r\t]/.test(author.text.slice(from, to));
}

/** The outermost action of a template that a text passed. */
function printedBy({ passed }: Origin): Location | undefined {
  for (let passage = passed; passage; passage = passage.before) {
    const { at } = passage;
    if (at.file.text.startsWith('{{', at.range.start)) return at;
  }
  return undefined;
}
