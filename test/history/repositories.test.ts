/** Repositories as Git leaves them: partial and shallow clones, odd names, submodules, references that replace others, configurations that name programs. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unchecked } from '../../src/unchecked.ts';
import { namingPrograms } from '../hostile/git-cases.ts';
import { git } from '../hostile/repository.ts';
import { runCommand, type Ran } from './run-command.ts';
import { build, type Scenario } from './scenario.ts';

const SCENARIO: Scenario = {
  now: '2026-11-23T12:00:00Z',
  layout: 'folders',
  commits: [
    { at: '2026-11-01T10:00:00Z', serve: { dev: 43, staging: 43, prod: 43 } },
    { at: '2026-11-02T10:00:00Z', serve: { dev: 45 } },
    { at: '2026-11-03T10:00:00Z', serve: { staging: 45 } },
    { on: 'change', at: '2026-11-04T10:00:00Z', serve: { prod: 45 } },
  ],
  change: 'change',
};

const top = realpathSync(mkdtempSync(join(tmpdir(), 'mllint-repositories-')));
let folder: string;

beforeAll(() => {
  folder = build(SCENARIO).folder;
  git(folder, 'config', 'uploadpack.allowFilter', 'true');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(top, { recursive: true });
});

function clone(...args: string[]): string {
  const target = mkdtempSync(join(top, 'clone-'));
  git(target, 'clone', '-q', ...args, `file://${folder}`, 'repo');
  return join(target, 'repo');
}

/** A program that leaves a trace when it is run. */
function evil(repo: string): { readonly program: string; readonly trace: string } {
  const [program, trace] = [join(repo, '.git', 'evil.sh'), join(repo, '.git', 'executed')];
  writeFileSync(program, `#!/bin/sh\ntouch ${trace}\ncat\n`);
  chmodSync(program, 0o755);
  return { program, trace };
}

const BASE = ['--base', 'origin/main', '-f', 'json'];
/** With the variable that main.ts sets. */
async function run(cwd: string, ...args: string[]): Promise<Ran> {
  process.env.GIT_NO_LAZY_FETCH = '1';
  try {
    return await runCommand([...args, '--now', SCENARIO.now], cwd, { GIT_NO_LAZY_FETCH: '1' });
  } finally {
    delete process.env.GIT_NO_LAZY_FETCH;
  }
}

function gates({ out, err }: Ran): readonly string[] {
  if (!out.startsWith('{')) return [err];
  const { changes = [] } = unchecked<{ readonly changes?: readonly { readonly gates: readonly { readonly rule: string; readonly open: boolean }[] }[] }>(JSON.parse(out));
  return changes.flatMap((change) => change.gates.map(({ rule, open }) => `${open ? 'open' : 'closed'} ${rule}`));
}

const OPEN = ['open promotion/one-step', 'open promotion/order'];

