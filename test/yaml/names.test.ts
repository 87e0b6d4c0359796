/** A key that is met again is the same text, whatever stands around it, and whoever chose it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameAt } from '../../src/yaml/names.ts';

test('the stretch that it is asked for', () => {
  const names = fc.oneof(fc.constantFrom('metadata', 'name', '__proto__', 'constructor', '0', '12', '', 'é', '👍', 'a'.repeat(81)), fc.string({ maxLength: 90 }));
  fc.assert(
    fc.property(fc.string(), names, fc.string(), (before, name, after) => {
      const text = before + name + after;
      for (let time = 0; time < 2; time += 1) expect(nameAt(text, before.length, before.length + name.length)).toBe(name);
    }),
    { numRuns: 2_000 },
  );
});

test('names that share a slot take turns', () => {
  for (const round of [0, 1]) for (let index = 0; index < 10_000; index += 1) expect(nameAt(`key${index}: ${round}`, 0, `key${index}`.length)).toBe(`key${index}`);
});
