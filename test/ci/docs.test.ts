/** The workflows and pipelines that docs/ shows: whoever copies them gets what the page says. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { filesIn } from '../../src/dev/write.ts';
import { FORMATS } from '../../src/report/format.ts';
import { unchecked } from '../../src/unchecked.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const docs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));

interface Example {
  readonly page: string;
  readonly kind: string;
  readonly file: string;
  readonly text: string;
}

const examples = docs.flatMap((page): Example[] => {
  const text = readFileSync(join(root, 'docs', page), 'utf8');
  return Array.from(text.matchAll(/^```yaml ([\w-]+) file=(\S+)\n([^]*?)^```$/gm), ([, kind = '', file = '', body = '']) => ({ page, kind, file, text: body }));
});

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
}
interface Workflow {
  readonly on: object;
  readonly permissions: object;
  readonly jobs: Readonly<Record<string, { readonly name: string; readonly permissions: Readonly<Record<string, string>>; readonly steps: readonly Step[] }>>;
}

const workflows = examples.filter(({ kind }) => kind === 'workflow').map((example) => ({ ...example, workflow: unchecked<Workflow>(parse(example.text)) }));
const inputs = Object.keys(unchecked<{ inputs: object }>(parse(readFileSync(join(root, 'action.yml'), 'utf8'))).inputs);

describe.each(workflows)('$page: $file', ({ workflow }) => {
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);

  it('pins what it uses to commits, and has no rights but those of its jobs', () => {
    expect(workflow.permissions).toEqual({});
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/@[0-9a-f]{40}$/);
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
  });

  it('fetches all of the history without leaving credentials', () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@') === true);
    for (const checkout of checkouts) expect(checkout.with).toMatchObject({ 'fetch-depth': 0, 'persist-credentials': false });
    expect(checkouts.length > 0).toBe(steps.some(({ uses }) => uses?.includes('/mllint@') === true));
  });

  it('gives the action inputs that it has, and no script an expression', () => {
    for (const { uses, with: given = {}, run = '' } of steps) {
      if (uses?.includes('/mllint@') === true) expect(inputs).toEqual(expect.arrayContaining(Object.keys(given)));
      expect(run).not.toContain('${{');
    }
  });
});

describe('docs/', () => {
  it('show the gate with a token that only reads', () => {
    const gate = workflows.find(({ file }) => file === 'mllint.yml')?.workflow;
    expect(Object.values(gate?.jobs ?? {}).map(({ name, permissions }) => [name, permissions])).toEqual([['mllint', { contents: 'read' }]]);
    expect(Object.keys(gate?.on ?? {})).toEqual(['pull_request', 'merge_group']);
  });

  it('name every input of the action', () => {
    const page = readFileSync(join(root, 'docs/github.md'), 'utf8');
    expect(inputs.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it.each(examples.filter(({ kind }) => kind !== 'workflow'))('$page: $file is YAML', ({ text }) => {
    expect(parseAllDocuments(text).flatMap((document) => ('errors' in document ? document.errors : []))).toEqual([]);
  });

  const zizmor = spawnSync('zizmor', ['--version']).status === 0;
  it.skipIf(!zizmor)('are clean for zizmor (skipped where it is not installed)', () => inFolder((folder) => {
    const { status, stdout } = spawnSync('zizmor', ['--offline', '--no-progress', '--persona=pedantic', folder], { encoding: 'utf8' });
    expect({ status, stdout }).toMatchObject({ status: 0 });
  }));

  const actionlint = spawnSync('actionlint', ['-version']).status === 0;
  it.skipIf(!actionlint)('are clean for actionlint (skipped where it is not installed)', () => inFolder((folder) => {
    const files = workflows.map(({ file }) => join(folder, '.github/workflows', file));
    expect(spawnSync('actionlint', ['-no-color', ...files], { encoding: 'utf8' }).stdout).toBe('');
  }));
});

describe('templates/github', () => {
  const templates = filesIn(join(root, 'templates/github'));
  const written = templates.filter((path) => path.startsWith('workflows/')).map((path) => ({ path, workflow: unchecked<Workflow>(parse(readFileSync(join(root, 'templates/github', path), 'utf8'))) }));

  it('hold the gate that docs/github.md shows', () => {
    expect(readFileSync(join(root, 'templates/github/workflows/mllint.yml'), 'utf8')).toBe(workflows.find(({ file }) => file === 'mllint.yml')?.text);
  });

  it.each(written)('$path pins what it uses, has no rights but those of its jobs, and gives no script an expression', ({ workflow }) => {
    expect(workflow.permissions).toEqual({});
    for (const { uses = `x@${'0'.repeat(40)}`, run = '' } of Object.values(workflow.jobs).flatMap((job) => job.steps)) {
      expect(uses).toMatch(/@[0-9a-f]{40}$/);
      expect(run).not.toContain('${{');
      if (run.includes('\n')) expect(run).toMatch(/^set -euo pipefail\n/);
    }
  });

  it.each(templates.filter((path) => path.endsWith('.sh')))('%s is a script that bash reads and that stops at the first failure', (path) => {
    expect(readFileSync(join(root, 'templates/github', path), 'utf8')).toMatch(/^#!.*\n(?:#.*\n)*set -euo pipefail\n/);
    expect(spawnSync('bash', ['-n', join(root, 'templates/github', path)], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });

  it.skipIf(!isThere('zizmor', '--version'))('are clean for zizmor (skipped where it is not installed)', () => asRepository((folder) => {
    const { status, stdout } = spawnSync('zizmor', ['--offline', '--no-progress', '--persona=pedantic', folder], { encoding: 'utf8' });
    expect({ status, stdout }).toMatchObject({ status: 0 });
  }));

  it.skipIf(!isThere('actionlint', '-version'))('are clean for actionlint (skipped where it is not installed)', () => asRepository((folder) => {
    const files = written.map(({ path }) => join(folder, '.github', path));
    expect(spawnSync('actionlint', ['-no-color', ...files], { cwd: folder, encoding: 'utf8' }).stdout).toBe('');
  }));
});

function isThere(command: string, flag: string): boolean {
  return spawnSync(command, [flag]).status === 0;
}

function asRepository(look: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'mllint-templates-'));
  try {
    cpSync(join(root, 'templates/github'), join(folder, '.github'), { recursive: true });
    look(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('templates/gitlab-ci.yml', () => {
  const [header, body] = parseAllDocuments(readFileSync(join(root, 'templates/gitlab-ci.yml'), 'utf8')).map((document) => unchecked<Readonly<Record<string, Record<string, unknown>>>>('toJS' in document ? document.toJS() : undefined));
  const job = body?.['mllint'] ?? {};

  it('uses every input that it declares, and only those', () => {
    const declared = Object.keys(unchecked<object>(header?.['spec']?.['inputs']));
    const used = [...JSON.stringify(body).matchAll(/\$\[\[ inputs\.([a-z-]+) \]\]/g)].map(([, name]) => name);
    expect([...new Set(used)].sort()).toEqual(declared.sort());
  });

  it('fetches all of the history, and keeps what it writes', () => {
    expect(job['variables']).toMatchObject({ GIT_DEPTH: '0' });
    const script = JSON.stringify(job['script']);
    const formats = [...script.matchAll(/--format ([a-z]+)(?:=(\S+?))?(?= |")/g)].map(([, name, file]) => [name, file]);
    expect(FORMATS).toEqual(expect.arrayContaining(formats.map(([name]) => name)));
    expect(job['artifacts']).toMatchObject({ when: 'always', paths: ['mllint.md'], reports: { codequality: formats.find(([name]) => name === 'gitlab')?.[1] } });
  });
});

function inFolder(look: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'mllint-docs-'));
  try {
    mkdirSync(join(folder, '.github/workflows'), { recursive: true });
    for (const { file, text } of workflows) writeFileSync(join(folder, '.github/workflows', file), text);
    look(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
