/** What Argo CD is told: Applications, ApplicationSets, projects. */
import { kinds } from '../kind.ts';
import { added, deleted, edited, eitherAt, inserted, lower, removed, renamed, shownAt, spotIn, spotOf, swapped, valued, type Mistake } from '../mistake.ts';
import type { Place, Tree } from '../tree.ts';
import { applicationPlaces } from './places.ts';
import { misspelt } from './typing.ts';

const SETS = 'argocd/**/*.yaml';

export const APPLICATIONS = kinds(
  {
    id: 'self-heal-off',
    problem: 'D51',
    bases: ['chart', 'kustomize', 'plain', 'git-generators'],
    rule: 'argocd/self-heal',
    mistakes: (tree) => ofModels(applicationPlaces(tree, 'spec.syncPolicy.automated.selfHeal')).map((place) => valued(tree, place, 'false')),
  },
  {
    id: 'self-heal-forgotten',
    problem: 'D51',
    bases: ['chart', 'kustomize', 'plain', 'git-generators'],
    rule: 'argocd/self-heal',
    mistakes: (tree) => ofModels(applicationPlaces(tree, 'spec.syncPolicy.automated.selfHeal')).map((place) => removed(tree, place)),
  },
  {
    id: 'self-heal-misspelt',
    bases: ['chart', 'kustomize', 'plain'],
    rule: ['kubernetes/schema', 'argocd/self-heal'],
    mistakes: (tree, random) => applicationPlaces(tree, 'spec.syncPolicy.automated.selfHeal').map((place) => renamed(tree, place, random.pick(['selfheal', 'self-heal', misspelt('selfHeal', random)]))),
  },
  {
    id: 'automated-forgotten',
    bases: ['chart', 'kustomize', 'plain', 'git-generators'],
    rule: 'argocd/self-heal',
    mistakes: (tree) => ofModels(applicationPlaces(tree, 'spec.syncPolicy.automated')).map((place) => removed(tree, place)),
    otherRepair: 'the entry comes back at another place of the same mapping',
  },
  {
    id: 'automated-switched-off',
    bases: ['chart', 'kustomize', 'plain'],
    rule: 'argocd/self-heal-effective',
    mistakes: (tree) => ofModels(applicationPlaces(tree, 'spec.syncPolicy.automated.selfHeal')).map((place) => added(tree, place, 'enabled: false')),
  },
  {
    id: 'differences-ignored-where-the-model-is-named',
    bases: ['chart', 'kustomize', 'plain'],
    rule: 'argocd/self-heal-effective',
    mistakes: (tree) => ofModels(applicationPlaces(tree, 'spec.syncPolicy')).map((place) =>
      lower(inserted(tree, place, 'ignoreDifferences:\n  - group: serving.kserve.io\n    kind: InferenceService\n    jsonPointers:\n      - /spec/predictor/model'), 4)),
  },
  {
    id: 'retry-that-cannot-be-read',
    bases: ['chart', 'plain'],
    rule: ['argocd/self-heal-effective', 'kubernetes/schema'],
    mistakes: (tree, random) => ofModels(applicationPlaces(tree, 'spec.syncPolicy.retry.backoff.duration')).map((place) => valued(tree, place, random.pick(['10 seconds', '10sec', 'ten']))),
  },
  {
    id: 'prune-off',
    problem: 'D51',
    bases: ['chart', 'kustomize', 'plain', 'git-generators'],
    rule: 'argocd/prune',
    mistakes: (tree) => ofModels(applicationPlaces(tree, 'spec.syncPolicy.automated.prune')).map((place) => valued(tree, place, 'false')),
  },
  {
    id: 'sync-option-misspelt',
    bases: ['chart', 'kustomize', 'plain', 'git-generators'],
    rule: 'argocd/sync-options',
    mistakes: (tree, random) => applicationPlaces(tree, 'spec.syncPolicy.syncOptions.*').map((place) => valued(tree, place, random.pick([`${misspelt(place.text.replace('=true', ''), random)}=true`, place.text.replace('=true', '')]))),
  },
  {
    id: 'server-is-the-name-of-a-cluster',
    bases: ['chart', 'kustomize'],
    rule: 'argocd/destination',
    mistakes: (tree) => applicationPlaces(tree, 'spec.destination.name').map((place) => renamed(tree, place, 'server')),
  },
  {
    id: 'no-destination',
    problem: 'D73',
    bases: ['chart', 'kustomize', 'plain', 'git-generators'],
    rule: 'argocd/destination',
    mistakes: (tree) => [...applicationPlaces(tree, 'spec.destination.name'), ...applicationPlaces(tree, 'spec.destination.server')].map((place) => commented(tree, place)),
    noRepair: 'which cluster is meant stands nowhere',
  },
  {
    id: 'two-destinations',
    bases: ['chart', 'kustomize', 'plain'],
    rule: 'argocd/destination',
    mistakes: (tree) => [...applicationPlaces(tree, 'spec.destination.name').map((place) => added(tree, place, 'server: https://kubernetes.default.svc')), ...applicationPlaces(tree, 'spec.destination.server').map((place) => added(tree, place, 'name: in-cluster'))].map((mistake) => eitherAt(mistake, { ...mistake.at, line: mistake.at.line - 1 })),
    noRepair: 'which of the two is meant stands nowhere',
  },
  {
    id: 'one-cluster-for-all',
    problem: 'D7',
    bases: ['chart', 'kustomize', 'git-generators'],
    rule: 'argocd/project',
    mistakes: (tree) => [
      ...tree.ofKind(SETS, 'ApplicationSet', 'spec.template.spec.destination.name').filter(({ text }) => text.includes('{{')).map((place) => eitherAt(valued(tree, place, 'dev-cluster'), spotIn(tree, 'argocd/project.yaml', 'destinations:'))),
      ...tree.ofKind(SETS, 'ApplicationSet', 'spec.template.spec.destination.server').map((place) => valued(tree, place, 'https://kubernetes.default.svc')),
    ],
  },
  {
    id: 'cluster-that-the-project-does-not-allow',
    problem: 'D11',
    bases: ['chart', 'kustomize', 'plain', 'git-generators'],
    rule: 'argocd/project',
    mistakes: (tree) => [
      ...tree.places(SETS, 'spec.generators.*.list.elements.*.cluster').map((place) => valued(tree, place, 'edge-cluster')),
      ...tree.places(SETS, 'spec.generators.*.matrix.generators.*.list.elements.*.cluster').map((place) => valued(tree, place, 'https://edge.example.org')),
      ...tree.ofKind(SETS, 'Application', 'spec.destination.server').map((place) => valued(tree, place, 'https://edge.example.org')),
    ],
  },
  {
    id: 'namespace-that-the-project-does-not-allow',
    problem: 'D42',
    bases: ['chart', 'plain'],
    rule: 'argocd/project',
    mistakes: (tree) => [
      ...tree.places(SETS, 'spec.generators.*.list.elements.*.namespace').map((place) => valued(tree, place, `${place.text}-eu`)),
      ...tree.ofKind(SETS, 'Application', 'spec.destination.namespace').map((place) => valued(tree, place, `${place.text}-eu`)),
    ],
  },
  {
    id: 'kind-that-the-project-does-not-allow',
    problem: 'D42',
    bases: ['chart', 'kustomize', 'plain'],
    rule: 'argocd/project',
    mistakes: (tree) => tree.ofKind('argocd/project.yaml', 'AppProject', 'spec.namespaceResourceWhitelist.*').flatMap((place) => {
      const kind = tree.beside(place, [...place.keys, 'kind'])?.text ?? '';
      const deployed = tree.fragments('{charts,models,components,environments}/**', `kind: ${kind}\n`).map(({ path, span }) => ({ path, line: tree.line(path, span.start) }));
      return deployed.length === 0 ? [] : [eitherAt(removed(tree, place), ...deployed)];
    }),
  },
  {
    id: 'source-that-the-project-does-not-allow',
    problem: 'D12',
    bases: ['chart', 'kustomize', 'plain'],
    rule: ['argocd/project', 'repository/placeholder'],
    mistakes: (tree) => applicationPlaces(tree, 'spec.source.repoURL').map((place) => valued(tree, place, place.text.replace('example-org', 'your-org'))),
  },
  {
    id: 'placeholder-in-the-repository-of-all',
    problem: 'D13',
    bases: ['plain', 'chart'],
    rule: 'repository/placeholder',
    mistakes: (tree) => applicationPlaces(tree, 'spec.source.repoURL').map((place) => valued(tree, place, 'https://github.com/<your-org>/ml-gitops.git')),
  },
  {
    id: 'branch-that-is-not-there',
    problem: 'D19',
    bases: ['chart', 'kustomize', 'plain'],
    rule: ['unverified', 'argocd/source-exists'],
    mistakes: (tree) => applicationPlaces(tree, 'spec.source.targetRevision').map((place) => valued(tree, place, 'staging')),
  },
  {
    id: 'path-misspelt',
    problem: 'D83',
    bases: ['chart', 'kustomize', 'plain'],
    rule: 'argocd/source-exists',
    otherRepair: 'the quotes of the mistake stay',
    mistakes: (tree, random) => applicationPlaces(tree, 'spec.source.path').map((place) => {
      const [first = '', second = '', ...rest] = place.text.split('/');
      return valued(tree, place, `"${[first, second.includes('{{') ? second : misspelt(second, random), ...rest].join('/')}"`);
    }).filter(({ texts }) => ![...texts.values()].every((text, index) => text === tree.text([...texts.keys()][index] ?? ''))),
  },
  {
    id: 'path-of-folders-only',
    problem: 'D52',
    bases: ['kustomize', 'plain'],
    rule: 'argocd/source-not-empty',
    mistakes: (tree) => applicationPlaces(tree, 'spec.source.path').map((place) => valued(tree, place, place.text.slice(0, place.text.lastIndexOf('/')))),
    causes: { 'argocd/applications-unique': 'all applications deploy one folder' },
  },
  {
    id: 'value-file-relative-to-the-chart',
    problem: 'D17',
    bases: ['chart', 'git-generators'],
    rule: 'argocd/source-exists',
    mistakes: (tree) => applicationPlaces(tree, 'spec.source.helm.valueFiles.*').map((place) => valued(tree, place, `"${place.text.slice(1)}"`)),
  },
  {
    id: 'value-file-misnamed',
    problem: 'D18',
    bases: ['chart', 'git-generators'],
    rule: 'argocd/source-exists',
    otherRepair: 'the quotes of the mistake stay',
    mistakes: (tree, random) => applicationPlaces(tree, 'spec.source.helm.valueFiles.*').map((place) => valued(tree, place, `"${random.pick([place.text.replace('values', 'value'), place.text.replace('.yaml', '.yml')])}"`)),
  },
  {
    id: 'value-file-rebuilt-from-the-name-of-its-folder',
    problem: 'D60',
    bases: ['git-generators'],
    rule: 'argocd/source-exists',
    mistakes: (tree) => applicationPlaces(tree, 'spec.source.helm.valueFiles.*').map((place) => valued(tree, place, '"/deployments/{{ .path.basename }}/values.yaml"')),
  },
  {
    id: 'environment-before-what-is-common',
    problem: 'D2',
    bases: ['chart'],
    rule: 'argocd/value-file-order',
    mistakes: (tree) => {
      const files = applicationPlaces(tree, 'spec.source.helm.valueFiles.*');
      return files.flatMap((first) => files.filter(({ path, keys }) => path === first.path && keys.at(-1) === 1 && first.keys.at(-1) === 0).map((second) => {
        const mistake = swapped(tree, first, second);
        return eitherAt(mistake, { ...mistake.at, line: mistake.at.line + 1 });
      }));
    },
  },
  {
    id: 'chart-without-its-chart-file',
    problem: 'D5',
    bases: ['chart', 'git-generators'],
    rule: 'argocd/source-renders',
    otherRepair: 'a Chart.yaml of its folder’s name is enough to render',
    mistakes: (tree) => tree.ofKind(SETS, 'ApplicationSet', 'spec.template.spec.source').filter((place) => tree.beside(place, [...place.keys, 'helm'])).flatMap((place) => tree.paths('charts/*/Chart.yaml').map((chart) => deleted(chart, spotOf(tree, place)))),
    causes: { 'argocd/source-renders': 'every set that deploys the chart fails' },
  },
  {
    id: 'missing-value-files-ignored',
    problem: 'D18',
    bases: ['chart'],
    rule: 'argocd/values-once',
    mistakes: (tree) => applicationPlaces(tree, 'spec.source.helm.valueFiles').map((place) => {
      const text = tree.text(place.path).slice(place.lines.start, place.lines.end);
      const mistake = edited(tree, place.path, place.lines, `          ignoreMissingValueFiles: true\n${text.replace('/values.yaml', '/value.yaml')}`);
      return lower(mistake, 2);
    }),
    causes: { 'argocd/source-renders': 'what the file holds is required' },
  },
  {
    id: 'wrong-api-version-of-an-application',
    bases: ['plain', 'chart'],
    rule: ['kubernetes/api-version', 'kubernetes/schema'],
    mistakes: (tree) => [...tree.ofKind(SETS, 'Application', 'apiVersion'), ...tree.ofKind(SETS, 'ApplicationSet', 'apiVersion')].map((place) => valued(tree, place, 'argoproj.io/v1')),
  },
);

/** Applications that deploy models; those of platforms are held to less. */
function ofModels(places: readonly Place[]): Place[] {
  return places.filter(({ path }) => !/platform|ranking-api/.test(path));
}

/** An entry as a comment; shown at what it stood in. */
function commented(tree: Tree, place: Place): Mistake {
  const start = place.key?.start ?? place.lines.start;
  return shownAt(edited(tree, place.path, { start, end: start }, '# REPLACE: '), { path: place.path, line: place.parentLine });
}
