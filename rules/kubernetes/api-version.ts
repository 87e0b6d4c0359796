import { apiFactsIn, apiFactsOf, compareApiVersions, defineRule, groupOf, suggest, type ApiFact, type Manifest, type Problem } from '#rule';
import { declaredFor, isFrom } from '../shared/api-lifetime.ts';
import { letterDistance } from '../shared/letter-distance.ts';

export default defineRule({
  id: 'kubernetes/api-version',
  on: 'manifest',
  holdsNone: true,
  title: 'The apiVersion of a manifest is one that the cluster serves',
  why: 'The API server knows no such kind: the sync fails in the cluster, often after an upgrade that nobody connects with this file.',
  severity: 'warning',

  *check(manifest) {
    if (isDeclaredServed(manifest)) return;
    const known = apiFactsOf(manifest.kind);
    const fact = known.find(({ apiVersion }) => apiVersion === manifest.apiVersion);
    const problem = fact ? lifetimeProblem(fact, known, manifest) : unknownProblem(known, manifest);
    if (problem) yield problem;
  },
});

/** Somebody said that the cluster serves it, whatever its version: `group/version` or `group/version/Kind`. */
function isDeclaredServed({ apiVersion, kind, cluster }: Manifest): boolean {
  const declared = cluster.apiVersions ?? [];
  return declared.includes(apiVersion) || declared.includes(`${apiVersion}/${kind}`);
}

/** What the version declared for the product decides; without one, what no maintained version serves is gone, and the rest is advice. */
function lifetimeProblem(fact: ApiFact, known: readonly ApiFact[], { root, cluster, kind }: Manifest): Problem | undefined {
  const at = root.get('apiVersion');
  const { product, apiVersion, since, deprecated, removed } = fact;
  const declared = declaredFor(fact, cluster);
  const [what, advice] = [`apiVersion ${apiVersion} of ${kind}`, adviceFor(fact, known, declared)];
  if (since !== undefined && isFrom(declared, since) === false) return { at, message: `${what} is served from ${product} ${since} on, not by ${declared ?? ''}${advice}` };
  const latest = isFrom(declared, '0.0') === undefined ? fact.maintained : declared;
  if (removed !== undefined && isFrom(latest, removed) === true) return { at, message: `${what} is gone since ${product} ${removed}${advice}` };
  if (deprecated === undefined || isFrom(latest, deprecated) !== true) return undefined;
  const end = removed === undefined ? '' : ` and goes in ${removed}`;
  return { at, message: `${what} is deprecated since ${product} ${deprecated}${end}${advice}`, ...(latest !== declared || advice === '' ? { severity: 'info' as const } : {}) };
}

/** What to write instead; empty where nothing takes its place. */
function adviceFor(fact: ApiFact, known: readonly ApiFact[], declared: string | undefined): string {
  if (fact.now?.includes(' ') === true) return `; use ${fact.now}`;
  const isNotYet = fact.since !== undefined && isFrom(declared, fact.since) === false;
  const others = known.filter((other) => isSameGroup(other, fact) && (isNotYet ? other !== fact : compareApiVersions(other.apiVersion, fact.apiVersion) > 0));
  const now = fact.now ?? servedVersion(others, declared)?.apiVersion;
  return now === undefined ? '' : `; it is ${now}`;
}

/** The version that an API server prefers, of those that are served where that version of the product is declared, else of those that stay. */
function servedVersion(facts: readonly ApiFact[], declared: string | undefined): ApiFact | undefined {
  const served = facts.filter(({ since, removed, deprecated }) =>
    isFrom(declared, '0.0') === undefined ? removed === undefined && deprecated === undefined : isFrom(declared, since ?? '0.0') === true && isFrom(declared, removed ?? '999.0') !== true);
  return [...served].sort((one, other) => compareApiVersions(other.apiVersion, one.apiVersion))[0];
}

function isSameGroup(one: { readonly apiVersion: string }, other: { readonly apiVersion: string }): boolean {
  return groupOf(one.apiVersion) === groupOf(other.apiVersion);
}

/** An apiVersion in which the kind never was: another version of its group, another group, or another kind. */
function unknownProblem(known: readonly ApiFact[], manifest: Manifest): Problem | undefined {
  const inGroup = known.filter((fact) => isSameGroup(fact, manifest));
  const [first] = inGroup;
  if (first) return neverServed(first, inGroup, manifest);
  return known.length > 0 ? elsewhere(known, manifest) : misspeltKind(manifest);
}

/** A version above all that are known may be newer than these facts. */
function neverServed(first: ApiFact, inGroup: readonly ApiFact[], { apiVersion, kind, root, cluster }: Manifest): Problem | undefined {
  const declared = declaredFor(first, cluster);
  const isNewer = inGroup.every((fact) => compareApiVersions(apiVersion, fact.apiVersion) > 0);
  if (isNewer && declared !== undefined && isFrom(first.newest, declared) !== true) return undefined;
  const served = servedVersion(inGroup, declared);
  const hint = served ? `; did you mean ${served.apiVersion}?` : adviceFor(first, inGroup, declared);
  const message = `apiVersion ${apiVersion} of ${kind} is served by no version of ${first.product} up to ${first.newest}${hint}`;
  return { at: root.get('apiVersion'), message, ...(isNewer && declared === undefined && first.product !== 'Kubernetes' ? { severity: 'info' as const } : {}) };
}

/** Groups without a dot are Kubernetes' own: an API server accepts none in a CustomResourceDefinition. Other groups may have kinds of that name. */
function elsewhere(known: readonly ApiFact[], { apiVersion, kind, root }: Manifest): Problem | undefined {
  const group = groupOf(apiVersion);
  const at = root.get('apiVersion');
  const isBuiltIn = known.some(({ product }) => product === 'Kubernetes');
  const near = known.filter((fact) => letterDistance(groupOf(fact.apiVersion), group) <= MAX_DISTANCE && suggest(group, [groupOf(fact.apiVersion)]) !== undefined);
  const served = servedVersion(near, undefined) ?? servedVersion(known, undefined) ?? known[0];
  const isKnownGroup = apiFactsIn(group).length > 0;
  if (!served || (near.length === 0 && !isKnownGroup && (group.includes('.') || !isBuiltIn))) return undefined;
  if (!isKnownGroup && near.length > 0) return { at, message: `apiVersion ${apiVersion} is of no known group; did you mean ${served.apiVersion}?` };
  return { at, message: `apiVersion ${apiVersion} has no kind ${kind}, which is in ${served.apiVersion}` };
}

const MAX_DISTANCE = 3;

/** Systems may have kinds that these facts do not know: only what is a letter or two away from one that they do, or written in other capitals, is misspelt. Of Kubernetes all are known. */
function misspeltKind({ apiVersion, kind, root }: Manifest): Problem | undefined {
  const near = apiFactsIn(groupOf(apiVersion)).filter((fact) => isInOtherCapitals(fact.kind, kind) || (kind.length >= (fact.product === 'Kubernetes' ? MIN_LENGTH_IN_KUBERNETES : MIN_LENGTH) && letterDistance(fact.kind, kind) <= MAX_KIND_DISTANCE));
  const meant = suggest(kind, near.map((fact) => fact.kind));
  return meant === undefined ? undefined : { at: root.get('kind'), message: `apiVersion ${apiVersion} has no kind ${kind}; did you mean ${meant}?` };
}

function isInOtherCapitals(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

const MIN_LENGTH = 5;
const MIN_LENGTH_IN_KUBERNETES = 3;
const MAX_KIND_DISTANCE = 2;
