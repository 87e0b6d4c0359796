/** Edits at rendered values go to the file of their author, and only where they mean the same there. */
import { beforeAll, describe, expect, it } from 'vitest';
import { applyFixes } from '../../src/fix/apply.ts';
import { addItem, authoredMappings, removeKey, renameKey, setKey, setValue, type Edits } from '../../src/yaml/edit.ts';
import type { Node } from '../../src/yaml/node.ts';
import { readFiles } from '../rendered-scalars.ts';

const CHART = 'apiVersion: v2\nname: demo\nversion: 1.0.0\n';
const TEMPLATE = `{{- $name := default "fallback" .Values.fullname }}
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: {{ $name }}
  annotations:
    quoted: {{ .Values.quoted | quote }}
    static: "fixed text"
    plainStatic: word
    {{- range $key, $value := .Values.extra }}
    {{ $key }}: {{ $value | quote }}
    {{- end }}
  labels:
    {{- toYaml .Values.labels | nindent 4 }}
spec:
  replicas: {{ .Values.replicas }}
  max: 3
  uri: {{ printf "s3://%s/%s/%s" .Values.bucket .Values.model .Values.version | quote }}
  resources:
    {{- toYaml .Values.resources | nindent 4 }}
  args: {{- toYaml .Values.args | nindent 4 }}
  tolerations: {{ toYaml .Values.tolerations }}
  script: {{ .Values.script | upper }}
  shared: {{ .Values.sharing.again }}
  percent: {{ .Values.percent }}
  isPaused: {{ .Values.isPaused }}
  port: {{ .Values.port }}
  label: {{ .Values.port | quote }}
`;
const DEFAULTS = `# defaults
quoted: "abc" # kept
bucket: models
model: fraud
version: "v3"
replicas: 2
labels: {}
script: run
sharing:
  first: &one 1
  again: *one
extra:
  a.b/c: x
resources:
  limits:
    cpu: "1" # cores
  requests:
    cpu: 500m
args:
  - --a
  - --b
tolerations: []
percent: 10%
isPaused: nope
port: 8080
`;
const PROD = `version: v4 # promoted
labels:
  # who
  team: ml
resources:
  limits:
    cpu: "2"
`;
const files = { 'c/Chart.yaml': CHART, 'c/values.yaml': DEFAULTS, 'c/values-prod.yaml': PROD, 'c/templates/isvc.yaml': TEMPLATE };

let root: Node;
beforeAll(async () => {
  const { manifests } = await readFiles(files);
  const manifest = manifests.find(({ kind }) => kind.startsWith('InferenceService'));
  if (!manifest) throw new Error('nothing was rendered');
  root = manifest.root;
});

/** The lines that edits leave out and put in, with their file. */
function changes(edits: Edits): string[] | undefined {
  if (!edits) return undefined;
  const { texts } = applyFixes([{ title: '', safety: 'safe', edits }]);
  return [...texts].flatMap(([path, text]) => {
    const before = new Map(Object.entries(files)).get(path)?.split('\n') ?? [];
    const after = text.split('\n');
    const gone = before.filter((line) => !after.includes(line)).map((line) => `${path} - ${line.trimEnd()}`);
    return [...gone, ...after.filter((line) => !before.includes(line)).map((line) => `${path} + ${line}`)];
  });
}

