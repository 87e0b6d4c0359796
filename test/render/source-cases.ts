/** Repositories around one Application and what its sources render. */

export interface SourceCase {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly expected: readonly string[];
}

const CHART = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'chart/values.yaml': 'a: default\nb: default\n',
  'chart/templates/one.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: one }
data:
{{- range $key, $value := .Values }}
  {{ $key }}: {{ toJson $value | quote }}
{{- end }}
`,
  // The value itself, not its JSON: its author is to be seen.
  'plain/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'plain/values.yaml': 'a: default\n',
  'plain/templates/one.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one }\ndata:\n  a: {{ .Values.a | quote }}\n  release: {{ .Release.Name }}\n  namespace: {{ .Release.Namespace }}\n',
};

function application(spec: string, name = 'app'): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd }
spec:
  project: ml
  destination: { server: https://kubernetes.default.svc, namespace: serving }
  ${spec.replaceAll('\n', '\n  ')}
`;
}

const REPOSITORY = 'repoURL: https://github.com/org/gitops.git';
const OTHER_APPLICATIONS = { 'other.yaml': application(`source: { ${REPOSITORY}, path: other }`, 'other'), 'other/empty.yaml': '' };

function helm(block: string, path = 'chart'): string {
  return application(`source:\n  ${REPOSITORY}\n  path: ${path}\n  helm:\n    ${block.replaceAll('\n', '\n    ')}`);
}

function rendered(name: string, spec: string, expected: readonly string[], files: Readonly<Record<string, string>> = {}): SourceCase {
  return { name, files: { ...CHART, ...OTHER_APPLICATIONS, ...files, 'app.yaml': spec }, expected };
}

const parameters = [
  rendered('types', helm(`parameters:
- { name: a, value: "true" }
- { name: b, value: "true", forceString: true }
- { name: c, value: "12" }
- { name: d, value: "1.5" }
- { name: e, value: "x,y" }
- { name: f, value: "{x,y}" }
- { name: g.h, value: null }`), [
    'a: "true" < app.yaml:12', 'b: "\\"true\\"" < app.yaml:13', 'c: "12" < app.yaml:14', 'd: "\\"1.5\\"" < app.yaml:15', 'e: "\\"x,y\\"" < app.yaml:16',
    'f: "[\\"x\\",\\"y\\"]" < app.yaml:17', 'g: "{\\"h\\":\\"\\"}" < app.yaml:18',
  ]),
  rendered('files, values, parameters, parameter files, each over the ones before', helm(`valueFiles: [one.yaml, two.yaml]
values: "c: inline"
parameters: [{ name: d, value: parameter }]
fileParameters: [{ name: e, path: e.txt }]`), [
    'a: "\\"default\\"" < chart/values.yaml:1', 'b: "\\"one\\"" < chart/one.yaml:1', 'c: "\\"inline\\"" < app.yaml:12', 'd: "\\"parameter\\"" < app.yaml:13',
    'e: "\\"file\\"" < chart/e.txt:1',
  ], { 'chart/one.yaml': 'b: one\nc: one\n', 'chart/two.yaml': 'c: two\nd: two\ne: two\n', 'chart/e.txt': 'file' }),
  rendered('of equal names the last one', helm('parameters: [{ name: a, value: one }, { name: a, value: two }]', 'plain'), [
    'a: "two" < app.yaml:11', 'release: "app" < app.yaml:3', 'namespace: "serving" < app.yaml:6',
  ]),
  rendered('a text over a plain one of the same name', helm('parameters: [{ name: a, value: two, forceString: true }, { name: a, value: one }]', 'plain'), [
    'a: "two" < app.yaml:11', 'release: "app" < app.yaml:3', 'namespace: "serving" < app.yaml:6',
  ]),
  rendered('the value with commas is one author', helm('parameters:\n- name: a\n  value: x,y,z', 'plain'), [
    'a: "x,y,z" < app.yaml:13', 'release: "app" < app.yaml:3', 'namespace: "serving" < app.yaml:6',
  ]),
  rendered('variables', helm(`parameters:
- { name: a, value: "$ARGOCD_APP_NAME in \${ARGOCD_APP_NAMESPACE} of $ARGOCD_APP_PROJECT_NAME for $$5 and $nothing." }`, 'plain'), [
    'a: "app in serving of ml for $5 and ." < app.yaml:12', 'release: "app" < app.yaml:3', 'namespace: "serving" < app.yaml:6',
  ]),
  rendered('the revision is not known', helm('parameters: [{ name: a, value: "$ARGOCD_APP_REVISION" }]', 'plain'), [
    'a: unknown, $ARGOCD_APP_REVISION is known only when it is deployed', 'release: "app" < app.yaml:3', 'namespace: "serving" < app.yaml:6',
  ]),
  rendered('release name and namespace', helm('releaseName: shorter\nnamespace: other', 'plain'), [
    'a: "default" < plain/values.yaml:1', 'release: "shorter" < app.yaml:11', 'namespace: "other" < app.yaml:12',
  ]),
  rendered('an empty release name is none', helm('releaseName: ""\nskipCrds: true', 'plain'), [
    'a: "default" < plain/values.yaml:1', 'release: "app" < app.yaml:3', 'namespace: "serving" < app.yaml:6',
  ]),
  rendered('valuesObject wins over values', helm('values: "a: text"\nvaluesObject: { a: object }', 'plain'), [
    'a: "object" < app.yaml:12', 'release: "app" < app.yaml:3', 'namespace: "serving" < app.yaml:6',
  ]),
  rendered('several documents of values', helm('values: |\n  a: one\n  ---\n  a: two', 'plain'), [
    'a: "two" < app.yaml:14', 'release: "app" < app.yaml:3', 'namespace: "serving" < app.yaml:6',
  ]),
];

