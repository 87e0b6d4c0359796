/** Which sources lie in the repository that is being linted, and where the others are. */
import type { ApplicationSource } from '../model.ts';
import { shownAt } from '../snapshot/shown-at.ts';
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
  /** The default branch of the remote; absent where the clone does not know it. */
  readonly defaultBranch?: string;
  /** The branch that a change is to be merged into. */
  readonly baseBranch?: string | undefined;
  /** The tree of another revision, from the Git top level; why there is none (a clause). Absent where there is no Git to ask. */
  readonly revision?: (revision: string) => Snapshot | string;
  /** `repositories.map`, with what lies there. */
  readonly mapped?: readonly MappedRepository[];
}

/** A folder that stands for another repository. */
export interface MappedRepository {
  readonly url: string;
  /** As configured. */
  readonly folder: string;
  /** Where it lies in the tree being linted; absent for a folder outside of the root. */
  readonly base?: string;
  /** What lies in a folder outside of the root; absent where there is no such folder. */
  readonly snapshot?: Snapshot;
  /** Why a folder that is there cannot be used (a clause). */
  readonly why?: string;
}

/** Where the files of a source are. */
export interface Place {
  readonly snapshot: Snapshot;
  /** The tree being linted: what is read of it is no manifest of its own. Files elsewhere are shown at the source that names them. */
  readonly isLinted: boolean;
  /** A path of the source's repository as a path of the snapshot; `undefined` where it leaves that. */
  locate(path: string): string | undefined;
  /** A path of the snapshot as one of the source's repository, the inverse of {@link Place.locate}; `undefined` where it is none. */
  pathOf(path: string): string | undefined;
  /** Whether a path that leaves the snapshot is still one of the repository around it; `folder` is where it counts from, absent for the top. */
  isInGit(path: string, folder?: string): boolean;
}

/** Why the files of a source cannot be had. */
export interface Elsewhere {
  readonly why: string;
  readonly needs: string;
}

/** Where sources of this repository are looked for. */
export interface Here {
  /** The URL taken for this repository because most sources name it, if nothing said so. */
  readonly assumed?: string;
  /** Whether a source lies here; paths then count from the root or from the Git top level. */
  includes(source: ApplicationSource): boolean;
  /** A source path as a path of the snapshot; `undefined` where it leaves the root, see {@link Here.isInGit}. */
  locate(source: ApplicationSource, path: string): string | undefined;
  /** Whether two sources name one repository. */
  isSameRepository(one: ApplicationSource, other: ApplicationSource): boolean;
  /** Whether its URL is that of a Git remote. */
  isRemote(source: ApplicationSource): boolean;
  /** A path of the snapshot as the source counts it: the inverse of {@link Here.locate}. */
  pathFrom(source: ApplicationSource, path: string): string;
  /** Whether a path that leaves the root is still one of the Git repository around it; `folder` is where it counts from, absent for the top. */
  isInGit(source: ApplicationSource, path: string, folder?: string): boolean;
  /** Why the revision that a source wants is not the tree being linted. */
  otherRevision(source: ApplicationSource): string | undefined;
  /** Where the files of a source are, in the tree being linted or elsewhere. */
  place(source: ApplicationSource): Place | Elsewhere;
}

