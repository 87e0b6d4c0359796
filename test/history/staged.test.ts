/** `--staged`: what the next commit would hold, in real repositories. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { unchecked } from '../../src/unchecked.ts';
import { git } from '../hostile/repository.ts';
import { runCommand } from './run-command.ts';

interface Said {
  readonly environments: readonly { readonly name: string; readonly models: readonly { readonly version?: string }[] }[];
  readonly findings: readonly { readonly rule: string; readonly severity: string; readonly message: string; readonly file: string }[];
  readonly changes?: readonly { readonly kind: string; readonly environment: string; readonly to?: string }[];
  readonly notes?: readonly string[];
}

const top = realpathSync(mkdtempSync(join(tmpdir(), 'mllint-staged-')));
let folder: string;

afterAll(() => rmSync(top, { recursive: true }));

beforeEach(() => {
  folder = mkdtempSync(join(top, 'repo-'));
  git(folder, 'init', '-q');
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** A contract file of one environment. */
function serve(environment: string, version: number, root = ''): string {
  const path = `${root}environments/${environment}/values.yaml`;
  write(path, `environment: ${environment}\nmodel:\n  name: fraud-detector\n  version: "${version}"\n  storageUri: s3://ml-models/fraud-detector/v${version}\nresources:\n  requests: { cpu: "4", memory: 8Gi }\n  limits: { cpu: "8", memory: 16Gi }\nminReplicas: 5\nmaxReplicas: 20\n`);
  return path;
}

function commitAll(): void {
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', 'one');
}

async function staged({ cwd = folder, args = [], variables = {} }: { readonly cwd?: string; readonly args?: readonly string[]; readonly variables?: Readonly<Record<string, string>> } = {}): Promise<{ readonly code: number; readonly err: string; readonly said: Said }> {
  const { code, out, err } = await runCommand(['--staged', '-f', 'json', ...args], cwd, variables);
  return { code, err, said: out === '' ? { environments: [], findings: [] } : unchecked<Said>(JSON.parse(out)) };
}

function served({ environments }: Said): Record<string, readonly (string | undefined)[]> {
  return Object.fromEntries(environments.map(({ name, models }) => [name, models.map(({ version }) => version)]));
}

