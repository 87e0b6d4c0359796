/** Which object of one tree is which of another: one of a name in one place of one environment. */
import { grouped } from '../groups.ts';
import { groupOf } from './identity.ts';
import type { Manifest, Repository } from '../model.ts';

export function objectsOf({ manifests }: Pick<Repository, 'manifests'>, isMeant: (manifest: Manifest) => boolean): Map<string, Manifest[]> {
  const own = manifests.filter((manifest) => manifest.name !== undefined && isMeant(manifest));
  return grouped(own, ({ environment, application, kind, apiVersion, namespace, name }) =>
    JSON.stringify([environment?.name, application?.destination.server, application?.destination.name, kind, groupOf(apiVersion), namespace, name]));
}