/** Decides once for all sources of a repository, see product.md "The repository, the base, and what is here". */
export function findHere(sources: readonly ApplicationSource[], facts: RepositoryFacts, snapshot: Snapshot): Here {
  const remotes = new Set(facts.remotes.map(normalizeGitUrl));
  const self = new Set(facts.self.map(normalizeGitUrl));
  const known = new Set([...remotes, ...self]);
  const isKnown = sources.some((source) => source.repoURL !== undefined && known.has(normalizeGitUrl(source.repoURL)));
  const assumed = isKnown || facts.self.length > 0 ? undefined : mostNamed(sources, snapshot);
  for (const url of assumed?.urls ?? []) known.add(url);
  const isRemote = (source: ApplicationSource): boolean => source.repoURL !== undefined && remotes.has(normalizeGitUrl(source.repoURL));
  const here: Omit<Here, 'place'> = {
    ...(assumed ? { assumed: assumed.written } : {}),
    includes: (source) => source.repoURL !== undefined && source.chart === undefined && known.has(normalizeGitUrl(source.repoURL)),
    isRemote,
    isSameRepository: (one, other) => {
      const [url, otherUrl] = [one, other].map(({ repoURL = '' }) => normalizeGitUrl(repoURL));
      return url === otherUrl || [url, otherUrl].every((each) => assumed?.urls.includes(each ?? '') === true);
    },
    locate: (source, path) => locate(path, isRemote(source) ? facts.prefix : ''),
    pathFrom: (source, path) => (facts.prefix === '' || !isRemote(source) ? path : path === '' ? facts.prefix : `${facts.prefix}/${path}`),
    isInGit: (source, path, folder) => isRemote(source) && joinPath(folder === undefined ? '' : `${facts.prefix}/${folder}`, path) !== undefined,
    otherRevision: (source) => otherRevision(source, facts),
  };
  const places = new Places(here, facts, snapshot);
  return { ...here, place: (source) => places.of(source) };
}

const OUTSIDE = { isLinted: false, isInGit: () => false } as const;

/** Where sources are; another revision is read once. */
class Places {
  readonly #here: Omit<Here, 'place'>;
  readonly #facts: RepositoryFacts;
  readonly #snapshot: Snapshot;
  readonly #mapped: ReadonlyMap<string, MappedRepository>;
  readonly #revisions = new Map<string, Snapshot | string>();

  constructor(here: Omit<Here, 'place'>, facts: RepositoryFacts, snapshot: Snapshot) {
    this.#here = here;
    this.#facts = facts;
    this.#snapshot = snapshot;
    this.#mapped = new Map(facts.mapped?.map((one) => [normalizeGitUrl(one.url), one]));
  }

  of(source: ApplicationSource): Place | Elsewhere {
    const url = source.repoURL ?? 'no repository';
    if (source.chart !== undefined) return { why: `chart ${source.chart} comes from ${url}`, needs: 'the chart repository' };
    const mapped = this.#mapped.get(normalizeGitUrl(url));
    if (mapped) return this.#mappedTo(mapped, source);
    if (source.repoURL !== undefined && !this.#here.includes(source)) {
      const isOci = url.toLowerCase().startsWith('oci://');
      return { why: `its source lies in ${url}`, needs: isOci ? 'the image that it names' : '`repositories.map` or `repositories.self` for that URL' };
    }
    const revision = source.repoURL === undefined ? undefined : this.#here.otherRevision(source);
    if (revision !== undefined) return this.#revision(source, revision);
    return {
      snapshot: this.#snapshot, isLinted: true,
      locate: (path) => this.#here.locate(source, path), pathOf: (path) => this.#here.pathFrom(source, path), isInGit: (path, folder) => this.#here.isInGit(source, path, folder),
    };
  }

  #mappedTo({ base, snapshot, folder, url, why }: MappedRepository, source: ApplicationSource): Place | Elsewhere {
    if (base !== undefined) return { ...OUTSIDE, snapshot: this.#snapshot, isLinted: true, locate: (path) => below(base, path), pathOf: (path) => inside(base, path) };
    if (why !== undefined) return { why: `its source lies in ${url}, and of the folder ${folder}: ${why}`, needs: 'a folder with that repository alone (`repositories.map`)' };
    if (!snapshot) return { why: `its source lies in ${url}, for which there is no folder ${folder}`, needs: 'that folder (`repositories.map`)' };
    return { ...OUTSIDE, snapshot: shownAt(snapshot, source.node.get('repoURL').at), locate: (path) => joinPath('', path), pathOf: (path) => path };
  }

