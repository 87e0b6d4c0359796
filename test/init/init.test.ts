/** `mllint init` without a terminal: what it writes fits, loads, and changes nothing of what is reported. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { unchecked } from '../../src/unchecked.ts';
import { fixtures } from '../cases.ts';
import { copyOf, git, mllint, said, textsBelow } from './program.ts';

const COMMIT = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';
const FROM = `https://github.com/acme/mllint#${COMMIT}`;
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function repository(name: string, without: readonly string[] = []): string {
  const folder = copyOf(join(fixtures, name), without);
  folders.push(folder);
  return folder;
}

describe('what init writes', { timeout: 60_000 }, () => {
  it.each([['ml-gitops', 'prod'], ['ml-gitops-kustomize', 'production'], ['article', 'prod']])('is a configuration that changes nothing of what is said of %s', (name, last) => {
    const folder = repository(name, ['mllint.yaml']);
    const before = textsBelow(folder);
    const report = said(folder);
    expect(mllint(folder, 'init')).toMatchObject({ status: 0 });
    expect(said(folder)).toBe(report);
    const { 'mllint.yaml': written = '', ...others } = textsBelow(folder);
    expect(others).toEqual(before);
    const { environments } = unchecked<{ environments: { name: string }[] }>(parse(written));
    expect(environments.map((environment) => environment.name)).toEqual(['dev', 'staging', last]);
    expect(mllint(folder, '--print-config')).toMatchObject({ status: 0, stderr: '' });
  });

  it('says why each key is there', () => {
    const folder = repository('article');
    mllint(folder, 'init');
    const lines = readFileSync(join(folder, 'mllint.yaml'), 'utf8').split('\n');
    const bare = lines.filter((line, index) => /^\s*(?:- )?[\w-]+:/.test(line) && !/^\s*#/.test(lines[index - 1] ?? ''));
    expect(bare).toEqual([]);
  });

  it('is the same the second time: nothing', () => {
    const folder = repository('ml-gitops');
    mllint(folder, 'init', '--workflows', '--from', FROM);
    const once = textsBelow(folder);
    const again = mllint(folder, 'init', '--workflows', '--from', FROM);
    expect(again.status).toBe(0);
    expect(again.stdout.split('\n').filter((line) => line.startsWith('wrote') || line.startsWith('added'))).toEqual([]);
    expect(textsBelow(folder)).toEqual(once);
  });

  it('names where mllint comes from in hook, gate and workflows, and no zeros', () => {
    const folder = repository('ml-gitops');
    git(folder, 'remote', 'add', 'origin', 'git@github.com:example-org/ml-gitops.git');
    const { stdout } = mllint(folder, 'init', '--workflows', '--from', `git+${FROM.replace('#', '.git#')}`);
    expect(stdout).toContain('wrote  .github/workflows/mllint.yml\n');
    const texts = textsBelow(folder);
    expect(texts['.github/workflows/mllint.yml']).toContain(`uses: acme/mllint@${COMMIT} # the commit of a release\n`);
    expect(texts['.pre-commit-config.yaml']).toContain(`  - repo: https://github.com/acme/mllint\n    rev: ${COMMIT} #`);
    expect(texts['.github/mllint/install.sh']).toContain(`'git+https://github.com/acme/mllint.git#${COMMIT}'`);
    expect(Object.values(texts).join('')).not.toMatch(/your-organisation|0{40}/);
  });

  it('takes the source that a workflow names already, and writes nothing in its place', () => {
    const folder = repository('article');
    mkdirSync(join(folder, '.github/workflows'), { recursive: true });
    writeFileSync(join(folder, '.github/workflows/mllint.yml'), `on: pull_request\njobs: { a: { runs-on: x, steps: [{ uses: acme/mllint@${COMMIT} }] } }\n`);
    const { stdout } = mllint(folder, 'init');
    expect(stdout).toContain('left   .github/workflows/mllint.yml: it is there already\n');
    expect(stdout).toContain('wrote  .pre-commit-config.yaml\n');
    expect(textsBelow(folder)['.pre-commit-config.yaml']).toContain(COMMIT);
  });

  it('adds the hook to those that are there, and leaves every byte of them', () => {
    const folder = repository('article');
    const text = '# ours\nrepos:\n- repo: https://github.com/pre-commit/pre-commit-hooks # first\n  rev: v5.0.0\n  hooks:\n  - id: check-yaml\n    # templates are none\n    exclude: templates/\n\n# the end\n';
    writeFileSync(join(folder, '.pre-commit-config.yaml'), text);
    expect(mllint(folder, 'init', '--from', FROM).stdout).toContain('added  to .pre-commit-config.yaml: the hook\n');
    const after = readFileSync(join(folder, '.pre-commit-config.yaml'), 'utf8');
    expect(after.split('\n').filter((line) => !text.split('\n').includes(line))).toEqual(['- repo: https://github.com/acme/mllint', `  rev: ${COMMIT}`, '  - id: mllint']);
    expect(parse(after)).toMatchObject({ repos: [{ hooks: [{ id: 'check-yaml' }] }, { rev: COMMIT, hooks: [{ id: 'mllint' }] }] });
    expect(mllint(folder, 'init', '--from', FROM).stdout).toContain('left   .pre-commit-config.yaml: it has the hook already\n');
  });

  it.each([
    ['repos: *x\n', 'it is not one document of YAML'],
    ['repos: {}\n', 'it has no list `repos`'],
  ])('leaves a file of hooks that cannot be added to: %j', (text, why) => {
    const folder = repository('article');
    writeFileSync(join(folder, '.pre-commit-config.yaml'), text);
    expect(mllint(folder, 'init', '--from', FROM).stdout).toContain(`left   .pre-commit-config.yaml: ${why}; add the hook mllint of https://github.com/acme/mllint there\n`);
    expect(readFileSync(join(folder, '.pre-commit-config.yaml'), 'utf8')).toBe(text);
  });

  it('is written for GitLab where the repository is there, and leaves a pipeline that is there', () => {
    const folder = repository('article');
    git(folder, 'remote', 'add', 'origin', 'https://gitlab.example.com/team/ml-gitops.git');
    const from = `https://gitlab.example.com/tools/lint/mllint#${COMMIT}`;
    mllint(folder, 'init', '--from', from);
    expect(parse(readFileSync(join(folder, '.gitlab-ci.yml'), 'utf8'))).toEqual({
      include: [{ remote: `https://gitlab.example.com/tools/lint/mllint/-/raw/${COMMIT}/templates/gitlab-ci.yml`, inputs: { source: `git+https://gitlab.example.com/tools/lint/mllint.git#${COMMIT}` } }],
    });
    writeFileSync(join(folder, '.gitlab-ci.yml'), 'build: { script: [make] }\n');
    expect(mllint(folder, 'init', '--from', from).stdout).toContain('left   .gitlab-ci.yml: it is there already and does not name mllint; to be added: include: - remote: https://gitlab.example.com/');
    expect(mllint(folder, 'init', '--workflows')).toMatchObject({ status: 2, stderr: 'mllint: --workflows are written for GitHub, and this repository is on GitLab\n' });
  });

  it('counts from the folder of the root where that is no top level', () => {
    const folder = repository('.', ['argocd', 'rules', 'render', 'kubernetes', 'hostile', 'history', 'cli', 'corpus']);
    git(folder, 'remote', 'add', 'origin', 'https://github.com/example-org/ml-gitops');
    const { status } = mllint(folder, 'init', '-C', 'ml-gitops', '--workflows', '--from', FROM);
    expect(status).toBe(0);
    const texts = textsBelow(folder);
    expect(existsSync(join(folder, 'ml-gitops/mllint.yaml'))).toBe(true);
    expect(texts['.github/workflows/mllint.yml']).toContain('        with:\n          root: "ml-gitops"\n');
    expect(texts['.github/workflows/mllint-canary.yml']).toContain('MLLINT_ROOT: "ml-gitops"\n');
    expect(parse(texts['.pre-commit-config.yaml'] ?? '')).toMatchObject({ repos: [{ hooks: [{ args: ['--staged', '--root', 'ml-gitops'] }] }] });
  });

  it('follows no link', () => {
    const folder = repository('article');
    const elsewhere = repository('article');
    symlinkSync(elsewhere, join(folder, '.github'));
    const { status, stdout } = mllint(folder, 'init', '--workflows', '--from', FROM);
    expect({ status, wrote: stdout.split('\n').filter((line) => line.startsWith('wrote')) }).toEqual({ status: 0, wrote: ['wrote  mllint.yaml', 'wrote  .pre-commit-config.yaml'] });
    expect(existsSync(join(elsewhere, 'workflows'))).toBe(false);
  });

  it('is refused for what is no source, and where there is nothing to lint', () => {
    const folder = repository('article');
    expect(mllint(folder, 'init', '--from', 'https://github.com/acme/mllint#main')).toMatchObject({ status: 2 });
    const empty = repository('article', readdirSync(join(fixtures, 'article')));
    expect(mllint(empty, 'init')).toMatchObject({ status: 2, stdout: '' });
    expect(existsSync(join(empty, 'mllint.yaml'))).toBe(false);
  });
});

const repositories = process.env.MLLINT_REPOSITORIES ?? '';
const names = repositories === '' ? [] : readdirSync(repositories).filter((name) => statSync(join(repositories, name)).isDirectory()).sort();

describe.skipIf(names.length === 0)('in repositories of others (skipped where MLLINT_REPOSITORIES names no folder of them)', () => {
  it.each(names.length === 0 ? ['none'] : names)('%s', { timeout: 300_000 }, (name) => {
    const folder = copyOf(join(repositories, name));
    try {
      rmSync(join(folder, 'mllint.yaml'), { force: true });
      const report = said(folder);
      const { status } = mllint(folder, 'init', '--workflows', '--from', FROM);
      if (report.startsWith('nothing to lint')) return expect(status).toBe(2);
      expect(status).toBe(0);
      for (const written of ['.github/workflows', '.github/mllint', '.pre-commit-config.yaml']) git(folder, 'clean', '-qfd', '--', written);
      return expect(said(folder)).toBe(report);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
