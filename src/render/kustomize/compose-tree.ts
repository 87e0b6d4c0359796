/** Trees that nobody wrote as they are: composed of what was written elsewhere, or derived from a place in a kustomization. */
import { Nearness, type Location, type SourceFile } from '../../source.ts';
import type { ScalarValue } from '../../yaml/scalar.ts';
import { resolveAlias, type EntryTree, type MappingTree, type ScalarTree, type SequenceTree, type Tree } from '../../yaml/tree.ts';
import { TracedText, type Origin } from '../traced-text.ts';

/** The place that a tree was written at; of composed text the first author's. */
export function locationOf(tree: Tree): Location {
  const { traced, file } = tree.trace;
  const author = traced?.segments[0]?.origin.author;
  if (traced && author) return { file: author.file, range: { start: author.start, end: author.end } };
  return { file, range: { start: tree.start, end: tree.end } };
}

/** A stretch of a file as the origin of what is computed from it. */
export function originAt({ file, range }: Location, nearness: number = Nearness.template): Origin {
  const text = file.text.slice(range.start, range.end);
  return { author: { file, start: range.start, end: range.end, text, nearness, offsets: range.start }, from: 0, to: text.length, isExact: false };
}

/** A scalar that a kustomization made: shown at a place, never edited. `value` where it is no string. */
export function derivedScalar(text: string, at: Location, value: ScalarValue = text): ScalarTree {
  return composedScalar(TracedText.derived(text, [originAt(at)]), at.file, value);
}

/** A scalar whose text was put together; its pieces keep their authors. */
export function composedScalar(traced: TracedText, file: SourceFile, value: ScalarValue = traced.text): ScalarTree {
  return { kind: 'scalar', value, text: traced.text, style: 'plain', start: 0, end: traced.length, trace: { file, traced, nearness: Nearness.template } };
}

export function nullScalar(at: Location): ScalarTree {
  return derivedScalar('', at, null);
}

export function emptyMapping(at: Location): MappingTree {
  return { kind: 'mapping', entries: [], isFlow: false, ...rangeIn(at) };
}

export function emptySequence(at: Location): SequenceTree {
  return { kind: 'sequence', items: [], isFlow: false, ...rangeIn(at) };
}

function rangeIn({ file, range }: Location): Pick<MappingTree, 'start' | 'end' | 'trace'> {
  return { start: range.start, end: range.end, trace: { file, nearness: Nearness.template } };
}

/** The mapping with a key set: in its place if it was there, else at the end. */
export function withEntry(mapping: MappingTree, key: ScalarTree, value: Tree): MappingTree {
  let isFound = false;
  const entries = mapping.entries.map((entry): EntryTree => {
    if (entry.key.text !== key.text) return entry;
    isFound = true;
    return { key: entry.key, value };
  });
  return { ...mapping, entries: isFound ? entries : [...entries, { key, value }] };
}

/** The mapping without a key; the same one where it was not there. */
export function withoutEntry(mapping: MappingTree, key: string): MappingTree {
  const entries = mapping.entries.filter((entry) => entry.key.text !== key);
  return entries.length === mapping.entries.length ? mapping : { ...mapping, entries };
}

/** The mapping with a value set deep in it; mappings on the way are made where they are missing or null, shown at `at`. */
export function withValue(mapping: MappingTree, [step, ...rest]: readonly string[], { value, at }: { readonly value: Tree; readonly at: Location }): MappingTree {
  if (step === undefined) return mapping;
  const key = derivedScalar(step, at);
  if (rest.length === 0) return withEntry(mapping, key, value);
  const known = mapping.entries.find((entry) => entry.key.text === step);
  const below = known && resolveAlias(known.value);
  return withEntry(mapping, key, withValue(below?.kind === 'mapping' ? below : emptyMapping(at), rest, { value, at }));
}
