/** `replacements`. */
import type { Node } from '../../yaml/node.ts';
import type { BuildContext, FileLoader } from './build-context.ts';
import { Unavailable } from './remote.ts';
import type { Resource } from './resource.ts';

export function replaceValues(resources: readonly Resource[], [first]: readonly Node[], _context: { build: BuildContext; files: FileLoader }): readonly Resource[] {
  if (first) throw new Unavailable({ why: 'replacements are not made here', needs: 'a later version of mllint', at: first.at });
  return resources;
}
