/** Ours against what Go's own text/template made of the same templates, text and messages byte for byte. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runCase, type RecordedCase } from './recorded-case.ts';

interface Recording {
  readonly sets: Readonly<Record<string, unknown>>;
  readonly cases: readonly (RecordedCase & { readonly set?: string })[];
}

const recording: Recording = JSON.parse(readFileSync(new URL('../../fixtures/render/go-template/cases.json', import.meta.url), 'utf8'));

test(`${recording.cases.length} templates print and fail as in Go`, () => {
  const differing = recording.cases.flatMap((recorded) => {
    const { template, templates, missingKey, output, error } = recorded;
    const result = runCase(recorded.set === undefined ? recorded : { ...recorded, data: recording.sets[recorded.set] });
    return result.output === output && result.error === error ? [] : [{ template, templates, missingKey, go: error ?? output, ours: result.error ?? result.output }];
  });
  expect(differing).toEqual([]);
});
