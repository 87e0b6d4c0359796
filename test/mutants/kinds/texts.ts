/** Mistakes of the text: what an editor, a merge or a copy leaves behind; and comments that switch rules off. */
import { kinds } from '../kind.ts';
import { edited, inserted, valued } from '../mistake.ts';
import type { Place, Tree } from '../tree.ts';
import { applicationPlaces } from './places.ts';

export const TEXTS = kinds(
  {
    id: 'conflict-markers',
    bases: ['chart', 'kustomize', 'plain'],
    rule: 'repository/readable',
    mistakes: (tree) => some(tree).map((place) => {
      const line = tree.text(place.path).slice(place.lines.start, place.lines.end);
      return edited(tree, place.path, place.lines, `<<<<<<< HEAD\n${line}=======\n${line.replace(/\d/, '9')}>>>>>>> promote\n`);
    }),
    causes: { 'argocd/source-renders': 'the file is needed' },
  },
  {
    id: 'tab-as-indentation',
    bases: ['chart', 'kustomize', 'plain'],
    rule: 'repository/readable',
    mistakes: (tree) => some(tree).map((place) => {
      const start = place.key?.start ?? place.lines.start;
      return edited(tree, place.path, { start: place.lines.start, end: start }, '\t');
    }),
    causes: { 'argocd/source-renders': 'the file is needed' },
  },
  {
    id: 'quote-not-closed',
    bases: ['chart', 'plain'],
    rule: 'repository/readable',
    mistakes: (tree) => some(tree).map((place) => edited(tree, place.path, place.value, `"${place.text}`)),
    causes: { 'argocd/source-renders': 'the file is needed' },
  },
  {
    id: 'key-twice',
    problem: 'D64',
    bases: ['chart', 'kustomize', 'plain'],
    rule: 'repository/unique-keys',
    causes: { 'argocd/source-renders': 'kustomize stops at the file' },
    mistakes: (tree) => some(tree).map((place) => {
      const line = tree.text(place.path).slice(place.lines.start, place.lines.end);
      return edited(tree, place.path, { start: place.lines.end, end: place.lines.end }, line);
    }),
  },
  {
    id: 'colon-without-a-space',
    bases: ['chart', 'kustomize', 'plain'],
    rule: ['repository/readable', 'kubernetes/schema', 'values/contract', 'argocd/source-renders'],
    mistakes: (tree) => some(tree).map((place) => edited(tree, place.path, { start: place.key?.end ?? 0, end: place.value.start }, ':')),
    causes: { 'argocd/source-renders': 'the file is needed' },
  },
  {
    id: 'suppression-without-a-reason',
    bases: ['chart', 'plain'],
    rule: 'mllint/suppression-reason',
    mistakes: (tree) => prunes(tree).map((place) => valued(tree, place, 'false # mllint-ignore argocd/prune')),
  },
  {
    id: 'suppression-that-is-not-needed',
    bases: ['chart', 'plain'],
    rule: 'mllint/suppression-unused',
    mistakes: (tree) => some(tree).map((place) => inserted(tree, place, '# mllint-ignore model/uri-matches-name -- the name was another once')),
  },
  {
    id: 'suppression-that-has-expired',
    bases: ['chart', 'plain'],
    rule: 'mllint/suppression-expired',
    mistakes: (tree) => prunes(tree).map((place) => valued(tree, place, 'false # mllint-snooze 2026-01-31 argocd/prune -- until the move')),
  },
  {
    id: 'promotion-rule-suppressed',
    bases: ['chart'],
    rule: 'mllint/suppression-locked',
    mistakes: (tree) => some(tree).map((place) => inserted(tree, place, '# mllint-ignore promotion/not-ahead -- it is urgent')),
  },
);

/** One place each of values, patches and manifests, in what serves a model. */
function some(tree: Tree): Place[] {
  return [
    ...tree.places('environments/*/*/values.yaml', 'model.storageUri'),
    ...tree.places('models/*/overlays/*/{model,models}.yaml', 'spec.predictor.model.storageUri'),
    ...tree.places('environments/*/ranker/inference-services.yaml', 'spec.predictor.model.storageUri'),
  ];
}


function prunes(tree: Tree): Place[] {
  return applicationPlaces(tree, 'spec.syncPolicy.automated.prune').filter(({ path }) => !path.includes('ranking-api'));
}
