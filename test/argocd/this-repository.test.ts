import { describe, expect, it } from 'vitest';
import { sourcesOf } from '../../src/argocd/application.ts';
import { findHere, normalizeGitUrl, type Here, type RepositoryFacts } from '../../src/argocd/this-repository.ts';
import type { ApplicationSource } from '../../src/model.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { parsed } from './parsed.ts';

describe('normalizeGitUrl', () => {
  it.each([
    'https://github.com/org/ml-gitops',
    'https://github.com/org/ml-gitops.git',
    'https://github.com/org/ml-gitops/',
    'https://github.com/org/ml-gitops.git/',
    'https://GitHub.com/Org/ML-GitOps.git',
    '  https://github.com/org/ml-gitops  ',
    'https://token@github.com/org/ml-gitops.git',
    'https://user:token@github.com/org/ml-gitops',
    'https://github.com:443/org/ml-gitops',
    'http://github.com/org/ml-gitops',
    'git@github.com:org/ml-gitops.git',
    'git@github.com:/org/ml-gitops.git',
    'github.com:org/ml-gitops',
    'ssh://git@github.com/org/ml-gitops.git',
    'ssh://git@github.com:22/org/ml-gitops.git',
    'git+ssh://git@github.com/org/ml-gitops',
    'git://github.com/org/ml-gitops.git',
  ])('%s', (url) => {
    expect(normalizeGitUrl(url)).toBe('github.com/org/ml-gitops');
  });

  it.each([
    ['https://github.com/org/ml-gitops-2', 'github.com/org/ml-gitops-2'],
    ['https://github.com/org/ml.gitops', 'github.com/org/ml.gitops'],
    ['https://git.example.com:8443/org/ml', 'git.example.com:8443/org/ml'],
    ['ssh://git@git.example.com:7999/org/ml.git', 'git.example.com:7999/org/ml'],
    ['git@ssh.dev.azure.com:v3/org/project/ml', 'ssh.dev.azure.com/v3/org/project/ml'],
    ['https://github.com/org/repo@2', 'github.com/org/repo@2'],
    ['', ''],
  ])('%s is another', (url, expected) => {
    expect(normalizeGitUrl(url)).toBe(expected);
  });
});

const REMOTE = 'git@github.com:org/ml-gitops.git';
const HERE = 'https://github.com/org/ml-gitops';
const OTHER = 'https://github.com/org/other';

function source(yaml: string): ApplicationSource {
  const [only] = sourcesOf(parsed(`spec: {source: {${yaml}}}`));
  if (!only) throw new Error('no source');
  return only;
}

function here(sources: readonly ApplicationSource[], facts: Partial<RepositoryFacts>, files: Readonly<Record<string, string>> = {}): Here {
  return findHere(sources, { remotes: [], self: [], prefix: '', ...facts }, memorySnapshot(files));
}

describe('what is here', () => {
  const own = source(`repoURL: ${HERE}, path: models`);
  const other = source(`repoURL: ${OTHER}, path: models`);
  const files = { 'models/a.yaml': '' };

  it.each<[string, Partial<RepositoryFacts>, readonly [boolean, boolean], string | undefined]>([
    ['a remote', { remotes: [REMOTE] }, [true, false], undefined],
    ['repositories.self', { self: [`${HERE}.git`] }, [true, false], undefined],
    ['both', { remotes: [OTHER], self: [HERE] }, [true, true], undefined],
    ['repositories.self that nobody names', { self: ['https://github.com/fork/ml'] }, [false, false], undefined],
    ['a remote that nobody names, as in a fork', { remotes: ['https://github.com/fork/ml'] }, [true, false], HERE],
    ['nothing', {}, [true, false], HERE],
  ])('by %s', (_, facts, expected, assumed) => {
    const found = here([own, own, other], facts, files);
    expect([found.includes(own), found.includes(other)]).toEqual(expected);
    expect(found.assumed).toBe(assumed);
  });

  it('is the URL whose paths exist, of two that are named as often', () => {
    const missing = source(`repoURL: https://github.com/org/aaa, path: charts`);
    expect(here([missing, own], {}, files).assumed).toBe(HERE);
  });

  it('is a mirror of it, too, all of whose paths exist', () => {
    const name = HERE.slice(HERE.lastIndexOf('/') + 1);
    const mirror = source(`repoURL: http://gitea.internal:3000/team/${name}, path: models`);
    const fork = source(`repoURL: https://github.com/fork/${name}, path: nowhere`);
    const found = here([own, own, mirror, fork], {}, files);
    expect([found.includes(mirror), found.includes(fork)]).toEqual([true, false]);
    expect([found.isSameRepository(own, mirror), found.isSameRepository(own, fork)]).toEqual([true, false]);
    expect(here([own, mirror], { remotes: [HERE] }, files).includes(mirror)).toBe(false);
  });

  it('is nothing where no path exists', () => {
    const found = here([own], {}, { 'charts/a.yaml': '' });
    expect([found.assumed, found.includes(own)]).toEqual([undefined, false]);
  });

  it('is no chart of a chart repository', () => {
    const chart = source(`repoURL: ${HERE}, chart: models, targetRevision: 1.0.0`);
    expect(here([own, chart], { remotes: [REMOTE] }, files).includes(chart)).toBe(false);
    expect(here([chart], {}, files).assumed).toBeUndefined();
  });
});

