/** Text that remembers who wrote each stretch of it. The one promise of the renderers stands on this file. */
import type { Location, SourceFile } from '../source.ts';

/** A scalar or a stretch of template text that a person wrote, and how it maps to the file. */
export interface Author {
  readonly file: SourceFile;
  /** The whole token in the file, quotes included. */
  readonly start: number;
  readonly end: number;
  /** What the token means after decoding. */
  readonly text: string;
  /** See `Nearness` in source.ts. */
  readonly nearness: number;
  /** Source offset of each offset into `text` (length + 1 entries), or the offset of the first when they run in step. */
  readonly offsets: number | readonly number[];
  /** More than this one value hangs on the token (an alias, a merged mapping): never edited for one value's sake. */
  readonly isShared?: boolean;
}

/** Places that text passed, the last one first; shared between stretches. */
export interface Passage {
  readonly at: Location;
  readonly before: Passage | undefined;
}

/** From whom a stretch comes. */
export interface Origin {
  readonly author: Author;
  /** The part of `author.text` that this stretch reproduces, or was computed from. */
  readonly from: number;
  readonly to: number;
  /** The stretch is that part, character by character. */
  readonly isExact: boolean;
  readonly passed?: Passage | undefined;
  /** Further inputs of a computed stretch. */
  readonly also?: readonly Origin[] | undefined;
  /** Why the text cannot be known offline; taints every value that holds the stretch. */
  readonly unknown?: string | undefined;
}

/** A stretch `[start, end)` of a text and its origin. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly origin: Origin;
}

/**
 * An immutable string with origins. Segments are in order and do not overlap; what lies between them has no author.
 * What moves or cuts text keeps the segments; what computes makes one segment derived from all inputs.
 */
export class TracedText {
  readonly text: string;
  readonly segments: readonly Segment[];
  #isKnown: boolean | undefined;

  constructor(text: string, segments: readonly Segment[] = []) {
    this.text = text;
    this.segments = segments;
  }

  static readonly empty = new TracedText('');

  /** The whole of what an author wrote. */
  static of(author: Author, unknown?: string): TracedText {
    const origin: Origin = { author, from: 0, to: author.text.length, isExact: true, passed: undefined, also: undefined, unknown };
    return new TracedText(author.text, [{ start: 0, end: author.text.length, origin }]);
  }

  /** Text computed from inputs: one stretch that names them all. Empty text keeps its origins as an empty stretch. */
  static derived(text: string, inputs: Iterable<TracedText | Origin>): TracedText {
    const origin = derivedOrigin(inputs);
    return origin ? new TracedText(text, [{ start: 0, end: text.length, origin }]) : new TracedText(text);
  }

