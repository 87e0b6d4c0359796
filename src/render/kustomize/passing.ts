/** What brought values where they stand: entries of kustomizations, patches with their targets, replacements. Kept with the values. */
import type { Location } from '../../source.ts';
import type { Node } from '../../yaml/node.ts';
import { resolveAlias, type Tree } from '../../yaml/tree.ts';
import type { TracedText } from '../traced-text.ts';

/** Nobody reads more places of one value; generated data may have thousands. */
const MOST_PLACES = 64;

/** The same tree, everything in it having come by way of some places. What aliases share stays shared. */
export function broughtBy(tree: Tree, places: readonly Location[]): Tree {
  if (places.length === 0) return tree;
  const known = new Map<Tree, Tree>();
  const marked = (one: Tree): Tree => {
    const done = known.get(one) ?? markedAnew(one);
    known.set(one, done);
    return done;
  };
  const markedAnew = (one: Tree): Tree => {
    if (one.kind === 'alias') return { ...one, target: marked(one.target) };
    const before = one.passed ?? [];
    const passed = before.length < MOST_PLACES ? [...before, ...places] : before;
    if (one.kind === 'scalar') return { ...one, passed };
    if (one.kind === 'sequence') return { ...one, passed, items: one.items.map(marked) };
    return { ...one, passed, entries: one.entries.map((entry) => ({ ...entry, value: marked(entry.value) })) };
  };
  return marked(tree);
}

/** The places of all scalars of a part of a kustomization: what one reads there decides what it does. */
export function scalarPlaces(node: Node): readonly Location[] {
  if (node.kind === 'scalar') return [node.at];
  return [...node.items(), ...node.entries().map(([, value]) => value)].flatMap(scalarPlaces).slice(0, MOST_PLACES);
}

/** The places of all scalars in trees, with what brought them there. */
export function placesIn(trees: readonly Tree[]): readonly Location[] {
  const found: Location[] = [];
  const visit = (tree: Tree): void => {
    const resolved = resolveAlias(tree);
    if (found.length >= MOST_PLACES) return;
    if (resolved.kind === 'mapping') for (const { key, value } of resolved.entries) [key, value].forEach(visit);
    else if (resolved.kind === 'sequence') resolved.items.forEach(visit);
    else found.push(...authorsOf(resolved));
  };
  trees.forEach(visit);
  return found;
}

function authorsOf({ trace: { file, traced }, start, end, passed = [] }: Extract<Tree, { kind: 'scalar' }>): Location[] {
  if (!traced) return [{ file, range: { start, end } }, ...passed];
  return traced.slice(start, end).origins.flatMap((origin) => {
    const { author } = origin;
    const places: Location[] = [{ file: author.file, range: { start: author.start, end: author.end } }];
    for (let passage = origin.passed; passage; passage = passage.before) places.push(passage.at);
    for (const other of origin.also ?? []) places.push({ file: other.author.file, range: { start: other.author.start, end: other.author.end } });
    return places;
  });
}

/** The same text by way of several places, each once. */
export function passingAll(text: TracedText, places: readonly Location[]): TracedText {
  return [...new Set(places)].slice(0, MOST_PLACES).reduce((moved, place) => moved.passing(place), text);
}
