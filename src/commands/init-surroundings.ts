/** What stands around the manifests of a repository: the system that checks changes, and files that would be written. */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceIn, type MllintSource } from '../init/mllint-source.ts';
import type { Forge, LookAt, Offers } from '../init/plan.ts';
import type { Repository } from '../model.ts';
import { gitRemotes } from '../snapshot/git-files.ts';
import { isUnreadable, MAX_TEXT_BYTES } from '../snapshot/snapshot.ts';
import { decodeText } from '../snapshot/tree.ts';

/** Files of the working tree by their paths from a folder; links are seen and not followed. */
export function lookAtDisk(folder: string): LookAt {
  return (path) => {
    const parts = path.split('/');
    for (let length = 1; length < parts.length; length += 1) {
      const parent = lstatSync(join(folder, ...parts.slice(0, length)), { throwIfNoEntry: false });
      if (!parent) return undefined;
      if (!parent.isDirectory()) return { why: 'lies below something that is no folder' };
    }
    const there = lstatSync(join(folder, path), { throwIfNoEntry: false });
    if (!there) return undefined;
    if (!there.isFile()) return { why: 'is no file of its own' };
    if (there.size > MAX_TEXT_BYTES) return { why: 'is too large' };
    const file = decodeText(path, readFileSync(join(folder, path)));
    return isUnreadable(file) ? { why: file.why } : file;
  };
}

/** By the remotes, else by what is there; unknown where neither tells. */
export function forgeOf(root: string, { workflows, applications }: Repository, lookAt: LookAt): Forge | undefined {
  const remotes = gitRemotes(root);
  if (remotes.some((url) => /(?:^|[@/.])github\./i.test(url))) return 'github';
  if (remotes.some((url) => /(?:^|[@/.])gitlab\./i.test(url))) return 'gitlab';
  if (workflows.length > 0) return 'github';
  if (lookAt('.gitlab-ci.yml') !== undefined) return 'gitlab';
  const urls = applications.flatMap(({ sources }) => sources.flatMap(({ repoURL }) => repoURL ?? []));
  if (remotes.length > 0 || urls.length === 0) return undefined;
  return urls.every((url) => url.includes('gitlab.')) ? 'gitlab' : urls.every((url) => url.includes('github.com')) ? 'github' : undefined;
}

/** Where a workflow that is there gets mllint from. */
export function usedSource({ workflows }: Repository): MllintSource | undefined {
  return workflows.map(({ file }) => sourceIn(file.text)).find((source) => source !== undefined);
}

/** Without a terminal only what works as it stands is written: hook and gate need to know where mllint comes from. */
export function standardOffers({ forge, isNamed, withWorkflows }: { readonly forge: Forge | undefined; readonly isNamed: boolean; readonly withWorkflows: boolean }): Offers {
  const known = withWorkflows ? 'github' : forge;
  return { ...(known ? { forge: known } : {}), hasHook: isNamed, hasGate: isNamed && known !== undefined, hasWorkflows: withWorkflows };
}