describe('setValue', () => {
  it('goes to the value file, in its quotes', () => {
    expect(changes(setValue(root.get('metadata', 'annotations', 'quoted'), 'xyz'))).toEqual(['c/values.yaml - quoted: "abc" # kept', 'c/values.yaml + quoted: "xyz" # kept']);
    expect(changes(setValue(root.get('spec', 'replicas'), 5))).toEqual(['c/values.yaml - replicas: 2', 'c/values.yaml + replicas: 5']);
  });

  it('goes to the file that had the last word', () => {
    expect(changes(setValue(root.get('spec', 'resources', 'limits', 'cpu'), '3'))).toEqual(['c/values-prod.yaml -     cpu: "2"', 'c/values-prod.yaml +     cpu: "3"']);
  });

  it('takes a part of a text to the one who wrote the part', () => {
    const uri = root.get('spec', 'uri');
    const at = uri.text?.indexOf('v4') ?? -1;
    expect(changes(setValue(uri.part(at, at + 2), 'v5'))).toEqual(['c/values-prod.yaml - version: v4 # promoted', 'c/values-prod.yaml + version: v5 # promoted']);
    expect(changes(setValue(uri.part(at, at + 2), '5'))).toEqual(['c/values-prod.yaml - version: v4 # promoted', 'c/values-prod.yaml + version: "5" # promoted']);
    expect(changes(setValue(uri.part(0, 2), 'gs'))).toEqual([
      'c/templates/isvc.yaml -   uri: {{ printf "s3://%s/%s/%s" .Values.bucket .Values.model .Values.version | quote }}',
      'c/templates/isvc.yaml +   uri: {{ printf "gs://%s/%s/%s" .Values.bucket .Values.model .Values.version | quote }}',
    ]);
  });

  it('edits the text of a template', () => {
    const annotations = root.get('metadata', 'annotations');
    expect(changes(setValue(root.get('spec', 'max'), 7))).toEqual(['c/templates/isvc.yaml -   max: 3', 'c/templates/isvc.yaml +   max: 7']);
    expect(changes(setValue(annotations.get('static'), 'say "x"'))).toEqual(['c/templates/isvc.yaml -     static: "fixed text"', 'c/templates/isvc.yaml +     static: "say \\"x\\""']);
    expect(changes(setValue(annotations.get('plainStatic'), '5'))).toEqual(['c/templates/isvc.yaml -     plainStatic: word', 'c/templates/isvc.yaml +     plainStatic: "5"']);
    expect(setValue(annotations.get('plainStatic'), '{{ x }}')).toBeUndefined();
  });

  it('edits a constant in an action', () => {
    expect(changes(setValue(root.get('metadata', 'name'), 'other'))).toEqual([
      'c/templates/isvc.yaml - {{- $name := default "fallback" .Values.fullname }}', 'c/templates/isvc.yaml + {{- $name := default "other" .Values.fullname }}',
    ]);
    expect(setValue(root.get('metadata', 'name'), 'a"b')).toBeUndefined();
  });

  it('keeps what toYaml prints of any type, and refuses a type that a template would lose', () => {
    expect(changes(setValue(root.get('metadata', 'labels', 'team'), '5'))).toEqual(['c/values-prod.yaml -   team: ml', 'c/values-prod.yaml +   team: "5"']);
    expect(setValue(root.get('spec', 'replicas'), '5')).toBeUndefined();
    expect(setValue(root.get('metadata', 'annotations', 'a.b/c'), 5)).toBeUndefined();
  });

  it('writes without quotes what is a number or a boolean to the reader, where Go prints it as it is written', () => {
    expect(changes(setValue(root.get('spec', 'percent'), 10))).toEqual(['c/values.yaml - percent: 10%', 'c/values.yaml + percent: 10']);
    expect(changes(setValue(root.get('spec', 'percent'), 0.5))).toEqual(['c/values.yaml - percent: 10%', 'c/values.yaml + percent: 0.5']);
    expect(changes(setValue(root.get('spec', 'isPaused'), false))).toEqual(['c/values.yaml - isPaused: nope', 'c/values.yaml + isPaused: false']);
    expect(changes(setValue(root.get('spec', 'port'), 9090))).toEqual(['c/values.yaml - port: 8080', 'c/values.yaml + port: 9090']);
    expect(changes(setValue(root.get('spec', 'port'), 5000000))).toEqual(['c/values.yaml - port: 8080', 'c/values.yaml + port: "5000000"']);
    expect(changes(setValue(root.get('spec', 'percent'), 0.00001))).toEqual(['c/values.yaml - percent: 10%', 'c/values.yaml + percent: "0.00001"']);
  });

  it('writes text as text: 1.10 would be printed as 1.1', () => {
    expect(changes(setValue(root.get('spec', 'label'), '1.10'))).toEqual(['c/values.yaml - port: 8080', 'c/values.yaml + port: "1.10"']);
    expect(changes(setValue(root.get('spec', 'label'), '9090'))).toEqual(['c/values.yaml - port: 8080', 'c/values.yaml + port: 9090']);
  });

  it('refuses what was computed, has several authors or is shared', () => {
    expect(setValue(root.get('spec', 'uri'), 's3://x')).toBeUndefined();
    expect(setValue(root.get('spec', 'script'), 'x')).toBeUndefined();
    expect(setValue(root.get('spec', 'shared'), 2)).toBeUndefined();
  });
});

