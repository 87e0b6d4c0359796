/** What a schema says of a list as a whole: how many items, and which must differ. */
import { resolveAlias, type SequenceTree, type Tree } from '../../yaml/tree.ts';
import { dereferenced, fieldSchema } from './deref.ts';
import { fieldOf } from './fields.ts';
import { nameOf, pathOf, type Mistake, type Place } from './mistake.ts';
import { plainData } from './plain-data.ts';
import type { Definitions, Schema } from './schema.ts';
import { counted, holdsUnknown, listed, shownText } from './words.ts';

export function listMistakes(place: Place, sequence: SequenceTree, definitions: Definitions): Mistake[] {
  const { schema } = place;
  const count = sequence.items.length;
  const { minItems = 0, maxItems = Infinity } = schema;
  const has = `${nameOf(place)} has ${counted(count, 'item', 'items')}`;
  const found: Mistake[] = [];
  if (count < minItems) found.push({ about: 'value', path: pathOf(place), message: `${has}; at least ${minItems === 1 ? 'one is' : `${minItems} are`} needed` });
  if (count > maxItems) found.push({ about: 'value', path: pathOf(place), message: `${has}; at most ${maxItems} ${maxItems === 1 ? 'is' : 'are'} allowed` });
  return [...found, ...repeatedItems(place, sequence, definitions)];
}

/** Go's decoder takes them; only server-side apply does not, which knows no two items of one key, and what the API server looks at itself (`uniqueItems`). */
function repeatedItems(place: Place, sequence: SequenceTree, definitions: Definitions): Mistake[] {
  const keys = place.schema['x-kubernetes-list-type'] === 'map' ? (place.schema['x-kubernetes-list-map-keys'] ?? []) : undefined;
  const isSet = place.schema['x-kubernetes-list-type'] === 'set' || place.schema.uniqueItems === true;
  if (sequence.items.length < 2 || (!isSet && (keys === undefined || keys.length === 0))) return [];
  const item = place.schema.items && dereferenced(place.schema.items, definitions);
  const seen = new Map<string, number>();
  return sequence.items.flatMap((tree, index): Mistake[] => {
    const identity = keys ? keyText(tree, keys, { item, definitions }) : setText(tree);
    if (identity === undefined) return [];
    const first = seen.get(identity.text);
    if (first === undefined) seen.set(identity.text, index);
    if (first === undefined) return [];
    const name = nameOf(place);
    const at = keys?.[0] !== undefined && identity.isOwn ? [index, keys[0]] : [index];
    return [{
      about: 'value', path: [...pathOf(place), ...at], message: `${name}[${index}] repeats ${identity.shown} of ${name}[${first}]; ${keys ? `${listed(keys)} must differ` : 'each may stand there once'}`,
      ...(place.isDecoded && place.schema.uniqueItems !== true ? { severity: 'warning' as const } : {}),
    }];
  });
}

interface Identity {
  readonly text: string;
  readonly shown: string;
  /** The first key stands in the item. */
  readonly isOwn: boolean;
}

function keyText(tree: Tree, keys: readonly string[], { item, definitions }: { readonly item: Schema | undefined; readonly definitions: Definitions }): Identity | undefined {
  const resolved = resolveAlias(tree);
  if (resolved.kind !== 'mapping') return undefined;
  const values: [string, unknown][] = [];
  for (const key of keys) {
    const field = fieldOf(resolved, key);
    if (field && holdsUnknown(field)) return undefined;
    const own = field && plainData(field);
    values.push([key, own ?? defaultOf(item, key, definitions)]);
  }
  const [first] = values;
  if (values.every(([, value]) => value === undefined)) return undefined; // what is missing is said as that
  return { text: JSON.stringify(values), shown: listed(values.filter(([, value]) => value !== undefined).map(([key, value]) => `${key} ${shown(value)}`)), isOwn: first?.[1] !== undefined && fieldOf(resolved, first[0]) !== undefined };
}

function defaultOf(item: Schema | undefined, key: string, definitions: Definitions): unknown {
  const field = item && fieldSchema(item, key);
  return field === undefined || field === true ? undefined : (field.default ?? dereferenced(field, definitions).default);
}

function setText(tree: Tree): Identity | undefined {
  if (holdsUnknown(tree)) return undefined;
  const value = plainData(tree);
  return { text: JSON.stringify(value) ?? '', shown: shown(value), isOwn: false };
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value.length > 60 ? shownText(value) : value : shownText(JSON.stringify(value)).slice(1, -1);
}
