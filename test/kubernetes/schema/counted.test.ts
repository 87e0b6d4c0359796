/** The numbers that the page of validation gives are those of the package. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { carriedKinds } from '../../../src/kubernetes/schema/catalog.ts';

it('says how many kinds are carried', () => {
  const kinds = [...carriedKinds().values()];
  const versions = kinds.reduce((sum, { versions: own }) => sum + own.length, 0);
  expect(readFileSync('docs/validation.md', 'utf8')).toContain(`${kinds.length} kinds in ${versions} versions`);
});
