/** What names and keys have to look like: `metadata.name` by its kind, keys of labels, annotations and the like. */
import { resolveAlias, type MappingTree, type Tree } from '../../yaml/tree.ts';
import { fieldOf } from './fields.ts';
import { misfit, NAME_FORMAT } from './formats.ts';
import { nameOf, pathOf, type Mistake, type Place } from './mistake.ts';
import type { Schema } from './schema.ts';
import { isUnknown, shownText } from './words.ts';

export function keyMistakes(place: Place, mapping: MappingTree, format: string): Mistake[] {
  return mapping.entries.flatMap(({ key }): Mistake[] => {
    const wanted = isUnknown(key) ? undefined : misfit(format, key.text);
    return wanted === undefined ? [] : [{ about: 'key', path: [...pathOf(place), key.text], message: `${nameOf(place)} has the key ${shownText(key.text)}, not ${wanted}` }];
  });
}

/** Of the metadata of an object as a whole. */
export function nameMistakes(metadata: { readonly tree: Tree; readonly step: string; readonly above: Place }, { 'x-mllint-name': format = NAME_FORMAT }: Schema): Mistake[] {
  const mapping = resolveAlias(metadata.tree);
  const name = mapping.kind === 'mapping' ? fieldOf(mapping, 'name') : undefined;
  const scalar = name && resolveAlias(name);
  if (scalar?.kind !== 'scalar' || isUnknown(scalar) || typeof scalar.value !== 'string' || TO_BE_REPLACED.test(scalar.value)) return [];
  if (scalar.value === '' && mapping.kind === 'mapping' && fieldOf(mapping, 'generateName')) return [];
  const wanted = misfit(format, scalar.value);
  return wanted === undefined ? [] : [{ about: 'value', path: [metadata.step, 'name'], message: `metadata.name is ${shownText(scalar.value)}, not ${wanted}` }];
}

/** `cluster-CLUSTER_NAME` in a template that somebody's script fills in. */
const TO_BE_REPLACED = /(?:^|[^A-Za-z0-9])[A-Z][A-Z0-9]*_[A-Z0-9_]+(?![a-z])/;
