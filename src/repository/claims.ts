/** The value files of a repository that claim the values contract. */
import type { ContractSettings } from '../config/config.ts';
import { documentsOf } from '../render/documents.ts';
import { claimsOf, mayClaim, type Claim } from '../serving/contract.ts';
import { isUnreadable } from '../snapshot/snapshot.ts';
import { Node } from '../yaml/node.ts';
import type { FilesRead } from './file-conditions.ts';

/** Claims stand in files that are no manifests, the value files of charts among them. */
export function findClaims({ snapshot, documents, isValueFile }: FilesRead, settings: ContractSettings): Claim[] {
  const claims: Claim[] = [];
  for (const path of snapshot.files) {
    const known = documents.byPath.get(path);
    if (!known && !isValueFile(path)) continue;
    const file = snapshot.file(path);
    if (file === undefined || isUnreadable(file) || !mayClaim(file, settings)) continue;
    for (const { parsed } of known ?? documentsOf(file)) {
      const root = parsed?.root && Node.root(parsed.root);
      if (root && !root.has('apiVersion')) claims.push(...claimsOf(root, file, settings));
    }
  }
  return claims;
}
