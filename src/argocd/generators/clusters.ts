/**
 * The cluster generator: one set of parameters a cluster, or all in one.
 * Follows argo-cd, applicationset/generators/cluster.go; clusters come in the order of their names, for which the controller has none.
 */
import type { Node } from '../../yaml/node.ts';
import type { EntryTree } from '../../yaml/tree.ts';
import { NOTHING, type Expansion, type GeneratorContext, type GeneratorError, type ParameterSet } from './generator.ts';
import type { Cluster, ClusterFacts } from './cluster-inventory.ts';
import { authorOfNode, DerivedEntries, parameterSet, renamed } from './parameters.ts';
import { isEmptySelector, selectorOf } from './selector.ts';
import { sanitizeName } from '../template/sanitize-name.ts';
import { withValues } from './values.ts';

const IN_CLUSTER = 'in-cluster';
const IN_CLUSTER_SERVER = 'https://kubernetes.default.svc';

export function expandClusters(block: Node, context: GeneratorContext): Expansion {
  const { clusters, dialect, budget } = context;
  const selects = selectorOf(block.get('selector'), { needsLabelValues: true });
  if ('message' in selects) return { ...NOTHING, errors: [selects] };
  if (!clusters) {
    const needs = `\`clusters\` in mllint.yaml, or the Secrets of the clusters`;
    return { ...NOTHING, unexpandable: [{ at: block, missing: 'cluster inventory', why: 'the clusters generator asks which clusters Argo CD knows', needs }] };
  }
  const derived = new DerivedEntries(authorOfNode(block.key ?? block));
  const like = derived.text('');
  const taken = clusters.filter(({ labels }) => selects(labels));
  budget.addSets(taken.length);
  const sets: ParameterSet[] = taken.map((cluster) => parameterSet(clusterEntries(cluster, derived, dialect.isGo), like));
  if (isEmptySelector(block.get('selector')) && !taken.some(({ server }) => server === IN_CLUSTER_SERVER)) sets.push(parameterSet(inCluster(derived), like));
  const { done, errors } = withAllValues(sets, block.get('values'), context);
  const isFlat = block.get('flatList').value === true;
  return { ...NOTHING, errors, sets: isFlat ? [asList(done, derived)] : done };
}

function withAllValues(sets: readonly ParameterSet[], values: Node, { dialect }: GeneratorContext): { done: ParameterSet[]; errors: GeneratorError[] } {
  const done: ParameterSet[] = [];
  for (const set of sets) {
    const whole = withValues(set, values, dialect);
    if ('message' in whole) return { done, errors: [whole] };
    done.push(whole);
  }
  return { done, errors: [] };
}

function clusterEntries(cluster: Cluster, derived: DerivedEntries, isGo: boolean): EntryTree[] {
  const facts = cluster.facts(derived);
  return [
    derived.entry('name', facts.name),
    derived.entry('nameNormalized', sanitizeName(cluster.name)),
    derived.entry('server', facts.server),
    derived.entry('project', facts.project),
    ...(isGo ? [nestedMetadata(facts, derived)] : flatMetadata(facts)),
  ];
}

function nestedMetadata({ labels, annotations }: ClusterFacts, derived: DerivedEntries): EntryTree {
  const parts = [['annotations', annotations], ['labels', labels]] as const;
  return derived.entry('metadata', derived.mapping(parts.flatMap(([name, entries]) => (entries.length > 0 ? [derived.entry(name, derived.mapping(entries))] : []))));
}

function flatMetadata({ labels, annotations }: ClusterFacts): EntryTree[] {
  const parts = [['annotations', annotations], ['labels', labels]] as const;
  return parts.flatMap(([name, entries]) => entries.map(({ key, value }) => ({ key: renamed(key, `metadata.${name}.${key.text}`), value })));
}

function inCluster(derived: DerivedEntries): EntryTree[] {
  return [
    derived.entry('name', IN_CLUSTER), derived.entry('nameNormalized', IN_CLUSTER), derived.entry('server', IN_CLUSTER_SERVER), derived.entry('project', ''),
  ];
}

function asList(sets: readonly ParameterSet[], derived: DerivedEntries): ParameterSet {
  const list = derived.list(sets.flatMap(({ parameters }) => parameters.tree ?? []));
  return parameterSet([derived.entry('clusters', list)], list);
}
