import { defineRule, knownText, mayBeSame, suggest, type Node } from '#rule';
import { INFERENCE_GRAPH, INFERENCE_SERVICE, ofKinds } from '../shared/kinds.ts';
import { admitUnknown } from '../shared/unknown.ts';

export default defineRule({
  id: 'kserve/graph-services',
  on: 'surroundings',
  kinds: [INFERENCE_GRAPH],
  beside: [INFERENCE_SERVICE],
  title: 'The InferenceServices that a graph names are in its namespace',
  why: 'KServe waits for a missing one for ever, and the graph never becomes ready.',
  severity: 'warning',
  needsAll: true,

  *check({ own, all, declared }) {
    const passedOver: Node[] = [];
    for (const graph of ofKinds(own, INFERENCE_GRAPH)) {
      const beside = ofKinds(all, INFERENCE_SERVICE, INFERENCE_GRAPH).filter(({ namespace }) => mayBeSame(namespace, graph.namespace));
      const names = beside.filter((one) => one !== graph).flatMap(({ name }) => name ?? []);
      for (const target of serviceNames(graph.root)) {
        passedOver.push(target);
        const name = knownText(target);
        // Without any they are deployed from elsewhere.
        if (name === undefined || names.length === 0 || names.includes(name) || declared.isExternal('Service', name)) continue;
        const near = suggest(name, names);
        yield { at: target, message: `no InferenceService ${name} in the namespace of the graph${near === undefined ? '' : `; did you mean ${near}?`}` };
      }
    }
    admitUnknown(passedOver);
  },
});

function serviceNames(root: Node): Node[] {
  const steps = root.get('spec', 'nodes').entries().flatMap(([, node]) => node.get('steps').items());
  return steps.map((step) => step.get('serviceName')).filter((name) => name.exists);
}
