/** What brought values where they stand: entries of kustomizations, patches with their targets, replacements. Kept with the values. */
import type { Location } from '../../source.ts';
import type { Node } from '../../yaml/node.ts';
import { authorLocation } from '../../yaml/pieces.ts';
import { resolveAlias, type MappingTree, type Tree } from '../../yaml/tree.ts';
import type { Origin, TracedText } from '../traced-text.ts';
import { parseLabelSelector } from './label-selector.ts';
import { valueAt, type Gvk } from './resource.ts';

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
  if (node.kind === 'missing') return [];
  if (node.kind === 'scalar') return [node.at];
  return [...node.items(), ...node.entries().map(([, value]) => value)].flatMap(scalarPlaces).slice(0, MOST_PLACES);
}

/** The parts of an id that somebody asks for. */
export interface AskedId extends Partial<Gvk> {
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  /** Keys of labels and annotations. */
  readonly labels?: readonly string[];
  readonly annotations?: readonly string[];
}

/** Where an object says what somebody asks of it: what it is called decides what is done to it. */
export function idPlaces(tree: MappingTree, { group, version, kind, name, namespace, labels = [], annotations = [] }: AskedId): readonly Location[] {
  const paths = [
    ...(isAsked(group) || isAsked(version) ? [['apiVersion']] : []), ...(isAsked(kind) ? [['kind']] : []),
    ...(isAsked(name) ? [['metadata', 'name']] : []), ...(isAsked(namespace) ? [['metadata', 'namespace']] : []),
    ...labels.map((key) => ['metadata', 'labels', key]), ...annotations.map((key) => ['metadata', 'annotations', key]),
  ];
  return placesIn(paths.flatMap((path) => valueAt(tree, ...path) ?? []));
}

function isAsked(part: string | undefined): boolean {
  return part !== undefined && part !== '';
}

/** What a selector, written out, asks for. */
export function askedBy(selector: Node): AskedId {
  const [group, version, kind, name, namespace] = ['group', 'version', 'kind', 'name', 'namespace'].map((field) => selector.get(field).text ?? '');
  const [labels, annotations] = ['labelSelector', 'annotationSelector'].map((field) => (parseLabelSelector(selector.get(field).text ?? '') ?? []).map(({ key }) => key));
  return { group: group ?? '', version: version ?? '', kind: kind ?? '', name, namespace, labels: labels ?? [], annotations: annotations ?? [] };
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
    const places = [origin, ...(origin.also ?? [])].map(placeOfOrigin);
    for (let passage = origin.passed; passage; passage = passage.before) places.push(passage.at);
    return [...places, ...passed];
  });
}

function placeOfOrigin({ author, from, to }: Origin): Location {
  return authorLocation(author, from, to);
}

/** The same text by way of several places, each once. */
export function passingAll(text: TracedText, places: readonly Location[]): TracedText {
  return [...new Set(places)].slice(0, MOST_PLACES).reduce((moved, place) => moved.passing(place), text);
}
