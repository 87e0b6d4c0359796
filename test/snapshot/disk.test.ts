import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { diskSnapshot, otherRepository } from '../../src/snapshot/disk.ts';
import { walk } from '../../src/snapshot/walk.ts';
import { isUnreadable, type Snapshot } from '../../src/snapshot/snapshot.ts';
import { git, removeRepository, writeEntry, writeRepository } from '../hostile/repository.ts';

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach(removeRepository));

function repository(files: Record<string, string | { link: string }>): string {
  const folder = writeRepository({ files });
  folders.push(folder);
  return folder;
}

async function filesOf(folder: string, useGit: boolean): Promise<string[]> {
  const { files } = await diskSnapshot(folder, { useGit });
  return files.filter((path) => !path.startsWith('healthy/'));
}

function whyNot(snapshot: Snapshot, path: string): string | undefined {
  const file = snapshot.file(path);
  return isUnreadable(file) ? file.why : undefined;
}

describe('with Git', () => {
  it('lists what is tracked or new, not what is ignored or gone', async () => {
    const folder = repository({ 'tracked.yaml': '', 'gone.yaml': '', 'Tracked-and-ignored.log': '', '.gitignore': '*.log\nbuild/\n' });
    git(folder, 'init', '-q');
    git(folder, 'add', '-f', '-A');
    git(folder, 'commit', '-q', '-m', 'one');
    rmSync(join(folder, 'gone.yaml'));
    for (const path of ['new.yaml', 'new/deep.yaml', 'other.log', 'build/a.yaml', 'ümläut "quoted".yaml']) writeEntry(join(folder, path), '');
    expect(await filesOf(folder, true)).toEqual(['.gitignore', 'Tracked-and-ignored.log', 'new.yaml', 'new/deep.yaml', 'tracked.yaml', 'ümläut "quoted".yaml']);
  });

  it('lists a conflicting file once, and a folder below the top by its own paths', async () => {
    const folder = repository({ 'a/one.yaml': 'one\n', 'b/two.yaml': '' });
    git(folder, 'init', '-q');
    git(folder, 'add', '-A');
    git(folder, 'commit', '-q', '-m', 'one');
    git(folder, 'checkout', '-q', '-b', 'other');
    writeEntry(join(folder, 'a/one.yaml'), 'two\n');
    git(folder, 'commit', '-q', '-a', '-m', 'two');
    git(folder, 'checkout', '-q', '-');
    writeEntry(join(folder, 'a/one.yaml'), 'three\n');
    git(folder, 'commit', '-q', '-a', '-m', 'three');
    expect(() => git(folder, 'merge', '-q', 'other')).toThrow();
    expect(await filesOf(join(folder, 'a'), true)).toEqual(['one.yaml']);
  });

  it('leaves submodules and other repositories aside', async () => {
    const folder = repository({ 'one.yaml': '', 'inner/two.yaml': '' });
    const inner = join(folder, 'inner');
    git(inner, 'init', '-q');
    git(inner, 'add', '-A');
    git(inner, 'commit', '-q', '-m', 'one');
    git(folder, 'init', '-q');
    expect(await filesOf(folder, true), 'not tracked').toEqual(['one.yaml']);
    git(folder, '-c', 'advice.addEmbeddedRepo=false', 'add', '-A');
    expect(await filesOf(folder, true), 'tracked').toEqual(['one.yaml']);
  });

  it('does not read below a link what Git tracks below a folder', async () => {
    const folder = repository({ 'folder/one.yaml': 'one' });
    const outside = repository({ 'one.yaml': 'secret' });
    git(folder, 'init', '-q');
    git(folder, 'add', '-A');
    renameSync(join(folder, 'folder'), join(folder, 'moved'));
    symlinkSync(outside, join(folder, 'folder'));
    const snapshot = await diskSnapshot(folder, { useGit: true });
    expect(snapshot.file('folder/one.yaml')).toBeUndefined();
    expect(whyNot(snapshot, 'folder')).toBe('is a link that leads out of the repository');
  });

  it('says so where Git gives no list, and reads all the same', async () => {
    const folder = repository({ 'one.yaml': '' });
    mkdirSync(join(folder, '.git'));
    const snapshot = await diskSnapshot(folder, { useGit: true });
    expect(snapshot.files).toContain('one.yaml');
    expect(snapshot.note).toMatch(/^Git lists no files here \(fatal: .*\); every file below the root is read, ignored ones too$/);
  });

  it('tells a link out of the root from one out of the repository', async () => {
    const folder = repository({ 'root/near.yaml': { link: '../shared.yaml' }, 'root/far.yaml': { link: '../../shared.yaml' }, 'shared.yaml': '' });
    git(folder, 'init', '-q');
    const snapshot = await diskSnapshot(join(folder, 'root'), { useGit: true });
    expect([whyNot(snapshot, 'near.yaml'), whyNot(snapshot, 'far.yaml')]).toEqual(['is a link that leads out of the root', 'is a link that leads out of the repository']);
  });
});

