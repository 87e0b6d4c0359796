/** What is broken is reported, and what stands beside it is looked at all the same. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { withoutTemplateLines } from '../../src/argocd/unparsed-sets.ts';
import { Node } from '../../src/yaml/node.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { SourceFile } from '../../src/source.ts';
import { lineOf, lintFiles, type Files } from '../cases.ts';

async function findings(files: Files): Promise<string[]> {
  const { report } = await lintFiles(files);
  expect(report.crashes).toEqual([]);
  return report.findings.map((finding) => lineOf(finding).replace(/ (?:error|warning|info) /, ' '));
}

async function unverified(files: Files): Promise<string[]> {
  const { report } = await lintFiles(files);
  return report.unverified.map(({ what, why, needs }) => `${what}: ${why}; ${needs}`);
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ranker
spec:
  replicas: 2
  selector: {matchLabels: {app: ranker}}
  template:
    metadata: {labels: {app: ranker}}
    spec:
      containers:
        - name: main
          image: "registry.example.org/ranker:{{ .Values.tag }}"
`;

function chart(files: Files, dependency: string): Files {
  return {
    'charts/ranker/Chart.yaml': `apiVersion: v2\nname: ranker\nversion: 0.1.0\ndependencies:\n  - name: cache\n    version: 1.0.0\n    repository: https://charts.example.org\n${dependency}`,
    'charts/ranker/values.yaml': 'tag: "1.4.0"\n',
    'charts/ranker/values-prod.yaml': 'tag: stable\n',
    'charts/ranker/templates/deployment.yaml': DEPLOYMENT,
    ...files,
  };
}

const MISSING = 'chart ranker: charts found in Chart.yaml, but missing in charts/ directory: cache; helm dependency build';
const PINNED = 'charts/ranker/values-prod.yaml:1:6 kubernetes/image-pinned tag "stable" of the image "registry.example.org/ranker" is pushed again and again; name a version or a digest';

describe('a chart that depends on one that is not here', () => {
  it('is rendered without it, and what it would render is unverified', async () => {
    const files = chart({}, '');
    expect(await findings(files)).toEqual([PINNED]);
    expect(await unverified(files)).toEqual([MISSING]);
  });

  it('is whole where that one is switched off', async () => {
    const files = chart({ 'charts/ranker/values.yaml': 'tag: "1.4.0"\ncache: {enabled: false}\n' }, '    condition: cache.enabled\n');
    expect(await findings(files)).toEqual([PINNED]);
    expect(await unverified(files)).toEqual([]);
  });

  it.each([
    ['asks for a value that only the other defines', { 'charts/ranker/values.yaml': 'tag: "1.4.0"\ncache: {size: 1}\n', 'charts/ranker/templates/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {port: "{{ .Values.cache.port }}"}\n' }, ''],
    ['hands on all that the other is given', { 'charts/ranker/values.yaml': 'tag: "1.4.0"\ncache: {port: 1}\n', 'charts/ranker/templates/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {all: {{ toYaml .Values.cache | quote }}}\n' }, ''],
    ['imports values', {}, '    import-values: [data]\n'],
  ])('is not judged where it %s', async (_, files, dependency) => {
    expect(await findings(chart(files, dependency))).toEqual([]);
    expect(await unverified(chart(files, dependency))).toEqual([MISSING]);
  });

  it('is judged where the value that it asks for is its own', async () => {
    const files = chart({
      'charts/ranker/values.yaml': 'tag: "1.4.0"\ncache: {port: 6379}\n',
      'charts/ranker/templates/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {port: "{{ .Values.cache.port }}"}\n',
    }, '');
    expect(await findings(files)).toEqual([PINNED]);
  });

  it('keeps the templates that do without the other\'s definitions', async () => {
    const files = chart({ 'charts/ranker/templates/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ include "cache.name" . }}}\n' }, '');
    expect(await findings(files)).toEqual([PINNED]);
    expect(await unverified(files)).toEqual([MISSING]);
  });
});

describe('a chart of which one template fails', () => {
  const files: Files = {
    'charts/ranker/Chart.yaml': 'apiVersion: v2\nname: ranker\nversion: 0.1.0\n',
    'charts/ranker/values-prod.yaml': 'tag: stable\n',
    'charts/ranker/templates/deployment.yaml': DEPLOYMENT,
    'charts/ranker/templates/other.yaml': '{{ .Values.namespace.create }}\n',
  };
  const failure = 'charts/ranker/templates/other.yaml:1:4 argocd/source-renders ranker/templates/other.yaml:1:10 executing "ranker/templates/other.yaml" at <.Values.namespace.create>: nil pointer evaluating interface {}.create';

  it('is looked at without it', async () => {
    expect(await findings(files)).toEqual([failure, PINNED].sort());
  });

  it('is not guessed at with its own values alone', async () => {
    const { 'charts/ranker/values-prod.yaml': values = '', ...rest } = files;
    const own = { ...rest, 'charts/ranker/values.yaml': values };
    expect(await findings(own)).toEqual([]);
    expect((await unverified(own)).map((line) => line.replace(/:.*/, ''))).toEqual(['chart ranker']);
  });
});

