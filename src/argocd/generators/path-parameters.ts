/** The parameters of a folder or of a file's place. Follows argo-cd, applicationset/generators/git.go. */
import { baseName } from '../../snapshot/snapshot.ts';
import type { EntryTree } from '../../yaml/tree.ts';
import { sanitizeName } from '../template/sanitize-name.ts';
import type { DerivedEntries } from './parameters.ts';

export interface PlaceOfParameters {
  /** A folder as the source counts it; `.` for the top. */
  readonly folder: string;
  /** The name of the file whose folder it is. */
  readonly file?: string;
  /** `pathParamPrefix`, or nothing. */
  readonly prefix: string;
  readonly isGo: boolean;
  /** Writes in the name of what led to the folder. */
  readonly derived: DerivedEntries;
}

export function pathParameters(place: PlaceOfParameters): EntryTree[] {
  const { derived } = place;
  const named = namedParts(place);
  const segments = place.folder.split('/');
  if (place.isGo) {
    const path = derived.mapping([
      ...named.map(([name, text]) => derived.entry(name, text)),
      derived.entry('segments', derived.list(segments.map((segment) => derived.text(segment)))),
    ]);
    if (place.prefix === '') return [derived.entry('path', path)];
    return [derived.entry(place.prefix, derived.mapping([derived.entry('path', path)]))];
  }
  const root = place.prefix === '' ? 'path' : `${place.prefix}.path`;
  return [
    ...named.map(([name, text]) => derived.entry(name === 'path' ? root : `${root}.${name}`, text)),
    ...segments.flatMap((segment, index) => (segment === '' ? [] : [derived.entry(`${root}[${index}]`, segment)])),
  ];
}

function namedParts({ folder, file }: PlaceOfParameters): [string, string][] {
  const name = baseName(folder);
  return [
    ['path', folder],
    ['basename', name],
    ['basenameNormalized', sanitizeName(name)],
    ...(file === undefined ? [] : [['filename', file], ['filenameNormalized', sanitizeName(file)]] satisfies [string, string][]),
  ];
}
