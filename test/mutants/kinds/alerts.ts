/** Mistakes in PromQL and alerts, which a later version reads. */
import { kinds, type Kind } from '../kind.ts';
import { removed, replaced, valued, type Mistake } from '../mistake.ts';
import type { Tree } from '../tree.ts';

const LATER = 'the rules on PromQL come with a later version';
const ALERTS = 'environments/*/ranker/alerts.yaml';

export const ALERT: readonly Kind[] = kinds(
  {
    id: 'alert-that-counts-nothing',
    problem: 'D65',
    bases: ['plain'],
    rule: 'prometheus/alert-condition',
    later: LATER,
    mistakes: (tree) => tree.places(ALERTS, 'spec.groups.*.rules.0.expr').map((place) => valued(tree, place, 'count(up{job="ranker"} == 1) == 0')),
  },
  {
    id: 'alert-that-joins-other-labels',
    problem: 'D45',
    bases: ['plain'],
    rule: 'prometheus/disjoint-match',
    later: LATER,
    mistakes: (tree) => tree.places(ALERTS, 'spec.groups.*.rules.0.expr').map((place) => valued(tree, place, 'sum by (pod) (up{job="ranker"}) < 1 and sum by (namespace) (kube_pod_info) > 0')),
  },
  {
    id: 'rate-with-the-threshold-of-a-count',
    problem: 'D66',
    bases: ['plain'],
    rule: 'prometheus/alert-condition',
    later: LATER,
    mistakes: (tree) => tree.places(ALERTS, 'spec.groups.*.rules.0.expr').map((place) => valued(tree, place, 'rate(kube_pod_container_status_restarts_total{container="kserve-container"}[15m]) > 3')),
  },
  {
    id: 'error-rate-of-itself',
    bases: ['plain'],
    rule: 'prometheus/self-ratio',
    later: LATER,
    mistakes: (tree) => fragments(tree, 'sum(rate(request_failure_total', 'rate(request_failure_total'),
  },
  {
    id: 'expression-not-closed',
    bases: ['plain'],
    rule: 'prometheus/syntax',
    later: LATER,
    mistakes: (tree) => fragments(tree, '[5m])) > 0.01', '[5m]) > 0.01'),
  },
  {
    id: 'alert-without-an-expression',
    bases: ['plain'],
    rule: 'kubernetes/schema',
    mistakes: (tree) => tree.places(ALERTS, 'spec.groups.*.rules.0.expr').map((place) => removed(tree, place)),
    noRepair: 'what it should watch stands nowhere',
  },
);

function fragments(tree: Tree, from: string, to: string): Mistake[] {
  return tree.fragments(ALERTS, from).map((fragment) => replaced(tree, fragment, to));
}
