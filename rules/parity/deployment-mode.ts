import { defineRule, type Node, type Problem } from '#rule';
import { listed, stagedFamilies, type StagedModel } from '../shared/staged-models.ts';
import { admitUnknown } from '../shared/unknown.ts';

const ANNOTATION = 'serving.kserve.io/deploymentMode';
/** Names before KServe 0.16, and those since. */
const MODES: ReadonlyMap<string, string> = new Map([
  ['Knative', 'Knative'], ['Serverless', 'Knative'], ['Standard', 'Standard'], ['RawDeployment', 'Standard'], ['ModelMesh', 'ModelMesh'],
]);

export default defineRule({
  id: 'parity/deployment-mode',
  on: 'repository',
  title: 'A model has the same deployment mode in every stage',
  why: 'Names, routing, scaling and canaries all differ between the modes of KServe: what worked in one says nothing about the other.',
  severity: 'warning',

  *check(repository) {
    const families = stagedFamilies(repository);
    for (const family of families) {
      const problem = problemOf(family.flatMap((staged) => modeOf(staged) ?? []));
      if (problem) yield problem;
    }
    admitUnknown(families.flat().flatMap(({ model: { from } }) => ('kind' in from ? [annotationOf(from.root)] : [])));
  },
});

interface Mode {
  readonly mode: string;
  readonly at: Node;
  readonly environment: string;
  readonly stage: number;
}

/** The annotation, else what is declared for the cluster. What KServe does not know falls back to the cluster's, which nobody can see here. */
function modeOf({ model: { from }, environment, stage }: StagedModel): Mode | undefined {
  if (!('kind' in from) || from.kind !== 'InferenceService') return undefined;
  const annotation = annotationOf(from.root);
  const written = annotation.isKnown ? annotation.text : undefined;
  const mode = MODES.get(written ?? '') ?? (annotation.isKnown ? MODES.get(from.cluster.deploymentMode ?? '') : undefined);
  return mode === undefined ? undefined : { mode, at: annotation, environment: environment.name, stage };
}

function annotationOf(root: Node): Node {
  return root.get('metadata', 'annotations', ANNOTATION);
}

/** Shown at the first later stage that differs from the first. */
function problemOf(modes: readonly Mode[]): Problem | undefined {
  const [first] = modes;
  const later = modes.find(({ mode, stage }) => first && stage > first.stage && mode !== first.mode);
  if (!first || !later) return undefined;
  const same = modes.filter(({ mode }) => mode === first.mode).map(({ environment }) => environment);
  return {
    at: later.at,
    message: `the deployment mode is ${later.mode} in ${later.environment} and ${first.mode} in ${listed(same)}`,
    related: [{ at: first.at, message: `${first.mode} in ${first.environment}` }],
  };
}
