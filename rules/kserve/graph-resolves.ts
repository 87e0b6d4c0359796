import { defineRule, knownText, suggest, type Node, type Problem } from '#rule';

const TARGETS = ['nodeName', 'serviceName', 'serviceUrl'];

export default defineRule({
  id: 'kserve/graph-resolves',
  on: 'manifest',
  kinds: ['InferenceGraph.serving.kserve.io'],
  title: 'Every step of an InferenceGraph leads to one target, and every node is reached from root',
  why: 'KServe rejects a graph without root and a step without exactly one target; a node that does not exist it only misses when a request comes.',
  severity: 'error',

  *check(graph) {
    const nodes = graph.root.get('spec', 'nodes');
    if (nodes.kind !== 'mapping' || graph.name === undefined) return;
    if (!nodes.has('root')) yield { at: nodes, message: `the graph has no node root, at which every request begins${near('root', nodes)}` };
    for (const [name, node] of nodes.entries()) yield* nodeProblems(name, node, nodes);
    yield* cycles(nodes);
    if (nodes.has('root')) yield* unreached(nodes);
  },
});

function* nodeProblems(name: string, node: Node, nodes: Node): Iterable<Problem> {
  const names = new Set<string>();
  const isSwitch = node.get('routerType').text === 'Switch';
  for (const step of node.get('steps').items()) {
    const stepName = step.get('name').text;
    if (stepName !== undefined && names.has(stepName)) yield { at: step.get('name'), message: `step ${stepName} stands twice in node ${name}` };
    if (stepName !== undefined) names.add(stepName);
    yield* targetProblem(step, name, nodes);
    if (isSwitch && !step.get('condition').exists) {
      yield { at: step, message: `a step of the switch ${name} has no condition, by which a switch chooses`, severity: 'warning' };
    }
  }
}

function* targetProblem(step: Node, name: string, nodes: Node): Iterable<Problem> {
  const given = TARGETS.filter((target) => step.get(target).exists && !step.get(target).isNull && (!step.get(target).isKnown || step.get(target).text !== ''));
  if (given.length === 0) yield { at: step, message: `a step of node ${name} has no target; it needs one of ${TARGETS.join(', ')}` };
  else if (given.length > 1) yield { at: step.get(given[1] ?? ''), message: `a step of node ${name} has ${given.join(' and ')}, not one target` };
  const target = step.get('nodeName');
  const wanted = target.text;
  if (given.includes('nodeName') && wanted !== undefined && !nodes.has(wanted)) yield { at: target, message: `the graph has no node ${wanted}${near(wanted, nodes)}` };
}

function near(name: string, nodes: Node): string {
  const found = suggest(name, nodes.entries().map(([key]) => key));
  return found === undefined ? '' : `; did you mean ${found}?`;
}

/** Said at the step that leads back, once for each. Every node is gone through once. */
function* cycles(nodes: Node): Iterable<Problem> {
  const done = new Set<string>();
  for (const [start] of nodes.entries()) {
    const open: { readonly name: string; readonly steps: Node[] }[] = done.has(start) ? [] : [{ name: start, steps: stepsTo(nodes, start) }];
    for (let last = open.at(-1); last; last = open.at(-1)) {
      const step = last.steps.shift();
      const next = step && knownText(step);
      if (step === undefined) {
        done.add(last.name);
        open.pop();
      } else if (next !== undefined && open.some(({ name }) => name === next)) {
        yield { at: step, message: `node ${next} leads back to itself through ${last.name}, so that a request never ends` };
      } else if (next !== undefined && !done.has(next) && nodes.has(next)) open.push({ name: next, steps: stepsTo(nodes, next) });
    }
  }
}

/** The `nodeName` of each step. */
function stepsTo(nodes: Node, name: string): Node[] {
  return nodes.get(name, 'steps').items().map((step) => step.get('nodeName')).filter((target) => knownText(target) !== undefined);
}

function* unreached(nodes: Node): Iterable<Problem> {
  const reached = new Set(['root']);
  for (const name of reached) for (const target of stepsTo(nodes, name)) reached.add(target.text ?? '');
  for (const [name, node] of nodes.entries()) {
    if (!reached.has(name)) yield { at: node, message: `node ${name} is reached by no step`, severity: 'warning' };
  }
}

