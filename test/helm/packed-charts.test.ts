/** Charts in archives: read like folders, shown where Chart.yaml names them, refused within two seconds where they are hostile. */
import { describe, expect, test } from 'vitest';
import { RenderError } from '../../src/render/helm/errors.ts';
import { renderChart, type ChartResult } from '../../src/render/helm/helm.ts';
import { memorySnapshot, type Content } from '../../src/snapshot/memory.ts';
import { within } from '../within.ts';
import { packed, type TarMember } from './tar.ts';

const parent = 'apiVersion: v2\nname: app\nversion: 0.1.0\ndependencies:\n  - name: db\n    version: 1.x\n    repository: https://charts.example.org\n';
const chartYaml = 'apiVersion: v2\nname: db\nversion: 1.2.3\n';
const db: readonly TarMember[] = [
  { name: 'db/Chart.yaml', content: chartYaml },
  { name: 'db/values.yaml', content: '\ufeffsize: 1\n' },
  { name: 'db/files/a.txt', content: 'packed' },
  { name: 'db/templates/', type: '5' },
  { name: 'db/templates/x.yaml', content: 'size: {{ .Values.size }}\nfile: {{ .Files.Get "files/a.txt" }}\n' },
];

function render(files: Readonly<Record<string, Content>>): ChartResult {
  return renderChart({ snapshot: memorySnapshot({ 'app/Chart.yaml': parent, ...files }), folder: 'app', releaseName: 'r', namespace: '', buildsDependencies: true });
}

function refusal(archive: Uint8Array | string): { message: string; place: string } {
  try {
    render({ 'app/charts/db-1.2.3.tgz': archive });
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    const { file, range } = error.at;
    return { message: error.message, place: `${file.path}:${file.position(range.start).line}` };
  }
  return { message: 'rendered', place: '' };
}

test('a packed chart renders like a folder', () => {
  const { documents } = render({ 'app/charts/db-1.2.3.tgz': packed(db) });
  expect(documents.map(({ source, text }) => `${source}: ${text.text}`)).toEqual(['app/charts/db/templates/x.yaml: size: 1\nfile: packed']);
});

test('what it says is shown at the dependency and has no place of its own', () => {
  const [document] = render({ 'app/charts/db-1.2.3.tgz': packed(db) }).documents;
  const places = document?.text.segments.map(({ origin }) => origin.author.file.shownAt).map((at) => at && `${at.file.path}:${at.file.position(at.range.start).line}`);
  expect(new Set(places)).toEqual(new Set(['app/Chart.yaml:5']));
});

test('a chart that lies in this repository takes the place of a missing one', () => {
  const files = { 'app/Chart.yaml': parent.replace('https://charts.example.org', 'file://../lib/db'), 'lib/db/Chart.yaml': chartYaml, 'lib/db/templates/x.yaml': 'a: 1' };
  expect(render(files).documents.map(({ source }) => source)).toEqual(['app/charts/db/templates/x.yaml']);
});

test.each([
  ['another version', '1.x', '2.x', "can't get a valid version for dependency db: lib/db holds version 1.2.3, not 2.x"],
  ['no such folder', '../lib/db', '../lib/none', 'directory lib/none of dependency db not found'],
])('%s is refused', (_name, from, to, message) => {
  const files = { 'app/Chart.yaml': parent.replace('https://charts.example.org', 'file://../lib/db').replace(from, to), 'lib/db/Chart.yaml': chartYaml };
  expect(() => render(files)).toThrow(message);
});

test.each(['file://../../db', 'file:///etc/db', 'https://charts.example.org'])('what lies at %s is missing', (repository) => {
  expect(() => render({ 'app/Chart.yaml': parent.replace('https://charts.example.org', repository) })).toThrow('found in Chart.yaml, but missing in charts/ directory: db');
});

test('a chart that depends on itself is rendered once within itself', () => {
  const self = 'apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies:\n  - { name: app, version: 1.x, repository: "file://." }\n';
  expect(render({ 'app/Chart.yaml': self, 'app/templates/x.yaml': 'a: 1' }).documents.map(({ source }) => source)).toEqual([
    'app/charts/app/templates/x.yaml', 'app/templates/x.yaml',
  ]);
});

describe('hostile archives', () => {
  const member = (name: string, type = '0'): Uint8Array => packed([...db, { name, type }]);
  const inside = 'error unpacking subchart db-1.2.3.tgz in app: ';
  test.each([
    ['a bomb', packed([{ name: 'db/Chart.yaml', content: Buffer.alloc(120 * 1024 * 1024) }]), 'decompressed chart is larger than the maximum size 104857600'],
    ['a large file', packed([{ name: 'db/a', content: Buffer.alloc(6 * 1024 * 1024) }]), 'decompressed chart file "db/a" is larger than the maximum file size 5242880'],
    ['a link', member('db/a', '2'), 'it holds "db/a", which is a link; only files and folders are read'],
    ['a path out of it', member('db/../../a'), 'chart illegally references parent directory'],
    ['an absolute path', member('/etc/passwd'), 'chart illegally contains absolute paths'],
    ['an absolute path within', member('db//etc/passwd'), 'chart illegally contains absolute paths'],
    ['a drive', member('db/c:/a'), 'chart contains illegally named files'],
    ['no archive', 'text', 'gzip: invalid header'],
    ['nothing', packed([]), 'no files in chart archive'],
    ['no Chart.yaml', packed([{ name: 'db/a' }]), 'Chart.yaml file is missing'],
  ])('%s', (_name, archive, message) => {
    const refused = within(2000, () => refusal(archive));
    expect(refused.message).toBe(inside + message);
    if (!message.startsWith('Chart.yaml')) expect(refused.place).toBe('app/Chart.yaml:5');
  });

  test('archives within archives', () => {
    const nested = Array.from({ length: 10 }).reduce<Uint8Array>((content) => packed([{ name: 'db/Chart.yaml', content: chartYaml }, { name: 'db/charts/db-1.2.3.tgz', content }]), packed(db));
    expect(refusal(nested).message).toContain('packed chart');
  });
});

test.each(['__proto__', 'constructor', 'toString'])('the key %s in values is a key', (key) => {
  const files = { 'app/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 0.1.0\n', 'app/values.yaml': `${key}: { x: 1 }\nglobal: { ${key}: 2 }\n`, 'app/templates/x.yaml': `a: {{ index .Values "${key}" "x" }}{{ index .Values.global "${key}" }}{{ hasKey .Values "valueOf" }}` };
  expect(render(files).documents[0]?.text.text).toBe('a: 12false');
});
