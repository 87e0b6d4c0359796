/** What KServe's webhook and controllers say of its public manifests, where they are at hand: reported by a rule, or it is said here why not. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lintFiles } from './cases.ts';

const shared = fileURLToPath(new URL('../../shared/corpus/kserve', import.meta.url));

/** Rules for what a row says. An older version is declared by none of the manifests, so that some of them are notes. */
const RULES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/name set$/, ['kserve/reserved']],
  [/exactly-one violated in explainer/, ['kserve/removed-api']],
  [/exactly-one violated/, ['kserve/one-implementation']],
];

/** Rows of which no rule of these groups speaks. */
const LEFT: readonly (readonly [RegExp, string])[] = [
  [/no storageUri\/storage/, 'model/source-present'],
  [/storageUri scheme/, 'model/uri-scheme'],
  [/no predictor/, 'the spec is null or the document has no name: a fragment, left to kubernetes/schema'],
];

describe.skipIf(!existsSync(shared))('the findings of KServe', () => {
  const rows = existsSync(shared) ? readFileSync(`${shared}/WEBHOOK_FINDINGS.tsv`, 'utf8').split('\n').filter((line) => line !== '').map((line) => line.split('\t')) : [];

  it.each(rows)('%s %s: %s', async (path, _name, what = '') => {
    if (LEFT.some(([pattern]) => pattern.test(what))) return;
    const rules = RULES.find(([pattern]) => pattern.test(what))?.[1] ?? [];
    const { report } = await lintFiles({ 'object.yaml': readFileSync(`${shared}/${path ?? ''}`, 'utf8') });
    expect(report.findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining([...rules]));
    expect(rules).not.toEqual([]);
  });
});
