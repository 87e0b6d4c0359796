import { addTo, defineRule, knownText, suggest, type Manifest, type Node, type Problem } from '#rule';
import { weightOfBoth } from '../shared/applied-together.ts';
import { ofKinds } from '../shared/kinds.ts';
import { admitUnknown } from '../shared/unknown.ts';

const CACHE = 'LocalModelCache.serving.kserve.io';
const NAMESPACE_CACHE = 'LocalModelNamespaceCache.serving.kserve.io';
const GROUP = 'LocalModelNodeGroup.serving.kserve.io';

/** Follows kserve, pkg/webhook/admission/localmodelcache and localmodelnamespacecache (v0.20.0). */
export default defineRule({
  id: 'kserve/local-model',
  on: 'surroundings',
  kinds: [CACHE, NAMESPACE_CACHE],
  beside: [GROUP],
  title: 'A model is cached once in a cluster, on groups of nodes that exist',
  why: 'KServe rejects the second cache, and one for a namespace on a group that is not there, on admission: the sync fails after the review.',
  severity: 'error',

  *check({ own, all }) {
    yield* duplicates(new Set(ofKinds(own, CACHE)), ofKinds(all, CACHE));
    const groups = ofKinds(all, GROUP).flatMap(({ name }) => name ?? []);
    const named = ofKinds(own, NAMESPACE_CACHE).flatMap(({ root }) => root.get('spec', 'nodeGroups').items());
    for (const group of named) yield* missing(group, groups);
    admitUnknown(named);
  },
});

/** Of one model, caches of different names. */
function* duplicates(own: ReadonlySet<Manifest>, caches: readonly Manifest[]): Iterable<Problem> {
  const byModel = new Map<string, Manifest[]>();
  for (const cache of caches) {
    const uri = cache.root.get('spec', 'sourceModelUri');
    const text = knownText(uri);
    if (text === undefined || cache.name === undefined) continue;
    const other = byModel.get(text)?.find((one) => one.name !== cache.name && weightOfBoth(one, cache));
    const weight = other && weightOfBoth(other, cache);
    if (other && weight && own.has(cache)) {
      yield { at: uri, message: `LocalModelCache ${other.name ?? ''} holds ${text} already`, related: [{ at: other.root.get('spec', 'sourceModelUri'), message: 'the other cache' }], ...weight };
    }
    addTo(byModel, text, cache);
  }
}

/** Where no group is written here, those of the cluster are somebody else's. */
function* missing(group: Node, groups: readonly string[]): Iterable<Problem> {
  const name = knownText(group);
  if (name === undefined || groups.length === 0 || groups.includes(name)) return;
  const near = suggest(name, groups);
  yield { at: group, message: `no LocalModelNodeGroup ${name} here${near === undefined ? '' : `; did you mean ${near}?`}`, needsAll: true };
}
