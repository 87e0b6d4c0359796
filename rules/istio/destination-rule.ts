import { defineRule, type Node, type Problem } from '#rule';
import { isPatchFile } from '../shared/istio-fragments.ts';
import { trafficPolicyProblems } from '../shared/istio-traffic-policy.ts';
import { hostNameProblem, isGiven, isLabelName, spelledOut } from '../shared/istio-values.ts';

export default defineRule({
  id: 'istio/destination-rule',
  on: 'manifest',
  kinds: ['DestinationRule.networking.istio.io'],
  title: 'A DestinationRule is one that Istio takes',
  why: 'Istio refuses the whole DestinationRule on admission: its subsets are not there, and routes to them answer 503.',
  severity: 'error',

  *check(manifest) {
    const spec = manifest.root.get('spec');
    if (spec.kind !== 'mapping' || isPatchFile(manifest)) return;
    yield* hostNameProblem(spec.get('host'));
    yield* trafficPolicyProblems(spec.get('trafficPolicy'));
    const names = new Set<string>();
    for (const subset of spec.get('subsets').items()) {
      yield* subsetProblems(subset, names);
      yield* trafficPolicyProblems(subset.get('trafficPolicy'));
    }
  },
});

/** `names` are those of the subsets before. */
function* subsetProblems(subset: Node, names: Set<string>): Iterable<Problem> {
  const at = subset.get('name');
  const name = at.exists ? spelledOut(at) : undefined;
  if (!isGiven(subset) || name === undefined) return;
  if (names.has(name)) yield { at, message: `subset ${name} is there twice` };
  names.add(name);
  if (!isLabelName(name)) yield { at, message: `${name === '' ? 'an empty name' : name} is no name of a subset: letters, digits and dashes, at most 63` };
}