describe('where a path lies', () => {
  const own = source(`repoURL: ${HERE}, path: models`);
  const remote = (prefix: string): Here => here([own], { remotes: [REMOTE], prefix });
  const self = here([own], { self: [HERE], prefix: 'ml' });

  it.each<[string, Here, string, string | undefined, boolean]>([
    ['at the top', remote(''), 'models/prod', 'models/prod', true],
    ['at the top, as `.`', remote(''), '.', '', true],
    ['with steps back', remote(''), './models/../charts/', 'charts', true],
    ['outside of everything', remote(''), '../charts', undefined, false],
    ['below the root', remote('ml'), 'ml/models', 'models', true],
    ['as the root', remote('ml'), 'ml', '', true],
    ['beside the root', remote('ml'), 'web/models', undefined, true],
    ['beside the root, with its name as a prefix', remote('ml'), 'ml-2/models', undefined, true],
    ['outside of Git around the root', remote('ml'), '../ml', undefined, false],
    ['where the configuration says that this is the repository', self, 'models', 'models', false],
  ])('%s', (_, where, path, located, isInGit) => {
    expect(where.locate(own, path)).toBe(located);
    expect(where.isInGit(own, path)).toBe(isInGit);
    if (located !== undefined) expect(where.locate(own, where.pathFrom(own, located))).toBe(located);
  });

  it.each<[string, string, string, boolean]>([
    ['ml', '../shared/values.yaml', 'models', true],
    ['ml', '../../shared/values.yaml', 'models', true],
    ['ml', '../../../shared/values.yaml', 'models', false],
  ])('from %s, %s of %s', (prefix, path, folder, isInGit) => {
    expect(remote(prefix).isInGit(own, path, folder)).toBe(isInGit);
  });
});

describe('which revision is the tree being linted', () => {
  it.each<[string, string | undefined, string | undefined]>([
    ['', undefined, undefined],
    ['targetRevision: HEAD', undefined, undefined],
    ["targetRevision: ''", undefined, undefined],
    ['targetRevision: main', 'develop', undefined],
    ['targetRevision: master', undefined, undefined],
    ['targetRevision: refs/heads/main', undefined, undefined],
    ['targetRevision: develop', 'develop', undefined],
    ['targetRevision: refs/heads/feature/x', 'feature/x', undefined],
    ['targetRevision: develop', 'main', 'develop'],
    ['targetRevision: v1.4.0', 'main', 'v1.4.0'],
    ["targetRevision: '1.4.*'", 'main', '1.4.*'],
    ['targetRevision: <<__git_repo.target_revision__>>', 'main', undefined],
    ["targetRevision: '<branch>'", 'main', undefined],
    ["targetRevision: '${REVISION}'", 'main', undefined],
    ["targetRevision: 'v${VERSION}'", 'main', 'v${VERSION}'],
    ['targetRevision: <<branch>>', 'main', undefined],
    ['targetRevision: "${GIT_BRANCH}"', 'main', undefined],
    ['targetRevision: "release<1>"', 'main', 'release<1>'],
  ])('%s on %s', (revision, branch, expected) => {
    const own = source(`repoURL: ${HERE}, path: models, ${revision}`);
    expect(here([own], { remotes: [REMOTE], ...(branch === undefined ? {} : { branch }) }).otherRevision(own)).toBe(expected);
  });

  it.each<[string, string | undefined]>([
    ['dev', undefined],
    ['HEAD', undefined],
    ['feature/x', undefined],
    ['main', 'main'],
  ])('%s where the remote says that its default branch is dev', (revision, expected) => {
    const own = source(`repoURL: ${HERE}, path: models, targetRevision: ${revision}`);
    expect(here([own], { remotes: [REMOTE], branch: 'feature/x', defaultBranch: 'dev' }).otherRevision(own)).toBe(expected);
  });
});
