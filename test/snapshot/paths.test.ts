import { describe, expect, it } from 'vitest';
import { nearPaths } from '../../src/render/source.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { baseName, folderOf, joinPath } from '../../src/snapshot/snapshot.ts';

describe('joinPath', () => {
  it.each([
    ['', 'a', 'a'],
    ['a/b', 'c', 'a/b/c'],
    ['a/b', '../c', 'a/c'],
    ['a/b', './c/./d', 'a/b/c/d'],
    ['a/b', 'c//d/', 'a/b/c/d'],
    ['a/b', '/c', 'c'],
    ['a', '..', ''],
    ['', '.', ''],
    ['', '', ''],
    ['', '..', undefined],
    ['a', '../..', undefined],
    ['a', '../../a', undefined],
    ['a', '/../b', undefined],
    ['a', '...', 'a/...'],
    ['a', String.raw`..\b`, String.raw`a/..\b`],
    ['a', '__proto__', 'a/__proto__'],
  ])('%j and %j', (folder, path, joined) => {
    expect(joinPath(folder, path)).toBe(joined);
  });
});

describe('folderOf and baseName', () => {
  it.each([
    ['a/b/c.yaml', 'a/b', 'c.yaml'],
    ['c.yaml', '', 'c.yaml'],
    ['', '', ''],
  ])('%j', (path, folder, base) => {
    expect([folderOf(path), baseName(path)]).toEqual([folder, base]);
  });
});

describe('nearPaths', () => {
  const snapshot = memorySnapshot({ 'environments/prod/values.yaml': '', 'environments/staging/values.yaml': '', 'README.md': '' });

  it.each([
    ['environments/prd/values.yaml', ['environments/prod/values.yaml']],
    ['enviroments/prod', ['environments/prod']],
    ['environments/prod/value.yaml', ['environments/prod/values.yaml']],
    ['enviroments/prd/values.yaml', []],
    ['something/else', []],
    ['', []],
  ])('%j', (path, near) => {
    expect(nearPaths(path, snapshot)).toEqual(near);
  });
});
