/** What --fix-dry-run prints is taken by the real `git apply`, and gives what --fix writes. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { unifiedDiff } from '../../src/fix/unified-diff.ts';
import type { Texts } from '../../src/fix/texts.ts';

const top = mkdtempSync(join(tmpdir(), 'mllint-apply-'));
afterAll(() => rmSync(top, { recursive: true, force: true }));

const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };

/** Applies the difference where a user would, and reads what is there then. */
function applied(before: Texts, after: Texts, prefix = ''): Map<string, string | undefined> {
  const folder = mkdtempSync(join(top, 'tree-'));
  spawnSync('git', ['init', '-q'], { cwd: folder, env });
  for (const [path, text] of before) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(folder, prefix, path)), { recursive: true });
    writeFileSync(join(folder, prefix, path), text);
  }
  const { status, stderr } = spawnSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd: folder, env, input: unifiedDiff(before, after, prefix), encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return new Map([...after.keys()].map((path) => [path, read(join(folder, prefix, path))]));
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

const lines = (count: number): string => Array.from({ length: count }, (_, index) => `key-${index}: ${index}\n`).join('');

describe('git apply takes', () => {
  it.each<readonly [string, Readonly<Record<string, readonly [string | undefined, string | undefined]>>]>([
    ['several hunks', { 'a.yaml': [lines(40), lines(40).replace('key-3: 3', 'key-3: x').replace('key-30: 30\n', '')] }],
    ['lines that end in CRLF', { 'a.yaml': ['a: 1\r\nb: 2\r\n', 'a: 1\r\nb: 3\r\n'] }],
    ['a text without a line end', { 'a.yaml': ['a: 1\nb: 2', 'a: 1\nb: 3'] }],
    ['a line end that comes', { 'a.yaml': ['a: 1', 'a: 1\n'] }],
    ['a byte order mark', { 'a.yaml': ['\u{feff}a: 1\n', '\u{feff}a: 2\n'] }],
    ['a new file', { 'chart/Chart.yaml': [undefined, 'apiVersion: v2\n'] }],
    ['a new empty file', { 'a.yaml': [undefined, ''] }],
    ['a file that goes', { 'a.yaml': ['a: 1\n', undefined] }],
    ['a lone carriage return and other separators', { 'a.yaml': ['a: "1\r2"\nb: \u{2028}\nc: 3\n', 'a: "1\r2"\nb: \u{2028}\nc: 4\n'] }],
    ['names with blanks', { 'a b/c d.yaml': ['a: 1\n', 'a: 2\n'], 'new b/c d.yaml': [undefined, 'a: 2\n'] }],
    ['names with quotation marks', { 'a"b.yaml': ['a: 1\n', 'a: 2\n'], "a'b.yaml": ['a: 1\n', 'a: 2\n'] }],
    ['names with line breaks and backslashes', { 'a\nb.yaml': ['a: 1\n', 'a: 2\n'], 'a\\b.yaml': ['a: 1\n', 'a: 2\n'], 'a\tb.yaml': ['a: 1\n', 'a: 2\n'] }],
    ['names with other letters', { 'größe.yaml': ['a: 1\n', 'a: 2\n'], '模型 \u{1f600}.yaml': ['a: 1\n', 'a: 2\n'] }],
    ['lines that look like a header', { 'a.yaml': ['--- a/x\n+++ b/x\n@@ -1 +1 @@\na: 1\n', '--- a/x\n+++ b/x\n@@ -1 +1 @@\na: 2\n'] }],
  ])('%s', (_, files) => {
    const before = new Map(Object.entries(files).map(([path, [text]]) => [path, text]));
    const after = new Map(Object.entries(files).map(([path, [, text]]) => [path, text]));
    expect(applied(before, after)).toEqual(after);
    expect(applied(before, after, 'below the top')).toEqual(after);
  });

  it('any change of any text', () => {
    const line = fc.constantFrom('a: 1', 'b: 2', '  c: 3', '', '# x', '- y', '+ z', '\\ No newline', 'd: 4\r', '\u{2028}');
    const text = fc.tuple(fc.array(line, { maxLength: 30 }), fc.boolean()).map(([all, ends]) => all.join('\n') + (ends && all.length > 0 ? '\n' : ''));
    fc.assert(fc.property(text, text, (before, after) => {
      fc.pre(before !== after);
      expect(applied(new Map([['a.yaml', before]]), new Map([['a.yaml', after]]))).toEqual(new Map([['a.yaml', after]]));
    }), { numRuns: 60 });
  });

  it('thousands of changes in one file, in a moment', () => {
    const before = Array.from({ length: 40_000 }, (_, index) => (index % 8 === 0 ? 'replicas: "3"\n' : `key-${index % 8}: ${index % 100}\n`)).join('');
    const after = before.replaceAll('"3"', '3');
    const started = performance.now();
    expect(unifiedDiff(new Map([['a.yaml', before]]), new Map([['a.yaml', after]]), '').split('\n@@').length).toBe(5_001);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(applied(new Map([['a.yaml', before]]), new Map([['a.yaml', after]]))).toEqual(new Map([['a.yaml', after]]));
  });

  it('any number of changes', { timeout: 60_000 }, () => {
    const change = fc.record({ at: fc.nat(1999), gone: fc.nat(3), put: fc.array(fc.constantFrom('x: 1', 'y: 2', '', 'key-1: 1'), { maxLength: 4 }) });
    const lines = (count: number): string[] => Array.from({ length: count }, (_, index) => (index % 5 === 0 ? 'same: 1' : `key-${index}: ${index}`));
    fc.assert(fc.property(fc.array(change, { minLength: 150, maxLength: 500 }), fc.nat(2000), fc.boolean(), (changes, length, ends) => {
      const old = lines(length);
      const now = [...old];
      for (const { at, gone, put } of changes) now.splice(Math.min(at, now.length), gone, ...put);
      const [before, after] = [old.join('\n'), now.join('\n') + (ends ? '\n' : '')];
      fc.pre(before !== after);
      expect(applied(new Map([['a.yaml', before]]), new Map([['a.yaml', after]]))).toEqual(new Map([['a.yaml', after]]));
    }), { numRuns: 40 });
  });
});
