/** Fixing until nothing is left to fix. */
import { expect, it } from 'vitest';
import type { Fix } from '../../src/finding.ts';
import { fixpoint, MAX_PASSES, type Texts } from '../../src/fix/loop.ts';
import { SourceFile } from '../../src/source.ts';

/** A rule that replaces the first match of each pattern. */
function lint(...rules: readonly (readonly [RegExp, string])[]): (files: Texts) => Fix[] {
  return (files) =>
    [...files].flatMap(([path, text]) =>
      rules.flatMap(([pattern, put]) => {
        const match = pattern.exec(text);
        if (!match) return [];
        const range = { start: match.index, end: match.index + match[0].length };
        return [{ title: put, safety: 'safe' as const, edits: [{ file: new SourceFile(path, text), range, text: put }] }];
      }),
    );
}

const files = new Map([['a', 'one two'], ['b', 'two']]);

it('leaves clean files alone', async () => {
  expect(await fixpoint(files, lint())).toEqual({ texts: files, applied: [], passes: 0, ended: 'stable' });
});

it('takes conflicts up in the next pass', async () => {
  const { texts, passes, ended, applied } = await fixpoint(files, lint([/one two/, 'ONE two'], [/two/, 'TWO']));
  expect(texts).toEqual(new Map([['a', 'ONE TWO'], ['b', 'TWO']]));
  expect({ passes, ended, applied: applied.length }).toEqual({ passes: 2, ended: 'stable', applied: 3 });
});

it('stops where fixes undo one another, before the text that was there already', async () => {
  const { texts, ended, passes } = await fixpoint(new Map([['a', 'x']]), lint([/^x$/, 'y'], [/^y$/, 'x']));
  expect({ texts: [...texts], ended, passes }).toEqual({ texts: [['a', 'y']], ended: 'cycle', passes: 1 });
});

it('stops after ten passes', async () => {
  const { texts, ended, passes } = await fixpoint(new Map([['a', 'x']]), lint([/$/, '!']));
  expect({ text: texts.get('a'), ended, passes }).toEqual({ text: `x${'!'.repeat(MAX_PASSES)}`, ended: 'limit', passes: MAX_PASSES });
});
