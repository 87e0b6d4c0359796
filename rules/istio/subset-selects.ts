import { defineRule, grouped, knownText, mayBeSame, serviceOfHost, type Manifest, type Node, type Problem } from '#rule';
import { DESTINATION_RULE, ofKinds } from '../shared/kinds.ts';
import { byName } from '../shared/service-ports.ts';
import { labelsOf, podLabels, selects, WORKLOADS, type Labels } from '../shared/pod-labels.ts';

/** Labels that nodes and operators give to pods. */
const GIVEN_LATER = ['topology.kubernetes.io/', 'topology.istio.io/', 'failure-domain.beta.kubernetes.io/', 'kubernetes.io/', 'networking.istio.io/'];
const GIVEN_LATER_KEYS: ReadonlySet<string> = new Set(['rollouts-pod-template-hash', 'pod-template-hash', 'controller-revision-hash']);

export default defineRule({
  id: 'istio/subset-selects',
  on: 'surroundings',
  kinds: [DESTINATION_RULE],
  beside: ['Service', ...WORKLOADS],
  title: 'A subset selects pods that are there',
  why: 'A subset whose labels no pod has is empty: every request that is routed to it ends with 503.',
  severity: 'warning',
  needsAll: true,

  *check({ own, all }) {
    const services = byName(ofKinds(all, 'Service'));
    const workloads = ofKinds(all, ...WORKLOADS).map((manifest) => ({ manifest, labels: podLabels(manifest) }));
    for (const rule of ofKinds(own, DESTINATION_RULE)) {
      const host = knownText(rule.root.get('spec', 'host'));
      const service = host === undefined ? undefined : serviceOfHost(host, rule.namespace);
      const found = service && (services.get(service.name) ?? []).filter(({ namespace }) => mayBeSame(namespace, service.namespace));
      if (found?.[0] && found.length === 1) yield* emptySubsets(rule, found[0], workloads);
    }
  },
});

interface Workload {
  readonly manifest: Manifest;
  readonly labels: Labels | undefined;
}

function* emptySubsets(rule: Manifest, service: Manifest, workloads: readonly Workload[]): Iterable<Problem> {
  const selector = labelsOf(service.root.get('spec', 'selector'));
  if (!selector || selector.size === 0) return;
  const behind = workloads.filter(({ manifest, labels }) => mayBeSame(manifest.namespace, service.namespace) && selects(selector, labels));
  // What the Service selects may be written elsewhere.
  if (behind.length === 0) return;
  const empty = rule.root.get('spec', 'subsets').items().flatMap((subset): Empty[] => {
    const wanted = wantedLabels(subset);
    if (!wanted || wanted.size === 0 || behind.some(({ labels }) => selects(wanted, labels))) return [];
    const missing = [...wanted].find(([key, value]) => !behind.some(({ labels }) => labels?.get(key) === value))?.[0];
    const isNowhere = missing !== undefined && !behind.some(({ labels }) => labels?.has(missing) === true);
    return [{ subset, wanted, missing, together: isNowhere ? `label ${missing}` : `subset ${String(subset.path.at(-1))}` }];
  });
  for (const group of grouped(empty, ({ together }) => together).values()) yield* emptyProblem(group, behind);
}

/** A subset without pods. */
interface Empty {
  readonly subset: Node;
  readonly wanted: Labels;
  /** The label that no pod has as it is wanted. */
  readonly missing: string | undefined;
  /** Equal for subsets that one edit mends: where no pod has a label at all, the pods lack it. */
  readonly together: string;
}

function* emptyProblem(group: readonly Empty[], behind: readonly Workload[]): Iterable<Problem> {
  const last = group.at(-1);
  if (!last) return;
  const { subset, wanted, missing } = last;
  const names = group.map((one) => knownText(one.subset.get('name')) ?? '').join(', ');
  const workloads = behind.map(({ manifest }) => titleOf(manifest)).join(', ');
  yield {
    at: placeIn(subset, missing),
    message: group.length === 1 ? `subset ${names} selects no pod: ${spelt(wanted)} is on none of ${workloads}` : `subsets ${names} select no pod: the label ${missing ?? ''} is on none of ${workloads}`,
    related: [
      ...group.slice(0, -1).map((one) => ({ at: placeIn(one.subset, one.missing), message: `subset ${knownText(one.subset.get('name')) ?? ''}` })),
      ...behind.map(({ manifest }) => ({ at: manifest.root.get('spec', 'template', 'metadata', 'labels'), message: 'labels of its pods' })),
    ],
  };
}

function placeIn(subset: Node, missing: string | undefined): Node {
  return missing === undefined ? subset.get('labels') : subset.get('labels', missing);
}

function wantedLabels(subset: Node): Labels | undefined {
  const labels = labelsOf(subset.get('labels'));
  return labels && new Map([...labels].filter(([key]) => !GIVEN_LATER_KEYS.has(key) && !GIVEN_LATER.some((prefix) => key.startsWith(prefix))));
}

function spelt(labels: Labels): string {
  return [...labels].map(([key, value]) => `${key}=${value}`).join(',');
}

function titleOf({ kind, name }: Manifest): string {
  return `${kind} ${name ?? ''}`;
}