describe('without Git', () => {
  it('lists every file but those of .git and node_modules', async () => {
    const folder = repository({ 'one.yaml': '', '.hidden/two.yaml': '', 'node_modules/a/b.yaml': '', 'deep/node_modules/c.yaml': '', '.git/config': '', 'deep/.gitignore': '*' });
    expect(await filesOf(folder, false)).toEqual(['.hidden/two.yaml', 'deep/.gitignore', 'one.yaml']);
  });

  it('gives the list that Git gives', async () => {
    const folder = repository({ 'B.yaml': '', 'a.yaml': '', 'ä.yaml': '', 'a/b.yaml': '', 'a-b.yaml': '', 'link': { link: 'a' } });
    const walked = await filesOf(folder, false);
    git(folder, 'init', '-q');
    expect(await filesOf(folder, true)).toEqual(walked);
  });

  it('knows pipes, and does not wait for them', async () => {
    const folder = repository({ 'link.yaml': { link: 'pipe.yaml' } });
    spawnSync('mkfifo', [join(folder, 'pipe.yaml')]);
    const snapshot = await diskSnapshot(folder, { useGit: false });
    expect(whyNot(snapshot, 'pipe.yaml')).toBe('is a pipe, a socket or a device');
    expect(whyNot(snapshot, 'link.yaml')).toBe('is a link to no file of the repository');
  });

  it('names what it may not open', async ({ skip }) => {
    if (process.getuid?.() === 0) skip('root may open everything');
    const folder = repository({ 'closed.yaml': '', 'folder/one.yaml': '' });
    chmodSync(join(folder, 'closed.yaml'), 0);
    chmodSync(join(folder, 'folder'), 0);
    const snapshot = await diskSnapshot(folder, { useGit: false });
    expect([whyNot(snapshot, 'closed.yaml'), whyNot(snapshot, 'folder')]).toEqual(['cannot be opened', 'cannot be listed']);
    chmodSync(join(folder, 'folder'), 0o755);
  });
});

describe('a folder that stands for another repository', () => {
  it('is read by Git or walked, and no link is followed out of it', async () => {
    const folder = repository({ 'charts/web/Chart.yaml': 'name: web\n', 'charts/out.yaml': { link: '../../../etc/hostname' }, 'outside': { link: '/etc' } });
    const other = await otherRepository(join(folder, 'charts'));
    if (typeof other === 'string') throw new Error(other);
    expect(other.files).toEqual(['out.yaml', 'web/Chart.yaml']);
    expect(whyNot(other, 'out.yaml')).toBe('is a link that leads out of the repository');
    const top = await otherRepository(folder);
    expect(typeof top === 'string' ? top : top.kind('outside/hostname')).toBeUndefined();
  });

  it('is not walked for ever', () => {
    const folder = repository({ 'a/one.yaml': '', 'b/two.yaml': '', 'c/three.yaml': '' });
    expect(walk(folder).isCut).toBe(false);
    const cut = walk(folder, 4);
    expect(cut.isCut).toBe(true);
    expect(cut.files.length).toBeLessThan(3);
  });
});
