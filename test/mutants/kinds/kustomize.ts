/** Mistakes in kustomizations and patches. */
import { kinds } from '../kind.ts';
import { added, deleted, edited, removed, replaced, shownAt, spotOf, valued } from '../mistake.ts';
import type { Tree } from '../tree.ts';
import { misspelt } from './typing.ts';

const ALL = 'models/*/{base,overlays/*}/kustomization.yaml';

export const KUSTOMIZE = kinds(
  {
    id: 'resource-misspelt',
    problem: 'D83',
    bases: ['kustomize'],
    rule: ['argocd/source-renders', 'kustomize/builds', 'argocd/source-exists'],
    mistakes: (tree, random) => tree.places(ALL, 'resources.*').filter(({ text }) => text.endsWith('.yaml')).map((place) => valued(tree, place, `${misspelt(place.text.replace('.yaml', ''), random)}.yaml`)),
  },
  {
    id: 'base-one-folder-too-high',
    problem: 'D83',
    bases: ['kustomize'],
    rule: ['argocd/source-renders', 'kustomize/builds', 'argocd/source-exists'],
    mistakes: (tree) => tree.places(ALL, 'resources.*').filter(({ text }) => text === '../../base').map((place) => valued(tree, place, '../base')),
  },
  {
    id: 'resource-file-removed-but-listed',
    problem: 'D83',
    bases: ['kustomize'],
    rule: ['argocd/source-renders', 'kustomize/builds', 'argocd/source-exists'],
    mistakes: (tree) => tree.places(ALL, 'resources.*').filter(({ text }) => /account|routing|server/.test(text)).map((place) => deleted(place.path.replace('kustomization.yaml', place.text), spotOf(tree, place))),
  },
  {
    id: 'file-that-no-kustomization-lists',
    problem: 'D50',
    bases: ['kustomize'],
    rule: ['kustomize/patch-applies', 'argocd/deployed', 'kubernetes/references', 'argocd/source-renders'],
    mistakes: (tree) => tree.places(ALL, 'resources.*').filter(({ text }) => /^(inference-service|feature-server|prometheus-rule)/.test(text)).map((place) => removed(tree, place)),
    causes: { 'argocd/source-renders': 'patches and replicas find nothing to change' },
    missed: 'that a file is listed nowhere is not said, and what its absence breaks is shown where it breaks',
  },
  {
    id: 'patch-of-a-misspelt-name',
    bases: ['kustomize'],
    rule: ['kustomize/patch-applies', 'argocd/source-renders'],
    causes: { 'promotion/not-ahead': 'the environment falls back to the version of the base' },
    mistakes: (tree, random) => [...tree.places('models/*/overlays/*/{model,models}.yaml', 'metadata.name'), ...tree.places(ALL, 'patches.*.target.name')].map((place) => valued(tree, place, misspelt(place.text, random))),
  },
  {
    id: 'patch-of-another-namespace-or-kind',
    bases: ['kustomize'],
    rule: ['kustomize/patch-applies', 'argocd/source-renders'],
    causes: { 'promotion/not-ahead': 'the environment falls back to the version of the base' },
    mistakes: (tree) => tree.places(ALL, 'patches.*.target.kind').map((place) => valued(tree, place, 'Deploymnet')),
  },
  {
    id: 'operation-on-a-path-that-is-not-there',
    bases: ['kustomize'],
    rule: ['argocd/source-renders', 'kustomize/builds', 'kustomize/patch-applies'],
    mistakes: (tree) => [...tree.places('models/*/overlays/*/challenger.yaml', '*.path'), ...tree.places('models/*/overlays/*/alerts.yaml', '*.path')].filter(({ text }) => !text.endsWith('timeout')).map((place) => valued(tree, place, place.text.replace('/model/', '/modell/').replace('/rules/0', '/rules/7'))),
  },
  {
    id: 'added-field-that-does-not-exist',
    problem: 'D37',
    bases: ['kustomize'],
    rule: 'kubernetes/schema',
    mistakes: (tree, random) => tree.places('models/*/overlays/*/{model,models}.yaml', 'spec.predictor.model').map((place) => added(tree, place, random.pick(['podSpec:\n  priorityClassName: high', 'minReplica: 2', 'maxReplica: 9', 'replicas: 2']))),
    noRepair: 'a key that no field is like, or that stands beside the right one',
  },
  {
    id: 'image-of-a-misspelt-name',
    bases: ['kustomize'],
    rule: 'kustomize/images-apply',
    mistakes: (tree, random) => tree.places(ALL, 'images.*.name').map((place) => valued(tree, place, place.text.replace(/[^/]+$/, (name) => misspelt(name, random)))),
  },
  {
    id: 'image-tag-latest',
    problem: 'D48',
    bases: ['kustomize'],
    rule: 'kubernetes/image-pinned',
    mistakes: (tree) => tree.places(ALL, 'images.*.newTag').map((place) => valued(tree, place, 'latest')),
  },
  {
    id: 'image-tag-stable',
    problem: 'D85',
    bases: ['kustomize', 'plain'],
    rule: 'kubernetes/image-pinned',
    mistakes: (tree) => [
      ...tree.places(ALL, 'images.*.newTag').map((place) => valued(tree, place, 'stable')),
      ...images(tree).map((place) => valued(tree, place, place.text.replace(/:[^:]+$/, ':stable'))),
    ],
  },
  {
    id: 'image-without-tag',
    problem: 'D26',
    bases: ['plain'],
    rule: 'kubernetes/image-pinned',
    mistakes: (tree) => images(tree).map((place) => valued(tree, place, place.text.replace(/:[^:]+$/, ''))),
  },
  {
    id: 'image-tag-latest-in-a-manifest',
    problem: 'D58',
    bases: ['plain'],
    rule: 'kubernetes/image-pinned',
    mistakes: (tree) => images(tree).map((place) => valued(tree, place, place.text.replace(/:[^:]+$/, ':latest'))),
  },
  {
    id: 'digest-placeholder',
    problem: 'D44',
    bases: ['kustomize', 'plain'],
    rule: ['repository/placeholder', 'kubernetes/image-pinned'],
    mistakes: (tree, random) => [
      ...tree.places(ALL, 'images.*.digest').map((place) => valued(tree, place, random.pick(['sha256:REPLACE_ME', 'sha256:<digest>']))),
      ...images(tree).map((place) => valued(tree, place, place.text.replace(/:[^:]+$/, '@sha256:REPLACE_WITH_DIGEST'))),
    ],
  },
  {
    id: 'image-tag-of-zeros',
    problem: 'D15',
    bases: ['kustomize', 'plain'],
    rule: ['repository/placeholder', 'kubernetes/image-pinned'],
    mistakes: (tree) => [...tree.places(ALL, 'images.*.newTag').map((place) => valued(tree, place, '0.0.0')), ...images(tree).map((place) => valued(tree, place, place.text.replace(/:[^:]+$/, ':0.0.0')))],
  },
  {
    id: 'second-definition-of-a-model',
    problem: 'D38',
    bases: ['kustomize'],
    rule: ['argocd/source-renders', 'kustomize/builds', 'kubernetes/object-once'],
    mistakes: (tree) => tree.places('models/fraud-detector/base/kustomization.yaml', 'resources.*').filter(({ text }) => text === 'inference-service.yaml').map((place) => {
      const mistake = added(tree, place, '- rollback.yaml');
      const text = tree.text('models/fraud-detector/base/inference-service.yaml').replace('v40', 'v39');
      return { texts: new Map([...mistake.texts, ['models/fraud-detector/base/rollback.yaml', text]]), at: { path: 'models/fraud-detector/base/rollback.yaml', line: 4 } };
    }),
    causes: { 'argocd/source-renders': 'no overlay builds' },
  },
  {
    id: 'merge-into-a-config-map-that-is-not-there',
    bases: ['kustomize'],
    rule: ['argocd/source-renders', 'kustomize/builds'],
    mistakes: (tree, random) => tree.places('models/*/overlays/*/kustomization.yaml', 'configMapGenerator.*.name').map((place) => valued(tree, place, misspelt(place.text, random))),
  },
  {
    id: 'generated-name-that-is-not-followed',
    bases: ['kustomize'],
    rule: ['kustomize/hash-suffix', 'kubernetes/references'],
    mistakes: (tree) => tree.places(ALL, 'configurations').map((place) => {
      const use = tree.places('models/churn-scorer/base/model.yaml', 'spec.predictor.model.env.*.valueFrom.configMapKeyRef.name')[0] ?? place;
      return shownAt(edited(tree, place.path, place.lines, ''), spotOf(tree, use));
    }),
    otherRepair: 'a stable name for the ConfigMap is as good as a reference that follows it',
  },
  {
    id: 'list-that-a-patch-replaces',
    bases: ['kustomize'],
    rule: 'kustomize/list-replaced',
    mistakes: (tree) => tree.places('models/fraud-detector/overlays/production/models.yaml', 'metadata.name').slice(0, 1).map((place) => {
      const text = tree.text(place.path);
      const patch = '---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: fraud-detector-scoring\nspec:\n  http:\n    - name: split\n      timeout: 2s\n';
      const mistake = edited(tree, place.path, { start: text.length, end: text.length }, patch);
      return shownAt(mistake, { ...mistake.at, line: mistake.at.line + 6 });
    }),
    causes: { 'argocd/source-renders': 'the replacement of hosts finds no route left', 'kubernetes/schema': 'the route that is left has no destination', 'istio/virtual-service': 'the route that is left has no destination' },
  },
  {
    id: 'namespace-of-another-environment',
    problem: 'D42',
    bases: ['kustomize'],
    rule: ['argocd/project', 'argocd/resource-owned-once'],
    mistakes: (tree, random) => tree.places('models/*/overlays/*/kustomization.yaml', 'namespace').map((place) => valued(tree, place, random.pick(['ml-serving-dev', 'ml-serving-staging', 'ml-serving-production']))),
  },
  {
    id: 'replacement-of-a-misspelt-path',
    bases: ['kustomize'],
    rule: ['argocd/source-renders', 'kustomize/builds'],
    mistakes: (tree) => tree.places('models/*/overlays/*/kustomization.yaml', 'replacements.*.targets.*.fieldPaths.*').map((place) => valued(tree, place, place.text.replace('spec.', 'specs.'))),
  },
  {
    id: 'production-patched-into-the-model-of-staging',
    problem: 'D69',
    bases: ['kustomize', 'plain', 'chart'],
    rule: 'promotion/not-ahead',
    mistakes: (tree) => [
      ...tree.places('models/*/overlays/production/models.yaml', 'spec.predictor.model.storageUri').map((place) => replaced(tree, lastSegment(tree, place.path, place.value.end), 'v99')),
      ...tree.places('environments/prod/ranker/inference-services.yaml', 'spec.predictor.model.storageUri').map((place) => replaced(tree, lastSegment(tree, place.path, place.value.end), '99')),
      ...tree.places('environments/prod/*/values.yaml', 'model.version').map((version) => {
        const text = tree.text(version.path).replaceAll(`/${version.text}\n`, '/99.0.0\n').replaceAll(`/v${version.text}\n`, '/v99\n').replace(`version: "${version.text}"`, `version: "${version.text.includes('.') ? '99.0.0' : '99'}"`);
        return { texts: new Map([[version.path, text]]), at: spotOf(tree, version) };
      }),
    ],
  },
);

function images(tree: Tree): ReturnType<Tree['places']> {
  return [...tree.places('environments/*/*/*.yaml', 'spec.template.spec.containers.*.image'), ...tree.places('environments/*/*/runtime.yaml', 'spec.containers.*.image')];
}

function lastSegment(tree: Tree, path: string, end: number): { path: string; span: { start: number; end: number } } {
  return { path, span: { start: tree.text(path).lastIndexOf('/', end) + 1, end } };
}