const VALUES = { 'env/b.yaml': 'a: b\n', 'env/a.yaml': 'a: a\n', 'env/eu/c.yaml': 'a: c\n' };

const files = [
  rendered('a pattern, in its order', helm('valueFiles: [../env/*.yaml]', 'plain'), ['a: "b" < env/b.yaml:1', 'release: "app" < app.yaml:3', 'namespace: "serving" < app.yaml:6'], VALUES),
  rendered('a pattern over folders', helm('valueFiles: [/env/**/*.yaml]', 'plain'), ['a: "c" < env/eu/c.yaml:1', 'release: "app" < app.yaml:3', 'namespace: "serving" < app.yaml:6'], VALUES),
  rendered('what is named itself keeps its place', helm('valueFiles: [../env/*.yaml, ../env/a.yaml]', 'plain'), ['a: "a" < env/a.yaml:1', 'release: "app" < app.yaml:3', 'namespace: "serving" < app.yaml:6'], VALUES),
  rendered('before 3.4 a pattern is a name', helm('valueFiles: [../env/*.yaml]', 'plain'), ['argocd/source-exists: values file glob "../env/*.yaml" matched no files'], { ...VALUES, 'mllint.yaml': 'cluster: { argocd: "3.3" }\n' }),
  rendered('a pattern that nobody can finish', helm(`valueFiles: ["../env/{${'*'.repeat(3)}/a,b}*.yaml"]`, 'plain'), ['unverified: the pattern "../env/{***/a,b}*.yaml" is not evaluated: alternatives across folders are not looked at'], VALUES),
];

const FOLDER = {
  'models/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n',
  'models/deep/b.yml': 'apiVersion: v1\nkind: List\nitems:\n- { apiVersion: v1, kind: ConfigMap, metadata: { name: b } }\n- { apiVersion: v1, kind: Secret, metadata: { name: c } }\n',
  'models/deep/d.json': '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "d"}}',
  'models/values.yaml': 'replicas: 2\n',
  'models/e.YAML': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: e }\n',
};

function folder(block: string): string {
  return application(`source:\n  ${REPOSITORY}\n  path: models\n  directory:\n    ${block.replaceAll('\n', '\n    ')}`);
}

const directories = [
  rendered('the folder itself', folder('recurse: false'), ['ConfigMap a'], FOLDER),
  rendered('folders below', folder('recurse: true'), ['ConfigMap a', 'ConfigMap b', 'Secret c', 'ConfigMap d'], FOLDER),
  rendered('include crosses folders', folder('recurse: true\ninclude: "*b*"'), ['ConfigMap b', 'Secret c'], FOLDER),
  rendered('exclude wins over include', folder('recurse: true\ninclude: "deep/*"\nexclude: "{*.json,x}"'), ['ConfigMap b', 'Secret c'], FOLDER),
  rendered('what is no pattern matches nothing', folder('recurse: true\nexclude: "["'), ['ConfigMap a', 'ConfigMap b', 'Secret c', 'ConfigMap d'], FOLDER),
  rendered('a marked file is left out', folder('recurse: true'), ['ConfigMap b', 'Secret c', 'ConfigMap d'], { ...FOLDER, 'models/a.yaml': `# +argocd:skip-file-rendering\n${FOLDER['models/a.yaml']}` }),
  rendered('a list of null', folder('recurse: false'), ['ConfigMap a'], { ...FOLDER, 'models/f.yaml': 'apiVersion: v1\nkind: ConfigMapList\nitems: null\n' }),
  rendered('more than Argo CD reads', folder('recurse: false'), ['argocd/source-renders: exceeded max combined manifest file size'], { ...FOLDER, 'models/f.yaml': `# ${'x'.repeat(10_000_000)}\n` }),
];

