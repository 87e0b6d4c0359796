/** What Argo CD is told: Applications, ApplicationSets, projects. */
import { kinds } from '../kind.ts';
import { added, deleted, edited, eitherAt, inserted, lower, removed, renamed, shownAt, spotIn, spotOf, swapped, together, valued, written, type Mistake, type Spot } from '../mistake.ts';
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
    id: 'one-environment-for-all',
    problem: 'D28',
    bases: ['chart', 'kustomize'],
    rule: ['promotion/separable', 'values/environment-matches'],
    mistakes: (tree) => [
      ...applicationPlaces(tree, 'spec.source.helm.valueFiles.*').filter(({ text }) => text.includes('{{')),
      ...applicationPlaces(tree, 'spec.source.path').filter(({ text }) => text.includes('{{')),
    ].map((place) => valued(tree, place, place.text.replace(/\{\{.*?\}\}/, 'dev'))).map((mistake) => eitherAt(mistake, ...readByAll(tree, mistake))),
  },
  {
    id: 'one-name-for-all',
    problem: 'D6',
    bases: ['chart', 'kustomize', 'git-generators'],
    rule: 'argocd/applications-unique',
    mistakes: (tree) => tree.ofKind(SETS, 'ApplicationSet', 'spec.template.metadata.name').filter(({ text }) => /-\{\{ ?\.?env ?\}\}$/.test(text)).map((place) => valued(tree, place, `"${place.text.replace(/-\{\{ ?\.?env ?\}\}$/, '')}"`)),
  },
  {
    id: 'application-written-and-generated',
    problem: 'D20',
    bases: ['chart', 'kustomize'],
    rule: 'argocd/applications-unique',
    mistakes: (tree) => tree.ofKind(SETS, 'ApplicationSet', 'metadata.name').map(({ text: name, path }) => {
      const [first = neverWritten(), ...others] = [...tree.text(path).matchAll(/env: (\w+)/g)].map(([, env = '']) => handWritten(tree, path, { name: `${name}-${env}`, env }));
      return together(first, ...others);
    }),
  },
  {
    id: 'second-application-of-the-same-folder',
    problem: 'D80',
    bases: ['plain'],
    rule: 'argocd/resource-owned-once',
    mistakes: (tree) => tree.ofKind(SETS, 'Application', 'metadata.name').map((place) => written(place.path.replace('.yaml', '-local.yaml'), tree.text(place.path).replace(`name: ${place.text}`, `name: ${place.text}-local`), '    namespace: ')).map((mistake) => eitherAt(mistake, { ...mistake.at, path: mistake.at.path.replace('-local', '') })),
  },
  {
    id: 'generator-misspelt',
    bases: ['chart', 'kustomize', 'git-generators'],
    rule: 'argocd/generator-known',
    mistakes: (tree, random) => ['list', 'matrix', 'git'].flatMap((key) => tree.ofKind(SETS, 'ApplicationSet', `spec.generators.*.${key}`)).map((place) => renamed(tree, place, random.pick([`${String(place.keys.at(-1))}s`, misspelt(String(place.keys.at(-1)), random)]))),
  },
  {
    id: 'number-among-elements',
    problem: 'D16',
    bases: ['chart', 'kustomize'],
    rule: 'argocd/generator-expands',
    mistakes: (tree) => tree.places(SETS, 'spec.generators.*.list.elements.*.cluster').map((place) => added(tree, place, 'wave: 1')),
  },
  {
    id: 'key-with-a-hyphen',
    problem: 'D10',
    bases: ['chart', 'git-generators'],
    rule: 'argocd/generator-expands',
    mistakes: (tree) => goTemplates(tree).map((place) => valued(tree, place, `"${place.text.replace(/\{\{ *\.(\w+).*?\}\}/, '{{ .$1-name }}')}"`)),
  },
  {
    id: 'template-of-the-other-language',
    bases: ['chart', 'kustomize', 'git-generators'],
    rule: ['argocd/generator-expands', 'argocd/parameters-resolved'],
    mistakes: (tree) => applicationPlaces(tree, 'spec.destination.namespace').filter(({ text }) => text.includes('{{')).map((place) => valued(tree, place, `"${place.text.includes('{{ .') ? place.text.replace('{{ .', '{{') : place.text.replace('{{', '{{ .')}"`)),
  },
  {
    id: 'parameter-that-no-generator-has',
    problem: 'D59',
    bases: ['chart', 'kustomize'],
    rule: ['argocd/generator-expands', 'argocd/parameters-resolved'],
    mistakes: (tree) => applicationPlaces(tree, 'spec.destination.namespace').filter(({ text }) => text.includes('{{')).map((place) => valued(tree, place, `"${place.text.replace(/\{\{ *(\.?)\w+ *\}\}/, '{{ $1environment }}')}"`)),
  },
  {
    id: 'element-without-a-parameter',
    problem: 'D59',
    bases: ['chart', 'kustomize'],
    rule: ['argocd/generator-expands', 'argocd/parameters-resolved'],
    mistakes: (tree) => tree.places(SETS, 'spec.generators.*.list.elements.*.cluster').map((place) => {
      const destination = tree.beside(place, ['spec', 'template', 'spec', 'destination', 'name']);
      const mistake = removed(tree, place);
      return destination ? shownAt(mistake, { path: place.path, line: spotOf(tree, destination).line - 1 }) : mistake;
    }),
  },
  {
    id: 'missing-keys-let-through',
    problem: 'D59',
    bases: ['chart', 'git-generators'],
    rule: 'argocd/missing-keys-fail',
    otherRepair: 'the options stand elsewhere in the same mapping',
    mistakes: (tree) => tree.ofKind(SETS, 'ApplicationSet', 'spec.goTemplateOptions').flatMap((place) => {
      const goTemplate = tree.beside(place, ['spec', 'goTemplate']);
      return goTemplate ? [shownAt(removed(tree, place), spotOf(tree, goTemplate))] : [];
    }),
  },
  {
    id: 'control-block-in-the-template',
    problem: 'D1',
    bases: ['chart', 'git-generators'],
    rule: 'repository/readable',
    mistakes: (tree) => tree.ofKind(SETS, 'ApplicationSet', 'spec.template.spec.syncPolicy.automated').map((place) => {
      const text = tree.text(place.path).slice(place.lines.start, place.lines.end);
      return edited(tree, place.path, place.lines, `        {{- if ne .env "prod" }}\n${text}        {{- end }}\n`);
    }),
  },
  {
    id: 'folder-that-groups-others',
    problem: 'D8',
    bases: ['git-generators'],
    rule: ['argocd/source-not-empty', 'argocd/generator-expands'],
    mistakes: (tree) => tree.places('argocd/platform.yaml', 'spec.generators.*.git.directories.*').filter((place) => tree.beside(place, [...place.keys, 'exclude'])).map((place) => shownAt(removed(tree, place), spotIn(tree, place.path, 'path: platform/*'))),
  },
  {
    id: 'exclude-that-excludes-nothing',
    problem: 'D9',
    bases: ['git-generators'],
    rule: 'argocd/generator-expands',
    mistakes: (tree) => tree.places('argocd/platform.yaml', 'spec.generators.*.git.directories.*.path').filter(({ text }) => text === 'platform/docs').map((place) => valued(tree, place, 'platform/docs/*')),
  },
  {
    id: 'environment-that-no-application-deploys',
    problem: 'D41',
    bases: ['chart', 'kustomize'],
    rule: 'argocd/environments-covered',
    mistakes: (tree) => tree.places(SETS, 'spec.generators.*.list.elements.*').map((place) => {
      const [model, env] = [tree.beside(place, ['metadata', 'name'])?.text ?? '', tree.beside(place, [...place.keys, 'env'])?.text ?? ''];
      const folder = [`models/${model}/overlays/${env}/kustomization.yaml`, `environments/${env}/${model}/values.yaml`].filter((path) => tree.files.has(path));
      return eitherAt(removed(tree, place), ...folder.map((path) => ({ path, line: 1 })));
    }),
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

function goTemplates(tree: Tree): Place[] {
  return [...tree.ofKind(SETS, 'ApplicationSet', 'spec.template.spec.destination.namespace'), ...tree.ofKind(SETS, 'ApplicationSet', 'spec.template.metadata.name')].filter(({ text }) => text.includes('{{ .'));
}

/** An entry as a comment; shown at what it stood in. */
function commented(tree: Tree, place: Place): Mistake {
  const start = place.key?.start ?? place.lines.start;
  return shownAt(edited(tree, place.path, { start, end: start }, '# REPLACE: '), { path: place.path, line: place.parentLine });
}

/** Where the versions of the first environment stand, which all of them now read. */
function readByAll(tree: Tree, { at: { path } }: Mistake): Spot[] {
  const model = path.replace(/^.*\/|\.yaml$/g, '');
  return tree.fragments(`{models/${model}/overlays/dev,environments/dev/${model}}/*.yaml`, 's3://').map((found) => ({ path: found.path, line: tree.line(found.path, found.span.start) }));
}

function neverWritten(): never {
  throw new Error('the set has no elements');
}

/** The template of a set written out for one environment. */
function handWritten(tree: Tree, set: string, { name, env }: { name: string; env: string }): Mistake {
  const text = tree.text(set);
  const spec = text.slice(text.indexOf('    spec:\n')).replaceAll(/^ {4}/gm, '').replaceAll(/\{\{ ?\.?env ?\}\}/g, env).replaceAll('{{cluster}}', `${env}-cluster`).replaceAll('{{namespace}}', `ml-serving-${env}`);
  return written(`argocd/applications/${name}.yaml`, `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: ${name}\n  namespace: argocd\n${spec}`, `name: ${name}`);
}

