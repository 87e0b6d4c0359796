/** Mistakes in manifests as they are applied, and in the routes between them. */
import { kinds } from '../kind.ts';
import { added, edited, eitherAt, inserted, lower, renamed, shownAt, spotOf, valued, written, type Mistake } from '../mistake.ts';
import type { Place, Tree } from '../tree.ts';
import { misspelt } from './typing.ts';

const MODELS = 'environments/*/ranker/inference-services.yaml';
const API = 'environments/*/ranking-api/*.yaml';

export const MANIFESTS = kinds(
  {
    id: 'canary-where-the-mode-ignores-it',
    problem: 'D24',
    bases: ['plain'],
    rule: 'kserve/canary-mode',
    mistakes: (tree) => inMode(tree, 'Standard', 'spec.predictor.minReplicas').map((place) => inserted(tree, place, 'canaryTrafficPercent: 10')),
  },
  {
    id: 'concurrency-where-the-mode-ignores-it',
    problem: 'D27',
    bases: ['plain'],
    rule: ['kserve/autoscaling', 'kserve/canary-mode'],
    mistakes: (tree) => inMode(tree, 'Standard', 'spec.predictor.minReplicas').map((place) => inserted(tree, place, 'containerConcurrency: 4')),
  },
  {
    id: 'scaling-that-the-mode-ignores',
    problem: 'D27',
    bases: ['plain'],
    rule: 'kserve/autoscaling',
    mistakes: (tree) => inMode(tree, 'Standard', 'spec.predictor.minReplicas').map((place) => inserted(tree, place, 'scaleMetric: concurrency\nscaleTarget: 10')),
  },
  {
    id: 'two-implementations',
    bases: ['plain'],
    rule: 'kserve/one-implementation',
    mistakes: (tree) => tree.places(MODELS, 'spec.predictor.model').map((place) => added(tree, place, `sklearn:\n  storageUri: ${tree.beside(place, [...place.keys, 'storageUri'])?.text ?? ''}`)),
  },
  {
    id: 'pod-spec',
    problem: 'D37',
    bases: ['plain'],
    rule: 'kubernetes/schema',
    noRepair: 'its fields belong one level higher, which of them stands in no schema',
    mistakes: (tree) => tree.places(MODELS, 'spec.predictor.minReplicas').map((place) => inserted(tree, place, 'podSpec:\n  priorityClassName: high')),
  },
  {
    id: 'container-in-the-singular',
    problem: 'D47',
    bases: ['plain'],
    rule: ['kubernetes/schema', 'kserve/one-implementation'],
    mistakes: (tree) => tree.places(MODELS, 'spec.predictor.model').map((place) => edited(tree, place.path, { start: place.key?.start ?? 0, end: place.value.end }, 'container:\n      name: kserve-container\n      image: registry.example.com/ranking/ranker-server:1.8.2\n')),
    noRepair: 'a container becomes an item of a list with a name: more than another key',
  },
  {
    id: 'field-misspelt',
    problem: 'D37',
    bases: ['plain'],
    rule: 'kubernetes/schema',
    mistakes: (tree, random) => ['minReplicas', 'maxReplicas', 'serviceAccountName', 'model.storageUri', 'model.runtime', 'model.resources'].flatMap((field) =>
      tree.places(MODELS, `spec.predictor.${field}`).map((place) => renamed(tree, place, misspelt(String(place.keys.at(-1)), random)))),
  },
  {
    id: 'field-of-an-api-object-misspelt',
    bases: ['plain'],
    rule: 'kubernetes/schema',
    mistakes: (tree, random) => [
      ...['spec.selector', 'spec.template.spec.containers', 'spec.template.spec.containers.*.envFrom', 'spec.template.spec.containers.*.readinessProbe', 'spec.replicas'].flatMap((field) => tree.ofKind(API, 'Deployment', field)),
      ...tree.ofKind(API, 'VirtualService', 'spec.http'), ...tree.ofKind(API, 'DestinationRule', 'spec.subsets'), ...tree.ofKind(API, 'PodDisruptionBudget', 'spec.minAvailable'),
    ].map((place) => renamed(tree, place, misspelt(String(place.keys.at(-1)), random))),
  },
  {
    id: 'field-at-the-wrong-level',
    bases: ['plain'],
    rule: 'kubernetes/schema',
    mistakes: (tree) => tree.places(MODELS, 'spec.predictor.serviceAccountName').map((place) => {
      const below = tree.beside(place, ['spec', 'predictor', 'model', 'modelFormat']) ?? place;
      const text = tree.text(place.path);
      return edited(tree, place.path, { start: place.lines.start, end: below.lines.start }, `${text.slice(place.lines.end, below.lines.start)}      serviceAccountName: ranker\n`);
    }).map((mistake) => lower(mistake, 3)),
    noRepair: 'a field is moved, which a person does',
  },
  {
    id: 'api-version-that-was-removed',
    bases: ['plain'],
    rule: ['kubernetes/api-version', 'kserve/removed-api'],
    mistakes: (tree) => [
      ...tree.ofKind(API, 'PodDisruptionBudget', 'apiVersion').map((place) => valued(tree, place, 'policy/v1beta1')),
      ...tree.ofKind(API, 'Deployment', 'apiVersion').map((place) => valued(tree, place, 'extensions/v1beta1')),
      ...tree.ofKind(MODELS, 'InferenceService', 'apiVersion').map((place) => valued(tree, place, 'serving.kserve.io/v1alpha2')),
    ],
    causes: { 'kserve/one-implementation': 'the older API has no predictor of this form', 'kubernetes/schema': 'the older API has other fields' },
  },
  {
    id: 'name-with-capitals',
    bases: ['plain'],
    rule: ['kserve/name', 'kubernetes/schema'],
    mistakes: (tree) => tree.ofKind(MODELS, 'InferenceService', 'metadata.name').map((place) => valued(tree, place, place.text.replace(/^./, (first) => first.toUpperCase()))),
    causes: { 'kserve/name': 'one name', 'kserve/graph-resolves': 'the graph names the service as it was' },
  },
  {
    id: 'credentials-in-a-secret',
    problem: 'D33',
    bases: ['plain', 'kustomize'],
    rule: 'kubernetes/plain-secret',
    mistakes: (tree) => [
      ...tree.paths('environments/*/ranker/service-account.yaml').map((path) => secretAt(path.replace('service-account', 'secret'), tree)),
      ...tree.places('models/*/base/kustomization.yaml', 'resources').map((place) => {
        const secret = secretAt(place.path.replace('kustomization', 's3-secret'), tree);
        return { ...secret, texts: new Map([...secret.texts, ...added(tree, place, 'x').texts].map(([path, text]) => [path, text?.replace('\nx\n', '\n').replace('resources:\n', 'resources:\n  - s3-secret.yaml\n')])) };
      }),
    ],
  },
  {
    id: 'password-in-the-environment',
    problem: 'D77',
    bases: ['plain'],
    rule: 'kubernetes/plain-secret',
    mistakes: (tree) => tree.ofKind(API, 'Deployment', 'spec.template.spec.containers.*.envFrom').map((place) => lower(inserted(tree, place, 'env:\n  - name: DB_PASSWORD\n    value: q7TbX2kP9vLw4Zr8'), 2)),
  },
  {
    id: 'secret-key-in-a-config-map',
    problem: 'D30',
    bases: ['plain'],
    rule: 'kubernetes/plain-secret',
    mistakes: (tree) => tree.ofKind(API, 'ConfigMap', 'data.TOP_K').map((place) => added(tree, place, 'AWS_SECRET_ACCESS_KEY: wJalrXUtnFEMIK7MDENGbPxRfiCYzzzzKLMNOPQR')),
  },
  {
    id: 'disruption-budget-that-allows-none',
    problem: 'D67',
    bases: ['plain'],
    rule: 'kubernetes/disruption-budget',
    mistakes: (tree) => tree.ofKind(API, 'PodDisruptionBudget', 'spec.minAvailable').map((place) => valued(tree, place, place.path.includes('prod') ? '3' : '2')),
  },
  {
    id: 'second-file-of-the-same-model',
    problem: 'D46',
    bases: ['plain'],
    rule: 'kubernetes/object-once',
    mistakes: (tree) => tree.paths(MODELS).map((path) => {
      const text = tree.text(path).split('---\n')[0]?.replace(/ranker\/\d+/, 'ranker/11') ?? '';
      return shownAt(written(path.replace('inference-services', 'ranker-canary'), text), { path: path.replace('inference-services', 'ranker-canary'), line: 4 });
    }),
  },
  {
    id: 'namespace-of-the-environment-it-was-copied-from',
    problem: 'D80',
    bases: ['plain'],
    rule: ['argocd/resource-owned-once', 'argocd/project', 'values/environment-matches'],
    mistakes: (tree) => [...tree.ofKind(MODELS, 'InferenceService', 'metadata.namespace'), ...tree.ofKind(API, 'ConfigMap', 'metadata.namespace')].filter(({ path }) => path.includes('/prod/')).map((place) => {
      const mistake = valued(tree, place, 'ranking-staging');
      return eitherAt(mistake, { path: place.path.replace('/prod/', '/staging/'), line: mistake.at.line - 1 });
    }),
  },
  {
    id: 'service-account-misspelt',
    bases: ['plain', 'kustomize'],
    rule: 'kubernetes/references',
    mistakes: (tree, random) => [...tree.places(MODELS, 'spec.predictor.serviceAccountName'), ...tree.places('models/*/base/*.yaml', 'spec.predictor.serviceAccountName')].map((place) => valued(tree, place, misspelt(place.text, random))),
  },
  {
    id: 'config-map-misspelt',
    bases: ['plain'],
    rule: 'kubernetes/references',
    mistakes: (tree, random) => tree.ofKind(API, 'Deployment', 'spec.template.spec.containers.*.envFrom.*.configMapRef.name').map((place) => valued(tree, place, misspelt(place.text, random))),
  },
  {
    id: 'selector-without-pods',
    problem: 'D74',
    bases: ['plain'],
    rule: 'istio/subset-selects',
    mistakes: (tree) => tree.ofKind(API, 'DestinationRule', 'spec.subsets.*.labels.version').map((place) => valued(tree, place, 'v3')),
  },
  {
    id: 'deployment-mode-of-one-environment',
    bases: ['plain'],
    rule: 'parity/deployment-mode',
    mistakes: (tree) => inMode(tree, 'Standard', 'metadata.annotations.[serving.kserve.io/deploymentMode]').map((place) => {
      const others = ['dev', 'staging', 'prod'].map((env) => ({ ...spotOf(tree, place), path: place.path.replace(/\/\w+\/ranker/, `/${env}/ranker`) }));
      return eitherAt(valued(tree, place, 'Knative'), ...others);
    }),
  },
  {
    id: 'alerts-of-one-environment-only',
    bases: ['plain'],
    rule: 'parity/coverage',
    mistakes: (tree) => tree.paths('environments/prod/ranker/alerts.yaml').map((path) => ({ texts: new Map([[path, undefined]]), at: spotOf(tree, tree.ofKind(path.replace('alerts', 'inference-services'), 'InferenceService', 'metadata.name')[0] ?? neverThere(path)) })),
  },
  {
    id: 'argument-of-one-environment',
    problem: 'D25',
    bases: ['strict'],
    rule: 'parity/settings',
    mistakes: (tree) => tree.places(MODELS, 'spec.predictor.model.args.*').filter(({ text }) => text.includes('max-model-len')).map((place) => valued(tree, place, '--max-model-len=2048')),
  },
  {
    id: 'model-that-no-application-deploys',
    problem: 'D41',
    bases: ['strict'],
    rule: 'argocd/deployed',
    mistakes: (tree) => tree.paths(MODELS).map((path) => {
      const [first = ''] = tree.text(path).split('---\n');
      return written(path.replace('/ranker/', '/ranker-next/'), first.replace('name: ranker\n', 'name: ranker-next\n').replace('example-models/ranker/', 'example-models/ranker-next/'), 'name: ranker-next');
    }),
  },
  {
    id: 'model-beside-the-folder-that-is-deployed',
    problem: 'D50',
    bases: ['strict'],
    rule: 'argocd/deployed',
    mistakes: (tree) => tree.paths(MODELS).map((path) => {
      const [first = ''] = tree.text(path).split('---\n');
      return written(path.replace('/ranker/', '/'), first.replace('name: ranker\n', 'name: ranker-next\n').replace('example-models/ranker/', 'example-models/ranker-next/'), 'name: ranker-next');
    }),
  },
);

function neverThere(path: string): never {
  throw new Error(`no model beside ${path}`);
}

/** Places in InferenceServices of one deployment mode. */
function inMode(tree: Tree, mode: string, keys: string): Place[] {
  return tree.ofKind(MODELS, 'InferenceService', keys).filter((place) => tree.beside(place, ['metadata', 'annotations', 'serving.kserve.io/deploymentMode'])?.text === mode);
}

function secretAt(path: string, tree: Tree): Mistake {
  const namespace = tree.files.get(path.replace('secret', 'service-account'))?.match(/namespace: (.*)/)?.[0];
  return written(path, `apiVersion: v1\nkind: Secret\nmetadata:\n  name: s3-credentials\n${namespace === undefined ? '' : `  ${namespace}\n`}stringData:\n  AWS_SECRET_ACCESS_KEY: wJalrXUtnFEMIK7MDENGbPxRfiCYzzzzKLMNOPQR\n`, 'AWS_SECRET');
}
