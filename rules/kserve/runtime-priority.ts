import { addTo, defineRule, knownText, mayBeSame, type Manifest, type Node, type Problem } from '#rule';
import { weightOfBoth } from '../shared/applied-together.ts';
import { ofKinds } from '../shared/kinds.ts';
import { isSet } from '../shared/kserve.ts';
import { Bound } from '../shared/unknown.ts';

const RUNTIME = 'ServingRuntime.serving.kserve.io';
const CLUSTER_RUNTIME = 'ClusterServingRuntime.serving.kserve.io';
/** How many pairs of formats are held against each other in one environment. */
const MAX_COMPARED = 20_000;

/** Follows kserve, servingruntime_webhook.go `validateModelFormatPrioritySame` and `validateServingRuntimePriority` (v0.20.0). */
export default defineRule({
  id: 'kserve/runtime-priority',
  on: 'surroundings',
  kinds: [RUNTIME, CLUSTER_RUNTIME],
  title: 'Runtimes that are chosen by themselves for one format have priorities that tell them apart',
  why: 'KServe rejects the later one on admission: the sync fails in the cluster, after the review.',
  severity: 'error',

  *check({ own, all }) {
    const bound = new Bound('pairs of formats of runtimes', MAX_COMPARED);
    for (const kind of [RUNTIME, CLUSTER_RUNTIME]) {
      const enabled = ofKinds(own, kind).filter(({ name, root }) => name !== undefined && root.get('spec', 'disabled').value !== true);
      for (const runtime of enabled) yield* ownProblems(runtime);
      yield* sharedProblems(byProtocol(ofKinds(all, kind)), new Set(enabled), bound);
    }
    bound.admit();
  },
});

/** The formats for which a runtime is chosen although no model names it, and whose priority is written. */
function rankedFormats({ root }: Manifest): Node[] {
  return root.get('spec', 'supportedModelFormats').items().filter((format) => format.get('autoSelect').value === true && isSet(format.get('priority')) && format.get('priority').isKnown);
}

/** The first of a name that says a priority, or says none, is the one that the others are held against. */
function* ownProblems(runtime: Manifest): Iterable<Problem> {
  const first = new Map<string, Node>();
  for (const format of runtime.root.get('spec', 'supportedModelFormats').items()) {
    const name = knownText(format.get('name'));
    if (name === undefined || format.get('autoSelect').value !== true) continue;
    const known = first.get(name);
    const [one, other] = [known?.get('priority').number, format.get('priority').number];
    if (!known) first.set(name, format);
    else if (one !== undefined && other !== undefined && one !== other) yield { at: format.get('priority'), message: `priority ${other} of the format ${name} is ${one} above, in one runtime` };
  }
}

/** Runtimes of one kind that may be chosen instead of each other. */
function byProtocol(runtimes: readonly Manifest[]): Map<string, Manifest[]> {
  const groups = new Map<string, Manifest[]>();
  for (const runtime of runtimes) {
    if (runtime.name === undefined || runtime.root.get('spec', 'disabled').value === true) continue;
    const protocols = runtime.root.get('spec', 'protocolVersions').items().flatMap((protocol) => knownText(protocol) ?? []);
    for (const protocol of new Set(protocols)) addTo(groups, JSON.stringify([protocol, runtime.root.get('spec', 'multiModel').value === true]), runtime);
  }
  return groups;
}

/** Said at the later of two, once whatever protocols they share. */
function* sharedProblems(groups: ReadonlyMap<string, readonly Manifest[]>, own: ReadonlySet<Manifest>, bound: Bound): Iterable<Problem> {
  const said = new Set<Node>();
  for (const runtimes of groups.values()) {
    const known = new Map<string, { readonly runtime: Manifest; readonly format: Node }[]>();
    for (const runtime of runtimes) {
      for (const format of rankedFormats(runtime)) {
        const key = JSON.stringify([knownText(format.get('name'))?.toLowerCase(), knownText(format.get('version')) ?? null, format.get('priority').number]);
        const before = known.get(key) ?? [];
        if (!bound.allows(before.length, format)) return;
        const other = before.find((one) => isBeside(one.runtime, runtime));
        const weight = other && weightOfBoth(other.runtime, runtime);
        if (other && weight && own.has(runtime) && !said.has(format)) yield problemOf(format, other.runtime, weight);
        if (other) said.add(format);
        addTo(known, key, { runtime, format });
      }
    }
  }
}

function isBeside(one: Manifest, other: Manifest): boolean {
  return one.name !== other.name && weightOfBoth(one, other) !== undefined && (one.kind === 'ClusterServingRuntime' || mayBeSame(one.namespace, other.namespace));
}

function problemOf(format: Node, other: Manifest, weight: Pick<Problem, 'severity'>): Problem {
  const priority = format.get('priority');
  const version = knownText(format.get('version'));
  return {
    at: priority,
    message: `priority ${priority.written ?? ''} of the format ${knownText(format.get('name')) ?? ''}${version === undefined ? '' : ` ${version}`} is that of ${other.kind} ${other.name ?? ''}, too; both serve one protocol`,
    related: [{ at: other.root.get('metadata', 'name'), message: 'the other runtime' }],
    ...weight,
  };
}
