/** SARIF 2.1.0 as GitHub code scanning takes it. */
import type { Finding, Report, Suppressed } from '../finding.ts';
import { clip, jsonText, lineOf, uriOf } from './escape.ts';
import type { FormatOptions } from './format.ts';
import { lineHasher } from './line-hash.ts';
import { locationOf, resultOf, sourceRoot } from './sarif-result.ts';
import { ruleDescriptors } from './sarif-rules.ts';
import { crashLine, suppressionLine, unverifiedLine } from './wording.ts';
import { worstFirst } from './worst-first.ts';

/** GitHub refuses a run with more results. */
const maximalResults = 25_000;

interface Entry {
  readonly finding: Finding;
  readonly suppressed?: Suppressed;
}

export function sarif(report: Report, options: FormatOptions): string {
  const suppressed = options.suppressed === 'omitted' ? [] : report.suppressed;
  const kept = keptOf(report.findings, suppressed);
  const left = report.findings.length + suppressed.length - kept.length;
  const rules = ruleDescriptors(report.rules, kept.map(({ finding }) => finding.rule));
  const ruleIndex = new Map(rules.map(({ id }, index) => [id, index]));
  const hashOf = lineHasher();
  const { toolVersion, rootInRepository = '' } = options;
  const run = {
    tool: { driver: { name: 'mllint', version: toolVersion, semanticVersion: toolVersion, rules } },
    automationDetails: { id: rootInRepository === '' ? 'mllint/' : `mllint/${uriOf(rootInRepository)}/` },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [sourceRoot]: { description: { text: 'The root of the Git repository.' } } },
    invocations: [{ executionSuccessful: report.crashes.length === 0, toolExecutionNotifications: notificationsOf(report, left, options) }],
    results: kept.map(({ finding, suppressed: suppression }) => ({
      ...resultOf(finding, { ruleIndex, hashOf, format: options }),
      // Where some results say whether they are suppressed, all have to.
      suppressions: suppressed.length > 0 ? suppressionsOf(suppression) : undefined,
    })),
  };
  return jsonText({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] });
}

/** All in their order, or the worst where there are too many; what is suppressed goes first then. */
function keptOf(findings: readonly Finding[], suppressed: readonly Suppressed[]): Entry[] {
  const isTooMany = findings.length + suppressed.length > maximalResults;
  const active = isTooMany ? worstFirst(findings) : findings;
  const entries = [...active.map((finding) => ({ finding })), ...suppressed.map((entry) => ({ finding: entry.finding, suppressed: entry }))];
  return entries.slice(0, maximalResults);
}

function suppressionsOf(suppressed: Suppressed | undefined): object[] {
  if (!suppressed) return [];
  return [{ kind: suppressed.by === 'comment' ? 'inSource' : 'external', justification: suppressionLine(suppressed) }];
}

/** What the results do not say: what was not checked, what went wrong, what was left out. */
function notificationsOf({ unverified, crashes, notes, rules }: Report, left: number, options: FormatOptions): object[] {
  const known = new Map(rules.map(({ id }, index) => [id, index]));
  return [
    ...unverified.map((entry) => ({
      level: 'note',
      message: { text: `not verified: ${unverifiedLine(entry)}` },
      locations: [locationOf(entry.at, options)],
    })),
    ...notes.map((note) => ({ level: 'note', message: { text: lineOf(note) } })),
    ...crashes.map((crash) => ({
      level: 'error',
      message: { text: crashLine(crash) },
      associatedRule: known.has(crash.rule) ? { id: crash.rule, index: known.get(crash.rule) } : undefined,
      exception: { message: clip(crash.stack, 10_000) },
    })),
    ...(left > 0 ? [{ level: 'warning', message: { text: `${left} more results were left out: GitHub takes ${maximalResults} of one run` } }] : []),
  ];
}
