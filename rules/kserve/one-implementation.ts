import { defineRule, suggest, type Node, type Problem } from '#rule';
import { canariesOf, componentsOf, FRAMEWORKS, implementationsOf, isCurrent, type Component } from '../shared/kserve.ts';

const KEYS = ['model', 'containers', 'art', ...FRAMEWORKS];

export default defineRule({
  id: 'kserve/one-implementation',
  on: 'manifest',
  kinds: ['InferenceService.serving.kserve.io'],
  title: 'Predictor, transformer and explainer have exactly one implementation each',
  why: 'KServe rejects the InferenceService on admission: the sync fails in the cluster, after the review.',
  severity: 'error',

  *check(service) {
    if (!isCurrent(service) || service.name === undefined) return;
    if (!service.root.get('spec', 'predictor').exists) {
      yield { at: service.root.get('spec'), message: 'spec has no predictor' };
      return;
    }
    for (const component of [...componentsOf(service), ...canariesOf(service)]) yield* problemOf(component);
  },
});

function* problemOf(component: Component): Iterable<Problem> {
  const { name, node } = component;
  const found = implementations(component);
  if (found.length === 1 || (name === 'explainer' && ['alibi', 'aix'].some((removed) => node.has(removed)))) return;
  if (found.length === 0) yield missing(component);
  else yield { at: found[1]?.at ?? node, message: `${name} has ${found.length} implementations, ${found.map((one) => one.title).join(' and ')}, not one` };
}

interface Implementation {
  readonly at: Node;
  readonly title: string;
}

/** Containers of other names count only where there is nothing else; the explainer's count as one. */
function implementations(component: Component): Implementation[] {
  const { name, node } = component;
  const keys = implementationsOf(component).filter(([key]) => name === 'predictor' ? key !== 'art' : name === 'explainer' && key === 'art').map(([key, at]) => ({ at, title: key }));
  const containers = node.get('containers').items();
  const first = containers[0];
  if (!first) return keys;
  if (name !== 'predictor') return [...keys, { at: first, title: 'containers' }];
  const own = containers.filter((container) => container.get('name').isKnown && container.get('name').text === 'kserve-container').map((at) => ({ at, title: 'the container kserve-container' }));
  return keys.length + own.length > 0 ? [...keys, ...own] : [{ at: first, title: 'containers' }];
}

/** At the key that was meant, where one is near. */
function missing({ name, node }: Component): Problem {
  const allowed = name === 'predictor' ? 'model or containers' : name === 'transformer' ? 'containers' : 'art or containers';
  for (const [key, value] of node.entries()) {
    const near = value.kind === 'mapping' || value.kind === 'sequence' ? (key === 'custom' ? 'containers' : suggest(key, KEYS)) : undefined;
    if (near !== undefined && near !== key) return { at: value.key ?? value, message: `${name} has no implementation: ${key} is no key of it; did you mean ${near}?` };
  }
  return { at: node, message: `${name} has no implementation; it needs ${allowed}` };
}