const overrides = [
  rendered('over the parameters of the source', helm('parameters: [{ name: a, value: spec }]', 'plain'), [
    'a: "override" < plain/.argocd-source.yaml:4', 'release: "app" < app.yaml:3', 'namespace: "serving" < app.yaml:6',
  ], { 'plain/.argocd-source.yaml': 'helm:\n  parameters:\n    - name: a\n      value: override\n' }),
  rendered("the application's own over that of all", helm('skipCrds: true', 'plain'), [
    'a: "own" < plain/.argocd-source-app.yaml:2', 'release: "app" < app.yaml:3', 'namespace: "serving" < app.yaml:6',
  ], { 'plain/.argocd-source.yaml': 'helm:\n  parameters: [{ name: a, value: override }]\n', 'plain/.argocd-source-app.yaml': 'helm:\n  parameters: [{ name: a, value: own }]\npath: elsewhere\n' }),
  rendered("another application's is not looked at", helm('skipCrds: true', 'plain'), [
    'a: "default" < plain/values.yaml:1', 'release: "app" < app.yaml:3', 'namespace: "serving" < app.yaml:6',
  ], { 'plain/.argocd-source-other.yaml': 'helm:\n  parameters: [{ name: a, value: own }]\n' }),
  rendered('null changes nothing', helm('parameters: [{ name: a, value: spec }]', 'plain'), [
    'a: "spec" < app.yaml:11', 'release: "app" < app.yaml:3', 'namespace: "serving" < app.yaml:6',
  ], { 'plain/.argocd-source.yaml': 'helm: { parameters: null }\n' }),
  rendered('an empty block is none', application(`source: { ${REPOSITORY}, path: plain, directory: { recurse: false, jsonnet: { extVars: [] } }, kustomize: {} }`), [
    'a: "default" < plain/values.yaml:1', 'release: "app" < app.yaml:3', 'namespace: "serving" < app.yaml:6',
  ]),
];

const several = [
  rendered('one after the other', application(`sources:
- { ${REPOSITORY}, path: models }
- ${REPOSITORY}
  path: plain
  helm: { valueFiles: [$values/env/a.yaml] }
- { ${REPOSITORY}, ref: values }`), ['ConfigMap a', 'a: "a" < env/a.yaml:1', 'release: "app" < app.yaml:3', 'namespace: "serving" < app.yaml:6'], { ...FOLDER, ...VALUES }),
  rendered('a variable in the path of another source', application(`sources:
- ${REPOSITORY}
  path: plain
  helm: { valueFiles: ["$values/env/\${ARGOCD_APP_NAME}.yaml"] }
- { ${REPOSITORY}, ref: values }`), ['a: "of the name" < env/app.yaml:1', 'release: "app" < app.yaml:3', 'namespace: "serving" < app.yaml:6'], { 'env/app.yaml': 'a: of the name\n' }),
  rendered('a source that others refer to, elsewhere', application(`sources:
- ${REPOSITORY}
  path: plain
  helm: { valueFiles: [$values/env/a.yaml] }
- { repoURL: https://github.com/org/other.git, ref: values }`), ['unverified: the source of the value file $values/env/a.yaml lies in https://github.com/org/other.git']),
  rendered('a dollar in a single source is a variable', helm('valueFiles: [$values/env/a.yaml]', 'plain'), ['a: "a" < env/a.yaml:1', 'release: "app" < app.yaml:3', 'namespace: "serving" < app.yaml:6'], VALUES),
  rendered('another revision without Git', application(`source: { ${REPOSITORY}, path: plain, targetRevision: next }`), ['unverified: its source is revision next, and there is no Git repository here']),
];

export const sourceCases: readonly SourceCase[] = [...parameters, ...files, ...directories, ...overrides, ...several];
