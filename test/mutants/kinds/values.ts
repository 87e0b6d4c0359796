/** The size and shape of a model, in values, patches and manifests. */
import { kinds } from '../kind.ts';
import { added, edited, removed, renamed, shownAt, spotOf, valued, type Mistake } from '../mistake.ts';
import type { Place, Tree } from '../tree.ts';
import { bumped, partsOf } from './places.ts';
import { misspelt } from './typing.ts';

export const VALUES = kinds(
  {
    id: 'canary-percent-over-100',
    bases: ['chart'],
    rule: 'kserve/canary-percent',
    otherRepair: 'the canary stays, with the share that was meant',
    mistakes: (tree, random) => churnVersions(tree).map((version) => canary(version, tree, random.pick(['110', '-10', '0.1', '10%']), 3)),
  },
  {
    id: 'canary-beside-challengers',
    bases: ['chart'],
    rule: 'istio/one-splitter',
    mistakes: (tree) => tree.places('environments/*/fraud-detector/values.yaml', 'model.storageUri').map((uri) => canary(uri, tree, '10', 3)),
  },
  {
    id: 'fewer-replicas-at-most-than-at-least',
    bases: ['chart', 'kustomize', 'plain', 'git-generators'],
    rule: 'kserve/replicas',
    mistakes: (tree) => replicas(tree, 'minReplicas').map((place) => valued(tree, place, '25')),
  },
  {
    id: 'production-without-resources',
    problem: 'D23',
    bases: ['chart', 'plain', 'git-generators'],
    rule: 'parity/resources',
    mistakes: (tree) => [
      ...tree.places('environments/prod/*/values.yaml', 'resources'),
      ...tree.places('environments/prod/*/inference-services.yaml', 'spec.predictor.model.resources'),
      ...tree.places('deployments/prod/*/values.yaml', 'resources'),
    ].map((place) => {
      const uri = tree.beside(place, ['model', 'storageUri']) ?? tree.beside(place, ['model', 'revision']);
      return uri ? shownAt(removed(tree, place), spotOf(tree, uri)) : removed(tree, place);
    }),
  },
  {
    id: 'limit-forgotten',
    problem: 'D34',
    bases: ['chart', 'plain', 'git-generators'],
    rule: 'parity/resources',
    mistakes: (tree, random) => [
      ...tree.places('environments/*/*/values.yaml', `resources.limits.${random.pick(['memory', 'cpu'])}`),
      ...tree.places('environments/*/ranker/inference-services.yaml', 'spec.predictor.model.resources.limits.memory'),
      ...tree.places('deployments/*/*/values.yaml', 'resources.limits.memory'),
    ].map((place) => removed(tree, place)),
  },
  {
    id: 'accelerator-forgotten',
    bases: ['plain', 'git-generators'],
    rule: 'parity/resources',
    mistakes: (tree) => [
      ...tree.places('environments/*/ranker/inference-services.yaml', 'spec.predictor.model.resources.limits.[nvidia.com/gpu]'),
      ...tree.places('deployments/*/*/values.yaml', 'resources.limits.[nvidia.com/gpu]'),
    ].map((place) => removed(tree, place)),
  },
  {
    id: 'request-above-limit',
    bases: ['chart', 'plain'],
    rule: ['parity/resources', 'kubernetes/quantity'],
    mistakes: (tree) => [...quantities(tree, 'requests.memory'), ...quantities(tree, 'requests.cpu')].map((place) => valued(tree, place, place.keys.at(-1) === 'cpu' ? '"64"' : '64Gi')),
  },
  {
    id: 'quantity-in-wrong-units',
    bases: ['chart', 'plain', 'git-generators'],
    rule: ['kubernetes/quantity', 'kubernetes/schema', 'values/contract'],
    mistakes: (tree, random) => [...quantities(tree, 'requests.memory'), ...quantities(tree, 'limits.memory')].map((place) => valued(tree, place, place.text.replace('Gi', random.pick(['GB', 'gi', ' Gi', 'GiB'])))),
  },
  {
    id: 'memory-in-thousandths',
    bases: ['chart', 'plain'],
    rule: ['kubernetes/quantity', 'parity/shape', 'parity/size', 'parity/resources'],
    mistakes: (tree) => quantities(tree, 'limits.memory').map((place) => valued(tree, place, place.text.replace('Gi', 'm'))),
    causes: { 'parity/resources': 'the request is above that limit' },
  },
  {
    id: 'production-smaller-than-staging',
    problem: 'D23',
    bases: ['chart', 'kustomize', 'plain', 'git-generators'],
    rule: 'parity/size',
    mistakes: (tree) => replicas(tree, 'maxReplicas').flatMap((place) => {
      const [least, staged] = [tree.beside(place, [...place.keys.slice(0, -1), 'minReplicas']), stagingOf(tree, place)];
      return least && staged && Number(least.text) < Number(staged.text) ? [valued(tree, place, least.text)] : [];
    }),
  },
  {
    id: 'production-with-less-memory',
    bases: ['chart', 'git-generators'],
    rule: 'parity/size',
    mistakes: (tree) => tree.places('{environments,deployments}/prod/*/values.yaml', 'resources').map((place) => {
      const text = tree.text(place.path).slice(place.value.start, place.value.end).replaceAll(/memory: \d+Gi/g, 'memory: 512Mi');
      const mistake = edited(tree, place.path, place.value, text);
      return shownAt(mistake, { ...mistake.at, line: mistake.at.line + text.slice(0, text.indexOf('memory')).split('\n').length - 1 });
    }),
  },
  {
    id: 'environment-of-the-file-it-was-copied-from',
    bases: ['chart'],
    rule: 'values/environment-matches',
    causes: { 'promotion/not-ahead': 'the file says that its version runs in the other environment' },
    mistakes: (tree, random) => tree.places('environments/*/*/values.yaml', 'environment').map((place) => valued(tree, place, random.pick(['dev', 'staging', 'prod']))),
  },
  {
    id: 'contract-key-misspelt',
    bases: ['chart'],
    rule: ['values/contract', 'kubernetes/schema'],
    causes: { 'parity/resources': 'under another key nothing is asked for', 'argocd/source-renders': 'the chart requires what is missing' },
    mistakes: (tree, random) => ['minReplicas', 'maxReplicas', 'resources', 'model.storageUri', 'resources.requests', 'resources.limits'].flatMap((key) =>
      tree.places('environments/*/*/values.yaml', key).map((place) => renamed(tree, place, misspelt(String(place.keys.at(-1)), random)))),
  },
  {
    id: 'replicas-as-text',
    bases: ['chart', 'plain', 'git-generators'],
    rule: ['values/contract', 'kubernetes/schema'],
    mistakes: (tree, random) => replicas(tree, 'maxReplicas').map((place) => valued(tree, place, random.pick(['"4 pods"', 'four']))),
  },
  {
    id: 'value-that-nothing-reads',
    problem: 'D63',
    bases: ['chart'],
    rule: 'values/used',
    mistakes: (tree) => tree.places('environments/*/*/values.yaml', 'maxReplicas').map((place) => added(tree, place, 'canaryTrafficPercent: 20')),
  },
  {
    id: 'value-that-nothing-reads-in-the-defaults',
    problem: 'D63',
    bases: ['chart', 'git-generators'],
    rule: 'values/used',
    mistakes: (tree) => tree.places('models/*/values.yaml', 'team').map((place) => added(tree, place, 'canaryTrafficPercent: 20')),
  },
  {
    id: 'value-under-the-wrong-key',
    problem: 'D63',
    bases: ['chart'],
    rule: ['values/used', 'values/contract'],
    mistakes: (tree) => tree.places('models/*/values.yaml', 'alerts').map((place) => {
      const text = tree.text(place.path);
      return edited(tree, place.path, place.value, text.slice(place.value.start, place.value.end).replace('errorRatio', 'errorRate'));
    }).map((mistake, index) => shownAt(mistake, { ...mistake.at, line: lineOf(tree, 'models/*/values.yaml', 'alerts.errorRatio', index) })),
  },
  {
    id: 'runtime-misspelt',
    problem: 'D56',
    bases: ['chart', 'kustomize', 'plain'],
    rule: 'kserve/runtime-known',
    mistakes: (tree, random) => [
      ...tree.places('models/*/values.yaml', 'model.runtime'),
      ...tree.places('models/*/base/*.yaml', 'spec.predictor.model.runtime'),
      ...tree.places('environments/*/ranker/inference-services.yaml', 'spec.predictor.model.runtime'),
    ].map((place) => valued(tree, place, misspelt(place.text, random))),
  },
  {
    id: 'canary-left-in-the-defaults',
    problem: 'D57',
    bases: ['chart'],
    rule: ['kserve/canary-left-on', 'istio/one-splitter'],
    mistakes: (tree) => tree.places('charts/*/values.yaml', 'model.canary').map((place) => edited(tree, place.path, place.value, '\n    version: "99"\n    storageUri: s3://example-ml-models/fraud-detector/v99\n    percent: 20')).map((mistake) => shownAt(mistake, { ...mistake.at, line: mistake.at.line + 3 })),
    causes: { 'model/uri-matches-name': 'one default reaches models of other names', 'istio/one-splitter': 'the models with challengers have a canary now', 'promotion/not-ahead': 'every environment starts with it' },
  },
);

