import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NameSearch, suggest } from '../../src/spelling.ts';

const word = fc.oneof(fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', '-', '1'), maxLength: 14 }), fc.string({ maxLength: 9 }));

/** A name, and what becomes of it by a few edits. */
const misspelt = (names: readonly string[]): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom(...names), fc.array(fc.tuple(fc.nat(13), fc.constantFrom('', 'a', 'b', 'xy'), fc.nat(2)), { maxLength: 4 })).map(([name, edits]) =>
    edits.reduce((text, [at, inserted, removed]) => text.slice(0, at) + inserted + text.slice(at + removed), name));

const searched = fc.array(word, { minLength: 1, maxLength: 40 }).chain((names) => fc.tuple(fc.constant(names), fc.array(fc.oneof(word, misspelt(names)), { maxLength: 10 })));

it('finds the same names as one comparison with each', () => {
  fc.assert(fc.property(searched, ([names, wanted]) => {
    const search = new NameSearch(names, { mostCompared: Infinity });
    for (const name of wanted) expect([name, search.nearest(name)]).toEqual([name, suggest(name, names)]);
    expect(search.isExhausted).toBe(false);
  }), { numRuns: 500 });
});

it('finds what is one edit away however many names were looked for, and says that there may be others', () => {
  const search = new NameSearch(['fraud-detector', 'recommender'], { mostCompared: 0 });
  expect([search.nearest('fraud-detctor'), search.nearest('fraud_detetcor'), search.isExhausted]).toEqual(['fraud-detector', 'fraud-detector', false]);
  expect([search.nearest('fraud-detect'), search.isExhausted]).toEqual([undefined, true]);
});
