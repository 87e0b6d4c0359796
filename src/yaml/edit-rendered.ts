/** From rendered mappings and lists back to the ones that people wrote. */
import { segmentsWithin } from '../render/traced-text.ts';
import { Nearness, type Location, type Piece } from '../source.ts';
import { containerAt, covers, entryAt, scalarAt, type EntryPlace, type Place } from './edit-place.ts';
import type { Node } from './node.ts';
import { rangePieces } from './pieces.ts';
import type { MappingTree, SequenceTree } from './tree.ts';

/** A mapping in the file of its author. */
export interface AuthoredMapping {
  readonly at: Location;
  readonly nearness: number;
  readonly place: Place<MappingTree>;
}

/** Rendered texts are not walked further than this to see where they come from. */
const MAX_DESCENDANTS = 1000;

/**
 * The mappings that a mapping was merged from: the nearest to the environment first. Those in templates and archives are left out,
 * because nobody can tell what an edit there would do.
 */
export function authoredMappings(node: Node): readonly AuthoredMapping[] {
  const { tree } = node;
  if (tree?.kind !== 'mapping') return [];
  if (!node.trace.traced) return isEditable(tree.trace.file, -1) ? mappingsAt({ file: tree.trace.file, range: tree }, node.trace.nearness) : [];
  if (tree.entries.length === 0) {
    return rangePieces(tree.trace, tree).flatMap(({ at, nearness }) => (isEditable(at.file, nearness) ? mappingsAt(at, nearness) : []));
  }
  const found: AuthoredMapping[] = [];
  for (const key of node.keys()) {
    const entry = authoredEntry(key);
    const nearness = key.piece?.nearness ?? Nearness.template;
    if (!entry || found.some(({ place }) => place.tree === entry.tree)) continue;
    found.push({ at: { file: entry.file, range: { start: entry.tree.start, end: entry.tree.end } }, nearness, place: entry });
  }
  return found.sort((a, b) => b.nearness - a.nearness);
}

/** The entry that a key node was written as. */
export function authoredEntry(key: Node): EntryPlace | undefined {
  const { tree } = key;
  if (tree?.kind !== 'scalar') return undefined;
  if (!key.trace.traced) return isEditable(tree.trace.file, -1) ? entryAt(tree.trace.file, tree) : undefined;
  const piece = onlyPiece(key);
  return piece?.verbatim === true && isEditable(piece.at.file, piece.nearness) ? entryAt(piece.at.file, piece.at.range) : undefined;
}

/** The list that all items of a rendered list come from, one for one. */
export function authoredSequence(node: Node): Place<SequenceTree> | undefined {
  const { tree } = node;
  if (tree?.kind !== 'sequence') return undefined;
  if (!node.trace.traced) return isEditable(tree.trace.file, -1) ? sequenceAt({ file: tree.trace.file, range: tree }) : undefined;
  if (tree.items.length === 0) {
    const [piece] = rangePieces(tree.trace, tree);
    return piece && isEditable(piece.at.file, piece.nearness) ? sequenceAt(piece.at) : undefined;
  }
  const places = node.items().map(sequenceOfItem);
  const [first] = places;
  return first?.tree.items.length === places.length && places.every((place) => place?.tree === first.tree) ? first : undefined;
}

/** Whether everything below a rendered node was written inside an authored value. */
export function comesFrom(node: Node, { file, entry }: EntryPlace): boolean {
  const waiting = [node];
  for (let count = 0; waiting.length > 0; count += 1) {
    const next = waiting.pop();
    if (!next || count > MAX_DESCENDANTS) return false;
    if (next.kind === 'scalar' && !next.isNull && !next.pieces.every(({ at }) => at.file === file && covers(entry.value, at.range))) return false;
    waiting.push(...next.items(), ...next.entries().map(([, value]) => value));
  }
  return true;
}

/**
 * Whether a rendered scalar was printed together with its key, as `toYaml` does: then it is quoted anew, and may become any value.
 * Where a template stands between key and value (`{{ $key }}: {{ $value }}`), the text is put in as it is.
 */
export function isPrintedWhole(node: Node, at: Location): boolean {
  const { traced } = node.trace;
  let holder: Node | undefined = node;
  while (holder && !holder.key) holder = holder.parent;
  const key = holder?.key;
  if (!traced || !key?.tree || !node.tree) return false;
  const entry = authoredEntry(key);
  if (entry?.file !== at.file || !covers(entry.entry.value, at.range)) return false;
  const between = segmentsWithin(traced.segments, key.tree.end, node.tree.start);
  return between.every(({ end, start, origin }) => end <= (key.tree?.end ?? 0) || start >= (node.tree?.start ?? 0) || origin.author.file === at.file);
}

/** The only author of a node. */
export function onlyPiece(node: Node): Piece | undefined {
  const { pieces } = node;
  return pieces.length === 1 ? pieces[0] : undefined;
}

/** What lies in an archive is never edited, and the structure of a template is code. */
function isEditable(file: Location['file'], nearness: number): boolean {
  return file.shownAt === undefined && !(nearness === Nearness.template && file.text.includes('{{'));
}

function mappingsAt(at: Location, nearness: number): AuthoredMapping[] {
  const place = containerAt(at.file, at.range);
  return place?.tree.kind === 'mapping' ? [{ at, nearness, place: { ...place, tree: place.tree } }] : [];
}

function sequenceAt(at: Location): Place<SequenceTree> | undefined {
  const place = containerAt(at.file, at.range);
  return place?.tree.kind === 'sequence' ? { ...place, tree: place.tree } : undefined;
}

function sequenceOfItem(item: Node): Place<SequenceTree> | undefined {
  const place = item.kind === 'mapping' ? onlyMapping(item) : item.kind === 'scalar' ? scalarPlace(item) : undefined;
  const step = place?.above.at(-1);
  if (!place || step?.container.kind !== 'sequence') return undefined;
  return { ...place, tree: step.container, above: place.above.slice(0, -1) };
}

function onlyMapping(item: Node): Place | undefined {
  const mappings = authoredMappings(item);
  return mappings.length === 1 && mappings[0]?.place.tree.entries.length === item.keys().length ? mappings[0].place : undefined;
}

function scalarPlace(item: Node): Place | undefined {
  const piece = onlyPiece(item);
  if (piece?.verbatim !== true || !isEditable(piece.at.file, piece.nearness)) return undefined;
  const place = scalarAt(piece.at.file, piece.at.range);
  return place && place.tree.end === piece.at.range.end && place.tree.start === piece.at.range.start ? place : undefined;
}
