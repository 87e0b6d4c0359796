/** Which sources lie in the repository that is being linted. */
import type { ApplicationSource } from '../model.ts';
import { joinPath, type Snapshot } from '../snapshot/snapshot.ts';

/** What identifies this repository. */
export interface RepositoryFacts {
  /** URLs of Git remotes. */
  readonly remotes: readonly string[];
  /** `repositories.self` of the configuration. */
  readonly self: readonly string[];
  /** Where the root lies inside the Git working tree; `''` for its top. */
  readonly prefix: string;
  /** The branch that is checked out. */
  readonly branch?: string;
}

/** Where sources of this repository are looked for. */
export interface Here {
  /** The URL taken for this repository because most sources name it, if nothing said so. */
  readonly assumed?: string;
  /** Whether a source lies here; paths then count from the root or from the Git top level. */
  includes(source: ApplicationSource): boolean;
  /** A source path as a path of the snapshot; `undefined` where it leaves the root, see {@link Here.isInGit}. */
  locate(source: ApplicationSource, path: string): string | undefined;
  /** A path of the snapshot as the source counts it: the inverse of {@link Here.locate}. */
  pathFrom(source: ApplicationSource, path: string): string;
  /** Whether a path that leaves the root is still one of the Git repository around it; `folder` is where it counts from, absent for the top. */
  isInGit(source: ApplicationSource, path: string, folder?: string): boolean;
  /** Why the revision that a source wants is not the tree being linted. */
  otherRevision(source: ApplicationSource): string | undefined;
}

/** Decides once for all sources of a repository, see product.md "The repository, the base, and what is here". */
export function findHere(sources: readonly ApplicationSource[], facts: RepositoryFacts, snapshot: Snapshot): Here {
  const remotes = new Set(facts.remotes.map(normalizeGitUrl));
  const self = new Set(facts.self.map(normalizeGitUrl));
  const known = new Set([...remotes, ...self]);
  const isKnown = sources.some((source) => source.repoURL !== undefined && known.has(normalizeGitUrl(source.repoURL)));
  const assumed = isKnown || facts.self.length > 0 ? undefined : mostNamed(sources, snapshot);
  if (assumed !== undefined) known.add(assumed.url);
  const isRemote = (source: ApplicationSource): boolean => source.repoURL !== undefined && remotes.has(normalizeGitUrl(source.repoURL));
  return {
    ...(assumed ? { assumed: assumed.written } : {}),
    includes: (source) => source.repoURL !== undefined && source.chart === undefined && known.has(normalizeGitUrl(source.repoURL)),
    locate: (source, path) => locate(path, isRemote(source) ? facts.prefix : ''),
    pathFrom: (source, path) => (facts.prefix === '' || !isRemote(source) ? path : path === '' ? facts.prefix : `${facts.prefix}/${path}`),
    isInGit: (source, path, folder) => isRemote(source) && joinPath(folder === undefined ? '' : `${facts.prefix}/${folder}`, path) !== undefined,
    otherRevision: (source) => otherRevision(source, facts),
  };
}

function locate(path: string, prefix: string): string | undefined {
  const fromTop = joinPath('', path);
  if (fromTop === undefined || prefix === '') return fromTop;
  if (fromTop === prefix) return '';
  return fromTop.startsWith(`${prefix}/`) ? fromTop.slice(prefix.length + 1) : undefined;
}

/** `HEAD`, the checked-out and the usual default branches mean the tree being linted. */
function otherRevision({ targetRevision }: ApplicationSource, { branch }: RepositoryFacts): string | undefined {
  const revision = (targetRevision ?? 'HEAD').replace(/^refs\/heads\//, '');
  return revision === 'HEAD' || revision === branch || revision === 'main' || revision === 'master' ? undefined : revision;
}

function mostNamed(sources: readonly ApplicationSource[], snapshot: Snapshot): { url: string; written: string } | undefined {
  const counts = new Map<string, { written: string; sources: number; found: number }>();
  for (const { repoURL, path, chart } of sources) {
    if (repoURL === undefined || chart !== undefined) continue;
    const url = normalizeGitUrl(repoURL);
    const count = counts.get(url) ?? { written: repoURL, sources: 0, found: 0 };
    const located = path === undefined ? undefined : joinPath('', path);
    counts.set(url, {
      written: count.written,
      sources: count.sources + 1,
      found: count.found + (located !== undefined && snapshot.kind(located) !== undefined ? 1 : 0),
    });
  }
  const ranked = [...counts].sort(([a, left], [b, right]) => right.sources - left.sources || right.found - left.found || (a < b ? -1 : 1));
  const best = ranked[0];
  return best && best[1].found > 0 ? { url: best[0], written: best[1].written } : undefined;
}

/** Equal for all spellings of one repository. Follows argo-cd, util/git/git.go `NormalizeGitURL`. */
export function normalizeGitUrl(url: string): string {
  let normal = url.trim().toLowerCase();
  const scp = /^(?:([\w.-]+)@)?([\w.-]+):(?!\/\/)(.+)$/.exec(normal);
  if (scp && !normal.includes('://')) normal = `ssh://${scp[1] ? `${scp[1]}@` : ''}${scp[2]}/${(scp[3] ?? '').replace(/^\/+/, '')}`;
  return normal
    .replace(/^[a-z+]+:\/\//, '')
    .replace(/^[^/@]*@/, '')
    .replace(/^([^/:]+):(?:22|80|443)\//, '$1/')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
}