  /** Nothing in the text is unknown offline: most texts, of which no stretch need then be asked. */
  get isKnown(): boolean {
    return (this.#isKnown ??= this.segments.every(({ origin }) => origin.unknown === undefined));
  }

  get length(): number {
    return this.text.length;
  }

  /** Every origin in the text, in order. */
  get origins(): readonly Origin[] {
    return this.segments.map((segment) => segment.origin);
  }

  toString(): string {
    return this.text;
  }

  slice(start: number, end: number = this.text.length): TracedText {
    const from = clampOffset(start, this.text.length);
    const to = Math.max(from, clampOffset(end, this.text.length));
    if (from === 0 && to === this.text.length) return this;
    const segments = segmentsWithin(this.segments, from, to).map((segment) => cut(segment, from, to));
    return new TracedText(this.text.slice(from, to), segments);
  }

  concat(...others: readonly TracedText[]): TracedText {
    return concat([this, ...others]);
  }

  /** The same text, every stretch having passed one more place. */
  passing(at: Location): TracedText {
    if (this.segments.length === 0) return this;
    let passed: Passage | undefined;
    const segments = this.segments.map(({ start, end, origin }) => {
      if (!passed || passed.before !== origin.passed) passed = { at, before: origin.passed };
      return { start, end, origin: originBy(origin, passed) };
    });
    return new TracedText(this.text, segments);
  }

  /** The same text, marked as not knowable offline. */
  tainted(unknown: string): TracedText {
    const origin = derivedOrigin([this]);
    return origin ? new TracedText(this.text, [{ start: 0, end: this.text.length, origin: { ...origin, unknown } }]) : this;
  }
}

/** The same origin by way of more places, the last of them passed last. */
export function passingOrigin(origin: Origin, places: readonly Location[]): Origin {
  let { passed } = origin;
  for (const at of places) passed = { at, before: passed };
  return passed && passed !== origin.passed ? originBy(origin, passed) : origin;
}

/** All origins have their keys in one order: there are hundreds of thousands, and engines like them alike. */
function originBy({ author, from, to, isExact, also, unknown }: Origin, passed: Passage): Origin {
  return { author, from, to, isExact, passed, also, unknown };
}

/** Joins texts; the pieces keep their origins. */
export function concat(texts: readonly TracedText[]): TracedText {
  if (texts.length === 1 && texts[0]) return texts[0];
  const segments: Segment[] = [];
  const parts: string[] = [];
  let at = 0;
  for (const { text, segments: own } of texts) {
    for (const segment of own) segments.push(movedBy(segment, at));
    parts.push(text);
    at += text.length;
  }
  return new TracedText(parts.join(''), segments);
}

/** The segment, so much further on. */
export function movedBy(segment: Segment, distance: number): Segment {
  return distance === 0 ? segment : { start: segment.start + distance, end: segment.end + distance, origin: segment.origin };
}

/** The text with a text of nobody's put in at each place (in order); what stands on both sides of a place keeps its origin. */
export function inserted(source: TracedText, places: readonly number[], insertion: string): TracedText {
  if (places.length === 0 || insertion === '') return source;
  const { text, segments } = source;
  const parts: string[] = [];
  let at = 0;
  for (const place of places) {
    parts.push(text.slice(at, place), insertion);
    at = place;
  }
  parts.push(text.slice(at));
  const moved: Segment[] = [];
  let before = 0;
  for (const segment of segments) {
    while (before < places.length && (places[before] ?? 0) <= segment.start) before += 1;
    let from = segment.start;
    let index = before;
    for (; index < places.length && (places[index] ?? 0) < segment.end; index += 1) {
      const place = places[index] ?? 0;
      moved.push(stretchOf(segment, { from, to: place, distance: index * insertion.length }));
      from = place;
    }
    moved.push(stretchOf(segment, { from, to: segment.end, distance: index * insertion.length }));
  }
  return new TracedText(parts.join(''), moved);
}

function stretchOf(segment: Segment, { from, to, distance }: { from: number; to: number; distance: number }): Segment {
  const { start, end, origin } = segment;
  if (from === start && to === end) return movedBy(segment, distance);
  return { start: from + distance, end: to + distance, origin: origin.isExact ? part(origin, from - start, to - start) : origin };
}

/** Text without an author. */
export function plain(text: string): TracedText {
  return text === '' ? TracedText.empty : new TracedText(text);
}

/** Replaces each stretch `[start, end)` (in order, not overlapping) by a text; what lies between keeps its origins. */
export function splice(source: TracedText, edits: readonly { start: number; end: number; text: TracedText }[]): TracedText {
  const parts: TracedText[] = [];
  let at = 0;
  for (const edit of edits) {
    parts.push(source.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  parts.push(source.slice(at));
  return concat(parts);
}

/** A value computed from more inputs than this names the first of them: nobody reads the rest, and hostile templates would make lists of them. */
const MAX_INPUTS = 64;

/** One origin that stands for all inputs: the first is named, the others are its `also`. */
export function derivedOrigin(inputs: Iterable<TracedText | Origin>): Origin | undefined {
  const all: Origin[] = [];
  let unknown: string | undefined;
  for (const input of inputs) {
    for (const origin of input instanceof TracedText ? input.origins : [input]) {
      unknown ??= origin.unknown;
      if (all.length < MAX_INPUTS) pushFlat(all, origin);
    }
  }
  const first = all[0];
  if (!first) return undefined;
  return { author: first.author, from: first.from, to: first.to, isExact: false, passed: first.passed, also: all.slice(1), unknown };
}

/** The segments that touch `[from, to)`; empty segments count where they lie inside or at its edges. */
export function segmentsWithin(segments: readonly Segment[], from: number, to: number): Segment[] {
  const found: Segment[] = [];
  for (let index = firstEndingFrom(segments, from); index < segments.length; index += 1) {
    const segment = segments[index];
    if (!segment || segment.start > to) break;
    const isEmpty = segment.start === segment.end;
    if (isEmpty ? segment.start >= from : from < to && segment.start < to && segment.end > from) found.push(segment);
  }
  return found;
}

function firstEndingFrom(segments: readonly Segment[], offset: number): number {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((segments[middle]?.end ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function cut(segment: Segment, from: number, to: number): Segment {
  const start = Math.max(segment.start, from);
  const end = Math.min(segment.end, to);
  const { origin } = segment;
  const isWhole = start === segment.start && end === segment.end;
  if (isWhole && from === 0) return segment;
  return { start: start - from, end: end - from, origin: isWhole || !origin.isExact ? origin : part(origin, start - segment.start, end - segment.start) };
}

function part({ author, from, passed, also, unknown }: Origin, start: number, end: number): Origin {
  return { author, from: from + start, to: from + end, isExact: true, passed, also, unknown };
}

function pushFlat(all: Origin[], origin: Origin): void {
  const { author, from, to, isExact, passed, also, unknown } = origin;
  if (!all.some((known) => isSameAuthor(known, origin))) all.push(also ? { author, from, to, isExact, passed, also: undefined, unknown } : origin);
  for (const other of also ?? []) pushFlat(all, other);
}

function isSameAuthor(a: Origin, b: Origin): boolean {
  return a.author === b.author && a.from === b.from && a.to === b.to && a.passed === b.passed;
}

function clampOffset(offset: number, length: number): number {
  return Math.max(0, Math.min(offset, length));
}
