/** Paths as Windows and other systems write them; both are asked on every machine. */
import { posix, win32 } from 'node:path';
import { describe, expect, it } from 'vitest';
import { linkText, pathBelow, slashed } from '../../src/snapshot/native-path.ts';

describe('on Windows', () => {
  it.each([
    [String.raw`C:\repository\repo`, String.raw`C:\repository\repo\charts\a\values.yaml`, 'charts/a/values.yaml'],
    [String.raw`C:\repository\repo`, 'c:/repository/repo/charts/a.yaml', 'charts/a.yaml'],
    [String.raw`C:\repository\repo`, String.raw`C:\repository\repo`, ''],
    ['C:\\', String.raw`C:\a.yaml`, 'a.yaml'],
    [String.raw`C:\repository\repo`, String.raw`C:\repository\repo-two\a.yaml`, undefined],
    [String.raw`C:\repository\repo`, String.raw`C:\repository`, undefined],
    [String.raw`C:\repository\repo`, String.raw`D:\repository\repo\a.yaml`, undefined],
    [String.raw`C:\repository\repo`, String.raw`C:\repository\repo\..a.yaml`, '..a.yaml'],
    [String.raw`\\server\share\repo`, String.raw`\\server\share\repo\a\b.yaml`, 'a/b.yaml'],
    [String.raw`\\server\share\repo`, String.raw`\\other\share\repo\a.yaml`, undefined],
  ])('%s and %s: %s', (root, path, below) => {
    expect(pathBelow(root, path, win32)).toBe(below);
  });

  it('backslashes are slashes, and an absolute link leads out whatever its drive', () => {
    expect(slashed(String.raw`a\b/c`, win32)).toBe('a/b/c');
    expect([String.raw`..\shared\a.yaml`, String.raw`C:\secret`, String.raw`\\server\share`, String.raw`\secret`].map((target) => linkText(target, win32))).toEqual(['../shared/a.yaml', '/', '/', '/']);
  });

  it('a path of a working directory is one below the root', () => {
    const path = win32.resolve(String.raw`C:\repository\repo\charts`, String.raw`..\environments\prod\values.yaml`);
    expect(pathBelow(win32.resolve(String.raw`C:\repository\repo`), path, win32)).toBe('environments/prod/values.yaml');
    expect(pathBelow(win32.resolve(String.raw`D:\x`, String.raw`C:\repository\repo`), path, win32)).toBe('environments/prod/values.yaml');
  });
});

describe('elsewhere', () => {
  it.each([
    ['/repository/repo', '/repository/repo/charts/a.yaml', 'charts/a.yaml'],
    ['/repository/repo', '/repository/repo', ''],
    ['/', '/a.yaml', 'a.yaml'],
    ['/repository/repo', '/repository/repo-two/a.yaml', undefined],
    ['/repository/repo', '/repository', undefined],
    ['/repository/repo', String.raw`/repository/repo/a\b.yaml`, String.raw`a\b.yaml`],
  ])('%s and %s: %s', (root, path, below) => {
    expect(pathBelow(root, path, posix)).toBe(below);
  });

  it('a backslash is a character, and an absolute link leads out', () => {
    expect(slashed(String.raw`a\b`, posix)).toBe(String.raw`a\b`);
    expect(['../a.yaml', '/secret', String.raw`C:\x`].map((target) => linkText(target, posix))).toEqual(['../a.yaml', '/', String.raw`C:\x`]);
  });
});
