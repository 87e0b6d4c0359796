/** What a session knows, as the plain data that the interface shows. */
import type { Finding, Report, RuleInfo } from '../finding.ts';
import type { FixSession } from '../fix/session.ts';
import { onceFor } from '../once.ts';
import { concealedIn } from '../report/concealed.ts';
import { innerPlaceOf, placeOf, pointerTo } from '../report/place.ts';
import { shown } from '../source.ts';
import { masked } from './masked.ts';
import type { Detail, Entry, Notes, OfferedChange } from './table.ts';

/** Findings by fingerprint; several may share one. */
export function named(findings: readonly Finding[]): ReadonlyMap<string, Finding> {
  const byId = new Map<string, Finding>();
  for (const finding of findings) {
    let id = finding.fingerprint;
    for (let count = 2; byId.has(id); count += 1) id = `${finding.fingerprint}#${count}`;
    byId.set(id, finding);
  }
  return byId;
}

/** More are counted. */
const maximalUnverified = 200;

export function notesOf({ notes, unverified, crashes }: Report): Notes {
  return {
    notes,
    unverified: unverified.slice(0, maximalUnverified).map(({ at, what, why, needs }) => ({ place: pointerTo(placeOf(at)), what, why, needs })),
    unverifiedLeft: Math.max(0, unverified.length - maximalUnverified),
    crashes: crashes.map(({ rule, subject }) => `${rule} on ${subject}`),
  };
}

export function notesCount({ notes, unverified, crashes }: Report): number {
  return notes.length + unverified.length + crashes.length;
}

export function entryOf(id: string, finding: Finding, { skipped }: FixSession): Entry {
  const { rule, severity, message, environments, at, fix, fingerprint } = finding;
  const { file, line, column } = placeOf(at);
  const inner = innerPlaceOf(at);
  return {
    id, rule, severity, file, line, column, environments,
    message: inner ? `${message} (inside of ${pointerTo(inner)})` : message,
    isFixable: fix !== undefined,
    isSkipped: skipped.has(fingerprint),
  };
}

const rulesIn = onceFor((rules: readonly RuleInfo[]) => new Map(rules.map((rule) => [rule.id, rule])));
const concealedOf = onceFor(concealedIn);

export function detailOf(id: string, finding: Finding, session: FixSession): Detail {
  const { report } = session.linted;
  const info = rulesIn(report.rules).get(finding.rule);
  const { file, range } = shown(finding.at);
  const concealed = concealedOf(report)(file);
  const isSecret = concealed.some(({ start, end }) => start < range.end && end > range.start);
  const value = isSecret ? undefined : session.valueOf(finding);
  const fix = offeredChange(finding, session);
  return {
    id,
    title: info?.title ?? finding.rule,
    why: info?.why ?? '',
    excerpt: { path: file.path, text: file.text, range, concealed },
    related: finding.related.map(({ at, message }) => ({ place: pointerTo(placeOf(at)), message })),
    applications: finding.applications,
    models: finding.models,
    ...(fix === undefined ? {} : { fix }),
    ...(value === undefined ? {} : { value }),
  };
}

function offeredChange(finding: Finding, session: FixSession): OfferedChange | undefined {
  const offered = session.fixOf(finding);
  const preview = session.preview(finding);
  if (!offered || !preview) return undefined;
  const { environments, applications } = preview.reach;
  return {
    title: offered.fix.title,
    safety: offered.safety,
    alsoChanges: offered.alsoChanges,
    ...(preview.isMeasured ? { reaches: environments.length > 0 ? environments : applications } : {}),
    files: masked(preview.files, offered.fix, concealedOf(session.linted.report)),
  };
}
