/** Repositories in which a version, its URI and its canary are written in different ways. */

/** What stands in one environment. */
export interface State {
  readonly version: number;
  readonly canary?: { readonly version: number; readonly percent: number };
}

export interface VersionLayout {
  readonly fixed: Readonly<Record<string, string>>;
  /** The files of an environment, as somebody wrote them with a version. */
  files(environment: string, version: number): Readonly<Record<string, string>>;
  /** Whether there is a form for a canary. */
  readonly hasCanary: boolean;
  readonly config?: object;
}

const ENVIRONMENTS = ['dev', 'staging', 'prod'];

function crlf(text: string): string {
  return text.replaceAll('\n', '\r\n');
}

function application(environment: string, source: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: fraud-detector-${environment}, namespace: argocd }
spec:
  project: ml
  source:
    repoURL: https://github.com/org/gitops.git
    targetRevision: HEAD
${source}  destination: { server: https://kubernetes.default.svc, namespace: serving-${environment} }
  syncPolicy: { automated: { prune: true, selfHeal: true } }
`;
}

const RESOURCES = 'resources:\n  requests: { cpu: "4", memory: 8Gi }\n  limits: { cpu: "8", memory: 16Gi }\nminReplicas: 5\nmaxReplicas: 20\n';

function chart(predictor: string): Record<string, string> {
  return {
    'charts/model/Chart.yaml': 'apiVersion: v2\nname: model\nversion: 1.0.0\n',
    'charts/model/values.yaml': 'bucket: ml-models\nname: fraud-detector\n',
    'charts/model/templates/inference-service.yaml': `apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata:\n  name: {{ .Values.name }}\nspec:\n  predictor:\n${predictor}`,
    ...Object.fromEntries(ENVIRONMENTS.map((environment) => [`apps/${environment}.yaml`, application(environment, `    path: charts/model\n    helm: { valueFiles: [ ../../environments/${environment}/values.yaml ] }\n`)])),
  };
}

function service(uri: string, { annotations = '', predictor = '' }: { readonly annotations?: string; readonly predictor?: string } = {}): string {
  return `apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata:\n  name: fraud-detector\n${annotations}spec:\n  predictor:\n${predictor}    model:\n      modelFormat: { name: sklearn }\n      storageUri: ${uri} # set by the promotion\n`;
}

function overlay(environment: string, rest: string): string {
  return `resources: [../../base]\nnamespace: serving-${environment}\n${rest}`;
}

const base = { 'base/kustomization.yaml': 'resources: [inference-service.yaml]\n', 'base/inference-service.yaml': service('s3://ml-models/fraud-detector/v0') };
const deployment = { 'base/kustomization.yaml': 'resources: [deployment.yaml]\n', 'base/deployment.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: fraud-detector }\nspec:\n  selector: { matchLabels: { app: fraud-detector } }\n  template:\n    metadata: { labels: { app: fraud-detector } }\n    spec: { containers: [ { name: fraud-detector, image: ghcr.io/org/fraud-detector } ] }\n' };

