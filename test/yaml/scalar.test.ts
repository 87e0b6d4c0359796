/** Scalars as sigs.k8s.io/yaml reads them: fixtures/yaml/scalars.json was recorded from it. */
import { expect, test } from 'vitest';
import recorded from '../../fixtures/yaml/scalars.json' with { type: 'json' };
import { SourceFile } from '../../src/source.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { entryOf, type YamlDocument } from '../../src/yaml/tree.ts';

interface Row {
  readonly scalar: string;
  readonly value?: unknown;
  readonly error?: string;
}

/** What the recorded reader refuses only when it prints JSON, which has no such numbers. */
const NO_JSON = /unsupported value/;
/** Where we read on though the recorded reader stops, or the other way round: neither decides what a manifest means. */
const LENIENT = new Set(['::', '>=1.0', '"\\/"', '!!null x']);

function read(scalar: string): YamlDocument | undefined {
  return parseYaml(new SourceFile('v.yaml', `v: ${scalar}\n`)).documents[0];
}

function valueOf(document: YamlDocument | undefined): unknown {
  const root = document?.root;
  const value = root?.kind === 'mapping' ? entryOf(root, 'v')?.value : undefined;
  if (value?.kind === 'scalar') return typeof value.value === 'bigint' ? { number: String(value.value) } : value.value;
  return value?.kind;
}

const rows: readonly Row[] = recorded.scalars;

test('there are enough of them', () => expect(rows.length).toBeGreaterThanOrEqual(300));

test.each(rows.filter(({ error, scalar }) => error === undefined && !/^[[{]/.test(scalar)).map((row) => [row.scalar, row] as const))('%j', (scalar, row) => {
  const value = valueOf(read(scalar));
  const { value: expected } = row;
  if (typeof expected === 'object' && expected !== null && 'number' in expected) {
    const number = typeof value === 'number' ? value : Number(typeof value === 'object' && value !== null && 'number' in value ? value.number : NaN);
    expect(number).toBe(Number(expected.number));
    if (typeof value === 'object') expect(value).toEqual(expected);
  } else expect(value).toEqual(expected);
});

test.each(rows.filter(({ error, scalar }) => error !== undefined && !NO_JSON.test(error) && !LENIENT.has(scalar)).map(({ scalar }) => [scalar]))('%j is refused', (scalar) => {
  expect(read(scalar)?.problems.length).toBeGreaterThan(0);
});

test.each(rows.filter(({ error }) => error !== undefined && NO_JSON.test(error)).map(({ scalar }) => [scalar]))('%j is a number without JSON', (scalar) => {
  const value = valueOf(read(scalar));
  expect(typeof value).toBe('number');
  expect(Number.isFinite(value)).toBe(false);
});
