/** One mistake that reaches several environments is one finding that names them all. */
import type { Fix } from '../finding.ts';
import { grouped } from '../groups.ts';
import { compareLocations, compareText } from '../source.ts';
import type { FoundProblem } from './check.ts';
import { joinOwners } from './owners.ts';

/** Merges findings of one rule, place and message. */
export function mergeEnvironments(found: readonly FoundProblem[]): FoundProblem[] {
  const keyOf = ({ rule, at: { file, range }, severity, message }: FoundProblem): string => [rule, file.path, range.start, range.end, severity, message].join('\0');
  return [...grouped(found, keyOf).values()].map(mergeGroup);
}

function mergeGroup(group: readonly FoundProblem[]): FoundProblem {
  const [first, ...others] = group;
  if (!first) throw new RangeError('a group holds at least one finding');
  if (others.length === 0) return first;
  const related = new Map(group.flatMap((one) => one.related).map((one) => [`${one.at.file.path}:${one.at.range.start}:${one.message}`, one]));
  const { fix: _, ...rest } = first;
  const fix = commonFix(group);
  return {
    ...rest,
    ...joinOwners(group),
    pieces: group.flatMap((one) => one.pieces),
    related: [...related.values()].sort((a, b) => compareLocations(a.at, b.at) || compareText(a.message, b.message)),
    ...(fix ? { fix } : {}),
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
