/** One mistake at one place of a manifest, of every sort that people make and that servers judge differently. */
import { isMap, isScalar, isSeq } from 'yaml';
import type { Edit } from './edits.ts';
import { HUMAN_MISTAKES } from './human-mistakes.ts';
import { KIND_MISTAKES } from './kind-mistakes.ts';
import type { Place } from './places.ts';

/** What can be done wrong at a place; most places allow for few of them. */
export const MISTAKES: ReadonlyMap<string, (place: Place) => readonly Edit[]> = new Map<string, (place: Place) => readonly Edit[]>([
  ['misspelt key', misspellings],
  ['unknown field', (place) => (hasFields(place) ? [set(place, 'madeUpField', '1')] : [])],
  ['unknown mapping', (place) => (hasFields(place) ? [set(place, 'madeUpField', '{ a: 1 }')] : [])],
  ['null', (place) => (isEditable(place) ? [set(place, undefined, 'null')] : [])],
  ['mapping for a scalar', (place) => (isText(place) || isNumber(place) ? [set(place, undefined, '{ a: 1 }')] : [])],
  ['text for a mapping', (place) => (isEditable(place) && isMap(place.value) ? [set(place, undefined, 'text')] : [])],
  ['text for a list', (place) => (isSeq(place.value) ? [set(place, undefined, 'text')] : [])],
  ['mapping for a list', (place) => (isSeq(place.value) ? [set(place, undefined, '{ a: 1 }')] : [])],
  ['list for a mapping', (place) => (isEditable(place) && isMap(place.value) ? [set(place, undefined, '[ a ]')] : [])],
  ['list for a text', (place) => (isText(place) ? [set(place, undefined, '[ a ]')] : [])],
  ['integer for a text', (place) => (isText(place) ? [set(place, undefined, '8')] : [])],
  ['boolean for a text', (place) => (isText(place) ? [set(place, undefined, 'true')] : [])],
  ['text for an integer', (place) => (isInteger(place) ? [set(place, undefined, '"3"')] : [])],
  ['fraction for an integer', (place) => (isInteger(place) ? [set(place, undefined, '1.5')] : [])],
  ['whole fraction for an integer', (place) => (isInteger(place) ? [set(place, undefined, '2.0')] : [])],
  ['exponent for an integer', (place) => (isInteger(place) ? [set(place, undefined, '1e3')] : [])],
  ['more than 32 bits', (place) => (isInteger(place) ? [set(place, undefined, '2147483648')] : [])],
  ['more than 64 bits', (place) => (isInteger(place) ? [set(place, undefined, '9223372036854775808')] : [])],
  ['negative integer', (place) => (isInteger(place) ? [set(place, undefined, '-1')] : [])],
  ['text for a boolean', (place) => (isBoolean(place) ? [set(place, undefined, '"true"')] : [])],
  ['integer for a boolean', (place) => (isBoolean(place) ? [set(place, undefined, '1')] : [])],
  ['value that is not allowed', (place) => (place.schema.enum && isText(place) ? [set(place, undefined, 'Nonsense')] : [])],
  ['allowed value in another case', otherCase],
  ['too long', tooLong],
  ['text that the pattern refuses', (place) => (place.schema.pattern !== undefined && isText(place) ? [set(place, undefined, '"!? "')] : [])],
  ['quantity as an integer', (place) => (isQuantity(place) ? [set(place, undefined, '2')] : [])],
  ['quantity as a fraction', (place) => (isQuantity(place) ? [set(place, undefined, '1.5')] : [])],
  ['no quantity', (place) => (isQuantity(place) ? [set(place, undefined, '1Gib'), set(place, undefined, '"2 Gi"')] : [])],
  ['boolean for an annotation or a label', (place) => (isMetadataValue(place) ? [set(place, undefined, 'true')] : [])],
  ['integer for an annotation or a label', (place) => (isMetadataValue(place) ? [set(place, undefined, '12')] : [])],
  ['entry twice', (place) => (isSeq(place.value) && place.value.items.length > 0 ? [{ op: 'repeat', path: [...place.path, 0] }] : [])],
  ['empty list', (place) => (isSeq(place.value) ? [set(place, undefined, '[]')] : [])],
  ['empty mapping', (place) => (isEditable(place) && isMap(place.value) && place.path.join() !== 'metadata' ? [set(place, undefined, '{}')] : [])],
  ['empty text', (place) => (isText(place) ? [set(place, undefined, '""')] : [])],
  ['required field left out', (place) => (isRequired(place) && isEditable(place) ? [{ op: 'delete', path: place.path }] : [])],
  ['another version', (place) => (place.path.length === 0 ? otherVersions(place) : [])],
  ['misspelt kind', (place) => (place.path.length === 0 ? misspeltKinds(place) : [])],
  ['null creationTimestamp', (place) => (isMetadata(place) ? [set(place, 'creationTimestamp', 'null')] : [])],
  ['unknown field of metadata', (place) => (isMetadata(place) ? [set(place, 'lables', '{ a: b }')] : [])],
  ['status', (place) => (place.path.length === 0 && place.schema.properties?.status ? [set(place, 'status', '{}')] : [])],
  ...HUMAN_MISTAKES,
  ...KIND_MISTAKES,
]);

