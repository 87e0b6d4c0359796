/** What an InferenceGraph gives to the InferenceServices it names. Follows kserve, cmd/router/main.go (v0.20.0). */
import { knownText } from '../../kubernetes/identity.ts';
import type { Manifest } from '../../model.ts';
import type { Node } from '../../yaml/node.ts';
import { serviceOfHost, type ServiceName } from './hosts.ts';
import type { ServiceShare } from './splitters.ts';
import { sharesOf, weightOf } from './weights.ts';

/** Steps that are followed; nodes may lead to each other in many ways. */
const MAX_STEPS = 1000;
const MAX_DEPTH = 20;

interface Open {
  readonly node: string;
  readonly depth: number;
  readonly condition: string;
  readonly percent?: number;
}

/** From the node `root` on: a splitter shares, a switch chooses, a sequence and an ensemble ask every step. */
export function graphShares(graph: Manifest): ServiceShare[] {
  const nodes = graph.root.get('spec', 'nodes');
  const name = graph.name ?? '';
  const found: ServiceShare[] = [];
  const open: Open[] = [{ node: 'root', depth: 0, condition: '', percent: 100 }];
  let left = MAX_STEPS;
  for (let next = open.shift(); next; next = open.shift()) {
    for (const step of stepsOf(nodes.get(next.node), next)) {
      left -= 1;
      if (left < 0) return found;
      const service = targetOf(step.node, graph);
      const shared = { condition: step.condition, ...(step.percent === undefined ? {} : { percent: step.percent }) };
      if (service) found.push({ entry: name, by: `InferenceGraph ${name}`, ...shared, service });
      const to = knownText(step.node.get('nodeName'));
      if (to !== undefined && next.depth < MAX_DEPTH) open.push({ node: to, depth: next.depth + 1, ...shared });
    }
  }
  return found;
}

interface Step {
  readonly node: Node;
  readonly condition: string;
  readonly percent?: number;
}

function stepsOf(node: Node, { condition, percent }: Open): Step[] {
  const steps = node.get('steps').items();
  const type = knownText(node.get('routerType'));
  const weights = type === 'Splitter' ? sharesOf(steps.map((step) => (step.get('weight').isKnown ? weightOf(step, 0) : undefined))) : steps.map(() => 100);
  return steps.map((step, index) => {
    const weight = weights[index];
    const own = type === 'Switch' ? (knownText(step.get('condition')) ?? '?') : '';
    const share = percent === undefined || weight === undefined ? undefined : (percent * weight) / 100;
    return { node: step, condition: [condition, own].filter((part) => part !== '').join(' and '), ...(share === undefined ? {} : { percent: share }) };
  });
}

/** `serviceName` is an InferenceService of the namespace; a URL may lead to one of its Services. */
function targetOf(step: Node, { namespace }: Manifest): ServiceName | undefined {
  const name = knownText(step.get('serviceName'));
  if (name !== undefined) return { name: `${name}-predictor`, ...(namespace === undefined ? {} : { namespace }) };
  const url = knownText(step.get('serviceUrl'));
  const scheme = url?.indexOf('://') ?? -1;
  if (url === undefined || scheme < 0) return undefined;
  const host = url.slice(scheme + 3).split('/', 1)[0]?.split(':', 1)[0] ?? '';
  return serviceOfHost(host, namespace);
}
