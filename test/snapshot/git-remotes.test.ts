/** Remotes read from a plain configuration are those that Git names; what is not plain, Git is asked for. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { gitDefaultBranch, gitRemotes } from '../../src/snapshot/git-files.ts';

const folders: string[] = [];
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mllint-remotes-'));
  folders.push(folder);
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
});

afterAll(() => folders.forEach((one) => rmSync(one, { recursive: true, force: true })));

describe('remotes', () => {
  it.each([
    ['none', ''],
    ['one, as git clone writes it', '[remote "origin"]\n\turl = https://github.com/org/ml-gitops.git\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n[branch "main"]\n\tremote = origin\n'],
    ['two, one of them by ssh', '[remote "origin"]\n\turl = git@github.com:org/ml-gitops.git\n[remote "up stream"]\n\tpushurl = x\n\tURL=ssh://git@host/x\n'],
    ['of a section with a comment', '[remote "origin"] ; mine\n\turl = https://x/y # not z\n'],
    ['with quotes', '[remote "origin"]\n\turl = "https://x/a b"\n'],
    ['a key beside its section', '[remote "origin"] url = https://x/y\n'],
    ['another url', '[url "https://x/"]\n\tinsteadOf = gh:\n[submodule "s"]\n\turl = https://x/s\n'],
    ['two of one remote', '[remote "origin"]\n\turl = https://x/a\n\turl = https://x/b\n'],
  ])('%s', (_, text) => {
    appendFileSync(join(folder, '.git', 'config'), text);
    expect(gitRemotes(folder)).toEqual(askedOf(folder));
  });
});

describe('the default branch of origin', () => {
  it('is what the clone noted', () => {
    execFileSync('git', ['symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/feature/trunk'], { cwd: folder });
    expect(gitDefaultBranch(folder)).toBe('feature/trunk');
  });

  it('is not known where the clone noted nothing', () => {
    expect(gitDefaultBranch(folder)).toBeUndefined();
  });

  it('is known in a work tree beside the clone', () => {
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--allow-empty', '-m', 'first'], { cwd: folder });
    execFileSync('git', ['symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/dev'], { cwd: folder });
    execFileSync('git', ['worktree', 'add', '--quiet', '-b', 'other', 'beside'], { cwd: folder });
    expect(gitDefaultBranch(join(folder, 'beside'))).toBe('dev');
  });
});

/** What Git says, which fails where there is none. */
function askedOf(repository: string): string[] {
  try {
    const output = execFileSync('git', ['config', '--get-regexp', String.raw`^remote\..*\.url$`], { cwd: repository, encoding: 'utf8' });
    return output.split('\n').filter((line) => line !== '').map((line) => line.slice(line.indexOf('.url ') + '.url '.length));
  } catch {
    return [];
  }
}
