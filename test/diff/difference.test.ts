/** Laws of differences, for values of any shape. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { align } from '../../src/diff/alignment.ts';
import { contentOf, isSame } from '../../src/yaml/content.ts';
import { differenceOf } from '../../src/diff/difference.ts';
import { withPlaceholder } from '../../src/diff/folded.ts';
import { valuesOf } from '../../src/diff/values.ts';
import { SourceFile } from '../../src/source.ts';
import { Node } from '../../src/yaml/node.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

function nodeOf(value: unknown): Node {
  const [document] = parseYaml(new SourceFile('a.yaml', JSON.stringify(value))).documents;
  if (!document?.root) throw new Error('it has content');
  return Node.root(document.root);
}

const leaf = fc.constantFrom<unknown>('a', 'b', '1', 1, 2, true, null, '__proto__', '');
const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' }, leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('name', 'x', 'constructor', 'image'), tie('value'), { maxKeys: 3 }),
  ),
}));

describe('differences', () => {
  it('are there exactly where two values are not the same', () => {
    fc.assert(fc.property(anything, anything, (before, after) => {
      const [one, other] = [nodeOf(before), nodeOf(after)];
      const difference = differenceOf(one, other);
      expect(difference === undefined).toBe(contentOf(one) === contentOf(other));
      expect(isSame(one, other)).toBe(difference === undefined);
      if (difference) expect([...valuesOf(difference)].length).toBeGreaterThan(0);
      expect(differenceOf(one, nodeOf(before))).toBeUndefined();
    }), { numRuns: 500 });
  });

  it('leave the items that stay what they are where one is inserted', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.constantFrom<string>('a', 'b', 'c', 'd', 'e'), { minLength: 1 }), fc.nat(5), (names, at) => {
      const items = names.map((name) => ({ name, image: `${name}:1` }));
      const difference = differenceOf(nodeOf(items), nodeOf(items.toSpliced(at, 0, { name: 'new', image: 'new:1' })));
      expect(difference).toMatchObject({ kind: 'list', items: [{ key: { name: 'name', text: 'new' } }] });
    }));
  });
});

describe('an alignment', () => {
  it('holds every element once, in order, and pairs only equal ones', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
    fc.assert(fc.property(words, words, (before, after) => {
      const pairs = align(before, after);
      expect(pairs.flatMap((pair) => pair.before ?? [])).toEqual(before.map((_, index) => index));
      expect(pairs.flatMap((pair) => pair.after ?? [])).toEqual(after.map((_, index) => index));
      for (const pair of pairs) if (pair.before !== undefined && pair.after !== undefined) expect(before[pair.before]).toBe(after[pair.after]);
    }));
  });
});

describe('the name of an environment', () => {
  it.each([
    ['serving-prod', 'prod', 'serving-*'], ['product', 'prod', 'product'], ['s3://ml-prod/prod/x', 'prod', 's3://ml-*/*/x'], ['prod-eu', 'prod-eu', '*'], ['x', '', 'x'],
  ])('in %j is replaced where it is a word of its own: %j', (text, name, expected) => {
    expect(withPlaceholder(text, name).replaceAll('\uE000', '*')).toBe(expected);
  });

  it('stays where the text holds the mark itself', () => {
    expect(withPlaceholder('\uE000 prod', 'prod')).toBe('\uE000 prod');
  });
});
