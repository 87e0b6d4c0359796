/** Revisions that mean something else tomorrow: read today, they do not say what stood there when an old tree named them. */
import type { Application } from '../model.ts';
import { gitSources } from './named-sources.ts';

/** Whether a revision is the full name of a commit, which never means another. */
export function isFixedRevision(revision: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(revision);
}

/** The first branch or tag, of those that were read beside the tree itself, that decides about an Application: its sources, the generators of its set, where it is written. */
export function movingRevision({ sources, applicationSet, root }: Application, read: ReadonlySet<string>): string | undefined {
  if (read.size === 0) return undefined;
  const named = [...sources, ...(applicationSet ? gitSources(applicationSet.root.get('spec')) : [])];
  const moving = named.flatMap(({ targetRevision }) => targetRevision?.replace(/^refs\/heads\//, '') ?? []).find((revision) => read.has(revision));
  if (moving !== undefined) return moving;
  // An Application that another one deploys from there; of several revisions nobody knows which.
  const isElsewhere = [root, ...(applicationSet ? [applicationSet.root] : [])].some(({ at }) => at.file.shownAt !== undefined);
  return isElsewhere ? [...read].sort().join(' or ') : undefined;
}