export const VERSION_LAYOUTS: Readonly<Record<string, VersionLayout>> = {
  'a contract file for each environment, with comments': {
    fixed: {}, hasCanary: true,
    files: (environment, version) => ({ [`environments/${environment}/values.yaml`]: `# ${environment}, owned by the model team\nenvironment: ${environment}\n\nmodel:\n  name: fraud-detector # the service\n  # moved by mllint promote\n  version: 'v${version}'   # a label\n  storageUri: "s3://ml-models-${environment}/fraud-detector/v${version}" # in the bucket of ${environment}\n\n${RESOURCES}` }),
    config: { uris: { mirrors: ['s3://ml-models-{env}/'] } },
  },
  'the same with carriage returns and a byte order mark': {
    fixed: {}, hasCanary: true,
    files: (environment, version) => ({ [`environments/${environment}/values.yaml`]: `\u{feff}${crlf(`environment: ${environment}\nmodel:\n  name: fraud-detector\n  version: "${version}"\n  storageUri: s3://ml-models/fraud-detector/v${version}\n${RESOURCES}`)}` }),
  },
  'a contract in flow style': {
    fixed: {}, hasCanary: true,
    files: (environment, version) => ({ [`environments/${environment}/values.yaml`]: `environment: ${environment}\nmodel: { name: fraud-detector, version: "${version}", storageUri: "s3://ml-models/fraud-detector/${version}" }\n${RESOURCES}` }),
  },
  'a chart that puts the URI together': {
    fixed: chart(`    {{- with .Values.canaryPercent }}\n    canaryTrafficPercent: {{ . }}\n    {{- end }}\n    model:\n      modelFormat: { name: sklearn }\n      storageUri: {{ printf "s3://%s/%s/v%v" .Values.bucket .Values.name .Values.version | quote }}\n`), hasCanary: true,
    files: (environment, version) => ({ [`environments/${environment}/values.yaml`]: `# nothing but the version\nversion: ${version} # a number\n` }),
  },
  'a chart with a nested share': {
    fixed: chart('    {{- if .Values.canary }}\n    canaryTrafficPercent: {{ .Values.canary.percent }}\n    {{- end }}\n    model:\n      modelFormat: { name: sklearn }\n      storageUri: {{ .Values.storageUri }}\n'), hasCanary: true,
    files: (environment, version) => ({ [`environments/${environment}/values.yaml`]: `storageUri: s3://ml-models/fraud-detector/v${version}\n` }),
  },
  'the contract in a chart': {
    fixed: chart('    {{- $served := default .Values.model .Values.model.canary }}\n    {{- with .Values.model.canary }}\n    canaryTrafficPercent: {{ .percent }}\n    {{- end }}\n    model:\n      modelFormat: { name: sklearn }\n      storageUri: {{ $served.storageUri }}\n'), hasCanary: true,
    files: (environment, version) => ({ [`environments/${environment}/values.yaml`]: `environment: ${environment}\nmodel:\n  name: fraud-detector\n  version: "${version}"\n  storageUri: s3://ml-models/fraud-detector/v${version}\n${RESOURCES}` }),
  },
  'Kustomize: a merge patch': {
    fixed: base, hasCanary: true,
    files: (environment, version) => ({
      [`overlays/${environment}/kustomization.yaml`]: overlay(environment, 'patches: [ { path: version.yaml } ]\n'),
      [`overlays/${environment}/version.yaml`]: `apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: { name: fraud-detector }\nspec:\n  predictor:\n    model:\n      # only the version\n      storageUri: s3://ml-models/fraud-detector/v${version}\n`,
    }),
  },
  'Kustomize: an inline patch': {
    fixed: base, hasCanary: false,
    files: (environment, version) => ({
      [`overlays/${environment}/kustomization.yaml`]: overlay(environment, `patches:\n  - target: { kind: InferenceService, name: fraud-detector }\n    patch: |-\n      - op: replace\n        path: /spec/predictor/model/storageUri\n        value: s3://ml-models/fraud-detector/v${version}\n`),
    }),
  },
  'Kustomize: a replacement from a file of variables': {
    fixed: base, hasCanary: false,
    files: (environment, version) => ({
      [`overlays/${environment}/kustomization.yaml`]: overlay(environment, 'configMapGenerator: [ { name: model-version, envs: [version.env] } ]\nreplacements:\n  - source: { kind: ConfigMap, name: model-version, fieldPath: data.uri }\n    targets: [ { select: { kind: InferenceService }, fieldPaths: [spec.predictor.model.storageUri] } ]\n'),
      [`overlays/${environment}/version.env`]: `# the version of ${environment}\nuri=s3://ml-models/fraud-detector/v${version}\n`,
    }),
  },
  'Kustomize: a replacement from a literal': {
    fixed: base, hasCanary: false,
    files: (environment, version) => ({
      [`overlays/${environment}/kustomization.yaml`]: overlay(environment, `configMapGenerator:\n  - name: model-version\n    literals:\n      - uri=s3://ml-models/fraud-detector/v${version}\nreplacements:\n  - source: { kind: ConfigMap, name: model-version, fieldPath: data.uri }\n    targets: [ { select: { kind: InferenceService }, fieldPaths: [spec.predictor.model.storageUri] } ]\n`),
    }),
  },
  'Kustomize: the tag of an image': {
    fixed: deployment, hasCanary: false, config: { models: { 'fraud-detector': { versions: 'image' } } },
    files: (environment, version) => ({ [`overlays/${environment}/kustomization.yaml`]: overlay(environment, `images:\n  - name: ghcr.io/org/fraud-detector\n    newTag: "${version}"\n`) }),
  },
  'plain manifests': {
    fixed: {}, hasCanary: true,
    files: (environment, version) => ({ [`environments/${environment}/fraud-detector.yaml`]: `---\n# ${environment}\n${service(`s3://ml-models/fraud-detector/v${version}`)}` }),
  },
  'plain manifests in Standard mode': {
    fixed: {}, hasCanary: true,
    files: (environment, version) => ({ [`environments/${environment}/fraud-detector.yaml`]: service(`'s3://ml-models/fraud-detector/v${version}'`, { annotations: '  annotations: { serving.kserve.io/deploymentMode: Standard }\n' }) }),
  },
  'an element of a generator': {
    fixed: chart('    model:\n      modelFormat: { name: sklearn }\n      storageUri: s3://{{ .Values.bucket }}/{{ .Values.name }}/v{{ .Values.version }}\n'), hasCanary: false,
    files: (environment, version) => ({
      [`apps/${environment}.yaml`]: `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: fraud-detector-${environment}, namespace: argocd }\nspec:\n  goTemplate: true\n  goTemplateOptions: [missingkey=error]\n  generators:\n    - list:\n        elements:\n          - env: ${environment}\n            version: "${version}" # moved by mllint promote\n  template:\n    metadata: { name: 'fraud-detector-{{ .env }}' }\n    spec:\n      project: ml\n      source:\n        repoURL: https://github.com/org/gitops.git\n        targetRevision: HEAD\n        path: charts/model\n        helm: { parameters: [ { name: version, value: '{{ .version }}', forceString: true } ] }\n      destination: { server: https://kubernetes.default.svc, namespace: 'serving-{{ .env }}' }\n      syncPolicy: { automated: { prune: true, selfHeal: true } }\n`,
    }),
  },
};