function churnVersions(tree: Tree): Place[] {
  return tree.places('environments/*/churn-scorer/values.yaml', 'model.storageUri');
}

/** A canary of the next version behind a URI; shown so many lines below its key. */
function canary(uri: Place, tree: Tree, percent: string, line: number): Mistake {
  const { store, name, version } = partsOf(uri.text);
  const next = bumped(version);
  const mistake = added(tree, uri, `canary:\n  version: "${next.replace('v', '')}"\n  storageUri: ${store}/${name}/${next}\n  percent: ${percent}`);
  return shownAt(mistake, { ...mistake.at, line: mistake.at.line + line });
}

function replicas(tree: Tree, key: string): Place[] {
  return [
    ...tree.places('{environments,deployments}/*/*/values.yaml', key),
    ...tree.places('models/*/overlays/*/{model,models}.yaml', `spec.predictor.${key}`),
    ...tree.places('environments/*/ranker/inference-services.yaml', `spec.predictor.${key}`),
  ];
}

/** The same entry of the file for staging. */
function stagingOf(tree: Tree, place: Place): Place | undefined {
  const path = place.path.replace(/\/prod(uction)?\//, '/staging/').replace('models.yaml', 'model.yaml');
  return path === place.path || !tree.files.has(path) ? undefined : tree.beside({ ...place, path }, place.keys);
}

function quantities(tree: Tree, keys: string): Place[] {
  return [
    ...tree.places('{environments,deployments}/*/*/values.yaml', `resources.${keys}`),
    ...tree.places('environments/*/*/values.yaml', `challengers.*.resources.${keys}`),
    ...tree.places('environments/*/ranker/inference-services.yaml', `spec.predictor.model.resources.${keys}`),
  ];
}

function lineOf(tree: Tree, glob: string, keys: string, index: number): number {
  const place = tree.places(glob, keys)[index];
  if (!place) throw new Error(`there is no ${keys}`);
  return spotOf(tree, place).line;
}

