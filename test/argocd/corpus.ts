/** Every ApplicationSet of the public repositories that are at hand, expanded in the tree it was written for. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { argoRole } from '../../src/argocd/discover.ts';
import { expandApplicationSet, type ExpandedSet } from '../../src/argocd/expand.ts';
import { controllerFacts } from '../../src/argocd/controller-facts.ts';
import { Budget } from '../../src/argocd/generators/budget.ts';
import { namedSources } from '../../src/argocd/named-sources.ts';
import { goTemplateDialect } from '../../src/argocd/template/go-template.ts';
import { findHere } from '../../src/argocd/this-repository.ts';
import { identityOf } from '../../src/kubernetes/identity.ts';
import { diskSnapshot } from '../../src/snapshot/disk.ts';
import { SourceFile } from '../../src/source.ts';
import { Node } from '../../src/yaml/node.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

export const corpus = fileURLToPath(new URL('../../../shared/corpus/argocd', import.meta.url));
export const hasCorpus = existsSync(corpus);

/** Where manifests lie, in which tree, and as which repository. */
const PLACES = [
  { folder: 'applicationset', tree: 'trees/applicationset', self: 'https://github.com/argoproj/applicationset.git' },
  { folder: 'trees/applicationset', tree: 'trees/applicationset', self: 'https://github.com/argoproj/applicationset.git' },
  { folder: 'argo-cd', tree: 'trees/argo-cd', self: 'https://github.com/argoproj/argo-cd.git' },
  { folder: 'trees/argo-cd', tree: 'trees/argo-cd', self: 'https://github.com/argoproj/argo-cd.git' },
];

export interface CorpusSet {
  readonly name: string;
  readonly expanded: ExpandedSet;
}

export async function corpusSets(): Promise<CorpusSet[]> {
  const sets: CorpusSet[] = [];
  for (const { folder, tree, self } of PLACES) {
    const snapshot = await diskSnapshot(join(corpus, tree), { useGit: false });
    const found = setsBelow(folder);
    const surroundings = { snapshot, goTemplate: goTemplateDialect(), budget: new Budget(), ...controllerFacts([], []) };
    const { sources } = namedSources(found.map(({ root }) => root), surroundings);
    const here = findHere(sources, { remotes: [], self: [self], prefix: '' }, snapshot);
    sets.push(...found.map(({ name, root }) => ({ name, expanded: expandApplicationSet(root, { ...surroundings, here }) })));
  }
  return sets;
}

function setsBelow(folder: string): { name: string; root: Node }[] {
  const paths = readdirSync(join(corpus, folder), { recursive: true, encoding: 'utf8' }).filter((path) => /\.ya?ml$/.test(path)).sort();
  return paths.flatMap((path) => {
    const file = new SourceFile(path, readText(join(corpus, folder, path)));
    return parseYaml(file).documents.flatMap(({ root }, index) => {
      const node = root && Node.root(root);
      const identity = node && identityOf(node);
      return node && identity && argoRole(identity) === 'applicationSet' ? [{ name: `${folder}/${path}#${index}`, root: node }] : [];
    });
  });
}

/** Some are links that lead nowhere. */
function readText(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