describe('structure', () => {
  it('setKey goes to the mapping nearest the environment', () => {
    const limits = root.get('spec', 'resources', 'limits');
    expect(authoredMappings(limits).map(({ at }) => at.file.path)).toEqual(['c/values-prod.yaml']);
    expect(authoredMappings(root.get('spec', 'resources')).map(({ at }) => at.file.path)).toEqual(['c/values-prod.yaml', 'c/values.yaml']);
    expect(changes(setKey(limits, 'memory', '2Gi'))).toEqual(['c/values-prod.yaml +     memory: 2Gi']);
    expect(changes(setKey(root.get('spec', 'resources'), 'claims', [{ name: 'x' }]))).toEqual(['c/values-prod.yaml +   claims:', 'c/values-prod.yaml +     - name: x']);
  });

  it('setKey makes mappings that are missing, where their parent was written', () => {
    expect(changes(setKey(root.get('spec', 'resources', 'more', 'inside'), 'a', 1))).toEqual([
      'c/values-prod.yaml +   more:', 'c/values-prod.yaml +     inside:', 'c/values-prod.yaml +       a: 1',
    ]);
    expect(setKey(root.get('spec', 'nothing'), 'a', 1)).toBeUndefined();
  });

  it('never edits the structure of a template', () => {
    expect(setKey(root.get('spec'), 'minReplicas', 1)).toBeUndefined();
    expect(removeKey(root.get('spec', 'max'))).toBeUndefined();
    expect(authoredMappings(root.get('spec'))).toEqual([]);
  });

  it('removeKey and renameKey find the authored key', () => {
    expect(changes(removeKey(root.get('spec', 'resources', 'requests')))).toEqual(['c/values.yaml -   requests:', 'c/values.yaml -     cpu: 500m']);
    expect(changes(removeKey(root.get('metadata', 'labels', 'team')))).toEqual([
      'c/values-prod.yaml - labels:', 'c/values-prod.yaml -   # who', 'c/values-prod.yaml -   team: ml', 'c/values-prod.yaml + labels: {}',
    ]);
    expect(changes(renameKey(root.get('spec', 'max'), 'maxReplicas'))).toEqual(['c/templates/isvc.yaml -   max: 3', 'c/templates/isvc.yaml +   maxReplicas: 3']);
    expect(changes(renameKey(root.get('metadata', 'labels', 'team'), 'owner'))).toEqual(['c/values-prod.yaml -   team: ml', 'c/values-prod.yaml +   owner: ml']);
    expect(renameKey(root.get('spec', 'max'), 'replicas')).toBeUndefined();
  });

  it('addItem appends to the list that was printed, and fills an empty one', () => {
    expect(changes(addItem(root.get('spec', 'args'), '--c'))).toEqual(['c/values.yaml +   - --c']);
    expect(changes(addItem(root.get('spec', 'tolerations'), { key: 'gpu' }))).toEqual(['c/values.yaml - tolerations: []', 'c/values.yaml + tolerations:', 'c/values.yaml +   - key: gpu']);
  });
});