describe('what is staged', () => {
  test('counts, and not what lies in the working tree', async () => {
    serve('dev', 43);
    commitAll();
    serve('dev', 45);
    git(folder, 'add', '-A');
    serve('dev', 47);
    write('untracked.yaml', 'a: [');
    const { code, said } = await staged();
    expect([code, served(said), said.findings]).toEqual([0, { dev: ['45'] }, []]);
    expect(said.changes).toMatchObject([{ kind: 'promotion', environment: 'dev', to: '45' }]);
  });

  test('that skips a stage is a warning that the pull request decides about', async () => {
    for (const environment of ['dev', 'staging', 'prod']) serve(environment, 43);
    serve('dev', 45);
    commitAll();
    serve('prod', 45);
    git(folder, 'add', '-A');
    const { code, said } = await staged({ args: ['--max-warnings', '0'] });
    expect(code).toBe(0);
    const order = said.findings.find(({ rule }) => rule === 'promotion/order');
    expect(order?.severity).toBe('warning');
    expect(order?.message).toMatch(/^version 45 never ran in staging: .* \(decided in the pull request\)$/);
    expect(said.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('fails for every other finding, whether it is new or not', async () => {
    write('networking/service.yaml', 'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: a }\nspec:\n  hosts: [a]\n  http: [ { route: [ { destination: { host: a }, weight: 90 }, { destination: { host: b }, weight: 20 } ] } ]\n');
    commitAll();
    serve('dev', 43);
    git(folder, 'add', '-A');
    const { code, said } = await staged();
    expect([code, said.findings.map(({ rule }) => rule)]).toEqual([1, ['istio/weights-sum']]);
  });

  test('of a first commit moves nothing', async () => {
    serve('dev', 43);
    git(folder, 'add', '-A');
    const { code, said } = await staged();
    expect([code, served(said), said.changes]).toEqual([0, { dev: ['43'] }, undefined]);
  });

  test('has the policy of the commit', async () => {
    write('mllint.yaml', 'environments: [ { name: dev } ]\n');
    serve('dev', 43);
    commitAll();
    write('mllint.yaml', 'environments: [ { name: development } ]\n');
    git(folder, 'add', '-A');
    write('mllint.yaml', 'rulez: {}\n');
    expect(served((await staged()).said)).toEqual({ development: [] });
  });

  test('is without what was deleted, only intended to be added, or is a repository of its own', async () => {
    serve('dev', 43);
    serve('staging', 43);
    commitAll();
    git(folder, 'rm', '-q', '--cached', 'environments/staging/values.yaml');
    git(folder, 'add', '-N', serve('prod', 43));
    write('empty.yaml', '');
    mkdirSync(join(folder, 'inner'));
    git(join(folder, 'inner'), 'init', '-q');
    writeFileSync(join(folder, 'inner', 'broken.yaml'), 'a: [');
    git(join(folder, 'inner'), 'add', '-A');
    git(join(folder, 'inner'), 'commit', '-q', '-m', 'one');
    git(folder, '-c', 'advice.addEmbeddedRepo=false', 'add', 'inner', 'empty.yaml');
    const { code, said } = await staged();
    expect([code, served(said)]).toEqual([0, { dev: ['43'] }]);
    expect(said.changes).toMatchObject([{ kind: 'removal', environment: 'staging' }]);
  });

  test('may have another name, in other letters too', async () => {
    serve('dev', 43);
    commitAll();
    renameSync(join(folder, 'environments'), join(folder, 'envs'));
    write('ENVS/dev/Values.yaml', 'a: 1\n');
    git(folder, 'add', '-A');
    const { code, said } = await staged();
    expect([code, served(said), said.changes]).toEqual([0, { dev: ['43'] }, []]);
  });

  test('below the root of a folder', async () => {
    serve('dev', 43, 'gitops/');
    write('gitops/mllint.yaml', '{}\n');
    write('elsewhere.yaml', 'a: [');
    write('shared/values.yaml', 'a: 1\n');
    symlinkSync('../shared/values.yaml', join(folder, 'gitops/linked.yaml'));
    commitAll();
    serve('dev', 45, 'gitops/');
    git(folder, 'add', '-A');
    const { code, said } = await staged({ cwd: join(folder, 'gitops', 'environments') });
    expect([code, served(said), said.findings]).toEqual([0, { dev: ['45'] }, (await disk(join(folder, 'gitops'))).findings]);
    expect(said.changes).toMatchObject([{ kind: 'promotion', environment: 'dev', to: '45' }]);
  });

  test('in a linked working tree', async () => {
    serve('dev', 43);
    commitAll();
    git(folder, 'worktree', 'add', '-q', '../linked', '-b', 'other');
    serve('dev', 45);
    git(folder, 'add', '-A');
    const linked = join(top, 'linked');
    expect(served((await staged({ cwd: linked })).said)).toEqual({ dev: ['43'] });
    const index = join(folder, '.git', 'worktrees', 'linked', 'index');
    expect(served((await staged({ cwd: linked, variables: { GIT_INDEX_FILE: index } })).said)).toEqual({ dev: ['43'] });
    expect(served((await staged()).said)).toEqual({ dev: ['45'] });
  });

  test('of a sparse checkout and a split index is all that the commit holds', async () => {
    serve('dev', 43);
    serve('staging', 43);
    commitAll();
    git(folder, 'sparse-checkout', 'set', '--cone', '--sparse-index', 'environments/dev');
    expect(existsSync(join(folder, 'environments/staging'))).toBe(false);
    expect(served((await staged()).said)).toEqual({ dev: ['43'], staging: ['43'] });
    git(folder, 'sparse-checkout', 'disable');
    git(folder, 'update-index', '--split-index');
    expect(readdirSync(join(folder, '.git')).some((name) => name.startsWith('sharedindex.'))).toBe(true);
    serve('dev', 45);
    git(folder, 'add', '-A');
    expect(served((await staged()).said)).toEqual({ dev: ['45'], staging: ['43'] });
  });
});

async function disk(cwd: string): Promise<Said> {
  return unchecked<Said>(JSON.parse((await runCommand(['-f', 'json'], cwd)).out));
}

describe('the index of a hook', () => {
  /** A hook that keeps the index that it was run for, and its name. */
  function keepIndex(): void {
    write('.git/hooks/pre-commit', '#!/bin/sh\nprintf %s "$GIT_INDEX_FILE" > .git/named\ncp "$GIT_INDEX_FILE" .git/kept\n');
    chmodSync(join(folder, '.git/hooks/pre-commit'), 0o755);
  }

  test.each([['-a', []], ['a path', ['environments/dev/values.yaml']]])('of git commit %s is that of the hook', async (name, paths) => {
    serve('dev', 43);
    serve('staging', 43);
    commitAll();
    keepIndex();
    serve('dev', 45);
    serve('staging', 44);
    git(folder, 'commit', '-q', '-m', 'two', ...(paths.length === 0 ? ['-a'] : paths));
    const named = readFileSync(join(folder, '.git/named'), 'utf8');
    expect(named).toMatch(name === '-a' ? /index\.lock$/ : /next-index-\d+\.lock$/);
    git(folder, 'reset', '-q', '--hard', 'HEAD~1');
    writeFileSync(resolve(folder, named), readFileSync(join(folder, '.git/kept')));
    const { said } = await staged({ variables: { GIT_INDEX_FILE: named } });
    unlinkSync(resolve(folder, named));
    expect(served(said)).toEqual({ dev: ['45'], staging: [name === '-a' ? '44' : '43'] });
  });

  test('of another repository says nothing of this one', async () => {
    serve('dev', 43);
    commitAll();
    const other = mkdtempSync(join(top, 'other-'));
    git(other, 'init', '-q');
    writeFileSync(join(other, 'a.yaml'), 'a: [');
    git(other, 'add', '-A');
    const index = join(other, '.git', 'index');
    expect(served((await staged({ variables: { GIT_INDEX_FILE: index } })).said)).toEqual({ dev: ['43'] });
    expect(served((await staged({ cwd: other, args: ['-C', folder], variables: { GIT_INDEX_FILE: '.git/index' } })).said)).toEqual({ dev: ['43'] });
  });

  test.each(['nowhere', 'environments'])('that is no file (%s) is an error', async (path) => {
    serve('dev', 43);
    commitAll();
    const { code, err } = await staged({ variables: { GIT_INDEX_FILE: path } });
    expect([code, err]).toEqual([2, `mllint: --staged: GIT_INDEX_FILE names ${path}, which is not a file\n`]);
  });
});

describe('what cannot be had', () => {
  test('a merge that is not finished names the files', async () => {
    const path = serve('dev', 43);
    commitAll();
    git(folder, 'checkout', '-q', '-b', 'other');
    serve('dev', 44);
    commitAll();
    git(folder, 'checkout', '-q', 'main');
    serve('dev', 45);
    commitAll();
    expect(() => git(folder, 'merge', 'other')).toThrow();
    const { code, err } = await staged();
    expect([code, err]).toEqual([2, `mllint: a merge is not finished: "${path}"; git add them once they are resolved\n`]);
  });

  test('a folder without Git', async () => {
    const bare = mkdtempSync(join(top, 'plain-'));
    expect(await runCommand(['--staged'], bare)).toMatchObject({ code: 2, err: 'mllint: --staged: there is no Git repository here\n' });
  });

  test.each([
    [['--base', 'main'], '--staged looks at the next commit and --base at the pull request; give one of them'],
    [['--fail-on', 'new'], '--fail-on goes with --base; with --staged all findings count'],
    [['--stdin-filename', 'a.yaml'], '--staged reads what Git would commit and --stdin-filename what an editor holds; give one of them'],
    [['--print-config'], '--staged goes with linting only'],
  ])('beside %s', async (args, message) => {
    expect(await runCommand(['--staged', ...args], folder)).toMatchObject({ code: 2, err: `mllint: ${message}\n` });
  });

  test('the history that a shallow clone lacks keeps no commit waiting, nor does the base of a job', async () => {
    for (const environment of ['dev', 'staging', 'prod']) serve(environment, 43);
    commitAll();
    serve('dev', 45);
    commitAll();
    git(top, 'clone', '-q', '--depth=1', `file://${folder}`, 'shallow');
    const shallow = join(top, 'shallow');
    writeFileSync(join(shallow, 'environments/staging/values.yaml'), readFileSync(join(folder, 'environments/dev/values.yaml'), 'utf8').replace('environment: dev', 'environment: staging'));
    git(shallow, 'add', '-A');
    const { code, said } = await staged({ cwd: shallow, variables: { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'pull_request', GITHUB_BASE_REF: 'main' } });
    expect([code, said.changes]).toMatchObject([0, [{ kind: 'promotion', environment: 'staging' }]]);
  });
});
