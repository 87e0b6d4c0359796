/** A field that nobody knows: what it surely was meant to be, or where it belongs. */
import { nearNames, type Near } from '../../spelling.ts';
import { resolveAlias, type Tree } from '../../yaml/tree.ts';
import { dereferenced } from './deref.ts';
import { fieldOf, keysOf } from './fields.ts';
import { nameOf, pathOf, type Mistake, type Place, type Step } from './mistake.ts';
import type { Definitions, Schema } from './schema.ts';
import { isUnknown, listed, shownText } from './words.ts';

const MAX_LISTED = 10;
const MAX_WAYS = 3;

export function unknownField(place: Place, name: string, { definitions, kind }: { readonly definitions: Definitions; readonly kind: string }): Mistake {
  const path = [...pathOf(place), name];
  const value = fieldOf(place.tree, name);
  const says = (what: string, more: Partial<Mistake> = {}): Mistake => ({ about: 'unknown', path, message: `${shownName(name)} is no field of ${nameOf(place, kind)}${what}`, ...more });
  const misplaced = metadataOf(place, name, value);
  if (misplaced) return says(`; it belongs under ${listed(misplaced, 'or')}`, { meant: misplaced.map((field) => [...pathOf(place), field, name]) });
  const near = nearFields(place, name, { value, definitions });
  const [best] = near;
  const elsewhere = best && isSure(best) ? [] : waysTo(place, name, { value, definitions });
  const [way] = elsewhere;
  if (way) {
    const repair = elsewhere.length === 1 && way.isMapping ? { repair: { into: way.path.slice(0, -1), where: way.where } } : {};
    return says(`; it belongs ${listed(elsewhere.map(({ where }) => where), 'or')}`, { meant: elsewhere.map(({ path: target }) => target), ...repair });
  }
  if (!best) return says(hint(place, name));
  const rivals = near.slice(1).filter(({ distance, fits }) => fits && distance <= best.distance + (best.distance === 0 ? 0 : 1));
  const isAlone = rivals.length === 0 && best.fits;
  return says(`; did you mean ${best.name}?`, { meant: [[...pathOf(place), best.name]], ...(isAlone ? { repair: { key: best.name } } : {}) });
}

