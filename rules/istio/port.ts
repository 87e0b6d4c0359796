import { defineRule, destinationsOf, knownText, mayBeSame, routesOf, serviceOfHost, type Manifest, type Node, type Problem, type ServiceName } from '#rule';
import { areInOnePlace } from '../shared/applied-together.ts';
import { INFERENCE_SERVICE, ISTIO_GATEWAY, ofKinds, VIRTUAL_SERVICE } from '../shared/kinds.ts';
import { isKnativePort, knativeMakers } from '../shared/kserve-ports.ts';
import { byName, servicePorts, type ServicesByName } from '../shared/service-ports.ts';
import { admitUnknown } from '../shared/unknown.ts';

const HIGHEST = 65_535;

export default defineRule({
  id: 'istio/port',
  on: 'surroundings',
  kinds: [VIRTUAL_SERVICE, ISTIO_GATEWAY],
  beside: ['Service', INFERENCE_SERVICE],
  title: 'The ports of VirtualServices and Gateways are ports, and the Services of the destinations have them',
  why: 'Istio answers 503 for a port that the Service does not have; numbers that are no ports are refused on admission.',
  severity: 'error',

  *check({ own, all }) {
    const services = byName(ofKinds(all, 'Service'));
    const models = ofKinds(all, INFERENCE_SERVICE);
    for (const gateway of ofKinds(own, ISTIO_GATEWAY)) {
      for (const server of gateway.root.get('spec', 'servers').items()) yield* serverProblem(server);
    }
    const passedOver: Node[] = [];
    for (const route of ofKinds(own, VIRTUAL_SERVICE)) {
      for (const match of routesOf(route).flatMap(({ matches }) => matches)) yield* numberProblem(match.get('port'));
      for (const destination of destinationsOf(route)) {
        const port = destination.get('port', 'number');
        passedOver.push(port);
        yield* isValid(port) ? serviceProblem(destination, route, { services, models }) : numberProblem(port);
      }
    }
    admitUnknown(passedOver);
  },
});

/** Absent and unknown ports are no wrong ones. */
function isValid(port: Node): boolean {
  return !port.isKnown || !port.exists || (port.number !== undefined && Number.isInteger(port.number) && port.number >= 1 && port.number <= HIGHEST);
}

function* numberProblem(port: Node): Iterable<Problem> {
  if (!isValid(port)) yield { at: port, message: `port ${port.written ?? port.kind} is none from 1 to ${HIGHEST}` };
}

/** A server at a socket of the file system has port 0. */
function* serverProblem(server: Node): Iterable<Problem> {
  const port = server.get('port', 'number');
  if (!knownText(server.get('bind'))?.startsWith('unix://')) yield* numberProblem(port);
  else if (port.isKnown && port.exists && port.number !== 0) yield { at: port, message: `port ${port.written ?? port.kind} of a server at a socket is not 0` };
}

/** All Services of the name have to agree: they may be alternatives. */
function* serviceProblem(destination: Node, route: Manifest, { services, models }: Known): Iterable<Problem> {
  const host = knownText(destination.get('host'));
  const service = host === undefined ? undefined : serviceOfHost(host, route.namespace);
  if (!service) return;
  const port = destination.get('port', 'number');
  if (!services.has(service.name)) yield* madeServiceProblem(port, service, knativeMakers(service, models), route);
  const lists = servicePorts(service, services);
  const ports = [...new Set(lists?.flat())];
  if (!lists || ports.length === 0) return;
  const listed = ports.join(', ');
  if (!port.exists) {
    if (lists.every((list) => list.length > 1)) yield { at: destination.get('host'), message: `no port is chosen of the ${ports.length} that Service ${service.name} has: ${listed}`, severity: 'warning' };
  } else if (port.isKnown && !ports.includes(port.number ?? 0)) {
    const isSure = services.get(service.name)?.some((one) => mayBeSame(one.namespace, service.namespace) && areInOnePlace(one, route));
    yield { at: port, message: `Service ${service.name} has no port ${port.written ?? ''}; it has ${listed}`, ...(isSure === true ? {} : { severity: 'warning' }) };
  }
}

interface Known {
  readonly services: ServicesByName;
  readonly models: readonly Manifest[];
}

function* madeServiceProblem(port: Node, { name }: ServiceName, makers: readonly Manifest[], route: Manifest): Iterable<Problem> {
  if (makers.length === 0 || !port.isKnown || !port.exists || isKnativePort(port.number ?? 0)) return;
  const isSure = makers.some((maker) => areInOnePlace(maker, route));
  yield { at: port, message: `Service ${name}, which KServe makes, has no port ${port.written ?? ''}; it has 80`, ...(isSure ? {} : { severity: 'warning' }) };
}
