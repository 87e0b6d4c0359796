/** One mistake, one finding: what a general rule finds is left out where a more specific one speaks at the same place. */
import type { Severity } from '../finding.ts';
import { grouped } from '../groups.ts';
import type { FoundProblem } from './turn.ts';

const LOUDNESS: readonly Severity[] = ['info', 'warning', 'error'];

/** A quieter finding hides no louder one, save of the rules that are named. */
export function mostSpecific(found: readonly FoundProblem[]): FoundProblem[] {
  if (!found.some(({ yieldsTo }) => yieldsTo)) return [...found];
  const specific = grouped(found.filter(({ yieldsTo }) => yieldsTo === undefined), ({ at }) => at.file.path);
  return found.flatMap(({ yieldsTo, ...one }) => (yieldsTo && specific.get(one.at.file.path)?.some((other) => covers(other, one, yieldsTo)) === true ? [] : [one]));
}

function covers(other: FoundProblem, one: FoundProblem, named: readonly string[]): boolean {
  const [theirs, ours] = [other.at.range, one.at.range];
  const meets = theirs.end > theirs.start && (theirs.start === ours.start || (theirs.start < ours.end && ours.start < theirs.end));
  return meets && (named.includes(other.rule) || LOUDNESS.indexOf(other.severity) >= LOUDNESS.indexOf(one.severity));
}
