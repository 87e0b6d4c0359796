import { describe, expect, it } from 'vitest';
import { ignoring } from '../../src/snapshot/ignoring.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { isUnreadable, type Snapshot } from '../../src/snapshot/snapshot.ts';

const snapshot = memorySnapshot({
  'real/one.yaml': 'one',
  'real/deep/two.yaml': 'two',
  'file.yaml': { link: 'real/one.yaml' },
  'folder': { link: 'real' },
  'real/up': { link: '..' },
  'chain.yaml': { link: 'folder/up/file.yaml' },
  'outside.yaml': { link: '../outside.yaml' },
  'absolute.yaml': { link: '/etc/passwd' },
  'there-and-back.yaml': { link: '../root/real/one.yaml' },
  'nothing.yaml': { link: 'nothing-there.yaml' },
  'self.yaml': { link: 'self.yaml' },
  'a': { link: 'b' },
  'b': { link: 'a' },
});

function textOf(path: string, of: Snapshot = snapshot): string | undefined {
  const file = of.file(path);
  return isUnreadable(file) ? file.why : file?.text;
}

describe('links', () => {
  it.each([
    ['file.yaml', 'one'],
    ['folder/one.yaml', 'one'],
    ['folder/deep/two.yaml', 'two'],
    ['real/up/folder/up/real/one.yaml', 'one'],
    ['chain.yaml', 'one'],
    ['outside.yaml', 'is a link that leads out of the repository'],
    ['absolute.yaml', 'is a link that leads out of the repository'],
    ['there-and-back.yaml', 'is a link that leads out of the repository'],
    ['nothing.yaml', 'is a link to no file of the repository'],
    ['self.yaml', 'is a link in a circle'],
    ['a', 'is a link in a circle'],
    ['a/one.yaml', undefined],
    ['folder', undefined],
    ['folder/nothing.yaml', undefined],
  ])('%s', (path, text) => {
    expect(textOf(path)).toBe(text);
  });

  it('have the kind of what they lead to, and none where that is nothing', () => {
    const kinds = ['file.yaml', 'folder', 'real/up', 'outside.yaml', 'nothing.yaml', 'a'].map((path) => snapshot.kind(path));
    expect(kinds).toEqual(['file', 'folder', 'folder', undefined, undefined, undefined]);
  });

  it('list what the folder lists that they lead to', () => {
    expect(snapshot.entries('folder')).toEqual(['deep', 'one.yaml', 'up']);
    expect(snapshot.entries('real/up')).toEqual(snapshot.entries(''));
  });

  it('are listed themselves, not what lies behind them', () => {
    expect(snapshot.files.filter((path) => path.startsWith('folder'))).toEqual(['folder']);
  });
});

describe('the same file', () => {
  it('is the same object every time', () => {
    expect(snapshot.file('real/one.yaml')).toBe(snapshot.file('real/one.yaml'));
  });
});

describe('ignoring', () => {
  const files = { 'vendor/a.yaml': 'a', 'vendor/deep/b.yaml': 'b', 'kept/vendor.yaml': 'c', 'kept/d.yaml': 'd', 'link': { link: 'vendor' } };
  const without = ignoring(memorySnapshot(files), (path) => path.startsWith('vendor/'));

  it('leaves files out of every answer', () => {
    expect(without.files).toEqual(['kept/d.yaml', 'kept/vendor.yaml', 'link']);
    expect(without.entries('')).toEqual(['kept', 'link']);
    expect([without.kind('vendor/a.yaml'), without.bytes('vendor/a.yaml'), without.head('vendor/a.yaml', 1), without.file('vendor/a.yaml')]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('changes nothing where nothing is ignored', () => {
    const all = memorySnapshot(files);
    expect(ignoring(all, () => false)).toBe(all);
  });
});

describe('texts', () => {
  it.each([
    ['a byte order mark', Buffer.from('\uFEFFa: 1\n'), 'a: 1\n'],
    ['UTF-16', Buffer.from('\uFEFFa: 1\n', 'utf16le'), 'is UTF-16, not UTF-8 text'],
    ['UTF-16, big end first', Buffer.from([0xfe, 0xff, 0, 0x61]), 'is UTF-16, not UTF-8 text'],
    ['Latin-1 in line 2', Buffer.from('a: 1\nb: \u00e9\n', 'latin1'), 'is not UTF-8 text (line 2)'],
    ['a character that ends too soon', Buffer.from([0x61, 0x0a, 0x0a, 0xe2, 0x82]), 'is not UTF-8 text (line 3)'],
    ['a surrogate', Buffer.from([0xed, 0xa0, 0x80]), 'is not UTF-8 text (line 1)'],
    ['nothing', Buffer.alloc(0), ''],
    ['17 MiB', Buffer.alloc(17 * 1024 * 1024, 'a'), 'is larger than 16 MiB'],
  ])('%s', (_, bytes, text) => {
    expect(textOf('a.yaml', memorySnapshot({ 'a.yaml': bytes }))).toBe(text);
  });
});
