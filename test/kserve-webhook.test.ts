/** What KServe's webhooks refuse is refused here, and what they accept is not; then what they say of its public manifests, where those are at hand. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { unchecked } from '../src/unchecked.ts';
import { fixtures, lineOf, lintFiles } from './cases.ts';

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
  const judge = process.env.KSERVE_JUDGE;
  it.skipIf(judge === undefined)('are those of KServe itself, as test/kserve-webhooks/judge.go asks it', () => {
    const cases = rows.flatMap((row) => [...row.refused, ...row.accepted].map((written) => ({ mode: row.mode ?? 'Knative', objects: [written].flat().map((one) => unchecked<unknown>(parse(objectOf(one)))) })));
    const verdicts = unchecked<{ readonly refused: boolean }[]>(JSON.parse(execFileSync(judge ?? '', { input: JSON.stringify(cases), encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] })));
    expect(verdicts.map((verdict) => verdict.refused)).toEqual(rows.flatMap((row) => [...row.refused.map(() => true), ...row.accepted.map(() => false)]));
  });

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

interface Said {
  readonly rule: string;
  readonly line: string;
}

/** What mllint says of a manifest of the corpus. */
async function saidOf(path: string): Promise<Said[]> {
  const { report } = await lintFiles({ 'object.yaml': readFileSync(`${shared}/${path}`, 'utf8') });
  return report.findings.map((finding) => ({ rule: finding.rule, line: lineOf(finding) }));
}

function rowsOf(file: string): string[][] {
  if (!existsSync(shared)) return [];
  return readFileSync(`${shared}/${file}`, 'utf8').split('\n').filter((line) => line !== '').map((line) => line.split('\t'));
}

/** Rules for what a row says of the webhooks. An older version is declared by none of the manifests, so that some of them are notes. */
const WEBHOOK_RULES: readonly (readonly [RegExp, string])[] = [
  [/name set$/, 'kserve/reserved'],
  [/exactly-one violated in explainer/, 'kserve/removed-api'],
  [/exactly-one violated/, 'kserve/one-implementation'],
  [/no storageUri\/storage/, 'model/source-present'],
  [/storageUri scheme/, 'model/uri-scheme'],
  [/no predictor/, 'kubernetes/schema'],
];

/** Rows that are not reported, and why. */
const WEBHOOK_LEFT: ReadonlyMap<string, string> = new Map([
  ['md-website-docs/developer-guide/contribution.md.d/L371.yaml', 'a document without a name is a fragment'],
  ['md-website-docs/model-serving/storage/providers/git.md.d/L28.yaml', 'a document without a name is a fragment'],
  ['md-kserve-repo/docs/samples/multimodelserving/triton/README.md.d/L29.yaml', 'its arguments say that it is a server for many models'],
  ['repo/docs/samples/multimodelserving/triton/multi_model_triton.yaml', 'its arguments say that it is a server for many models'],
]);

describe.skipIf(!existsSync(shared))('the findings of KServe', () => {
  it.each(rowsOf('WEBHOOK_FINDINGS.tsv'))('%s %s: %s', async (path = '', _name, what = '') => {
    const rule = WEBHOOK_RULES.find(([pattern]) => pattern.test(what))?.[1];
    const rules = (await saidOf(path)).map((said) => said.rule);
    if (WEBHOOK_LEFT.has(path)) expect(rules).not.toContain(rule);
    else expect(rules).toContain(rule);
  });
});

/** Rows of which a rule of KServe's own speaks, at the same place and instead of the schema: one mistake, one finding. */
const SCHEMA_RULES: readonly (readonly [RegExp, string, string])[] = [
  [/\.custom$/, 'kserve/one-implementation', 'custom'],
  [/\.(?:alibi|aix)$/, 'kserve/removed-api', 'explainer'],
  [/\.scaleMetric$/, 'kserve/autoscaling', 'scaleMetric'],
  [/^spec\.nodes\.(?:choose|parallel)\.steps\[0\]$/, 'kserve/graph-resolves', 'step'],
];

/** Rows that nothing reports, and why. */
const SCHEMA_LEFT: readonly (readonly [RegExp, string])[] = [[/^spec\.nodes\.<node-name>/, 'below a placeholder that somebody fills in, nothing is known']];

describe.skipIf(!existsSync(shared))('the findings of KServe by schema', () => {
  it.each(rowsOf('SCHEMA_FINDINGS.tsv'))('%s %s %s: %s', async (path, _kind, field, what) => {
    const said = await saidOf(path ?? '');
    const own = SCHEMA_RULES.find(([pattern]) => pattern.test(field ?? ''));
    const [rule, word] = own ? [own[1], own[2]] : ['kubernetes/schema', wordOf(field ?? '', what ?? '')];
    const lines = said.filter((one) => one.rule === rule && one.line.includes(word));
    if (SCHEMA_LEFT.some(([pattern]) => pattern.test(field ?? ''))) expect(said.map((one) => one.rule)).not.toContain('kubernetes/schema');
    else expect(lines).not.toEqual([]);
  });
});

/** What its message names: the field, or the key under the empty `spec` that was meant to stand in it. */
function wordOf(field: string, what: string): string {
  return what === 'null' ? 'belongs under spec' : (field.split('.').at(-1) ?? '');
}
