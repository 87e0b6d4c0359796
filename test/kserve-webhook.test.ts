/** What KServe's webhooks refuse is refused here, and what they accept is not; then what they say of its public manifests, where those are at hand. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { unchecked } from '../src/unchecked.ts';
import { fixtures, lintFiles } from './cases.ts';

/** An object of fixtures/kserve/webhooks.yaml; what is not said is as for an InferenceService. */
interface Written {
  readonly kind?: string;
  readonly version?: string;
  readonly name?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec: unknown;
}

interface Row {
  readonly what: string;
  readonly rule: string;
  readonly mode?: string;
  readonly refused: readonly (Written | readonly Written[])[];
  readonly accepted: readonly (Written | readonly Written[])[];
}

function objectOf({ kind = 'InferenceService', version = versionOf(kind), name = 'fraud', annotations, spec }: Written): string {
  const isOfCluster = /^(?:Cluster|LocalModel(?:Cache|NodeGroup))/.test(kind);
  const metadata = { name, ...(isOfCluster ? {} : { namespace: 'ml-serving' }), ...(annotations && { annotations }) };
  return stringify({ apiVersion: `serving.kserve.io/${version}`, kind, metadata, spec }, { aliasDuplicateObjects: false });
}

function versionOf(kind: string): string {
  return kind === 'InferenceService' ? 'v1beta1' : kind.startsWith('LLM') ? 'v1alpha2' : 'v1alpha1';
}

describe("KServe's webhooks", () => {
  const rows = unchecked<Row[]>(parse(readFileSync(join(fixtures, 'kserve/webhooks.yaml'), 'utf8'), { merge: true, maxAliasCount: -1 }));
  /** The rules that report an error. */
  const errorsOf = async (written: Written | readonly Written[], { mode = 'Knative' }: Row): Promise<string[]> => {
    const objects = [written].flat().map(objectOf).join('---\n');
    const { report } = await lintFiles({ 'objects.yaml': objects, 'mllint.yaml': stringify({ cluster: { kserve: '0.21', deploymentMode: mode } }) });
    expect(report.crashes).toEqual([]);
    return report.findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
  };
  const refused = rows.flatMap((row) => row.refused.map((written) => [row.rule, JSON.stringify(written), row, written] as const));
  const accepted = rows.flatMap((row) => row.accepted.map((written) => [row.rule, JSON.stringify(written), row, written] as const));

  it('each row has both', () => {
    expect(rows.filter((row) => row.refused.length === 0 || row.accepted.length === 0).map(({ what }) => what)).toEqual([]);
  });
  it.each(refused)('refuse (%s) %s', async (rule, _, row, written) => {
    expect(await errorsOf(written, row)).toContain(rule);
  });
  it.each(accepted)('accept (%s) %s', async (rule, _, row, written) => {
    expect((await errorsOf(written, row)).filter((one) => one === rule || one.startsWith('kserve/'))).toEqual([]);
  });
});

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
