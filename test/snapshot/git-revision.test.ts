/** Other revisions, read from Git itself. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../src/mllint.ts';
import { diskSnapshot } from '../../src/snapshot/disk.ts';
import { gitRevision, isRevisionName } from '../../src/snapshot/git-revision.ts';
import { isUnreadable, type Snapshot } from '../../src/snapshot/snapshot.ts';
import { NOW } from '../cases.ts';
import { git } from '../hostile/repository.ts';

const TEMPLATE = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one }\ndata: { a: {{ .Values.a | quote }} }\n';
let folder: string;
let outside: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mllint-revision-'));
  outside = mkdtempSync(join(tmpdir(), 'mllint-mapped-'));
  git(folder, 'init', '-q');
  write('chart/Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\n');
  write('chart/templates/one.yaml', TEMPLATE);
  write('chart/values.yaml', 'a: old\n');
  symlinkSync('values.yaml', join(folder, 'chart', 'linked.yaml'));
  symlinkSync('/etc/passwd', join(folder, 'chart', 'outside.yaml'));
  commit('one');
  git(folder, 'tag', 'v1.0.0');
  git(folder, 'branch', 'release/2');
  git(folder, 'rm', '-rq', 'chart');
  write('app.yaml', application('v1.0.0'));
  commit('two');
  git(folder, 'remote', 'add', 'origin', 'https://github.com/org/gitops.git');
  git(folder, 'update-ref', 'refs/remotes/origin/only-there', 'v1.0.0');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(outside, { recursive: true });
});

function write(path: string, text: string, root = folder): void {
  const place = join(root, path);
  mkdirSync(join(place, '..'), { recursive: true });
  writeFileSync(place, text);
}

function commit(message: string): void {
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', message);
}

function application(revision: string, repoURL = 'https://github.com/org/gitops.git'): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: app, namespace: argocd }
spec:
  project: ml
  destination: { server: https://kubernetes.default.svc, namespace: serving }
  source:
    repoURL: ${repoURL}
    path: chart
    targetRevision: ${revision}
`;
}

function textOf(snapshot: Snapshot | string, path: string): string | undefined {
  if (typeof snapshot === 'string') return snapshot;
  const file = snapshot.file(path);
  return isUnreadable(file) ? file.why : file?.text;
}

describe('a revision', () => {
  test.each(['v1.0.0', 'release/2', 'refs/heads/release/2', 'refs/tags/v1.0.0', 'only-there'])('%s is found', (revision) => {
    const snapshot = gitRevision(folder, revision);
    expect(textOf(snapshot, 'chart/values.yaml')).toBe('a: old\n');
    expect(typeof snapshot === 'string' ? [] : snapshot.files).toEqual(['chart/Chart.yaml', 'chart/linked.yaml', 'chart/outside.yaml', 'chart/templates/one.yaml', 'chart/values.yaml']);
  });

  test('links stay inside', () => {
    const snapshot = gitRevision(folder, 'v1.0.0');
    expect(textOf(snapshot, 'chart/linked.yaml')).toBe('a: old\n');
    expect(textOf(snapshot, 'chart/outside.yaml')).toBe('is a link that leads out of the repository');
  });

  test.each(['nowhere', 'v9', '0123456789'])('%s is not there', (revision) => {
    expect(gitRevision(folder, revision)).toBe('it is not in this clone');
  });

  test.each(['--upload-pack=x', '-x', '', 'a..b', 'HEAD~1', 'HEAD^{commit}', 'a:b', 'a b', 'x@{1}', 'v1.*', 'a\nb', 'a\u0000b', 'a/', 'a.lock', `${'x'.repeat(300)}`])('%j is no name', (revision) => {
    expect(isRevisionName(revision)).toBe(false);
    expect(gitRevision(folder, revision)).toBe('it is the name of no branch, tag or commit');
  });

  test('without Git', () => {
    expect(gitRevision(outside, 'v1')).toBe('there is no Git repository here');
  });

  test('of a clone without contents nothing is fetched', () => {
    const clone = mkdtempSync(join(tmpdir(), 'mllint-partial-'));
    git(folder, 'config', 'uploadpack.allowFilter', 'true');
    git(clone, 'clone', '-q', '--no-checkout', '--filter=blob:none', `file://${folder}`, 'here');
    const here = join(clone, 'here');
    const program = join(clone, 'evil.sh');
    writeFileSync(program, `#!/bin/sh\ntouch ${join(clone, 'executed')}\nexit 1\n`);
    chmodSync(program, 0o755);
    for (const [key, value] of [['remote.origin.url', 'ssh://example.invalid/x'], ['core.sshCommand', program], ['protocol.ssh.allow', 'always']] as const) git(here, 'config', key, value);
    expect(gitRevision(here, 'v1.0.0')).toMatch(/^Git cannot list it /);
    expect(existsSync(join(clone, 'executed'))).toBe(false);
    rmSync(clone, { recursive: true });
  });
});

describe('an Application of another revision', () => {
  const lint = async (files: Readonly<Record<string, string>>, facts: { readonly remotes: readonly string[] } = { remotes: ['https://github.com/org/gitops.git'] }) => {
    for (const [path, text] of Object.entries(files)) write(path, text);
    const result = await run({
      snapshot: await diskSnapshot(folder, { useGit: true }), now: NOW, git: () => ({ ...facts, prefix: '', revision: (name) => gitRevision(folder, name) }),
      openFolder: async (path) => diskSnapshot(path, { useGit: false }),
    });
    const application = result.repository?.applications.find(({ name }) => name === 'app');
    const values = (application?.manifests ?? []).map(({ root }) => {
      const node = root.get('data', 'a');
      return `${String(node.value)} < ${node.at.file.path}:${node.at.file.position(node.at.range.start).line}`;
    });
    return [...values, ...result.report.findings.map(({ rule, message }) => `${rule}: ${message}`), ...result.report.unverified.map(({ why }) => `unverified: ${why}`)];
  };

  test('is rendered from it, and shown where it names it', async () => {
    expect(await lint({ 'app.yaml': application('v1.0.0') })).toEqual(['old < app.yaml:10']);
  });

  test('that is not there is unverified', async () => {
    expect(await lint({ 'app.yaml': application('next') })).toEqual(['unverified: its source is revision next, and it is not in this clone']);
  });

  test('has other paths', async () => {
    expect(await lint({ 'app.yaml': application('v1.0.0').replace('path: chart', 'path: charts') })).toEqual(['argocd/source-exists: path "charts" is no folder of the repository; did you mean chart?']);
  });

  test('another repository lies where the configuration says', async () => {
    write('chart/Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\n', outside);
    write('chart/templates/one.yaml', TEMPLATE, outside);
    write('chart/values.yaml', 'a: mapped\n', outside);
    const files = { 'app.yaml': application('v7', 'https://github.com/org/charts'), 'mllint.yaml': `repositories:\n  map: { "git@github.com:org/charts.git": ${outside} }\n` };
    expect(await lint(files)).toEqual(['mapped < app.yaml:8']);
    expect(await lint({ ...files, 'mllint.yaml': 'repositories:\n  map: { "https://github.com/org/charts": nowhere }\n' })).toEqual([
      'unverified: its source lies in https://github.com/org/charts, for which there is no folder nowhere',
    ]);
  });
});

describe('a git generator of another revision or repository', () => {
  const set = (repoURL: string, generator: string): string => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: apps, namespace: argocd }
spec:
  generators:
    - git:
        repoURL: ${repoURL}
${generator}
  template:
    metadata: { name: "app-{{path.basename}}" }
    spec:
      project: ml
      destination: { server: https://kubernetes.default.svc, namespace: serving }
      source: { repoURL: https://github.com/org/gitops.git, targetRevision: v1.0.0, path: chart }
      syncPolicy: { automated: { prune: true, selfHeal: true } }
`;

  const names = async (files: Readonly<Record<string, string>>): Promise<string[]> => {
    rmSync(join(folder, 'mllint.yaml'), { force: true });
    for (const [path, text] of Object.entries(files)) write(path, text);
    const { repository, report } = await run({
      snapshot: await diskSnapshot(folder, { useGit: true }), now: NOW,
      git: () => ({ remotes: ['https://github.com/org/gitops.git'], prefix: '', revision: (name) => gitRevision(folder, name) }),
      openFolder: async (path) => diskSnapshot(path, { useGit: false }),
    });
    const generated = (repository?.applications ?? []).filter(({ applicationSet }) => applicationSet);
    return [...generated.map(({ name }) => name), ...report.unverified.filter(({ what }) => what.startsWith('ApplicationSet')).map(({ why, needs }) => `${why}; ${needs}`)];
  };

  test('lists its folders and files', async () => {
    const own = 'https://github.com/org/gitops.git';
    expect(await names({ 'app.yaml': set(own, '        revision: v1.0.0\n        directories: [{ path: "*" }]') })).toEqual(['app-chart']);
    expect(await names({ 'app.yaml': set(own, '        revision: v1.0.0\n        files: [{ path: "chart/values.yaml" }]').replace('basename', 'filename') })).toEqual(['app-values.yaml']);
    expect(await names({ 'app.yaml': set(own, '        revision: next\n        directories: [{ path: "*" }]') }))
      .toEqual(['the git generator reads revision next, and it is not in this clone; a clone that holds it (git fetch)']);
  });

  test('lies where the configuration says', async () => {
    write('teams/fraud/team.yaml', 'team: fraud\n', outside);
    write('teams/risk/team.yaml', 'team: risk\n', outside);
    const text = set('https://github.com/org/teams', '        revision: HEAD\n        directories: [{ path: "teams/*" }]');
    const map = (place: string): string => `repositories:\n  self: ["https://github.com/org/gitops.git"]\n  map: { "https://github.com/org/teams": ${place} }\n`;
    expect(await names({ 'app.yaml': text, 'mllint.yaml': map(outside) })).toEqual(['app-fraud', 'app-risk']);
    expect(await names({ 'app.yaml': text, 'vendor/teams/teams/churn/team.yaml': 'a: b\n', 'mllint.yaml': map('vendor/teams') })).toEqual(['app-churn']);
    const files = set('https://github.com/org/teams', '        revision: HEAD\n        files: [{ path: "teams/*/team.yaml" }]').replace('path.basename', 'team');
    expect(await names({ 'app.yaml': files, 'mllint.yaml': map(outside) })).toEqual(['app-fraud', 'app-risk']);
    expect(await names({ 'app.yaml': text, 'mllint.yaml': 'repositories:\n  self: ["https://github.com/org/gitops.git"]\n' }))
      .toEqual(['the git generator reads https://github.com/org/teams; `repositories.map` or `repositories.self` for that URL']);
  });
});
