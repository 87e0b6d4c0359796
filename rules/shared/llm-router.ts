/** How requests reach an LLMInferenceService. Follows kserve, llm_inference_service_validation.go `validateRouterCrossFieldConstraints`, `validateTrafficFields`. */
import { knownText, type Manifest, type Node, type Problem } from '#rule';
import { isSet } from './kserve.ts';

const HIGHEST_WEIGHT = 1_000_000;

export function* routerProblems(object: Manifest, router: Node): Iterable<Problem> {
  const [route, gateway] = [router.get('route'), router.get('gateway')];
  const http = route.get('http');
  const hasRefs = http.get('refs').items().length > 0;
  if (hasRefs && isSet(http.get('spec'))) yield { at: http, message: 'router.route.http has refs and spec, not one of them' };
  if (hasRefs && isSet(gateway) && gateway.get('refs').items().length === 0) {
    yield { at: gateway, message: 'router.gateway is managed by KServe, which cannot be together with router.route.http.refs' };
  }
  yield* parentProblem(object, http.get('spec', 'parentRefs'), gateway.get('refs'));
  yield* trafficProblems(router, { hasRefs });
}

/** v1alpha2 takes the same gateways in both places. */
function* parentProblem({ apiVersion }: Manifest, parents: Node, gateways: Node): Iterable<Problem> {
  if (parents.items().length === 0 || gateways.items().length === 0) return;
  const [one, other] = [parents, gateways].map(keysOf);
  if (!one || !other || (apiVersion !== 'serving.kserve.io/v1alpha1' && one.join('\n') === other.join('\n'))) return;
  yield { at: parents, message: 'parentRefs of router.route.http.spec and refs of router.gateway name gateways, not one of them' };
}

/** Undefined where one of them cannot be read. */
function keysOf(refs: Node): string[] | undefined {
  const keys = refs.items().map((ref) => {
    const parts = ['namespace', 'name', 'sectionName'].map((key) => (isSet(ref.get(key)) ? knownText(ref.get(key)) : ''));
    return parts.includes(undefined) ? undefined : parts.join('/');
  });
  return keys.includes(undefined) ? undefined : keys.flatMap((key) => key ?? []).sort();
}

/** One mistake at a time, as the webhook. */
function* trafficProblems(router: Node, { hasRefs }: { readonly hasRefs: boolean }): Iterable<Problem> {
  const [group, weight] = [router.get('route', 'group'), router.get('route', 'weight')];
  const given = isSet(group) ? group : weight;
  if (!isSet(group) && !isSet(weight)) return;
  if (isSet(router.get('ingress'))) yield { at: given, message: `router.route.${String(given.path.at(-1))} cannot be together with router.ingress` };
  else if (!isSet(group)) yield { at: weight, message: 'router.route.weight needs a group, within which it is a share' };
  else if (!isSet(weight)) yield { at: group, message: 'router.route.group needs a weight' };
  else if (hasRefs) yield { at: group, message: 'router.route.group cannot be together with router.route.http.refs' };
  const { number } = weight;
  if (isSet(weight) && weight.isKnown && (number === undefined || !Number.isInteger(number) || number < 0 || number > HIGHEST_WEIGHT)) {
    yield { at: weight, message: `weight is ${weight.written ?? weight.kind}, not a whole number from 0 to ${HIGHEST_WEIGHT}` };
  }
}
