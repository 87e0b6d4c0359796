import {
  deploymentMode, defineRule, gatewayRulesOf, GATEWAY_ROUTES, kindKey, knownText, mayBeSame, namesMeantFor, routesOf, serviceOfHost, weightOf,
  type Manifest, type Node, type Problem, type Route,
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
    for (const model of ofKinds(all, INFERENCE_SERVICE)) {
      const canary = canaryOf(model);
      for (const route of routes) {
        if (canary) yield* splitTwice(canary, model, route);
        if (isOwnedByKserve(route, model)) yield owned(route, model);
      }
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

/** A route with several destinations that get something, of which one is a Service of the model. */
function* splitTwice({ percent, isCertain }: Canary, model: Manifest, route: Manifest): Iterable<Problem> {
  const split = splitsOf(route).find((destinations) => destinations.length > 1 && destinations.some((one) => isServedBy(one, model, route)));
  if (!split) return;
  yield {
    at: percent,
    message: `the canary of ${model.name ?? ''} takes ${percent.written ?? ''} % of what ${route.kind} ${route.name ?? ''} leaves to it: two splits of one model's traffic`,
    related: [{ at: split[0] ?? route.root, message: 'the other split' }],
    ...(isCertain ? {} : { severity: 'info' }),
  };
}

/** The destinations of every route that get requests. */
function splitsOf(route: Manifest): Node[][] {
  if (kindKey(route) === VIRTUAL_SERVICE) return routesOf(route).map((one) => served(one, 0));
  return gatewayRulesOf(route).map((one) => served(one, 1));
}

function served({ destinations }: Route, absent: number): Node[] {
  return destinations.filter((destination) => !destination.get('weight').isKnown || weightOf(destination, absent) !== 0);
}

function isServedBy(entry: Node, model: Manifest, route: Manifest): boolean {
  const isIstio = kindKey(route) === VIRTUAL_SERVICE;
  const host = knownText(isIstio ? entry.get('destination', 'host') : entry.get('name'));
  const namespace = isIstio ? route.namespace : (knownText(entry.get('namespace')) ?? route.namespace);
  const service = host === undefined ? undefined : serviceOfHost(host, namespace);
  return service !== undefined && mayBeSame(service.namespace, model.namespace) && namesMeantFor(model).includes(service.name);
}

/** With Knative KServe writes a VirtualService of the InferenceService's name over whatever it finds there. */
function isOwnedByKserve(route: Manifest, model: Manifest): boolean {
  const mode = deploymentMode(model);
  const isSame = kindKey(route) === VIRTUAL_SERVICE && route.name === model.name && route.namespace === model.namespace && route.name !== undefined;
  return isSame && mode !== 'Standard' && mode !== 'ModelMesh';
}

function owned(route: Manifest, model: Manifest): Problem {
  return {
    at: route.root.get('metadata', 'name'),
    message: `VirtualService ${route.name ?? ''} has the name of the one that KServe writes for InferenceService ${model.name ?? ''}, and is overwritten`,
    related: [{ at: model.root.get('metadata', 'name'), message: 'the InferenceService' }],
    ...(deploymentMode(model) === 'Knative' ? {} : { severity: 'info' }),
  };
}
