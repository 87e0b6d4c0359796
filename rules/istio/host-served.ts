import {
  defineRule, deploymentMode, destinationsOf, fixOf, fullHost, grouped, knownText, mayBeSame, onceFor, SERVICE_KINDS, serviceIndex, serviceOfHost,
  setValue, shortenedService, type Declared, type Manifest, type Node, type Problem, type ServiceIndex, type ServiceName,
} from '#rule';
import { exportsTo, viewersOf } from '../shared/exported.ts';
import { INFERENCE_SERVICE, ofKinds, VIRTUAL_SERVICE } from '../shared/kinds.ts';
import { isKserveAtLeast } from '../shared/kserve.ts';
import { letterDistance } from '../shared/letter-distance.ts';
import { admitExhausted, missingService } from '../shared/missing-service.ts';
import { admitUnknown } from '../shared/unknown.ts';

export default defineRule({
  id: 'istio/host-served',
  on: 'surroundings',
  kinds: [VIRTUAL_SERVICE],
  beside: SERVICE_KINDS,
  title: 'The hosts that a VirtualService routes to are Services that are there',
  why: 'Requests for a host that nothing serves end with 503, and only those that a canary or a header sends there: nobody sees it in review.',
  severity: 'warning',
  fixable: true,

  *check(surroundings) {
    const index = serviceIndex(surroundings.all);
    const models = modelsByName(surroundings.all);
    const namespaces = namespacesOf(surroundings.all);
    const hosts = ofKinds(surroundings.own, VIRTUAL_SERVICE).flatMap((route) => destinationsOf(route).map((destination) => ({ route, host: destination.get('host') })));
    for (const { route, host } of hosts) {
      const text = knownText(host);
      const problem = text === undefined ? undefined : problemOf(text, route, { index, models, namespaces, declared: surroundings.declared });
      if (problem !== undefined) yield { at: host.part(0, nameLength(text ?? '')), message: problem.message, needsAll: problem.needsAll ?? false, fix: repair(host, problem) };
    }
    admitExhausted(index, hosts[0]?.host);
    admitUnknown(hosts.map(({ host }) => host));
  },
});

/** Of the Service's name: the namespace behind it often comes from elsewhere. */
function nameLength(host: string): number {
  const end = host.indexOf('.');
  return end < 0 ? host.length : end;
}

interface Known {
  readonly declared: Declared;
  readonly index: ServiceIndex;
  readonly models: ReadonlyMap<string, readonly Manifest[]>;
  readonly namespaces: ReadonlySet<string>;
}

const modelsByName = onceFor((manifests: readonly Manifest[]) => grouped(ofKinds(manifests, INFERENCE_SERVICE), ({ name = '' }) => name));

const namespacesOf = onceFor((manifests: readonly Manifest[]): ReadonlySet<string> => new Set(manifests.flatMap(({ namespace }) => namespace ?? [])));

/** What is wrong, and the only name that is surely meant instead of the one that the host begins with. */
type Said = Pick<Problem, 'message' | 'needsAll'> & { readonly instead?: Instead | undefined };

interface Instead {
  readonly of: string;
  readonly name: string;
}

function repair(host: Node, { instead }: Said): Problem['fix'] {
  if (instead === undefined || host.text?.startsWith(instead.of) !== true) return undefined;
  return fixOf(`route to ${instead.name}`, 'review', setValue(host.part(0, instead.of.length), instead.name));
}

/** Only a missing Service rests on what is absent: nobody writes Services under the names that KServe takes for itself. */
function problemOf(host: string, route: Manifest, known: Known): Said | undefined {
  const service = serviceOfHost(host, route.namespace);
  if (!service) return host.includes('.') ? said(foreignProblem(host, route, known)) : undefined;
  const entries = entriesFor(fullHost(host, route.namespace), route, known.index);
  const candidates = [...known.index.declared(service), ...entries];
  if (candidates.length > 0) return said(hiddenProblem(host, candidates, route));
  if (known.index.makers(service).length > 0 || known.declared.isExternal('Service', service.name) || isKept(service, known)) return undefined;
  const elsewhere = misspeltNamespace(service, route, known);
  if (elsewhere !== undefined) return modelProblem(service, known) ?? { message: elsewhere, needsAll: true };
  const missing = missingService(service, route, known);
  return modelProblem(service, known) ?? (missing && { message: missing.message, needsAll: true, instead: insteadOf(service.name, missing.meant) });
}

