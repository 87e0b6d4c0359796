import {
  backendKind, defineRule, fixOf, GATEWAY_ROUTES, gatewayRulesOf, isLabel, knownText, mayBeSame, SERVICE_KINDS, serviceIndex, setValue, suggest,
  type Declared, type Manifest, type Node, type Problem, type ServiceIndex,
} from '#rule';
import { ofKinds } from '../shared/kinds.ts';
import { admitExhausted, missingService } from '../shared/missing-service.ts';
import { byName, servicePorts, type ServicesByName } from '../shared/service-ports.ts';
import { admitUnknown } from '../shared/unknown.ts';

const POOL = 'InferencePool.inference.networking.k8s.io';
const OLD_POOL = 'InferencePool.inference.networking.x-k8s.io';
const LLM = 'LLMInferenceService.serving.kserve.io';

export default defineRule({
  id: 'gateway/backend-exists',
  on: 'surroundings',
  kinds: GATEWAY_ROUTES,
  beside: [...SERVICE_KINDS, POOL, OLD_POOL],
  title: 'The backends of a route are Services that are there and have the port',
  why: 'The share of a backend that does not exist is answered with 500: with a canary only some requests fail, and nobody sees it in review.',
  severity: 'warning',
  fixable: true,
  needsAll: true,

  *check({ own, all, declared }) {
    const known: Known = { declared, index: serviceIndex(all), services: byName(ofKinds(all, 'Service')), pools: ofKinds(all, POOL, OLD_POOL, LLM) };
    const passedOver: Node[] = [];
    for (const route of ofKinds(own, ...GATEWAY_ROUTES)) {
      for (const backend of backendsOf(route)) {
        passedOver.push(backend.get('name'));
        if (backendKind(backend) === 'Service') yield* serviceProblem(backend, route, known);
        else if ([POOL, OLD_POOL].includes(backendKind(backend))) yield* poolProblem(backend, route, known.pools);
      }
    }
    admitExhausted(known.index, passedOver[0]);
    admitUnknown(passedOver);
  },
});

/** Backends, and those that get copies of the requests. */
function backendsOf(route: Manifest): Node[] {
  return gatewayRulesOf(route).flatMap(({ node, destinations }) => [
    ...destinations,
    ...node.get('filters').items().map((filter) => filter.get('requestMirror', 'backendRef')).filter((mirror) => mirror.exists),
  ]);
}

interface Known {
  readonly declared: Declared;
  readonly index: ServiceIndex;
  readonly services: ServicesByName;
  readonly pools: readonly Manifest[];
}

function* serviceProblem(backend: Node, route: Manifest, { declared, index, services }: Known): Iterable<Problem> {
  const name = knownText(backend.get('name'));
  if (name === undefined || !isLabel(name)) return;
  const namespace = knownText(backend.get('namespace')) ?? route.namespace;
  const service = { name, ...(namespace === undefined ? {} : { namespace }) };
  if (index.declared(service).length > 0) {
    yield* portProblem(backend, servicePorts(service, services)?.flat());
  } else if (index.makers(service).length === 0) {
    const missing = missingService(service, route, { index, declared });
    if (missing) yield { at: backend.get('name'), message: missing.message, fix: repair(backend, missing.meant) };
  }
}

function repair(backend: Node, meant: string | undefined): Problem['fix'] {
  return meant === undefined ? undefined : fixOf(`route to ${meant}`, 'review', setValue(backend.get('name'), meant));
}

function* portProblem(backend: Node, ports: readonly number[] | undefined): Iterable<Problem> {
  const port = backend.get('port');
  if (!ports || ports.length === 0 || !port.isKnown || port.number === undefined || ports.includes(port.number)) return;
  yield { at: port, message: `Service ${knownText(backend.get('name')) ?? ''} has no port ${port.number}; it has ${ports.join(', ')}` };
}

/** Pools that LLMInferenceServices make have their names. */
function* poolProblem(backend: Node, route: Manifest, pools: readonly Manifest[]): Iterable<Problem> {
  const name = knownText(backend.get('name'));
  const namespace = knownText(backend.get('namespace')) ?? route.namespace;
  const near = pools.filter((one) => mayBeSame(one.namespace, namespace));
  const names = near.map((one) => (one.kind === 'InferencePool' ? (one.name ?? '') : `${one.name ?? ''}-inference-pool`));
  if (name === undefined || names.length === 0 || names.includes(name)) return;
  const hint = suggest(name, names);
  yield { at: backend.get('name'), message: `no InferencePool ${name} here${hint === undefined ? '' : `; did you mean ${hint}?`}`, fix: repair(backend, hint) };
}
