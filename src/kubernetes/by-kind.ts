/** Manifests by their kind: found once for each list of them, however many rules ask. */
import type { Manifest } from '../model.ts';
import { grouped } from '../groups.ts';
import { kindKey } from './identity.ts';

const known = new WeakMap<readonly Manifest[], ReadonlyMap<string, readonly Manifest[]>>();

/** By `Kind.group` (`Kind` for the core group). For lists that do not grow any more. */
export function manifestsByKind(manifests: readonly Manifest[]): ReadonlyMap<string, readonly Manifest[]> {
  const before = known.get(manifests);
  if (before) return before;
  const byKind = grouped(manifests, kindKey);
  known.set(manifests, byKind);
  return byKind;
}
