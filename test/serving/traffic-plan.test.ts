/** Who gets what share: KServe's percent, `spec.canary[]`, routes of Istio and of the Gateway API, graphs, and one behind the other. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trafficPlans } from '../../src/mllint.ts';
import { sharesOf } from '../../src/serving/traffic/weights.ts';
import { lintFiles } from '../cases.ts';

const isvc = (name: string, { mode = 'Knative', predictor = '', more = '' }: { mode?: string; predictor?: string; more?: string } = {}): string => `
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: { name: ${name}, namespace: ml, annotations: { serving.kserve.io/deploymentMode: ${mode} } }
spec:
  predictor: { ${predictor}${predictor === '' ? '' : ', '}model: { modelFormat: { name: sklearn }, storageUri: s3://models/${name}/v2 } }
${more}`;

const route = (http: string): string => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: scoring, namespace: ml }
spec:
  hosts: [ scoring.example.com ]
  http: ${http}
`;

const httpRoute = (rules: string): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: scoring, namespace: ml }
spec: { parentRefs: [ { name: models } ], rules: ${rules} }
`;

const graph = (nodes: string): string => `
apiVersion: serving.kserve.io/v1alpha1
kind: InferenceGraph
metadata: { name: chain, namespace: ml }
spec: { nodes: ${nodes} }
`;

const destination = (host: string, weight: string): string => `{ destination: { host: ${host} }, weight: ${weight} }`;

/** `model version percent [copy] | entry condition | by` */
async function planOf(...documents: string[]): Promise<string[]> {
  const { repository } = await lintFiles({ 'environments/prod/models.yaml': documents.join('\n---\n') });
  return (repository?.environments ?? []).flatMap((environment) => trafficPlans(environment).flatMap(({ model, shares }) => shares.map((share) => {
    const percent = share.percent === undefined ? '?' : String(Math.round(share.percent * 100) / 100);
    return `${model.name} ${share.version ?? '-'} ${percent}${share.isCopy ? ' copy' : ''} | ${[share.entry, share.condition].join(' ').trim()} | ${share.by.join(', ')}`.trimEnd();
  })));
}

describe('the traffic plan', () => {
  it('of a model alone', async () => {
    expect(await planOf(isvc('fraud'))).toEqual(['fraud 2 100 | fraud |']);
  });

  it('takes the version in the manifest for the canary, and the one before for the stable one', async () => {
    const by = 'canaryTrafficPercent of fraud';
    expect(await planOf(isvc('fraud', { predictor: 'canaryTrafficPercent: 10' }))).toEqual([`fraud - 90 | fraud | ${by}`, `fraud 2 10 | fraud | ${by}`]);
    expect(await planOf(isvc('fraud', { predictor: 'canaryTrafficPercent: 0' }))).toEqual([`fraud - 100 | fraud | ${by}`, `fraud 2 0 | fraud | ${by}`]);
    expect(await planOf(isvc('fraud', { predictor: 'canaryTrafficPercent: 100' }))).toEqual(['fraud 2 100 | fraud |']);
    expect(await planOf(isvc('fraud', { mode: 'Standard', predictor: 'canaryTrafficPercent: 10' }))).toEqual(['fraud 2 100 | fraud |']);
    expect(await planOf(isvc('fraud', { predictor: 'canaryTrafficPercent: 150' }))).toEqual([`fraud - ? | fraud | ${by}`, `fraud 2 ? | fraud | ${by}`]);
  });

  it('gives the predictor what spec.canary leaves', async () => {
    const more = '  canary: [ { trafficPercent: 25, predictor: { name: v3, model: { modelFormat: { name: sklearn }, storageUri: s3://models/fraud/v3 } } } ]';
    expect(await planOf(isvc('fraud', { mode: 'Standard', more }))).toEqual(['fraud 2 75 | fraud | spec.canary of fraud', 'fraud 3 25 | fraud | spec.canary of fraud']);
  });

  it('multiplies one split with the other', async () => {
    const http = `[ { match: [ { headers: { x-canary: { exact: "true" } } } ], route: [ ${destination('b-predictor', '1')} ] }, { route: [ ${destination('a-predictor', '80')}, ${destination('b-predictor.ml.svc.cluster.local', '20')} ] } ]`;
    expect(await planOf(isvc('a', { predictor: 'canaryTrafficPercent: 10' }), isvc('b'), route(http))).toEqual([
      'a - 72 | scoring.example.com everything else | VirtualService scoring, canaryTrafficPercent of a',
      'a 2 8 | scoring.example.com everything else | VirtualService scoring, canaryTrafficPercent of a',
      'b 2 100 | scoring.example.com header x-canary = true | VirtualService scoring',
      'b 2 20 | scoring.example.com everything else | VirtualService scoring',
    ]);
  });

  it('counts a missing weight 0 in Istio and 1 in the Gateway API, and shows copies', async () => {
    const http = `[ { route: [ ${destination('a-predictor', '100')}, { destination: { host: b-predictor } } ], mirror: { host: b-predictor }, mirrorPercentage: { value: 5 } } ]`;
    expect(await planOf(isvc('a'), isvc('b'), route(http))).toEqual([
      'a 2 100 | scoring.example.com | VirtualService scoring', 'b 2 0 | scoring.example.com | VirtualService scoring', 'b 2 5 copy | scoring.example.com | VirtualService scoring',
    ]);
    const rules = '[ { matches: [ { path: { value: /v1 } } ], backendRefs: [ { name: a-predictor, port: 80, weight: 3 }, { name: b-predictor, port: 80 } ] } ]';
    expect(await planOf(isvc('a'), isvc('b'), httpRoute(rules))).toEqual([
      'a 2 75 | gateway models path starts with /v1 | HTTPRoute scoring', 'b 2 25 | gateway models path starts with /v1 | HTTPRoute scoring',
    ]);
  });

  it('follows graphs through their nodes, and ends where they turn in circles', async () => {
    const nodes = `{ root: { routerType: Splitter, steps: [ { serviceName: a, weight: 40 }, { nodeName: more, weight: 60 } ] },
      more: { routerType: Switch, steps: [ { serviceUrl: "http://b-predictor.ml.svc.cluster.local/v1", condition: '@this' } ] } }`;
    expect(await planOf(isvc('a'), isvc('b'), graph(nodes))).toEqual(['a 2 40 | chain | InferenceGraph chain', 'b 2 60 | chain @this | InferenceGraph chain']);
    const circle = '{ root: { routerType: Sequence, steps: [ { nodeName: root }, { nodeName: root }, { serviceName: a } ] } }';
    expect((await planOf(isvc('a'), graph(circle))).length).toBeLessThan(1000);
  });

  it('shares whatever the weights are, and all of it', () => {
    fc.assert(fc.property(fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 16 }), (weights) => {
      const shares = sharesOf(weights);
      const isServed = weights.some((weight) => weight > 0);
      const sum = shares.reduce<number>((all, share) => all + (share ?? 0), 0);
      expect(sum).toBeCloseTo(isServed ? 100 : 0, 6);
      expect(shares.every((share) => share === undefined || (share >= 0 && share <= 100))).toBe(true);
    }));
  });
});
