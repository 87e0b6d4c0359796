import { objectsOf, type Change, type Manifest } from '#rule';

/** Each object of the head that was there at the base: the old one, then the new one. Where one name stands for several, nobody can tell which became which. */
export function* changedObjects({ base, head }: Change, isMeant: (manifest: Manifest) => boolean): Iterable<readonly [Manifest, Manifest]> {
  const before = objectsOf(base, isMeant);
  for (const [key, [object, ...others]] of objectsOf(head, isMeant)) {
    const [was, ...more] = before.get(key) ?? [];
    if (was && object && others.length + more.length === 0) yield [was, object];
  }
}