/** Nothing here lies in the namespace, and the route's own, which has the Service, is spelt nearly so. */
function misspeltNamespace({ name, namespace }: ServiceName, { namespace: own }: Manifest, { index, namespaces }: Known): string | undefined {
  if (namespace === undefined || own === undefined || namespace === own || namespaces.has(namespace) || letterDistance(namespace, own) > 2) return undefined;
  const isThere = index.declared({ name, namespace: own }).length > 0 || index.makers({ name, namespace: own }).length > 0;
  return isThere ? `nothing here lies in namespace ${namespace}; did you mean ${own}, which has the Service ${name}?` : undefined;
}

function said(message: string | undefined): Said | undefined {
  return message === undefined ? undefined : { message };
}

function insteadOf(of: string, name: string | undefined): Instead | undefined {
  return name === undefined ? undefined : { of, name };
}

/** One for everything says nothing of a host where it is not seen. */
function entriesFor(host: string, route: Manifest, index: ServiceIndex): Manifest[] {
  const viewers = viewersOf(route);
  const isForAll = (entry: Manifest): boolean => entry.root.get('spec', 'hosts').items().some((one) => knownText(one) === '*');
  return index.entries(host).filter((entry) => !isForAll(entry) || viewers.every((viewer) => exportsTo(entry, viewer)));
}

/** A Service and a ServiceEntry may be meant for some namespaces only. */
function hiddenProblem(host: string, candidates: readonly Manifest[], route: Manifest): string | undefined {
  const viewers = viewersOf(route);
  const hiddenFrom = viewers.find((viewer) => !candidates.some((candidate) => exportsTo(candidate, viewer)));
  return hiddenFrom === undefined ? undefined : `host ${host} is not exported to namespace ${hiddenFrom}`;
}

/** Hosts that Istio takes as they are written. Outside of the cluster nobody knows what is there. */
function foreignProblem(host: string, route: Manifest, { index }: Known): string | undefined {
  const entries = entriesFor(host, route, index);
  if (entries.length > 0) return hiddenProblem(host, entries, route);
  const short = shortenedService(host);
  const isService = short !== undefined && [...index.declared(short), ...index.makers(short)].some(({ namespace }) => namespace === short.namespace);
  return isService ? `host ${host} is taken as it is written; the Service is ${short.name}.${short.namespace}.svc.cluster.local` : undefined;
}

/** Names that KServe made once, or never made. */
function modelProblem({ name, namespace }: ServiceName, { models }: Known): Said | undefined {
  for (const rest of RESTS) {
    const of = name.endsWith(rest) ? models.get(name.slice(0, name.length - rest.length)) : undefined;
    for (const model of of ?? []) {
      const message = mayBeSame(model.namespace, namespace) ? misnamed(name, rest, model) : undefined;
      const isOfPredictor = rest === '' || rest === '-predictor-default';
      if (message !== undefined) return { message, ...(isOfPredictor ? { instead: { of: name, name: `${model.name ?? ''}-predictor` } } : {}) };
    }
  }
  return undefined;
}

const RESTS = ['', '-predictor-canary', '-canary', '-predictor-default', '-transformer', '-explainer'] as const;

function misnamed(service: string, rest: (typeof RESTS)[number], model: Manifest): string | undefined {
  const predictor = `${model.name ?? ''}-predictor`;
  switch (rest) {
    case '':
      return deploymentMode(model) === 'Standard' ? `KServe makes no Service ${service} in Standard mode; the predictor's is ${predictor}` : undefined;
    case '-predictor-canary': case '-canary':
      return `KServe never makes a Service ${service}; both revisions of a canary stand behind ${predictor}`;
    case '-predictor-default':
      return `KServe has not made ${service} since 0.11; the predictor's Service is ${predictor}`;
    case '-transformer': case '-explainer':
      return `InferenceService ${model.name ?? ''} has no ${rest.slice(1)}, so that KServe makes no Service ${service}`;
  }
}

const OLD_SUFFIX = '-predictor-default';

/** KServe before 0.11 made the old name, and before 0.16 kept it; only where such a version is declared. */
function isKept({ name, namespace }: ServiceName, { models }: Known): boolean {
  if (!name.endsWith(OLD_SUFFIX)) return false;
  const of = models.get(name.slice(0, -OLD_SUFFIX.length)) ?? [];
  return of.some((model) => mayBeSame(model.namespace, namespace) && isKserveAtLeast(model.cluster, 16) === false);
}
