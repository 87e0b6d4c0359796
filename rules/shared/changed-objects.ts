import { groupOf, grouped, type Change, type Manifest, type Repository } from '#rule';

/** Each object of the head that was there at the base: the old one, then the new one. Where one name stands for several, nobody can tell which became which. */
export function* changedObjects({ base, head }: Change, isMeant: (manifest: Manifest) => boolean): Iterable<readonly [Manifest, Manifest]> {
  const before = objectsOf(base, isMeant);
  for (const [key, [object, ...others]] of objectsOf(head, isMeant)) {
    const [was, ...more] = before.get(key) ?? [];
    if (was && object && others.length + more.length === 0) yield [was, object];
  }
}

/** One object in one place of one environment. */
function objectsOf({ manifests }: Repository, isMeant: (manifest: Manifest) => boolean): Map<string, Manifest[]> {
  const own = manifests.filter((manifest) => manifest.name !== undefined && isMeant(manifest));
  return grouped(own, ({ environment, application, kind, apiVersion, namespace, name }) =>
    JSON.stringify([environment?.name, application?.destination.server, application?.destination.name, kind, groupOf(apiVersion), namespace, name]));
}
