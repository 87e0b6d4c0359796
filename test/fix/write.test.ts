/** All files or none, whatever happens meanwhile. */
import { build } from 'esbuild';
import fc from 'fast-check';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync, chmodSync, copyFileSync, existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { hexDigest } from '../../src/digest.ts';
import { disk, type Disk } from '../../src/fix/disk.ts';
import { recover } from '../../src/fix/recover.ts';
import { WriteError, writeFiles, type Writing } from '../../src/fix/write.ts';

const top = realpathSync(mkdtempSync(join(tmpdir(), 'mllint-write-')));
afterAll(() => rmSync(top, { recursive: true, force: true }));

let root = '';
beforeEach(() => (root = mkdtempSync(join(top, 'root-'))));

const ID = '0123456789abcdef';

function put(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** Every file below the root, temporary ones included. */
function tree(folder = '', in_ = root): Record<string, string> {
  return Object.fromEntries(readdirSync(join(in_, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? Object.entries(tree(path, in_)) : [[path, entry.isSymbolicLink() ? 'a link' : readFileSync(join(in_, path), 'utf8')]];
  }));
}

function write(files: readonly Writing[], over: Disk = disk): readonly string[] {
  try {
    writeFiles(root, files, { disk: over, id: ID, pid: process.pid });
    return [];
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    return error.lines;
  }
}

const again = (isRunning = false, now = new Date()): ReturnType<typeof recover> => recover({ root, disk, isRunning: () => isRunning, now });

describe('writing', () => {
  it('writes changed, new and removed files, keeps modes and marks, leaves nothing else', () => {
    put({ 'a.yaml': 'a: 1\n', 'sub/b.yaml': '\u{feff}b: 1\r\n', 'gone.yaml': 'c: 1\n', 'other.yaml': 'd: 1\n' });
    chmodSync(join(root, 'a.yaml'), 0o755);
    const lines = write([
      { path: 'a.yaml', before: 'a: 1\n', after: 'a: 2\n' }, { path: 'sub/b.yaml', before: 'b: 1\r\n', after: 'b: 2\r\n' },
      { path: 'gone.yaml', before: 'c: 1\n', after: undefined }, { path: 'new/folder/e.yaml', before: undefined, after: 'e: 1\n' },
    ]);
    expect(lines).toEqual([]);
    expect(tree()).toEqual({ 'a.yaml': 'a: 2\n', 'sub/b.yaml': '\u{feff}b: 2\r\n', 'other.yaml': 'd: 1\n', 'new/folder/e.yaml': 'e: 1\n' });
    expect(statSync(join(root, 'a.yaml')).mode & 0o777).toBe(0o755);
  });

  it.each([
    ['changed since', () => put({ 'b.yaml': 'b: 9\n' }), 'b.yaml: not written: it is not what was read: it changed since, or differs from what is staged'],
    ['gone', () => rmSync(join(root, 'b.yaml')), 'b.yaml: not written: it is gone since it was read'],
    ['read-only', () => chmodSync(join(root, 'b.yaml'), 0o444), 'b.yaml: not written: it is read-only'],
    ['a link', () => (rmSync(join(root, 'b.yaml')), symlinkSync('a.yaml', join(root, 'b.yaml'))), 'b.yaml: not written: it is a link'],
    ['a folder', () => (rmSync(join(root, 'b.yaml')), mkdirSync(join(root, 'b.yaml'))), 'b.yaml: not written: it is no regular file'],
  ])('writes nothing where one file is %s', (_, change, line) => {
    put({ 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 1\n' });
    change();
    const before = tree();
    expect(write([{ path: 'a.yaml', before: 'a: 1\n', after: 'a: 2\n' }, { path: 'b.yaml', before: 'b: 1\n', after: 'b: 2\n' }])).toEqual([line]);
    expect(tree()).toEqual(before);
  });

  it.each([
    ['../out.yaml', 'it is no file of the repository'], ['/etc/out.yaml', 'it is no file of the repository'], ['.git/config', 'it is no file of the repository'],
    ['sub/.GIT/config', 'it is no file of the repository'], ['linked/out.yaml', 'it lies behind the link linked'], ['a.yaml', 'something stands there by now'],
    ['a.yaml/below.yaml', 'a.yaml is no folder'],
  ])('makes no file %s', (path, why) => {
    put({ 'a.yaml': 'a: 1\n' });
    symlinkSync(tmpdir(), join(root, 'linked'));
    expect(write([{ path, before: undefined, after: 'x: 1\n' }])).toEqual([`${path}: not written: ${why}`]);
    expect(tree()).toEqual({ 'a.yaml': 'a: 1\n', linked: 'a link' });
  });
});

/** A disk on which the n-th call that changes something fails, or after which nothing is done any more, as when the process is killed. */
function failingAt(call: number, how: 'fails' | 'is killed', code = 'ENOSPC'): Disk & { readonly calls: () => number } {
  let calls = 0;
  const guarded = <A extends unknown[]>(work: (...args: A) => void) => (...args: A): void => {
    calls += 1;
    if (how === 'is killed' ? calls >= call : calls === call) throw Object.assign(new Error(`${code}: no`), { code });
    work(...args);
  };
  return {
    ...disk, calls: () => calls, create: guarded(disk.create), append: guarded(disk.append), rename: guarded(disk.rename), link: guarded(disk.link),
    unlink: guarded(disk.unlink), mkdir: guarded(disk.mkdir), rmdir: guarded(disk.rmdir),
  };
}

const OLD = { 'a.yaml': 'a: 1\n', 'sub/b.yaml': 'b: 1\n', 'gone.yaml': 'c: 1\n' };
const NEW = { 'a.yaml': 'a: 2\n', 'sub/b.yaml': 'b: 2\n', 'new/e.yaml': 'e: 1\n' };
const WRITINGS: readonly Writing[] = [
  { path: 'a.yaml', before: 'a: 1\n', after: 'a: 2\n' }, { path: 'sub/b.yaml', before: 'b: 1\n', after: 'b: 2\n' },
  { path: 'gone.yaml', before: 'c: 1\n', after: undefined }, { path: 'new/e.yaml', before: undefined, after: 'e: 1\n' },
];
const CALLS = 25;

describe('a write that fails', () => {
  it.each(Array.from({ length: CALLS }, (_, index) => index + 1))('at its call %i leaves all as it was, or, when it was done, all new', (call) => {
    put(OLD);
    const lines = write(WRITINGS, failingAt(call, 'fails'));
    const isDone = lines.length === 0;
    if (!isDone) expect(lines[0]).toMatch(/there is no space left$/);
    const left = tree();
    if (isDone) expect(again().said.length).toBeLessThanOrEqual(1);
    expect(isDone ? tree() : left).toEqual(isDone ? NEW : OLD);
    if (!isDone) expect(existsSync(join(root, 'new'))).toBe(false);
  });

  it('is killed at any call, and the next run takes back or tidies up', () => {
    const outcomes = new Set<string>();
    for (let call = 1; call <= CALLS; call += 1) {
      root = mkdtempSync(join(top, 'root-'));
      put(OLD);
      write(WRITINGS, failingAt(call, 'is killed'));
      for (const [path, text] of Object.entries(tree())) {
        const isWhole = path.includes('.mllint-') || [OLD, NEW].some((whole) => new Map(Object.entries(whole)).get(path) === text);
        expect(isWhole, `${path} after call ${call}`).toBe(true);
      }
      again();
      again(false, new Date(Date.now() + 3_600_000)); // a journal without a word in it is left for a while
      expect([sorted(OLD), sorted(NEW)]).toContain(sorted(tree()));
      outcomes.add(sorted(tree()));
    }
    expect(outcomes.size).toBe(2);
  });
});

function sorted(files: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(files).sort());
}

describe('taking back', () => {
  function killed(): void {
    put(OLD);
    write(WRITINGS, failingAt(9, 'is killed'));
  }

  it('waits for another run that still writes', () => {
    killed();
    const before = tree();
    expect(again(true).busy).toBe(`another mllint (process ${process.pid}) is writing here`);
    expect(tree()).toEqual(before);
  });

  it('leaves a file alone that somebody changed since, and says where the old one is', () => {
    killed();
    const renamed = Object.entries(tree()).find(([path, text]) => !path.includes('.mllint-') && new Map(Object.entries(NEW)).get(path) === text)?.[0] ?? 'a.yaml';
    appendFileSync(join(root, renamed), 'more: 1\n');
    const mine = readFileSync(join(root, renamed), 'utf8');
    const { said } = again();
    expect(readFileSync(join(root, renamed), 'utf8')).toBe(mine);
    expect(said.join('\n')).toContain(`${renamed}: changed since then; left as it is`);
  });

  it('leaves a journal alone that came with the repository', () => {
    killed();
    const other = mkdtempSync(join(top, 'cloned-'));
    for (const path of Object.keys(tree())) {
      mkdirSync(dirname(join(other, path)), { recursive: true });
      copyFileSync(join(root, path), join(other, path));
    }
    const before = tree('', other);
    expect(recover({ root: other, disk, isRunning: () => false, now: new Date() }).said).toEqual([]);
    expect(tree('', other)).toEqual(before);
  });

  it('never leaves the root, whatever a journal says', () => {
    put({ 'a.yaml': 'a: 1\n' });
    const outside = join(top, 'outside.yaml');
    writeFileSync(outside, 'mine\n');
    const journal = join(root, `.mllint-${ID}.tmp`);
    writeFileSync(journal, '');
    const inode = String(statSync(journal).ino);
    for (const path of ['../outside.yaml', outside, 'a/../../outside.yaml', '', null, 5]) {
      for (const entry of [{ path, after: 'x', old: path }, { path: 'a.yaml', fresh: path, old: path }, path]) {
        writeFileSync(journal, `${JSON.stringify({ version: 1, inode, id: ID, pid: 1, entries: [entry], folders: [] })}\n`);
        again();
      }
    }
    expect(readFileSync(outside, 'utf8')).toBe('mine\n');
    expect(readFileSync(join(root, 'a.yaml'), 'utf8')).toBe('a: 1\n');
  });

  it('follows no link, whatever a journal says', () => {
    put({ 'a.yaml': 'a: 1\n' });
    const outside = mkdtempSync(join(top, 'outside-'));
    writeFileSync(join(outside, 'mine.yaml'), 'mine\n');
    symlinkSync(outside, join(root, 'link'));
    const journal = join(root, `.mllint-${ID}.tmp`);
    writeFileSync(journal, '');
    const entry = { path: 'link/mine.yaml', after: hexDigest('sha256', Buffer.from('mine\n')) };
    writeFileSync(journal, `${JSON.stringify({ version: 1, inode: String(statSync(journal).ino), id: ID, pid: 1, entries: [entry], folders: [] })}\n`);
    again();
    expect(readFileSync(join(outside, 'mine.yaml'), 'utf8')).toBe('mine\n');
  });
});

it('keeps the other name of a file with two as it was', () => {
  put({ 'a.yaml': 'a: 1\n' });
  linkSync(join(root, 'a.yaml'), join(root, 'b.yaml'));
  expect(write([{ path: 'a.yaml', before: 'a: 1\n', after: 'a: 2\n' }])).toEqual([]);
  expect(tree()).toEqual({ 'a.yaml': 'a: 2\n', 'b.yaml': 'a: 1\n' });
});

it('writes any texts as they are', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })), { minLength: 1, maxLength: 5 }), (texts) => {
    root = mkdtempSync(join(top, 'root-'));
    const clean = texts.map(([before, after]) => [before.replace(/^\u{feff}+/u, ''), after.replace(/^\u{feff}+/u, '')] as const);
    put(Object.fromEntries(clean.map(([before], index) => [`${index}.yaml`, before])));
    expect(write(clean.map(([before, after], index) => ({ path: `${index}.yaml`, before, after })))).toEqual([]);
    expect(tree()).toEqual(Object.fromEntries(clean.map(([, after], index) => [`${index}.yaml`, after])));
  }), { numRuns: 50 });
});

