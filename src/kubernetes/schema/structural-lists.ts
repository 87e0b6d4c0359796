/** Lists that are sets or maps, and maps that are taken as a whole, in the schema of a definition. */
import type { Step } from './mistake.ts';
import { isRecord, type SchemaProblem } from './read-schema.ts';
import { recordsOf, type Written } from './written-schema.ts';

const [LIST_TYPE, MAP_KEYS, MAP_TYPE] = ['x-kubernetes-list-type', 'x-kubernetes-list-map-keys', 'x-kubernetes-map-type'] as const;

export function listTypeProblems(schema: Written, path: readonly Step[]): SchemaProblem[] {
  const { type, items, [LIST_TYPE]: listType, [MAP_KEYS]: keys, [MAP_TYPE]: mapType } = schema;
  const found: SchemaProblem[] = [];
  const says = (at: readonly Step[], message: string): number => found.push({ path: [...path, ...at], message });
  if (typeof mapType === 'string' && type !== 'object') says([MAP_TYPE], `${MAP_TYPE} is for the type object`);
  if (typeof mapType === 'string' && mapType !== 'atomic' && mapType !== 'granular') says([MAP_TYPE], `${MAP_TYPE} is atomic or granular`);
  if (typeof listType === 'string' && type !== 'array') says([LIST_TYPE], `${LIST_TYPE} is for the type array`);
  if (Array.isArray(keys) && keys.length > 0 && listType !== 'map') says([MAP_KEYS], `${MAP_KEYS} needs ${LIST_TYPE} map`);
  if (isRecord(items) && listType === 'set') found.push(...ofSets(items, [...path, 'items']));
  if (listType === 'map') found.push(...ofMaps({ keys, items }, path));
  return found;
}

function ofSets(items: Written, path: readonly Step[]): SchemaProblem[] {
  const { type, nullable, [LIST_TYPE]: listType, [MAP_TYPE]: mapType } = items;
  if (nullable === true) return [{ path: [...path, 'nullable'], message: 'an item of a set cannot be null' }];
  if (type === 'object' && mapType !== 'atomic') return [{ path, message: `an item of a set is compared as a whole; it needs ${MAP_TYPE} atomic` }];
  return type === 'array' && listType !== undefined && listType !== 'atomic' ? [{ path: [...path, LIST_TYPE], message: `an item of a set is compared as a whole; its ${LIST_TYPE} is atomic` }] : [];
}

function ofMaps({ keys, items }: { readonly keys: unknown; readonly items: unknown }, path: readonly Step[]): SchemaProblem[] {
  const names = Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [];
  if (names.length === 0) return [{ path, message: `${LIST_TYPE} map needs ${MAP_KEYS}` }];
  if (!isRecord(items)) return [];
  if (items['type'] !== 'object') return [{ path: [...path, 'items'], message: `the items of a list that is a map have the type object` }];
  if (items['nullable'] === true) return [{ path: [...path, 'items', 'nullable'], message: 'an item of a list that is a map cannot be null' }];
  const fields = new Map(recordsOf(items['properties']));
  const required = Array.isArray(items['required']) ? items['required'] : [];
  return names.flatMap((name, index): SchemaProblem[] => {
    const field = fields.get(name);
    const at = [...path, MAP_KEYS, index];
    if (names.indexOf(name) < index) return [{ path: at, message: `${MAP_KEYS} holds ${name} twice` }];
    if (!field) return [{ path: at, message: `${name} is no property of the items` }];
    if (field['type'] === 'array' || field['type'] === 'object') return [{ path: at, message: `${name} is ${String(field['type'])}; a key of a list that is a map is a text, a number or a boolean` }];
    if (field['nullable'] === true) return [{ path: at, message: `${name} is a key of a list that is a map, and cannot be null` }];
    return required.includes(name) || (field['default'] !== undefined && field['default'] !== null) ? [] : [{ path: at, message: `${name} is a key of a list that is a map; it has to be required or have a default` }];
  });
}
