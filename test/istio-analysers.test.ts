/** Istio's own cases for its analysers, where they are at hand: the same objects are found or not, or it is said here why. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../src/finding.ts';
import { unchecked } from '../src/unchecked.ts';
import { lintFiles } from './cases.ts';

const shared = fileURLToPath(new URL('../../shared/corpus/istio', import.meta.url));
const analysers = `${shared}/pkg/config/analysis/analyzers/`;

/** Analysers that look at routes, hosts, subsets, gateways and ports, the messages that they give, and our rules for the same. */
const ANALYSERS: Readonly<Record<string, { readonly codes: readonly string[]; readonly rules: readonly string[] }>> = {
  'virtualservice.ConflictingMeshGatewayHostsAnalyzer': { codes: ['IST0109'], rules: ['istio/host-conflict'] },
  'virtualservice.DestinationHostAnalyzer': { codes: ['IST0101', 'IST0112'], rules: ['istio/host-served', 'istio/port'] },
  'virtualservice.DestinationRuleAnalyzer': { codes: ['IST0101'], rules: ['istio/subset-defined'] },
  'virtualservice.GatewayAnalyzer': { codes: ['IST0101', 'IST0132', 'IST0165'], rules: ['istio/gateway-exists'] },
  'schemaValidation.CollectionValidationAnalyzer(collections.VirtualService)': { codes: ['IST0130', 'IST0131'], rules: ['istio/route-reachable'] },
  'gateway.IngressGatewayPortAnalyzer': { codes: ['IST0162'], rules: ['istio/port'] },
  'gateway.ConflictingGatewayAnalyzer': { codes: ['IST0145'], rules: ['istio/host-conflict'] },
};

/** Objects of which Istio and mllint think differently, with the reason. */
const DIFFERENCES: ReadonlyMap<string, string> = new Map([
  ['dupmatches VirtualService uri-with-prefix-exact', 'an exact path behind the prefix that holds it, in one route: Istio does not compare them'],
  ['gatewayServiceMatchPod Gateway httpbin8002-gateway', 'a port of a Gateway that the Service before its proxy does not open: no rule looks at that Service'],
]);

interface AnalyserCase {
  readonly name: string;
  readonly analyzer: string;
  readonly files: readonly string[];
  readonly expected: readonly { readonly code: string; readonly origin: string }[];
}

describe.skipIf(!existsSync(shared))('the cases of Istio', () => {
  it('for its analysers are judged alike', async () => {
    const cases = unchecked<AnalyserCase[]>(JSON.parse(read(`${shared}/expected-messages.json`))).filter(({ analyzer }) => ANALYSERS[analyzer]);
    const verdicts = (await Promise.all(cases.map((one) => verdictsOf(one)))).flat();
    const different = verdicts.filter(({ isSame }) => !isSame).map(({ object }) => object);
    expect(different.filter((object) => !DIFFERENCES.has(object))).toEqual([]);
    expect(verdicts.length).toBeGreaterThan(70);
    const share = 1 - different.length / verdicts.length;
    console.log(`Istio's analysers: ${verdicts.length - different.length} of ${verdicts.length} objects judged alike (${(100 * share).toFixed(1)} %); ${different.map((object) => `${object}: ${DIFFERENCES.get(object) ?? ''}`).join('; ')}`);
    expect(share).toBeGreaterThanOrEqual(0.95);
  });
});

function read(path: string): string {
  return readFileSync(path, 'utf8');
}

/** One verdict for every object that one of the analyser's kinds names. */
async function verdictsOf({ name, analyzer, files, expected }: AnalyserCase): Promise<{ object: string; isSame: boolean }[]> {
  const { codes, rules } = ANALYSERS[analyzer] ?? { codes: [], rules: [] };
  const texts = Object.fromEntries(files.filter((file) => /\.ya?ml$/.test(file)).map((file) => [file, read(`${analysers}${file}`)]));
  const { report, repository } = await lintFiles(texts);
  const kind = analyzer.startsWith('gateway.') ? 'Gateway' : 'VirtualService';
  const found = new Set(report.findings.filter(({ rule }) => rules.includes(rule)).flatMap((finding) => objectsOf(finding, texts)));
  const wanted = new Set(expected.filter(({ code }) => codes.includes(code)).map(({ origin }) => origin));
  const objects = repository?.manifests.filter((manifest) => manifest.kind === kind).map((manifest) => `${kind} ${manifest.namespace === undefined ? '' : `${manifest.namespace}/`}${manifest.name ?? ''}`) ?? [];
  return [...new Set(objects)].map((object) => ({ object: `${name} ${object}`, isSame: found.has(object) === wanted.has(object) }));
}

/** The objects that a finding stands in, and those that it is related to: the nearest metadata above in the document. */
function objectsOf({ at, related }: Finding, texts: Readonly<Record<string, string>>): string[] {
  return [at, ...related.map((one) => one.at)].flatMap(({ file, range }) => {
    const text = texts[file.path] ?? '';
    const end = text.indexOf('\n---', range.start);
    const document = text.slice(text.lastIndexOf('\n---', range.start) + 1, end < 0 ? text.length : end);
    if (/^kind: List$/m.test(document)) return titleOf(text.slice(0, range.start), { kind: /^ {4}kind: (\S+)/gm, namespace: /^ {6}namespace: (\S+)/gm, name: /^ {6}name: (\S+)/gm });
    return titleOf(document.slice(0, document.indexOf('\nspec:')), { kind: /^kind: (\S+)/gm, namespace: /^ {2}namespace: (\S+)/gm, name: /^ {2}name: (\S+)/gm });
  });
}

interface Fields {
  readonly kind: RegExp;
  readonly namespace: RegExp;
  readonly name: RegExp;
}

/** By the last of each field. */
function titleOf(text: string, { kind, namespace, name }: Fields): string {
  const last = (pattern: RegExp): string => [...text.matchAll(pattern)].at(-1)?.[1] ?? '';
  return `${last(kind)} ${last(namespace) === '' ? '' : `${last(namespace)}/`}${last(name)}`;
}
