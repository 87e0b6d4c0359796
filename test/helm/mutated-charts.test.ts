/** Charts and values with random changes: never a crash or a hang, and where helm is installed its verdict and its bytes. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RenderError, UnsupportedFunction } from '../../src/render/helm/errors.ts';
import { printHelmTemplate } from '../../src/render/helm/print.ts';
import { renderChart } from '../../src/render/helm/helm.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { within } from '../within.ts';

const hasHelm = spawnSync('helm', ['version']).status === 0;

const chart: Readonly<Record<string, string>> = {
  'Chart.yaml': 'apiVersion: v2\nname: app\nversion: 0.1.0\ndependencies:\n  - name: db\n    version: 1.x\n    alias: store\n    condition: store.enabled\n    tags: [data]\n    import-values: [shared, { child: inner, parent: taken }]\n',
  'values.yaml': 'a: 1\nb: { c: text, d: null }\nglobal: { region: eu }\nstore: { enabled: true, inner: { x: null } }\n',
  'values.schema.json': '{ "properties": { "a": { "type": ["integer", "string"], "minimum": 0 }, "b": { "required": ["c"] } } }',
  'templates/_h.tpl': '{{ define "name" }}{{ .Chart.Name }}-{{ .Values.a }}{{ end }}',
  'templates/x.yaml': 'kind: ConfigMap\nmetadata: { name: {{ include "name" . }} }\ndata: {{ .Values | toJson }}\n---\nkind: Secret\n',
  'templates/y.yaml': 'kind: Job\nmetadata: { annotations: { "helm.sh/hook": post-install } }\n',
  'charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.2.3\n',
  'charts/db/values.yaml': 'size: 1\nexports: { shared: { port: 1 } }\ninner: { x: 1, y: 2 }\nglobal: { region: us, zone: z }\n',
  'charts/db/templates/x.yaml': 'kind: Pod\nspec: {{ .Values | toJson }}\n',
};

const words = ['null', '{}', '[]', 'true', '"x"', '7', '- ', '  ', '\n', ': ', '{{', '}}', '{{ .Values.b.c }}', '{{ end }}', '---\n', '#', '&a', '*a', 'db', 'store', 'global', '~', '0.5', '>=2.0.0', 'library', '__proto__: 1\n', 'a: 2\n'];

interface Change {
  readonly file: string;
  /** From 0 to 1 in the file. */
  readonly at: number;
  readonly removed: number;
  readonly word: string;
}

const changes = fc.array(
  fc.record({ file: fc.constantFrom(...Object.keys(chart)), at: fc.double({ min: 0, max: 1, noNaN: true }), removed: fc.nat({ max: 12 }), word: fc.constantFrom('', ...words) }),
  { minLength: 1, maxLength: 3 },
);

function changed(list: readonly Change[]): Record<string, string> {
  const files = { ...chart };
  for (const { file, at, removed, word } of list) {
    const text = files[file] ?? '';
    const start = Math.floor(at * text.length);
    files[file] = text.slice(0, start) + word + text.slice(start + removed);
  }
  return files;
}

/** What we print, or `undefined` where we refuse. */
function byUs(files: Readonly<Record<string, string>>): string | undefined {
  try {
    return printHelmTemplate(renderChart({ snapshot: memorySnapshot(files), folder: '', releaseName: 'r', namespace: '' }));
  } catch (error) {
    if (error instanceof RenderError || error instanceof UnsupportedFunction) return undefined;
    throw error;
  }
}

function byHelm(files: Readonly<Record<string, string>>): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'chart-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return execFileSync('helm', ['template', 'r', folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Where Go's YAML reads otherwise: a null key is an error there, and what follows a mapping in braces that is the whole document is not looked at. */
function isReadOtherwise(files: Readonly<Record<string, string>>): boolean {
  return Object.values(files).some((text) => /(?:^|[{,\n])[ ]*(?:null|~)?:\s/.test(text) || /^\s*[{[]/.test(text));
}

test('neither crashes nor hangs', () => {
  fc.assert(
    fc.property(changes, (list) => {
      within(2000, () => byUs(changed(list)));
    }),
    { numRuns: 500, seed: 9 },
  );
});

test('renders what helm renders and refuses what helm refuses', ({ skip }) => {
  if (!hasHelm) skip('helm is not installed');
  const same = fc.property(changes, (list) => {
    const files = changed(list);
    const { 'values.schema.json': _schema, ...yaml } = files;
    if (!isReadOtherwise(yaml)) expect(byUs(files)).toBe(byHelm(files));
  });
  fc.assert(same, { numRuns: Number(process.env['RUNS'] ?? 25), seed: Number(process.env['SEED'] ?? 3) });
}, 120_000);