  #revision(source: ApplicationSource, revision: string): Place | Elsewhere {
    const tree = this.#revisions.get(revision) ?? this.#facts.revision?.(revision) ?? 'there is no Git repository here';
    this.#revisions.set(revision, tree);
    if (typeof tree === 'string') return { why: `its source is revision ${revision}, and ${tree}`, needs: 'a clone that holds it (git fetch)' };
    // Paths count from the Git top level, or from the root where that is taken for the repository.
    const base = this.#here.isRemote(source) ? '' : this.#facts.prefix;
    // A git generator calls it otherwise.
    const at = source.node.get(source.node.has('targetRevision') ? 'targetRevision' : 'revision').at;
    return { ...OUTSIDE, snapshot: shownAt(tree, at), locate: (path) => below(base, path), pathOf: (path) => inside(base, path) };
  }
}

function below(base: string, path: string): string | undefined {
  const joined = joinPath('', path);
  if (joined === undefined || base === '') return joined;
  return joined === '' ? base : `${base}/${joined}`;
}

/** The inverse of {@link below}. */
function inside(base: string, path: string): string | undefined {
  if (base === '' || path === base) return base === '' ? path : '';
  return path.startsWith(`${base}/`) ? path.slice(base.length + 1) : undefined;
}

function locate(path: string, prefix: string): string | undefined {
  const fromTop = joinPath('', path);
  if (fromTop === undefined || prefix === '') return fromTop;
  if (fromTop === prefix) return '';
  return fromTop.startsWith(`${prefix}/`) ? fromTop.slice(prefix.length + 1) : undefined;
}

/** `HEAD`, the checked-out and the default branch, or the usual ones where it is not known, mean the tree being linted, and so does the target of a change. */
function otherRevision({ targetRevision }: ApplicationSource, { branch, baseBranch, defaultBranch }: RepositoryFacts): string | undefined {
  const revision = (targetRevision ?? 'HEAD').replace(/^refs\/heads\//, '');
  const defaults = defaultBranch === undefined ? ['main', 'master'] : [defaultBranch];
  return ['HEAD', branch, baseBranch, ...defaults].includes(revision) || isUnfilled(revision) ? undefined : revision;
}

/** Still to be filled in: whoever takes this tree as a template puts the branch there that holds it. */
function isUnfilled(revision: string): boolean {
  return /^(?:<<[^<>]+>>|<[^<>]+>|\$\{[^{}]+\})$/.test(revision);
}

interface Assumed {
  /** The URL that most sources name, then those that name a repository of the same name all of whose paths are here, too: mirrors of it. */
  readonly urls: readonly string[];
  readonly written: string;
}

interface Named {
  readonly written: string;
  readonly sources: number;
  readonly withPath: number;
  readonly found: number;
}

function mostNamed(sources: readonly ApplicationSource[], snapshot: Snapshot): Assumed | undefined {
  const counts = new Map<string, Named>();
  for (const { repoURL, path, chart } of sources) {
    if (repoURL === undefined || chart !== undefined) continue;
    const url = normalizeGitUrl(repoURL);
    const { written, ...count } = counts.get(url) ?? { written: repoURL, sources: 0, withPath: 0, found: 0 };
    const located = path === undefined ? undefined : joinPath('', path);
    counts.set(url, {
      written,
      sources: count.sources + 1,
      withPath: count.withPath + (path === undefined ? 0 : 1),
      found: count.found + (located !== undefined && snapshot.kind(located) !== undefined ? 1 : 0),
    });
  }
  const ranked = [...counts].sort(([a, left], [b, right]) => right.sources - left.sources || right.found - left.found || (a < b ? -1 : 1));
  const [best, ...others] = ranked;
  if (!best || best[1].found === 0) return undefined;
  const mirrors = others.filter(([url, { withPath, found }]) => nameOf(url) === nameOf(best[0]) && found > 0 && found === withPath);
  return { urls: [best[0], ...mirrors.map(([url]) => url)], written: best[1].written };
}

/** The last segment of a URL. */
function nameOf(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
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
