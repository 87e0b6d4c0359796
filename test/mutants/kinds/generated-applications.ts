/** Mistakes in what ApplicationSets generate, and in who deploys what. */
import { kinds } from '../kind.ts';
import { added, edited, eitherAt, removed, renamed, shownAt, spotIn, spotOf, together, valued, written, type Mistake, type Spot } from '../mistake.ts';
import type { Place, Tree } from '../tree.ts';
import { applicationPlaces } from './places.ts';
import { misspelt } from './typing.ts';

const SETS = 'argocd/**/*.yaml';

export const GENERATED_APPLICATIONS = kinds(
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
);

function goTemplates(tree: Tree): Place[] {
  return [...tree.ofKind(SETS, 'ApplicationSet', 'spec.template.spec.destination.namespace'), ...tree.ofKind(SETS, 'ApplicationSet', 'spec.template.metadata.name')].filter(({ text }) => text.includes('{{ .'));
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