function set({ path }: Place, key: string | undefined, value: string): Edit {
  return { op: 'set', path: key === undefined ? path : [...path, key], value };
}

/** The name is the address, and another version or kind is a mistake of its own. */
function isEditable({ path }: Place): boolean {
  return path.length > 0 && !['apiVersion', 'kind', 'metadata', 'metadata,name', 'metadata,namespace'].includes(path.join());
}

function hasFields({ value, schema }: Place): boolean {
  return isMap(value) && schema.properties !== undefined;
}

function isMetadata({ path }: Place): boolean {
  return path.join() === 'metadata';
}

function isMetadataValue(place: Place): boolean {
  const [metadata, map] = place.path.slice(-3);
  return metadata === 'metadata' && (map === 'labels' || map === 'annotations') && isText(place);
}

function isRequired({ path, holder }: Place): boolean {
  return holder?.required?.includes(String(path.at(-1))) ?? false;
}

function isText(place: Place): boolean {
  return isEditable(place) && place.schema.type === 'string' && isScalar(place.value) && typeof place.value.value === 'string' && !isQuantity(place);
}

function isNumber({ schema }: Place): boolean {
  return schema.type === 'integer' || schema.type === 'number';
}

function isInteger({ schema }: Place): boolean {
  return schema.type === 'integer';
}

function isBoolean({ schema }: Place): boolean {
  return schema.type === 'boolean';
}

function isQuantity({ path }: Place): boolean {
  return ['requests', 'limits'].includes(String(path.at(-2)));
}

function otherCase(place: Place): Edit[] {
  const text = isText(place) && place.schema.enum && isScalar(place.value) ? String(place.value.value) : '';
  const other = text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase();
  return other === text ? [] : [set(place, undefined, other)];
}

function tooLong(place: Place): Edit[] {
  const limit = place.schema.maxLength;
  return isText(place) && limit !== undefined && limit < 5000 ? [set(place, undefined, 'a'.repeat(limit + 1))] : [];
}

function otherVersions(place: Place): Edit[] {
  return ['apps/v1beta2', 'serving.kserve.io/v1', 'argoproj.io/v1', 'networking.istio.io/v1alpha1', 'v2'].map((version) => set(place, 'apiVersion', version));
}

function misspeltKinds(place: Place): Edit[] {
  const kind = isMap(place.value) ? String(place.value.get('kind')) : '';
  const middle = Math.floor(kind.length / 2);
  return [kind.slice(0, middle) + kind.slice(middle + 1), kind.toLowerCase()].map((other) => set(place, 'kind', other));
}

/** One edit away from a key that its holder knows: a letter left out, doubled, exchanged, in another case. */
function misspellings(place: Place): Edit[] {
  const key = place.path.at(-1);
  if (typeof key !== 'string' || key.length < 4 || !isEditable(place) || !Object.hasOwn(place.holder?.properties ?? {}, key)) return [];
  const middle = Math.floor(key.length / 2);
  const others = [
    key.slice(0, middle) + key.slice(middle + 1),
    key.slice(0, middle) + (key[middle] ?? '') + key.slice(middle),
    key.slice(0, middle - 1) + (key[middle] ?? '') + (key[middle - 1] ?? '') + key.slice(middle + 1),
    key === key.toLowerCase() ? key[0]?.toUpperCase() + key.slice(1) : key.toLowerCase(),
  ];
  return others.filter((other) => other !== key).map((other): Edit => ({ op: 'rename', path: place.path, key: other }));
}
