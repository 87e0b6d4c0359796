import { defineRule, fixOf, renameKey, type Node, type Problem } from '#rule';
import { onlyNear } from '../shared/nearest.ts';
import { listed } from '../shared/staged-models.ts';

/** Follows argo-cd, pkg/apis/application/v1alpha1/applicationset_types.go `ApplicationSetGenerator`. */
const GENERATORS = ['list', 'clusters', 'git', 'scmProvider', 'clusterDecisionResource', 'pullRequest', 'plugin', 'matrix', 'merge'];
const KEYS = [...GENERATORS, 'selector'];
/** Argo CD takes a matrix or merge inside of one, and no deeper. */
const MAX_DEPTH = 3;

export default defineRule({
  id: 'argocd/generator-known',
  on: 'applicationSet',
  title: 'Every generator is one that Argo CD knows',
  why: 'An unknown key is dropped without an error: the generator yields nothing, and the Applications that it had yielded are deleted with all that they deployed.',
  severity: 'error',
  fixable: true,

  *check({ root }) {
    yield* generatorProblems(root.get('spec', 'generators'), 1);
  },
});

function* generatorProblems(generators: Node, depth: number): Iterable<Problem> {
  if (depth > MAX_DEPTH) return;
  for (const generator of generators.items()) {
    const isGenerating = generator.keys().some((key) => GENERATORS.includes(key.written ?? ''));
    for (const key of generator.keys()) {
      if (!KEYS.includes(key.written ?? '')) yield unknownKey(key, { isGenerating, holds: generator.get(key.written ?? '') });
    }
    for (const combination of ['matrix', 'merge']) yield* generatorProblems(generator.get(combination, 'generators'), depth + 1);
  }
}

/** Beside a generator an unknown key is only lost; alone, everything is. */
function unknownKey(key: Node, { isGenerating, holds }: { isGenerating: boolean; holds: Node }): Problem {
  const name = key.written ?? '';
  if (isGenerating) return { at: key, severity: 'warning', message: `${name} is no key of a generator and is dropped` };
  const meant = onlyNear(name, GENERATORS) ?? onlyNear(name, GENERATORS.filter((one) => mayHold(one, holds)));
  if (meant === undefined) return { at: key, message: `${name} is no generator and yields nothing; known are ${listed(GENERATORS)}` };
  return { at: key, message: `${name} is no generator and yields nothing; did you mean ${meant}?`, fix: fixOf(`call it ${meant}`, 'safe', renameKey(key, meant)) };
}

/** Fields that tell the generators with short names apart. */
const FIELDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['list', ['elements', 'elementsYaml']],
  ['git', ['repoURL', 'directories', 'files', 'revision']],
  ['matrix', ['generators']],
  ['merge', ['generators', 'mergeKeys']],
]);

function mayHold(generator: string, holds: Node): boolean {
  return FIELDS.get(generator)?.some((field) => holds.has(field)) !== false;
}
