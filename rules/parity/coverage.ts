import { defineRule, groupOf, textList, type Environment, type Manifest, type Node, type Problem, type ServedModel } from '#rule';
import { stagedFamilies, type StagedModel } from '../shared/staged-models.ts';

/** What stands beside a model, by the names under which it is configured. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['VirtualService', 'networking.istio.io'], ['DestinationRule', 'networking.istio.io'], ['HTTPRoute', 'gateway.networking.k8s.io'],
  ['PrometheusRule', 'monitoring.coreos.com'], ['ServiceMonitor', 'monitoring.coreos.com'], ['PodMonitor', 'monitoring.coreos.com'],
  ['ServiceAccount', ''], ['PodDisruptionBudget', 'policy'], ['NetworkPolicy', 'networking.k8s.io'], ['AuthorizationPolicy', 'security.istio.io'],
]);

export default defineRule({
  id: 'parity/coverage',
  on: 'repository',
  kinds: [...KINDS].map(([kind, group]) => (group === '' ? kind : `${kind}.${group}`)),
  title: 'What supports a model in one stage supports it in the next',
  why: 'Routes, alerts and accounts that were never there in the later stage are missed when they are needed: traffic takes another way, and nobody is called.',
  severity: 'warning',
  needsAll: true,
  options: { kinds: textList([...KINDS.keys()], `The kinds that are looked for: ${[...KINDS.keys()].join(', ')}.`) },

  *check(repository, { kinds }) {
    for (const family of stagedFamilies(repository)) {
      const deployed = family.filter(({ model }) => 'kind' in model.from);
      for (const [index, later] of deployed.entries()) {
        const before = deployed.slice(0, index).filter(({ stage }) => stage < later.stage);
        const stage = before.at(-1)?.stage;
        yield* missing(later, before.filter((earlier) => earlier.stage === stage), kinds);
      }
    }
  },
});

function* missing(later: StagedModel, before: readonly StagedModel[], kinds: readonly string[]): Iterable<Problem> {
  for (const kind of kinds.filter((one) => KINDS.has(one))) {
    const earlier = before.flatMap((staged) => supporting(staged, kind).map((manifest) => ({ manifest, environment: staged.environment })));
    const [first] = earlier;
    if (!first || supporting(later, kind).length > 0) continue;
    yield {
      at: nameOf(later.model),
      message: `${later.environment.name} has no ${kind} for ${later.model.name}, ${first.environment.name} has ${first.manifest.name ?? ''}`,
      related: [{ at: first.manifest.root.get('metadata', 'name'), message: `the ${kind} in ${first.environment.name}` }],
    };
  }
}

/** Objects of the kind that the model's own Application renders, or that are named after the model. */
function supporting({ model, environment }: StagedModel, kind: string): Manifest[] {
  const isOnlyModel = new Set(environment.models.filter(({ application }) => application === model.application).map(({ family }) => family)).size === 1;
  const isOwn = (manifest: Manifest): boolean => isOnlyModel && model.application !== undefined && manifest.application === model.application;
  return ofKind(environment, kind).filter((manifest) => isOwn(manifest) || isNamedAfter(manifest, model));
}

function ofKind({ manifests }: Environment, kind: string): Manifest[] {
  return manifests.filter((manifest) => manifest.kind === kind && groupOf(manifest.apiVersion) === KINDS.get(kind));
}

/** The name of the model, or the account that its pods run as. */
function isNamedAfter({ kind, name = '' }: Manifest, { name: model, family, from }: ServedModel): boolean {
  const account = kind === 'ServiceAccount' && 'kind' in from ? from.root.get('spec', 'predictor', 'serviceAccountName') : undefined;
  if (account?.isKnown === true && account.text === name) return true;
  return [model, family].some((text) => `-${name}-`.includes(`-${text}-`));
}

function nameOf({ from }: ServedModel): Node {
  return from.root.get('metadata', 'name');
}
