/** Every source that Applications and sets name before anybody knows which of them is this repository. */
import { identityOf, knownText } from '../kubernetes/identity.ts';
import type { ApplicationSource } from '../model.ts';
import { joinPath } from '../snapshot/snapshot.ts';
import type { Node } from '../yaml/node.ts';
import { sourcesOf } from './application.ts';
import { argoRole, isFragment } from './discover.ts';
import { expandApplicationSet, type ExpandedSet, type ExpandOptions } from './expand.ts';
import { sourceOfGit } from './generators/git.ts';
import type { Here } from './this-repository.ts';

/** Where no source lies. */
const NOWHERE: Here = {
  includes: () => false, isSameRepository: () => false, isRemote: () => false, locate: (_, path) => joinPath('', path), pathFrom: (_, path) => path,
  isInGit: () => false, otherRevision: () => undefined, place: () => ({ why: 'nobody knows yet which repository this is', needs: 'all sources' }),
};

export interface NamedSources {
  readonly sources: readonly ApplicationSource[];
  /** Sets that read no repository, expanded. */
  readonly expanded: ReadonlyMap<Node, ExpandedSet>;
}

export function namedSources(objects: readonly Node[], surroundings: Omit<ExpandOptions, 'here'>): NamedSources {
  const expanded = new Map<Node, ExpandedSet>();
  const sources = objects.flatMap((root) => {
    const identity = identityOf(root);
    const role = identity && argoRole(identity);
    if (role === 'application') return isFragment(root) ? [] : sourcesOf(root);
    if (role !== 'applicationSet') return [];
    const read = gitSources(root.get('spec'), 0);
    const set = expandApplicationSet(root, { ...surroundings, here: NOWHERE });
    if (read.length === 0) expanded.set(root, set);
    return [...read, ...[...set.applications, ...set.supposed].flatMap((application) => sourcesOf(application.root))];
  });
  return { sources, expanded };
}

/** A combination in a combination, and what lies in it. */
const MAX_NESTING = 3;

/** What the git generators below a `spec` read. */
export function gitSources(holder: Node, nesting = 0): ApplicationSource[] {
  if (nesting >= MAX_NESTING) return [];
  return holder.get('generators').items().flatMap((generator) => [
    ...sourcesOfPatterns(generator.get('git')), ...gitSources(generator.get('matrix'), nesting + 1), ...gitSources(generator.get('merge'), nesting + 1),
  ]);
}

/** One source for each pattern, with the folder that its matches lie in, if the pattern says one. */
function sourcesOfPatterns(git: Node): ApplicationSource[] {
  const source = sourceOfGit(git);
  const items = [...git.get('directories').items(), ...git.get('files').items()].filter((item) => item.get('exclude').value !== true);
  return items.map((item) => {
    const text = knownText(item.get('path')) ?? '';
    const head = /^[^*?[\\{]*/.exec(text)?.[0] ?? '';
    const folder = head === text ? text : head.slice(0, Math.max(0, head.lastIndexOf('/')));
    return folder === '' ? source : { ...source, path: folder };
  });
}