/** A text directly in `metadata` that is a label or an annotation: beside a `labels:` that nothing follows, or with a name that no field has. */
function metadataOf({ schema, tree, step }: Place, name: string, value: Tree | undefined): readonly string[] | undefined {
  if (step !== 'metadata' || !ownField(schema, 'labels') || !ownField(schema, 'annotations') || !value || resolveAlias(value).kind !== 'scalar') return undefined;
  const open = ['labels', 'annotations'].filter((field) => isOpen(tree, field));
  if (open.length > 0) return open;
  if (/^(?:app\.kubernetes\.io|helm\.sh)\//.test(name) || name === 'app' || name === 'k8s-app') return ['labels'];
  return name.includes('/') ? ['labels', 'annotations'] : undefined;
}

/** Written with nothing in it: what was to stand there is not indented. */
function isOpen(tree: Tree, field: string): boolean {
  const value = fieldOf(tree, field);
  const resolved = value && resolveAlias(value);
  return resolved?.kind === 'scalar' && !isUnknown(resolved) && resolved.value === null;
}

interface NearField extends Near {
  /** What is written there is of the kind that the field takes. */
  readonly fits: boolean;
}

function isSure({ distance, fits }: NearField): boolean {
  return distance <= 1 && fits;
}

/** The nearest first; of equals those that take such a value, then in the order of the schema. */
function nearFields({ schema, tree }: Place, name: string, { value, definitions }: { readonly value: Tree | undefined; readonly definitions: Definitions }): NearField[] {
  const properties = schema.properties ?? {};
  const present = new Set(keysOf(tree));
  const near = nearNames(name, Object.keys(properties).filter((field) => !present.has(field)));
  const judged = near.map((one) => ({ ...one, fits: takes(properties[one.name], value, definitions) }));
  return judged.sort((a, b) => a.distance - b.distance || Number(b.fits) - Number(a.fits) || Number(sharesStart(name, b.name)) - Number(sharesStart(name, a.name)));
}

function sharesStart(a: string, b: string): boolean {
  return a.slice(0, 2).toLowerCase() === b.slice(0, 2).toLowerCase();
}

function hint({ schema, tree }: Place, name: string): string {
  const fields = Object.keys(schema.properties ?? {});
  const [twin] = nearNames(name, keysOf(tree).filter((key) => key !== name && fields.includes(key)));
  if (twin && twin.distance <= 1) return `; ${twin.name} is there already`;
  if (fields.length === 0) return ', which has none';
  return fields.length <= MAX_LISTED ? `; it has ${listed(fields)}` : '';
}

interface WayTo {
  /** `under source`, `one level up, beside helm`. */
  readonly where: string;
  readonly path: readonly Step[];
  /** No list on the way, of which nobody knows the item that is meant. */
  readonly isMapping: boolean;
}

interface Wanted {
  readonly value: Tree | undefined;
  readonly definitions: Definitions;
}

/** Where a field of just this name is known: above, below or beside. Of several the nearest; those that are there already, first. */
function waysTo(place: Place, name: string, wanted: Wanted): WayTo[] {
  const below = waysBelow(place, name, wanted);
  const up = wayUp(place, name, wanted);
  if (up && !below.some(({ isThere }) => isThere)) return [up];
  if (below.length > 0) return chosen(below);
  const beside = place.above && typeof place.step === 'string' ? waysBelow(place.above, name, wanted).filter(({ path }) => path.at(-2) !== place.step) : [];
  if (beside.length > 0) return chosen(beside);
  const deeper = waysBelow(place, name, wanted, 2);
  return deeper.length === 1 ? deeper : [];
}

interface FoundWay extends WayTo {
  readonly isThere: boolean;
}

/** Many places that it could belong to are no hint. */
function chosen(ways: readonly FoundWay[]): FoundWay[] {
  const there = ways.filter(({ isThere }) => isThere);
  const best = there.length > 0 ? there : ways;
  return best.length <= MAX_WAYS ? [...best] : [];
}

function wayUp(place: Place, name: string, wanted: Wanted): WayTo | undefined {
  let levels = 0;
  let from = place;
  for (let at = place.above; at && levels < 2; at = at.above) {
    if (resolveAlias(at.tree).kind !== 'mapping') continue;
    levels += 1;
    while (from.above && from.above !== at) from = from.above;
    const field = ownField(at.schema, name);
    if (field && !keysOf(at.tree).includes(name) && takes(field, wanted.value, wanted.definitions)) {
      return { where: `${levels === 1 ? 'one level' : 'two levels'} up, beside ${nameOf(from)}`, path: [...pathOf(at), name], isMapping: true };
    }
    from = at;
  }
  return undefined;
}

/** Fields of that name in the mappings directly below, and in the items of lists. */
function waysBelow(place: Place, name: string, wanted: Wanted, depth = 1): FoundWay[] {
  const present = keysOf(place.tree);
  return Object.entries(place.schema.properties ?? {}).flatMap(([step, written]): FoundWay[] => {
    if (step === 'status' || step === 'metadata') return [];
    const schema = dereferenced(written, wanted.definitions);
    const isList = schema.type === 'array' && schema.items !== undefined;
    const holder = isList && schema.items ? dereferenced(schema.items, wanted.definitions) : schema;
    const isThere = present.includes(step);
    if (depth > 1) {
      const inner: Place = { schema: holder, tree: fieldOf(place.tree, step) ?? place.tree, isDecoded: place.isDecoded, step, above: place };
      return waysBelow(inner, name, wanted, depth - 1).map((way) => ({ ...way, where: `under ${step}.${way.where.replace(/^under (?:an item of )?/, '')}`, isThere: false, isMapping: way.isMapping && !isList }));
    }
    const field = ownField(holder, name);
    if (!field || !takes(field, wanted.value, wanted.definitions)) return [];
    return [{ where: `under ${isList ? 'an item of ' : ''}${step}`, path: [...pathOf(place), step, name], isMapping: !isList, isThere: isThere && !isList && !hasKey(place.tree, step, name) }];
  });
}

function hasKey(tree: Tree, step: string, name: string): boolean {
  const below = fieldOf(tree, step);
  return below !== undefined && keysOf(below).includes(name);
}

function ownField({ properties }: Schema, name: string): Schema | undefined {
  return properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
}

/** Whether a field takes such a kind of value: no list where a mapping is written. What is empty or unknown fits everywhere. */
function takes(written: Schema | undefined, value: Tree | undefined, definitions: Definitions): boolean {
  if (!written || !value) return true;
  const schema = dereferenced(written, definitions);
  const resolved = resolveAlias(value);
  if (isUnknown(resolved) || (resolved.kind === 'scalar' && resolved.value === null) || schema.type === undefined) return resolved.kind === 'scalar' || schema['x-kubernetes-int-or-string'] !== true;
  if (resolved.kind === 'mapping') return schema.type === 'object';
  if (resolved.kind === 'sequence') return schema.type === 'array';
  if (schema.type === 'object' || schema.type === 'array') return false;
  return schema.type === 'string' || typeof resolved.value !== 'string' || (schema.type !== 'boolean' && resolved.text !== '');
}

function shownName(name: string): string {
  return /^[\w./-]{1,80}$/.test(name) ? name : shownText(name);
}