describe('a partial clone', () => {
  test.each([['--base'], ['history']])('without contents says so and fetches nothing (%s)', async (kind) => {
    const repo = clone('-b', 'change', '--filter=blob:none');
    const { program, trace } = evil(repo);
    git(repo, 'config', 'remote.origin.url', `ext::${program}`);
    git(repo, 'config', 'protocol.ext.allow', 'always');
    const { code, err } = kind === 'history' ? await run(repo, 'history', 'fraud-detector') : await run(repo, ...BASE);
    expect(code).toBe(2);
    expect(err).toMatch(/^mllint: .*(?:a clone without `--filter` is needed|cannot be read: Git cannot list it)/);
    expect(existsSync(trace)).toBe(false);
  });

  test('lints what is staged all the same: its contents are here', async () => {
    const repo = clone('-b', 'change', '--filter=blob:none');
    git(repo, 'config', 'remote.origin.url', 'file:///nowhere');
    const { code, out } = await run(repo, '--staged', '-f', 'json');
    expect([code, out.includes('"version": "45"')]).toEqual([0, true]);
    const path = join(repo, 'environments/prod/values.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('45', '47'));
    git(repo, 'add', '-A');
    expect(await run(repo, '--staged', '-f', 'json')).toMatchObject({ code: 0 });
  });
});

describe('what only seems to be the history', () => {
  test('references that replace commits do not count', async () => {
    const repo = clone('-b', 'change');
    git(repo, 'checkout', '-q', '--orphan', 'forged', 'origin/main');
    git(repo, 'commit', '-q', '-m', 'forged');
    git(repo, 'checkout', '-q', 'change');
    git(repo, 'replace', 'origin/main', 'forged');
    const { out } = await run(repo, 'history', 'fraud-detector');
    expect(out).toContain('2026-11-03 10:00 UTC');
    expect(gates(await run(repo, ...BASE))).toEqual(OPEN);
  });

  test.each(['info/grafts'])('%s does not let the history of a model pass', async (path) => {
    const repo = clone('-b', 'change');
    writeFileSync(join(repo, '.git', path), `${'a'.repeat(40)}\n`);
    expect(await run(repo, ...BASE)).toMatchObject({ code: 2 });
  });

  test('a shallow clone says how far it goes', async () => {
    const repo = clone('-b', 'change', '--depth=2', '--no-single-branch');
    const { out, err } = await run(repo, 'history', 'fraud-detector');
    expect(out).toContain('before 2026-11-02 10:00 UTC');
    expect(err).toBe('the clone ends before the history does (fetch-depth: 0)\n');
  });
});

describe('odd trees', () => {
  test('names that are no UTF-8, hold newlines or quotes, and submodules are read as what they are', async () => {
    const repo = clone('-b', 'change');
    const odd = Buffer.concat([Buffer.from(`${repo}/environments/`), Buffer.from([0xff, 0xfe]), Buffer.from('.yaml')]);
    writeFileSync(odd, 'a: [');
    writeFileSync(join(repo, 'new\nline "quoted" \\.yaml'), 'a: [');
    mkdirSync(join(repo, 'module'));
    git(join(repo, 'module'), 'init', '-q');
    writeFileSync(join(repo, 'module', 'broken.yaml'), 'a: [');
    git(join(repo, 'module'), 'add', '-A');
    git(join(repo, 'module'), 'commit', '-q', '-m', 'one');
    git(repo, '-c', 'advice.addEmbeddedRepo=false', 'add', '-A');
    const problems = ({ out }: Ran): string[] => unchecked<{ readonly findings: readonly { readonly rule: string; readonly file: string }[] }>(JSON.parse(out)).findings.map(({ rule, file }) => `${file} ${rule}`);
    const staged = problems(await run(repo, '--staged', '-f', 'json'));
    expect(staged).toEqual(['environments/\ufffd\ufffd.yaml repository/readable', 'new\nline "quoted" \\.yaml repository/readable']);
    git(repo, 'commit', '-q', '-m', 'odd');
    git(repo, 'push', '-q', 'origin', 'change:odd');
    git(repo, 'fetch', '-q', 'origin');
    const based = await run(repo, '--base', 'origin/odd', '-f', 'json');
    expect(problems(based).filter((one) => one.includes('new\nline'))).toEqual(staged.slice(1));
    expect((await run(repo, 'history', 'fraud-detector')).code).toBe(0);
  });

  test('a linked working tree has the history of its own branch', async () => {
    const repo = clone('-b', 'change');
    git(repo, 'worktree', 'add', '-q', '../linked', 'origin/main');
    const linked = join(repo, '..', 'linked');
    expect((await run(linked, 'history', 'fraud-detector')).out).not.toContain('2026-11-04');
    expect((await run(repo, 'history', 'fraud-detector')).out).toContain('2026-11-04');
    expect(gates(await run(linked, ...BASE))).toEqual([]);
  });
});

test('a configuration that names programs runs none of them, whatever is asked', async () => {
  const repo = clone('-b', 'change');
  writeFileSync(join(repo, '.gitattributes'), '* filter=evil diff=evil merge=evil\n');
  git(repo, 'add', '-A');
  git(repo, 'commit', '-q', '-m', 'attributes');
  const { program, trace } = evil(repo);
  for (const hook of ['post-index-change', 'reference-transaction', 'post-checkout', 'pre-commit']) {
    writeFileSync(join(repo, '.git', 'hooks', hook), readFileSync(program));
    chmodSync(join(repo, '.git', 'hooks', hook), 0o755);
  }
  appendFileSync(join(repo, '.git', 'config'), namingPrograms(program));
  for (const args of [['--staged'], BASE, ['history', 'fraud-detector', '--gates'], ['state']]) expect(await run(repo, ...args)).toMatchObject({ code: 0 });
  // The tip has moved on: what merging gives is made.
  git(repo, 'update-ref', 'refs/remotes/origin/main', spawnSync('git', ['commit-tree', '-p', 'origin/main', '-m', 'on', 'origin/main^{tree}'], { cwd: repo, encoding: 'utf8', env: { ...process.env, GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.org', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.org' } }).stdout.trim());
  rmSync(trace, { force: true });
  const merged = await run(repo, ...BASE);
  expect([merged.out.includes('HEAD does not hold origin/main'), existsSync(trace)]).toEqual([true, false]);
});
