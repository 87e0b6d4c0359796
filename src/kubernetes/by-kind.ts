/** Manifests by their kind: found once for each list of them, however many rules ask. */
import type { Manifest } from '../model.ts';
import { grouped } from '../groups.ts';
import { onceFor } from '../once.ts';
import { kindKey } from './identity.ts';

/** By `Kind.group` (`Kind` for the core group). For lists that do not grow any more. */
export const manifestsByKind: (manifests: readonly Manifest[]) => ReadonlyMap<string, readonly Manifest[]> = onceFor((manifests) => grouped(manifests, kindKey));