const mount = join(top, 'small');
mkdirSync(mount);
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', mount]).status === 0;
afterAll(() => void (isMounted && spawnSync('umount', [mount])));

it.skipIf(!isMounted)('loses nothing on a disk that is full (skipped where no tmpfs can be mounted)', () => {
  root = mount;
  put({ 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 1\n' });
  const before = tree();
  expect(write([{ path: 'a.yaml', before: 'a: 1\n', after: 'a: 2\n' }, { path: 'b.yaml', before: 'b: 1\n', after: 'x'.repeat(100_000) }])).toEqual(['b.yaml: not written: there is no space left']);
  expect(tree()).toEqual(before);
});

const KILLS = 200;
const FILES = 20;

describe('a process that is killed while it writes', () => {
  it(`leaves each file old or new in ${KILLS} kills, and the next run makes all the same`, { timeout: 1_800_000 }, async () => {
    if (existsSync('/dev/shm')) root = mkdtempSync('/dev/shm/mllint-write-'); // where many files are written in few milliseconds
    const child = join(top, 'child.mjs');
    await build({ entryPoints: [fileURLToPath(new URL('write-child.ts', import.meta.url))], outfile: child, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
    const content = (generation: number): string => `generation: ${generation}\n${`# ${generation}\n`.repeat(200)}end: ${generation}\n`;
    put(Object.fromEntries(Array.from({ length: FILES }, (_, index) => [`folder-${index % 3}/file-${index}.yaml`, content(0)])));
    const seen = { mixed: 0, takenBack: 0, generations: 0 };
    for (let kill = 0; kill < KILLS; kill += 1) {
      await killedWriter(child, (kill * 7919) % 40);
      const generations = new Set(Object.entries(tree()).flatMap(([path, text]) => (path.includes('.mllint-') ? [] : [whole(text, content)])));
      if (generations.size > 1) seen.mixed += 1;
      expect(Math.max(...generations) - Math.min(...generations)).toBeLessThanOrEqual(1);
      seen.takenBack += again(false, new Date(Date.now() + 3_600_000)).said.length;
      const after = Object.entries(tree());
      expect(after.filter(([path]) => path.includes('.mllint-'))).toEqual([]);
      expect(new Set(after.map(([, text]) => text)).size).toBe(1);
      seen.generations = Math.max(...generations);
    }
    rmSync(root, { recursive: true });
    expect(seen.takenBack).toBeGreaterThan(KILLS / 4); // else the moments were not random
    expect(seen.mixed).toBeGreaterThan(0);
    expect(seen.generations).toBeGreaterThan(KILLS / 4);
  });

  /** The generation of a file that is whole. */
  function whole(text: string, content: (generation: number) => string): number {
    const generation = Number(/^generation: (\d+)/.exec(text)?.[1]);
    expect(text).toBe(content(generation));
    return generation;
  }

  async function killedWriter(child: string, delay: number): Promise<void> {
    const writer = spawn(process.execPath, [child, root, String(FILES)], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(writer.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, delay));
    writer.kill('SIGKILL');
    await once(writer, 'close');
  }
});
