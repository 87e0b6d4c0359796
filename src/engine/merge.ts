/** One mistake that reaches several environments is one finding that names them all. */
import type { Fix, Severity } from '../finding.ts';
import { grouped } from '../groups.ts';
import { compareLocations, compareText } from '../source.ts';
import type { FoundProblem } from './check.ts';
import { joinOwners } from './owners.ts';

/** Merges findings of one rule, place and message. */
export function mergeEnvironments(found: readonly FoundProblem[]): FoundProblem[] {
  return [...grouped(asSevereAsElsewhere(found), (one) => `${mistakeOf(one)}\0${one.severity}`).values()].map(mergeGroup);
}

function mistakeOf({ rule, at: { file, range }, message }: FoundProblem): string {
  return [rule, file.path, range.start, range.end, message].join('\0');
}

const ORDER: readonly Severity[] = ['error', 'warning', 'info'];

/** What belongs to no environment is no lesser mistake beside an environment that it reaches, too: one line to edit, one finding. */
function asSevereAsElsewhere(found: readonly FoundProblem[]): FoundProblem[] {
  const inEnvironments = new Map<string, Severity>();
  for (const one of found) {
    const known = inEnvironments.get(mistakeOf(one));
    if (one.environments.length > 0 && (!known || ORDER.indexOf(one.severity) < ORDER.indexOf(known))) inEnvironments.set(mistakeOf(one), one.severity);
  }
  return found.map((one) => {
    const severity = one.environments.length > 0 ? undefined : inEnvironments.get(mistakeOf(one));
    return severity && ORDER.indexOf(severity) < ORDER.indexOf(one.severity) ? { ...one, severity } : one;
  });
}

function mergeGroup(group: readonly FoundProblem[]): FoundProblem {
  const [first, ...others] = group;
  if (!first) throw new RangeError('a group holds at least one finding');
  if (others.length === 0) return first;
  const related = new Map(group.flatMap((one) => one.related).map((one) => [`${one.at.file.path}:${one.at.range.start}:${one.message}`, one]));
  const { fix: _, ...rest } = first;
  const secrets = group.flatMap((one) => one.secrets ?? []);
  const fix = commonFix(group);
  return {
    ...rest,
    ...joinOwners(group),
    pieces: group.flatMap((one) => one.pieces),
    related: [...related.values()].sort((a, b) => compareLocations(a.at, b.at) || compareText(a.message, b.message)),
    ...(fix ? { fix } : {}),
    ...(secrets.length > 0 ? { secrets } : {}),
  };
}

/** The fix that repairs all of them, if it is the same one. */
function commonFix(group: readonly FoundProblem[]): Fix | undefined {
  const written = group.map(({ fix }) => fix && JSON.stringify(fix.edits.map(({ file, range, text }) => [file.path, range, text])));
  return written.every((one) => one !== undefined && one === written[0]) ? group[0]?.fix : undefined;
}

/** By file, place, rule and message. */
export function sortFindings<T extends FoundProblem>(found: readonly T[]): T[] {
  return [...found].sort((a, b) => compareLocations(a.at, b.at) || compareText(a.rule, b.rule) || compareText(a.message, b.message));
}
