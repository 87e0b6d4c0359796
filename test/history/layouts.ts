/** Layouts of repositories in which a scenario writes what an environment serves. */

/** A version, or a stable version and a canary. */
export type Serving = number | string | { readonly stable?: number; readonly canary: number; readonly percent: number };

export interface Layout {
  /** Files of the first commit. */
  readonly fixed: Readonly<Record<string, string>>;
  /** Writes what environments serve from now on. */
  serve(tree: Map<string, string>, serving: Readonly<Record<string, Serving | null>>): void;
}

function perEnvironment(path: (environment: string) => string, text: (environment: string, serving: Serving) => string): Layout['serve'] {
  return (tree, serving) => {
    for (const [environment, value] of Object.entries(serving)) {
      if (value === null) tree.delete(path(environment));
      else tree.set(path(environment), text(environment, value));
    }
  };
}

function uri(version: number | string): string {
  return `s3://ml-models/fraud-detector/v${version}`;
}

function contract(serving: Serving): string {
  const stable = typeof serving === 'object' ? (serving.stable ?? serving.canary) : serving;
  const canary = typeof serving === 'object' ? `  canary: { version: "${serving.canary}", storageUri: ${uri(serving.canary)}, percent: ${serving.percent} }\n` : '';
  return `model:\n  name: fraud-detector\n  version: "${stable}"\n  storageUri: ${uri(stable)}\n${canary}resources:\n  requests: { cpu: "4", memory: 8Gi }\n  limits: { cpu: "8", memory: 16Gi }\nminReplicas: 5\nmaxReplicas: 20\n`;
}

function indented(text: string, by: string): string {
  return text.replaceAll(/^(?=.)/gm, by);
}

const folders: Layout = {
  fixed: {},
  serve: perEnvironment((environment) => `environments/${environment}/values.yaml`, (environment, serving) => `environment: ${environment}\n${contract(serving)}`),
};

/** All environments in one file; each `serve` writes all that it names anew, in place of the block that was there. */
const oneFile: Layout = {
  fixed: {},
  serve: (tree, serving) => {
    const blocks = new Map([...(tree.get('environments.yaml') ?? '').matchAll(/^ {2}(\w+):\n((?: {4}.*\n)*)/gm)].map(([, name = '', block = '']) => [name, block]));
    for (const [environment, value] of Object.entries(serving)) {
      if (value === null) blocks.delete(environment);
      else blocks.set(environment, indented(contract(value), '    '));
    }
    if (blocks.size > 0) tree.set('environments.yaml', `environments:\n${[...blocks].map(([name, block]) => `  ${name}:\n${block}`).join('')}`);
  },
};

const CHART = {
  'charts/model/Chart.yaml': 'apiVersion: v2\nname: model\nversion: 1.0.0\n',
  'charts/model/values.yaml': 'name: fraud-detector\nbucket: ml-models\nversion: "0"\n',
  'charts/model/templates/inference-service.yaml': `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: {{ .Values.name }}
spec:
  predictor:
    {{- with .Values.canaryPercent }}
    canaryTrafficPercent: {{ . }}
    {{- end }}
    model:
      modelFormat: { name: sklearn }
      storageUri: s3://{{ .Values.bucket }}/{{ .Values.name }}/v{{ .Values.version }}
`,
};

function values(_environment: string, serving: Serving): string {
  if (typeof serving !== 'object') return `version: "${serving}"\n`;
  return `version: "${serving.canary}"\ncanaryPercent: ${serving.percent}\n`;
}

const APPLICATION_SET = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: fraud-detector, namespace: argocd }
spec:
  goTemplate: true
  goTemplateOptions: [missingkey=error]
  generators:
    - git:
        repoURL: https://github.com/org/gitops.git
        revision: HEAD
        files: [ { path: environments/*/values.yaml } ]
  template:
    metadata: { name: 'fraud-detector-{{ .path.basename }}' }
    spec:
      project: ml
      source:
        repoURL: https://github.com/org/gitops.git
        targetRevision: HEAD
        path: charts/model
        helm: { valueFiles: [ '../../environments/{{ .path.basename }}/values.yaml' ] }
      destination: { server: https://kubernetes.default.svc, namespace: 'serving-{{ .path.basename }}' }
      syncPolicy: { automated: { prune: true, selfHeal: true } }
`;

const applicationSet: Layout = {
  fixed: { ...CHART, 'applicationset.yaml': APPLICATION_SET },
  serve: perEnvironment((environment) => `environments/${environment}/values.yaml`, values),
};

const BASE = 'apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: { name: fraud-detector }\nspec:\n  predictor:\n    model:\n      modelFormat: { name: sklearn }\n      storageUri: s3://ml-models/fraud-detector/v0\n';

/** The version stands in a patch beside each overlay. */
const kustomize: Layout = {
  fixed: { 'base/kustomization.yaml': 'resources: [inference-service.yaml]\n', 'base/inference-service.yaml': BASE },
  serve: (tree, serving) => {
    for (const [environment, value] of Object.entries(serving)) {
      const folder = `overlays/${environment}`;
      if (value === null) {
        tree.delete(`${folder}/kustomization.yaml`);
        tree.delete(`${folder}/version.yaml`);
        continue;
      }
      const [version, percent] = typeof value === 'object' ? [value.canary, `    canaryTrafficPercent: ${value.percent}\n`] : [value, ''];
      tree.set(`${folder}/kustomization.yaml`, `resources: [../../base]\nnamespace: serving-${environment}\npatches: [ { path: version.yaml } ]\n`);
      tree.set(`${folder}/version.yaml`, `apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: { name: fraud-detector }\nspec:\n  predictor:\n${percent}    model: { storageUri: ${uri(version)} }\n`);
    }
  },
};

/** One file, in the branch of an environment: nothing in it names the environment. */
const branches: Layout = {
  fixed: {},
  serve: perEnvironment(() => 'deploy/fraud-detector.yaml', (_environment, serving) => {
    const [version, percent] = typeof serving === 'object' ? [serving.canary, `    canaryTrafficPercent: ${serving.percent}\n`] : [serving, ''];
    return `apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: { name: fraud-detector }\nspec:\n  predictor:\n${percent}    model:\n      modelFormat: { name: sklearn }\n      storageUri: ${uri(version)}\n`;
  }),
};

/** Says which repository this is: what it names is here. */
const APPLICATION_OF_ALL = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: apps, namespace: argocd }
spec:
  project: ml
  source: { repoURL: https://github.com/org/gitops.git, targetRevision: HEAD, path: apps }
  destination: { server: https://kubernetes.default.svc, namespace: argocd }
  syncPolicy: { automated: { prune: true, selfHeal: true } }
`;

const IN_REVISIONS = Object.fromEntries(['dev', 'staging', 'prod'].map((environment) => [`apps/${environment}.yaml`, `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: fraud-detector-${environment}, namespace: argocd }
spec:
  project: ml
  source: { repoURL: https://github.com/org/gitops.git, targetRevision: env/${environment}, path: deploy }
  destination: { server: https://kubernetes.default.svc, namespace: serving-${environment} }
  syncPolicy: { automated: { prune: true, selfHeal: true } }
`]));

/** The Applications stand on main, and name a branch for each environment. */
const branchApplications: Layout = { ...branches, fixed: { ...IN_REVISIONS, 'apps/repository.yaml': APPLICATION_OF_ALL } };

export const LAYOUTS = { branches, 'branch-applications': branchApplications, folders, 'one-file': oneFile, 'application-set': applicationSet, kustomize } as const;