describe('a chart that writes a key twice', () => {
  it('is rendered, as Helm renders it', async () => {
    const lines = await findings({
      'charts/ranker/Chart.yaml': 'apiVersion: v2\nname: ranker\nversion: 0.1.0\n',
      'charts/ranker/templates/service.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: ranker\n  labels:\n    a: one\n    a: two\nspec:\n  ports: [{ port: 80 }]\n',
      'charts/ranker/templates/runtime.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n  args: --model_name={{.Name}}\n',
    });
    expect(lines.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'charts/ranker/templates/runtime.yaml:6:22 helm/template-blanked', 'charts/ranker/templates/service.yaml:7:5 repository/unique-keys',
    ]);
  });
});

describe('a packed chart', () => {
  it('need not be text to be read', async () => {
    const files = { 'charts/ranker/Chart.yaml': 'apiVersion: v2\nname: ranker\nversion: 0.1.0\n', 'charts/ranker/charts/cache-1.0.0.tgz': packed('cache/Chart.yaml', 'apiVersion: v2\nname: cache\nversion: 1.0.0\n') };
    expect(await findings(files)).toEqual([]);
    expect(await unverified(files)).toEqual([]);
  });
});

/** One file in a gzipped tar archive. */
function packed(name: string, text: string): Uint8Array {
  const header = Buffer.alloc(512);
  header.write(name);
  header.write('0000644\0', 100);
  header.write(`${text.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  header.fill(' ', 148, 156);
  header.write(`${header.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, 148);
  return gzipSync(Buffer.concat([header, Buffer.from(text.padEnd(512, '\0')), Buffer.alloc(1024)]), { level: 9 });
}

const SET = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata:
  name: rankers
  namespace: argocd
spec:
  goTemplate: true
  goTemplateOptions: ["missingkey=error"]
  generators:
    - list:
        elements:
          - env: dev
            sync: true
          - env: prod
            sync: false
  template:
    metadata:
      name: ranker-{{ .env }}
    spec:
      project: default
      source:
        repoURL: https://git.example.org/team/rankers.git
        path: ranker
        helm:
          valueFiles:
            - values-{{ .env }}.yaml
            - values-common.yaml
      destination:
        server: https://kubernetes.default.svc
        namespace: "\${TEAM_NAMESPACE}"
      syncPolicy:
        {{- if .sync }}
        automated:
          prune: true
        {{- end }}
        syncOptions:
          - CreateNamespace=true
`;

const RANKER: Files = {
  'ranker/Chart.yaml': 'apiVersion: v2\nname: ranker\nversion: 0.1.0\n',
  'ranker/values-dev.yaml': 'tag: "1.4.0"\n', 'ranker/values-prod.yaml': 'tag: "1.4.0"\n', 'ranker/values-common.yaml': 'tag: "1.3.0"\n',
  'ranker/templates/deployment.yaml': DEPLOYMENT,
};

describe('a set that is no YAML because of a condition', () => {
  it('is looked at as if the condition held', async () => {
    const lines = await findings({ 'set.yaml': SET, ...RANKER });
    expect(lines.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'set.yaml:27:15 argocd/value-file-order', 'set.yaml:30:21 repository/placeholder', 'set.yaml:32:11 repository/readable',
    ].sort());
  });

  it('is not looked at where something else is wrong, too', async () => {
    const lines = await findings({ 'set.yaml': SET.replace('project: default', 'project: [default'), ...RANKER });
    expect(lines.map((line) => line.split(' ')[1])).toEqual(['repository/readable']);
  });

  it('keeps the first branch of a condition alone', () => {
    const text = 'a:\n  {{- if .x }}\n  b: 1\n  {{- if .y }}\n  c: 2\n  {{- end }}\n  {{- else }}\n  b: 3\n  {{- end }}\n  {{- range .z }}\n  d: 4\n  {{- end }}\n  e: 5\n';
    const file = new SourceFile('set.yaml', text);
    const [document] = parseYaml(file).documents;
    const mended = document && withoutTemplateLines(file, document);
    const root = mended?.root && Node.root(mended.root);
    expect(root?.get('a').entries().map(([key, value]) => [key, value.value])).toEqual([['b', 1], ['c', 2], ['e', 5]]);
    expect(root?.get('a', 'e').at.range.start).toBe(text.indexOf('5'));
  });
});
