/** What an expression of a template may stand for, as far as reads of values hang on it. */
import type { ValuePath } from './read-tree.ts';
import { EACH } from './read-tree.ts';

/** A chart's view on the values: its `.Values` are the root chart's values at `prefix`. */
export interface ChartScope {
  readonly prefix: ValuePath;
}

export type Shape =
  /** A value; `base` is how many keys lead to the values of the chart that reads it. */
  | { readonly kind: 'values'; readonly path: ValuePath; readonly base: number; readonly isOptional?: boolean }
  /** Helm's dot. */
  | { readonly kind: 'scope'; readonly scope: ChartScope }
  /** What `dict` made. */
  | { readonly kind: 'dict'; readonly entries: ReadonlyMap<string, Meaning>; readonly key: string }
  /** What `list` made. */
  | { readonly kind: 'items'; readonly of: Meaning; readonly key: string }
  | { readonly kind: 'text'; readonly text: string }
  /** A field of Helm's dot that Helm does not know. */
  | { readonly kind: 'foreign'; readonly names: readonly string[]; readonly scope: ChartScope; readonly isOptional?: boolean };

/** Any of these; none where it has nothing to do with values. */
export type Meaning = readonly Shape[];

export const NOTHING: Meaning = [];

/** More alternatives are not told apart. */
const MAX_SHAPES = 24;

/** What Helm puts into dot. */
export const HELM_OBJECTS: ReadonlySet<string> = new Set(['Values', 'Release', 'Chart', 'Files', 'Capabilities', 'Template', 'Subcharts']);

export function scopeMeaning(scope: ChartScope): Meaning {
  return [{ kind: 'scope', scope }];
}

export function textMeaning(text: string): Meaning {
  return [{ kind: 'text', text }];
}

/** Larger things than this are not followed: `dict "a" $x "b" $x` doubles. */
const MAX_KEY = 1000;

/** What `dict` makes; undefined where it is too large to be followed. */
export function dictMeaning(entries: ReadonlyMap<string, Meaning>): Meaning | undefined {
  const key = `d{${[...entries].map(([name, value]) => `${JSON.stringify(name)}:${keyOf(value)}`).sort().join()}}`;
  return key.length > MAX_KEY ? undefined : [{ kind: 'dict', entries, key }];
}

/** What `list` makes; undefined where it is too large to be followed. */
export function itemsMeaning(of: Meaning): Meaning | undefined {
  const key = `i[${keyOf(of)}]`;
  return key.length > MAX_KEY ? undefined : [{ kind: 'items', of, key }];
}

/** All alternatives; undefined where they are too many to be followed. */
export function union(...meanings: readonly Meaning[]): Meaning | undefined {
  const all = new Map<string, Shape>();
  for (const shape of meanings.flat()) all.set(keyOfShape(shape), shape);
  return all.size > MAX_SHAPES ? undefined : [...all.values()];
}

/** The same, with something to fall back to. */
export function optional(meaning: Meaning): Meaning {
  return meaning.map((shape) => (shape.kind === 'values' || shape.kind === 'foreign' ? { ...shape, isOptional: true } : shape));
}

/** `.Values.AsMap` is a method, which gives the values. */
const VALUES_THEMSELVES = 'AsMap';

/** The value below a key. */
export function fieldOf(shape: Shape, name: string): Meaning {
  switch (shape.kind) {
    case 'values':
      return name === VALUES_THEMSELVES && shape.path.length === shape.base ? [shape] : valuesBelow(shape.path, shape.base, name);
    case 'scope':
      return scopeField(shape.scope, name);
    case 'dict':
      return shape.entries.get(name) ?? NOTHING;
    case 'items':
      return NOTHING;
    case 'foreign':
      return [{ ...shape, names: [...shape.names, name] }];
    case 'text':
      return NOTHING;
  }
}

/** Helm hands the root chart's globals down to every chart below it. */
function valuesBelow(path: ValuePath, base: number, name: string): Meaning {
  const own: Shape = { kind: 'values', path: [...path, name], base };
  return name === 'global' && path.length === base && base > 0 ? [own, { kind: 'values', path: ['global'], base: 0 }] : [own];
}

function scopeField(scope: ChartScope, name: string): Meaning {
  if (name === 'Values') return [{ kind: 'values', path: scope.prefix, base: scope.prefix.length }];
  return HELM_OBJECTS.has(name) ? NOTHING : [{ kind: 'foreign', names: [name], scope }];
}

/** What a loop sees one after the other. */
export function elementsOf(shape: Shape): Meaning {
  switch (shape.kind) {
    case 'values':
      return [{ kind: 'values', path: [...shape.path, EACH], base: shape.base }];
    case 'items':
      return shape.of;
    case 'dict':
      return [...shape.entries.values()].flat();
    default:
      return NOTHING;
  }
}

/** Equal for equal meanings. */
export function keyOf(meaning: Meaning): string {
  return meaning.map(keyOfShape).sort().join('|');
}

function keyOfShape(shape: Shape): string {
  switch (shape.kind) {
    case 'values':
      return `v${shape.isOptional ? '?' : ''}${shape.base}:${JSON.stringify(shape.path)}`;
    case 'scope':
      return `s${JSON.stringify(shape.scope.prefix)}`;
    case 'dict':
    case 'items':
      return shape.key;
    case 'text':
      return `t${JSON.stringify(shape.text)}`;
    case 'foreign':
      return `f${shape.isOptional ? '?' : ''}${JSON.stringify([shape.names, shape.scope.prefix])}`;
  }
}
