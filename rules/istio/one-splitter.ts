import { 
  deploymentMode, addTo, defineRule, GATEWAY_ROUTES, gatewayRulesOf, kindKey, knownText, mayBeSame, namesMeantFor, routesOf, serviceOfHost, weightOf,
  type Manifest, type Node, type Problem, type Route, type ServiceName,
 } from '#rule';
import { INFERENCE_SERVICE, ofKinds, VIRTUAL_SERVICE } from '../shared/kinds.ts';

export default defineRule({
  id: 'istio/one-splitter',
  on: 'surroundings',
  kinds: [VIRTUAL_SERVICE, ...GATEWAY_ROUTES],
  beside: [INFERENCE_SERVICE],
  title: 'The traffic of a model is split in one place',
  why: 'A canary percent of KServe behind weights of Istio is a share of a share: nobody gets the percentage that is written.',
  severity: 'error',

  *check({ own, all }) {
    const routes = ofKinds(own, VIRTUAL_SERVICE, ...GATEWAY_ROUTES);
    const models = ofKinds(all, INFERENCE_SERVICE);
    const splits = splitsByService(routes);
    for (const model of models) {
      const canary = canaryOf(model);
      if (canary) yield* splitTwice(canary, model, namesMeantFor(model).flatMap((name) => splits.get(name) ?? []));
    }
    const byName = new Map(routes.filter((route) => kindKey(route) === VIRTUAL_SERVICE).map((route) => [`${route.namespace ?? ''}/${route.name ?? ''}`, route]));
    for (const model of models) {
      const route = byName.get(`${model.namespace ?? ''}/${model.name ?? ''}`);
      if (route && isOwnedByKserve(route, model)) yield owned(route, model);
    }
  },
});

interface Canary {
  readonly percent: Node;
  readonly isCertain: boolean;
}

/** A split that KServe makes: of the percent only with Knative, of the list only in Standard mode. */
function canaryOf(model: Manifest): Canary | undefined {
  const mode = deploymentMode(model);
  const spec = model.root.get('spec');
  const percents = [
    ...(mode === 'Standard' || mode === 'ModelMesh' ? [] : [spec.get('predictor', 'canaryTrafficPercent')]),
    ...(mode === 'Knative' || mode === 'ModelMesh' ? [] : spec.get('canary').items().map((canary) => canary.get('trafficPercent'))),
  ];
  const percent = percents.find((one) => one.isKnown && one.number !== undefined && one.number > 0 && one.number < 100);
  return percent && { percent, isCertain: mode !== undefined };
}

interface Split {
  readonly route: Manifest;
  readonly destinations: readonly Node[];
  /** Of the Service that it is found by. */
  readonly namespace: string | undefined;
}

/** Splits by the names of the Services that they send to. */
function splitsByService(routes: readonly Manifest[]): Map<string, Split[]> {
  const found = new Map<string, Split[]>();
  for (const route of routes) {
    for (const destinations of splitsOf(route)) {
      for (const { name, namespace } of destinations.flatMap((one) => serviceOf(one, route) ?? [])) {
        addTo(found, name, { route, destinations, namespace });
      }
    }
  }
  return found;
}

/** A route with several destinations that get something, of which one is a Service of the model; once for each object. */
function* splitTwice({ percent, isCertain }: Canary, model: Manifest, splits: readonly Split[]): Iterable<Problem> {
  const said = new Set<Manifest>();
  for (const { route, destinations, namespace } of splits) {
    if (said.has(route) || !mayBeSame(namespace, model.namespace)) continue;
    said.add(route);
    yield {
      at: percent,
      message: `the canary of ${model.name ?? ''} takes ${percent.written ?? ''} % of what ${route.kind} ${route.name ?? ''} leaves to it: two splits of one model's traffic`,
      related: [{ at: destinations[0] ?? route.root, message: 'the other split' }],
      ...(isCertain ? {} : { severity: 'info' }),
    };
  }
}

/** The destinations of every route that get requests, where they are several. */
function splitsOf(route: Manifest): Node[][] {
  if (kindKey(route) === VIRTUAL_SERVICE) return routesOf(route).map((one) => served(one, 0)).filter(({ length }) => length > 1);
  return gatewayRulesOf(route).map((one) => served(one, 1)).filter(({ length }) => length > 1);
}

function served({ destinations }: Route, absent: number): Node[] {
  return destinations.filter((destination) => !destination.get('weight').isKnown || weightOf(destination, absent) !== 0);
}

function serviceOf(entry: Node, route: Manifest): ServiceName | undefined {
  const isIstio = kindKey(route) === VIRTUAL_SERVICE;
  const host = knownText(isIstio ? entry.get('destination', 'host') : entry.get('name'));
  const namespace = isIstio ? route.namespace : (knownText(entry.get('namespace')) ?? route.namespace);
  return host === undefined ? undefined : serviceOfHost(host, namespace);
}

/** With Knative KServe writes a VirtualService of the InferenceService's name over whatever it finds there. */
function isOwnedByKserve(route: Manifest, model: Manifest): boolean {
  const mode = deploymentMode(model);
  return route.name !== undefined && mode !== 'Standard' && mode !== 'ModelMesh';
}

function owned(route: Manifest, model: Manifest): Problem {
  return {
    at: route.root.get('metadata', 'name'),
    message: `VirtualService ${route.name ?? ''} has the name of the one that KServe writes for InferenceService ${model.name ?? ''}, and is overwritten`,
    related: [{ at: model.root.get('metadata', 'name'), message: 'the InferenceService' }],
    ...(deploymentMode(model) === 'Knative' ? {} : { severity: 'info' }),
  };
}
