/** From a stretch of a scalar to the pieces that people wrote. */
import { segmentsWithin, type Author, type Origin, type Segment } from '../render/traced-text.ts';
import type { Location, Piece, Range } from '../source.ts';
import { contentRange, rawStretch, scalarOffsets } from './offsets.ts';
import type { ScalarTree, Trace, Tree } from './tree.ts';

/** A stretch of the decoded text of a scalar. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** How a scalar came to where it stands. */
export interface Way {
  /** Aliases, merge keys and what brought it here. */
  readonly places: readonly Location[];
  /** An alias or a merge key is among them: others have the value, too. */
  readonly isBorrowed: boolean;
}

/** The pieces of a scalar or of a stretch of it, in the order of the text. */
export function scalarPieces(tree: ScalarTree, stretch: Stretch | undefined, way: Way): Piece[] {
  const { traced } = tree.trace;
  if (!traced) return [authoredPiece(tree, stretch, way)];
  const through = way.places;
  const content = contentRange(tree);
  const offsets = stretch ? scalarOffsets(tree, traced.text) : undefined;
  const raw = stretch && offsets !== undefined ? rawStretch(offsets, stretch.start, stretch.end) : content;
  const segments = segmentsWithin(traced.segments, raw.start, raw.end);
  const text = stretch ? tree.text.slice(stretch.start, stretch.end) : tree.text;
  return segments.flatMap((segment) => segmentPieces(segment, { raw, text, isAlone: segments.length === 1, through }));
}

/** Pieces of a key, a mapping or a sequence that stands in traced text, such as `{}` printed by `toYaml`. */
export function rangePieces(trace: Trace, range: Range): Piece[] {
  if (!trace.traced) return [{ at: { file: trace.file, range: plainRange(range) }, verbatim: false, through: [], nearness: trace.nearness }];
  const segments = segmentsWithin(trace.traced.segments, range.start, range.end);
  return segments.flatMap((segment) => segmentPieces(segment, { raw: range, text: '', isAlone: false, through: [] }));
}

/** Why the text of a tree cannot be known offline, if so. */
export function unknownReason(tree: Tree): string | undefined {
  const { traced } = tree.trace;
  if (!traced || traced.isKnown) return undefined;
  for (const { origin } of segmentsWithin(traced.segments, tree.start, tree.end)) {
    if (origin.unknown !== undefined) return origin.unknown;
  }
  return undefined;
}

/** Whether no text that it was read from leaves anything open; what an alias names stands elsewhere in the tree. */
export function isWhollyKnown(tree: Tree): boolean {
  if (tree.trace.traced?.isKnown === false) return false;
  if (tree.kind === 'mapping') return tree.entries.every(({ key, value }) => isWhollyKnown(key) && isWhollyKnown(value));
  return tree.kind !== 'sequence' || tree.items.every(isWhollyKnown);
}

function authoredPiece(tree: ScalarTree, stretch: Stretch | undefined, { places, isBorrowed }: Way): Piece {
  const { file, nearness } = tree.trace;
  const offsets = stretch ? scalarOffsets(tree, file.text) : undefined;
  const range = stretch && offsets !== undefined ? rawStretch(offsets, stretch.start, stretch.end) : plainRange(tree);
  const isWhole = stretch === undefined || offsets !== undefined;
  return { at: { file, range }, verbatim: isWhole && !isBorrowed, through: places, nearness };
}

interface SegmentContext {
  readonly raw: Range;
  readonly text: string;
  readonly isAlone: boolean;
  readonly through: readonly Location[];
}

function segmentPieces({ start, end, origin }: Segment, { raw, text, isAlone, through }: SegmentContext): Piece[] {
  const from = origin.isExact ? origin.from + Math.max(0, raw.start - start) : origin.from;
  const to = origin.isExact ? origin.to - Math.max(0, end - raw.end) : origin.to;
  const piece: Piece = {
    at: authorLocation(origin.author, from, to),
    verbatim: isAlone && origin.author.isShared !== true && origin.author.text.slice(from, to) === text && !origin.also?.length,
    through: [...through, ...passages(origin)],
    nearness: origin.author.nearness,
  };
  return [piece, ...(origin.also ?? []).map(derivedPiece)];
}

function derivedPiece(origin: Origin): Piece {
  return { at: authorLocation(origin.author, origin.from, origin.to), verbatim: false, through: passages(origin), nearness: origin.author.nearness };
}

/** The place of a part of what an author wrote; the whole is shown with its quotes. */
export function authorLocation(author: Author, from: number, to: number): Location {
  const { file } = author;
  if (from === 0 && to >= author.text.length) return { file, range: { start: author.start, end: author.end } };
  return { file, range: rawStretch(author.offsets, from, to) };
}

function passages(origin: Origin): Location[] {
  const places: Location[] = [];
  for (let passage = origin.passed; passage; passage = passage.before) places.push(passage.at);
  return places;
}

function plainRange({ start, end }: Range): Range {
  return { start, end };
}
