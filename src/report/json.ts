/** The stable report for programs: schemas/report.schema.json. The order of the keys is part of it. */
import type { Finding, Fix, Report, ReportedChange, ReportedEnvironment, ReportedModel, Suppressed, Unverified } from '../finding.ts';
import { jsonText } from './escape.ts';
import { placeOf } from './place.ts';

export function json(report: Report): string {
  return jsonText(reportValue(report));
}

/** Keys whose value is undefined are left out of the text. */
function reportValue({ version, summary, environments, findings, suppressed, unverified, crashes, changes, notes }: Report): object {
  return {
    version,
    summary: summaryValue(summary),
    environments: environments.map(environmentValue),
    findings: findings.map(findingValue),
    suppressed: suppressed.map(suppressedValue),
    unverified: unverified.map(unverifiedValue),
    crashes: unlessEmpty(crashes.map(({ rule, subject, stack }) => ({ rule, subject, stack }))),
    changes: changes?.map(changeValue),
    notes: unlessEmpty(notes),
  };
}

function summaryValue({ errors, warnings, infos, suppressed, fixable, files, applications, manifests, unverified }: Report['summary']): object {
  return { errors, warnings, infos, suppressed, fixable, files, applications, manifests, unverified };
}

function environmentValue({ name, stage, models }: ReportedEnvironment): object {
  return { name, stage, models: models.map(modelValue) };
}

/** What is served, as far as a manifest says it. */
export function modelValue({ name, namespace, version, uri, since, canary }: ReportedModel): object {
  const canaryValue = canary && { percent: canary.percent, version: canary.version, uri: canary.uri };
  return { name, namespace, version, uri, since, canary: canaryValue };
}

function findingValue(finding: Finding): object {
  const { rule, severity, message, isNew, isRestored, at, resources, fix } = finding;
  return {
    rule,
    severity,
    message,
    new: isNew,
    restored: isRestored,
    ...placeOf(at),
    environments: unlessEmpty(finding.environments),
    applications: unlessEmpty(finding.applications),
    resources: unlessEmpty(resources.map(({ apiVersion, kind, namespace, name }) => ({ apiVersion, kind, namespace, name }))),
    models: unlessEmpty(finding.models),
    related: unlessEmpty(finding.related.map(relatedValue)),
    fix: fix && fixValue(fix),
    fingerprint: finding.fingerprint,
    help: `mllint explain ${rule}`,
  };
}

function relatedValue({ at, message }: Finding['related'][number]): object {
  const { file, line, column } = placeOf(at);
  return { file, line, column, message };
}

function fixValue({ title, safety, edits }: Fix): object {
  return { title, safety, edits: edits.map(({ file, range, text }) => ({ file: file.path, start: range.start, end: range.end, text })) };
}

function suppressedValue({ finding, reason, by, owner, until }: Suppressed): object {
  const { file, line } = placeOf(finding.at);
  return { rule: finding.rule, file, line, reason, by, owner, until };
}

function unverifiedValue({ at, what, why, needs }: Unverified): object {
  const { file, line } = placeOf(at);
  return { file, line, what, why, needs };
}

/** A move with its gates. */
export function changeValue({ model, environment, kind, from, to, gates }: ReportedChange): object {
  return { model, environment, kind, from, to, gates: gates.map(({ rule, isOpen, opensAt, evidence }) => ({ rule, open: isOpen, opensAt, evidence })) };
}

function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}
