import { defineRule, type Node, type Problem } from '#rule';

export default defineRule({
  id: 'kserve/graph-weights',
  on: 'manifest',
  kinds: ['InferenceGraph.serving.kserve.io'],
  title: 'The weights of a Splitter node add up to 100',
  why: 'KServe rejects the graph on admission: the sync fails in the cluster, after the review.',
  severity: 'error',

  *check({ root }) {
    for (const [name, node] of root.get('spec', 'nodes').entries()) {
      if (node.get('routerType').value !== 'Splitter') continue;
      if (!node.has('steps')) continue; // kubernetes/schema says so
      const steps = node.get('steps').items();
      const faulty = steps.flatMap((step) => problemOf(step) ?? []);
      yield* faulty;
      const sum = steps.reduce((weights, step) => weights + (step.get('weight').number ?? 0), 0);
      if (faulty.length === 0 && sum !== 100) yield { at: node.get('steps'), message: `the weights of splitter ${name} add up to ${sum}, not 100` };
    }
  },
});

function problemOf(step: Node): Problem | undefined {
  const weight = step.get('weight');
  const { value, number } = weight;
  if (value === undefined || value === null) return { at: weight, message: 'a step of a splitter has no weight; every one needs a share of 100' };
  if (number !== undefined && Number.isInteger(number) && number >= 0) return undefined;
  const written = typeof value === 'string' ? `the text "${value}"` : String(value);
  return { at: weight, message: `weight is ${written}, not a whole number from 0 to 100` };
}
