/** Fixes are taken whole or left out whole. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fix } from '../../src/finding.ts';
import { applyFixes } from '../../src/fix/apply.ts';
import { SourceFile, startOf } from '../../src/source.ts';

const file = new SourceFile('a.yaml', '0123456789');
const other = new SourceFile('b.yaml', 'abc');

type Put = readonly [start: number, end: number, text: string, file?: SourceFile];

function fix(title: string, ...puts: readonly Put[]): Fix {
  return { title, safety: 'safe', edits: puts.map(([start, end, text, target = file]) => ({ file: target, range: { start, end }, text })) };
}

function outcome(...fixes: readonly Fix[]): Record<string, unknown> {
  const { texts, applied, conflicts, skipped } = applyFixes(fixes);
  const titles = (list: readonly Fix[]): string => list.map(({ title }) => title).join('');
  return { ...Object.fromEntries(texts), applied: titles(applied), conflicts: titles(conflicts), skipped: titles(skipped) };
}

describe('applyFixes', () => {
  it.each<[string, readonly Fix[], Record<string, unknown>]>([
    ['nothing', [], { applied: '', conflicts: '', skipped: '' }],
    ['one edit', [fix('A', [2, 4, 'x'])], { 'a.yaml': '01x456789', applied: 'A', conflicts: '', skipped: '' }],
    ['several files in the order of paths', [fix('A', [0, 1, 'X', other], [9, 10, ''])], { 'a.yaml': '012345678', 'b.yaml': 'Xbc', applied: 'A', conflicts: '', skipped: '' }],
    ['edits in any order', [fix('A', [8, 9, 'y'], [2, 4, 'x'])], { 'a.yaml': '01x4567y9', applied: 'A', conflicts: '', skipped: '' }],
    ['fixes apart', [fix('A', [8, 9, 'y']), fix('B', [2, 4, 'x'])], { 'a.yaml': '01x4567y9', applied: 'AB', conflicts: '', skipped: '' }],
    ['an overlap: the later waits, whole', [fix('A', [2, 5, 'x']), fix('B', [4, 6, 'y'], [8, 9, 'z'])], { 'a.yaml': '01x56789', applied: 'A', conflicts: 'B', skipped: '' }],
    ['a touch is an overlap', [fix('A', [2, 5, 'x']), fix('B', [5, 6, 'y'])], { 'a.yaml': '01x56789', applied: 'A', conflicts: 'B', skipped: '' }],
    ['an insertion at the edge is one, too', [fix('A', [2, 5, '']), fix('B', [5, 5, 'y'])], { 'a.yaml': '0156789', applied: 'A', conflicts: 'B', skipped: '' }],
    ['two insertions at one point: the later waits', [fix('A', [5, 5, 'x']), fix('B', [5, 5, 'y'])], { 'a.yaml': '01234x56789', applied: 'A', conflicts: 'B', skipped: '' }],
    ['insertions of one fix at one point keep their order', [fix('A', [5, 5, 'x'], [5, 5, 'y'], [2, 3, ''])], { 'a.yaml': '0134xy56789', applied: 'A', conflicts: '', skipped: '' }],
    ['a replacement after an insertion at its start', [fix('A', [5, 6, 'y'], [5, 5, 'x'])], { 'a.yaml': '01234xy6789', applied: 'A', conflicts: '', skipped: '' }],
    ['identical edits are one', [fix('A', [2, 4, 'x']), fix('B', [2, 4, 'x'], [7, 8, 'y'])], { 'a.yaml': '01x456y89', applied: 'AB', conflicts: '', skipped: '' }],
    ['identical insertions are one', [fix('A', [2, 2, 'x']), fix('B', [2, 2, 'x'])], { 'a.yaml': '01x23456789', applied: 'AB', conflicts: '', skipped: '' }],
    ['a replacement given twice is one', [fix('A', [2, 4, 'x'], [2, 4, 'x'])], { 'a.yaml': '01x456789', applied: 'A', conflicts: '', skipped: '' }],
    ['a fix that overlaps itself', [fix('A', [2, 4, 'x'], [3, 5, 'y'])], { applied: '', conflicts: '', skipped: 'A' }],
    ['out of the file', [fix('A', [2, 11, 'x']), fix('B', [-1, 1, '']), fix('C', [3, 2, ''])], { applied: '', conflicts: '', skipped: 'ABC' }],
    ['no edits', [fix('A')], { applied: '', conflicts: '', skipped: 'A' }],
    ['no change', [fix('A', [2, 3, '2'])], { applied: 'A', conflicts: '', skipped: '' }],
  ])('%s', (_, fixes, expected) => expect(outcome(...fixes)).toEqual(expected));

  it('leaves archives alone', () => {
    const archived = new SourceFile('c.yaml', 'x', { shownAt: startOf(file) });
    expect(outcome(fix('A', [0, 1, 'y', archived], [0, 1, 'y']))).toEqual({ applied: '', conflicts: '', skipped: 'A' });
  });

  it('takes two objects of one file as one, if they hold the same text', () => {
    const again = new SourceFile('a.yaml', file.text);
    const changed = new SourceFile('a.yaml', 'changed');
    expect(outcome(fix('A', [0, 1, 'x']), fix('B', [5, 6, 'y', again]), fix('C', [0, 1, '', changed]))).toEqual({ 'a.yaml': 'x1234y6789', applied: 'AB', conflicts: '', skipped: 'C' });
  });

  it('makes every applied edit and nothing else', () => {
    const puts = fc.tuple(fc.nat(10), fc.nat(10), fc.constantFrom('', 'x', 'yy')).map(([a, b, text]): Put => [Math.min(a, b), Math.max(a, b), text]);
    const fixes = fc.array(fc.array(puts, { minLength: 1, maxLength: 3 }), { maxLength: 6 }).map((all) => all.map((own, index) => fix(String(index), ...own)));
    fc.assert(
      fc.property(fixes, (all) => {
        const { texts, applied, conflicts, skipped } = applyFixes(all);
        expect(applied.length + conflicts.length + skipped.length).toBe(all.length);
        const text = texts.get('a.yaml') ?? file.text;
        const kept = [...file.text].filter((_, at) => !applied.some(({ edits }) => edits.some(({ range }) => range.start <= at && at < range.end)));
        expect([...text].filter((char) => /[0-9]/.test(char))).toEqual(kept);
        expect(applyFixes(applied).texts.get('a.yaml') ?? file.text).toBe(text);
      }),
    );
  });

  it('takes 20,000 fixes of one file', () => {
    const long = new SourceFile('long.yaml', 'a: b\n'.repeat(20_000));
    const fixes = Array.from({ length: 20_000 }, (_, index) => fix('', [index * 5 + 3, index * 5 + 4, 'c', long]));
    expect(applyFixes(fixes).texts.get('long.yaml')).toBe('a: c\n'.repeat(20_000));
  });
});
