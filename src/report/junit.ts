/** JUnit XML: a test suite for each file and one for the run, so that a clean run is a test that passed. */
import type { Crash, Finding, Report, Suppressed, Unverified } from '../finding.ts';
import type { Location } from '../source.ts';
import { byFile } from './by-file.ts';
import { clip, lineOf } from './escape.ts';
import type { FormatOptions } from './format.ts';
import { inRepository, placeOf, pointerTo } from './place.ts';
import { summaryLine } from './summary.ts';
import { crashLine, messageLine, suppressionLine, unverifiedLine } from './wording.ts';
import { element, textElement, xmlDocument, type Element } from './xml.ts';

type Outcome = 'failed' | 'crashed' | 'skipped' | 'passed';

interface TestCase {
  /** Names no line: services follow a test by its name from run to run. */
  readonly name: string;
  /** Absent for what concerns the run as a whole. */
  readonly at?: Location;
  readonly outcome: Outcome;
  readonly body: readonly Element[];
}

/** A longer name is no name. */
const maximalName = 300;

/** Errors and warnings fail; what is known from the base, suppressed or not verified is skipped; the rest passes. */
export function junit(report: Report, options: FormatOptions): string {
  const cases = [...report.findings.map(findingCase), ...report.unverified.map(unverifiedCase), ...report.suppressed.map(suppressedCase)];
  const run = [runCase(report), ...report.crashes.map(crashCase)];
  const placed = [...byFile(cases)].map(([path, own]) => suite(inRepository(path, options), own, options));
  const all = [...run, ...cases];
  return xmlDocument(element('testsuites', { name: 'mllint', ...counts(all) }, [suite('mllint', run, options), ...placed]));
}

function suite(name: string, cases: readonly TestCase[], options: FormatOptions): Element {
  const known = new Map<string, number>();
  const elements = cases.map((one) => {
    const count = (known.get(one.name) ?? 0) + 1;
    known.set(one.name, count);
    const place = one.at && placeOf(one.at);
    const where = place ? { file: inRepository(place.file, options), line: place.line } : {};
    // Services take two tests of one name for the same.
    return element('testcase', { classname: name, name: count === 1 ? one.name : `${one.name} (${count})`, time: 0, ...where }, one.body);
  });
  return element('testsuite', { name, ...counts(cases) }, elements);
}

function counts(cases: readonly TestCase[]): Record<string, number> {
  const count = (outcome: Outcome): number => cases.filter((one) => one.outcome === outcome).length;
  return { tests: cases.length, failures: count('failed'), errors: count('crashed'), skipped: count('skipped'), time: 0 };
}

function nameOf(finding: Finding): string {
  return clip(`${lineOf(finding.rule)}: ${messageLine(finding)}`, maximalName);
}

function findingCase(finding: Finding): TestCase & { readonly at: Location } {
  const { severity, rule, at, isNew } = finding;
  const message = messageLine(finding);
  const one = { name: nameOf(finding), at };
  if (isNew === false) return { ...one, outcome: 'skipped', body: [element('skipped', { message: `${severity}, not new: the base has it, too: ${message}` })] };
  if (severity === 'info') return { ...one, outcome: 'passed', body: [textElement('system-out', {}, [`info: ${message}`])] };
  const details = [
    `${lineOf(pointerTo(placeOf(at)))} ${severity} ${lineOf(rule)} ${message}`,
    ...(finding.fix ? [`fixable: ${lineOf(finding.fix.title, 200)} (${finding.fix.safety === 'safe' ? 'safe' : 'to be reviewed'})`] : []),
    `help: mllint explain ${lineOf(rule)}`,
  ];
  return { ...one, outcome: 'failed', body: [textElement('failure', { type: severity, message }, details)] };
}

function unverifiedCase(entry: Unverified): TestCase & { readonly at: Location } {
  const name = clip(`not verified: ${lineOf(entry.what)}`, maximalName);
  return { name, at: entry.at, outcome: 'skipped', body: [element('skipped', { message: `not verified: ${unverifiedLine(entry)}` })] };
}

function suppressedCase(entry: Suppressed): TestCase & { readonly at: Location } {
  const { finding } = entry;
  const message = `suppressed: ${suppressionLine(entry)}`;
  return { name: clip(`${nameOf(finding)} (suppressed)`, maximalName), at: finding.at, outcome: 'skipped', body: [element('skipped', { message })] };
}

function runCase(report: Report): TestCase {
  const lines = [summaryLine(report), ...report.notes.map((note) => `note: ${lineOf(note)}`)];
  return { name: 'the run', outcome: 'passed', body: [textElement('system-out', {}, lines)] };
}

function crashCase(crash: Crash): TestCase {
  const stack = clip(crash.stack, 10_000).split('\n').map((line) => `| ${lineOf(line)}`); // no line may start as a command of the CI system
  return { name: clip(crashLine(crash), maximalName), outcome: 'crashed', body: [textElement('error', { type: 'crash', message: crashLine(crash) }, stack)] };
}
