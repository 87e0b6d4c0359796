/** Mistakes in templates of charts. */
import { kinds } from '../kind.ts';
import { deleted, edited, removed, replaced, shownAt, type Mistake } from '../mistake.ts';
import type { Tree } from '../tree.ts';
import { misspelt } from './typing.ts';

const TEMPLATES = 'charts/*/templates/*';

export const TEMPLATE = kinds(
  {
    id: 'alert-template-not-escaped',
    problem: 'D14',
    bases: ['chart'],
    rule: 'helm/foreign-template',
    mistakes: (tree) => [
      ...swap(tree, '{{`{{ $value | humanizePercentage }}`}}', '{{ $value | humanizePercentage }}'),
      ...swap(tree, '{{`{{ $value | humanizeDuration }}`}}', '{{ $value | humanizeDuration }}'),
      ...swap(tree, '{{`{{ $labels.model_name }}`}}', '{{ $labels.model_name }}'),
      ...swap(tree, '{{`{{ $value | humanize }}`}}', '{{ $value | humanize }}'),
    ],
  },
  {
    id: 'placeholder-of-kserve-rendered',
    problem: 'D88',
    bases: ['git-generators'],
    rule: 'helm/template-blanked',
    mistakes: (tree) => swap(tree, '{{ "{{.Name}}" }}', '{{.Name}}'),
  },
  {
    id: 'template-key-twice',
    problem: 'D64',
    bases: ['chart', 'git-generators'],
    rule: 'repository/unique-keys',
    mistakes: (tree) => [
      ...repeatedLine(tree, '    serving.kserve.io/deploymentMode: Knative\n'),
      ...repeatedLine(tree, '    serving.kserve.io/deploymentMode: Standard\n'),
      ...repeatedLine(tree, '    networking.knative.dev/visibility: cluster-local\n'),
      ...repeatedLine(tree, '            severity: warning\n'),
    ],
  },
  {
    id: 'value-misspelt-in-a-template',
    problem: 'D63',
    bases: ['chart', 'git-generators'],
    rule: ['values/defined', 'argocd/source-renders'],
    mistakes: (tree, random) => [
      ...['alerts.interval', 'alerts.errorRatio', 'alerts.latencySeconds', 'scaling.metric', 'scaling.target', 'model.runtime', 'model.protocolVersion', 'runtime.image', 'route.timeout', 'route.host', 'model.revision'].flatMap((key) =>
        tree.fragments(TEMPLATES, `.Values.${key} }}`).map((fragment) => {
          const [group = '', name = ''] = key.split('.');
          return replaced(tree, fragment, `.Values.${group}.${misspelt(name, random)} }}`);
        })),
    ],
    causes: { 'kubernetes/schema': 'the field is empty', 'argocd/source-renders': 'nothing is printed behind a colon', 'model/uri-pinned': 'the revision is empty', 'model/uri-versioned': 'the revision is empty' },
  },
  {
    id: 'function-misspelt',
    bases: ['chart', 'git-generators'],
    rule: 'argocd/source-renders',
    mistakes: (tree) => [...swap(tree, '| quote }}', '| qoute }}'), ...swap(tree, 'toYaml ', 'toYAML ')].filter(({ at }) => !at.path.endsWith('.tpl')),
  },
  {
    id: 'end-forgotten',
    bases: ['chart'],
    rule: 'argocd/source-renders',
    mistakes: (tree) => tree.fragments(TEMPLATES, '    {{- end }}\n').map((fragment) => {
      const mistake = replaced(tree, fragment, '');
      const text = mistake.texts.get(fragment.path) ?? '';
      return shownAt(mistake, { path: fragment.path, line: text.split('\n').length });
    }),
  },
  {
    id: 'indentation-of-a-block',
    bases: ['chart', 'git-generators'],
    rule: ['argocd/source-renders', 'repository/readable', 'kubernetes/schema'],
    mistakes: (tree) => [...swap(tree, '.resources | nindent 8 }}', '.resources | nindent 6 }}'), ...swap(tree, 'modelLabels" $ | nindent 4 }}', 'modelLabels" $ | nindent 2 }}'), ...swap(tree, '.model.format | nindent 8 }}', '.model.format | nindent 6 }}')],
  },
  {
    id: 'include-of-a-misspelt-template',
    bases: ['chart'],
    rule: 'argocd/source-renders',
    mistakes: (tree) => swap(tree, 'include "model-serving.scoringName"', 'include "model-serving.scoringNme"').filter(({ at }) => !at.path.endsWith('.tpl')),
  },
  {
    id: 'required-value-forgotten',
    bases: ['chart'],
    rule: 'argocd/source-renders',
    mistakes: (tree) => {
      const at = tree.fragments(TEMPLATES, 'required "serviceAccount.roleArn')[0];
      return at ? tree.places('models/*/values.yaml', 'serviceAccount').map((place) => shownAt(removed(tree, place), { path: at.path, line: tree.line(at.path, at.span.start) })) : [];
    },
  },
  {
    id: 'field-misspelt-in-a-template',
    problem: 'D37',
    bases: ['chart', 'git-generators'],
    rule: 'kubernetes/schema',
    mistakes: (tree, random) => ['minReplicas', 'maxReplicas', 'scaleMetric', 'storageUri', 'protocolVersion', 'runtime', 'canaryTrafficPercent'].flatMap((field) =>
      tree.fragments('charts/*/templates/inference*.yaml', `${field}: {{`).map((fragment) => replaced(tree, fragment, `${misspelt(field, random)}: {{`)))
      .filter(({ texts }) => ![...texts.values()].some((text) => !text?.includes('canaryTrafficPercent') && text?.includes('model.canary'))),
    causes: { 'model/source-present': 'without its field there is no source' },
  },
  {
    id: 'pod-spec-in-a-template',
    problem: 'D37',
    bases: ['chart', 'git-generators'],
    rule: 'kubernetes/schema',
    mistakes: (tree) => tree.fragments('charts/*/templates/inference*.yaml', '  predictor:\n').map(({ path, span }) => edited(tree, path, { start: span.end, end: span.end }, '    podSpec:\n      priorityClassName: high\n')),
    noRepair: 'its fields belong one level higher, which of them stands in no schema',
  },
  {
    id: 'deployment-mode-misspelt',
    bases: ['chart', 'git-generators', 'plain', 'kustomize'],
    rule: 'kserve/deployment-mode',
    mistakes: (tree, random) => ['Knative', 'Standard'].flatMap((mode) => [...tree.fragments('{charts,models,environments}/**', `deploymentMode: ${mode}`)].map((fragment) => replaced(tree, fragment, `deploymentMode: ${random.pick([misspelt(mode, random), mode.toLowerCase(), mode === 'Knative' ? 'serverless' : 'raw'])}`))),
    otherRepair: 'the name that is meant may be the older one of the same mode',
  },
  {
    id: 'helpers-not-committed',
    problem: 'D5',
    bases: ['chart'],
    rule: 'argocd/source-renders',
    mistakes: (tree) => tree.fragments('charts/*/templates/virtual*.yaml', 'include "model-serving.scoringName"').slice(0, 1).map(({ path, span }) => deleted('charts/model-serving/templates/_helpers.tpl', { path, line: tree.line(path, span.start) })),
  },
  {
    id: 'percent-of-a-canary-not-a-number',
    bases: ['chart'],
    rule: ['kserve/canary-percent', 'kubernetes/schema'],
    mistakes: (tree) => tree.places('environments/*/churn-scorer/values.yaml', 'model.storageUri').map((place) => edited(tree, place.path, { start: place.lines.end, end: place.lines.end }, '  canary: { version: "2.4.0", storageUri: s3://example-ml-models/churn-scorer/2.4.0, percent: ten }\n')),
  },
);

function swap(tree: Tree, from: string, to: string): Mistake[] {
  return tree.fragments(TEMPLATES, from).map((fragment) => replaced(tree, fragment, to));
}

/** A line written once more, four lines further on or where its mapping ends. */
function repeatedLine(tree: Tree, line: string): Mistake[] {
  return tree.fragments(TEMPLATES, line).map(({ path, span }) => edited(tree, path, { start: span.end, end: span.end }, line));
}
