/** One mistake, one finding: what a general rule finds is left out where a more specific one speaks at the same place. */
import type { Severity } from '../finding.ts';
import { grouped } from '../groups.ts';
import type { FoundProblem } from './turn.ts';

const LOUDNESS: readonly Severity[] = ['info', 'warning', 'error'];

/** A quieter finding hides no louder one, save of the rules that are named. */
export function mostSpecific(found: readonly FoundProblem[]): FoundProblem[] {
  if (!found.some(({ yieldsTo, yieldsOnlyTo }) => yieldsTo ?? yieldsOnlyTo)) return [...found];
  const specific = grouped(found.filter(({ yieldsTo }) => yieldsTo === undefined), ({ at }) => at.file.path);
  return found.flatMap(({ yieldsTo, yieldsOnlyTo, ...one }) => {
    const isSaid = (yieldsTo ?? yieldsOnlyTo) !== undefined && specific.get(one.at.file.path)?.some((other) => stands(other, one) && speaksFor(other, one, { yieldsTo, yieldsOnlyTo }));
    return isSaid === true ? [] : [one];
  });
}

/** At the same place. */
function stands({ at: { range: theirs } }: FoundProblem, { at: { range: ours } }: FoundProblem): boolean {
  return theirs.end > theirs.start && (theirs.start === ours.start || (theirs.start < ours.end && ours.start < theirs.end));
}

function speaksFor({ rule, severity }: FoundProblem, one: FoundProblem, { yieldsTo = [], yieldsOnlyTo }: Pick<FoundProblem, 'yieldsTo' | 'yieldsOnlyTo'>): boolean {
  if (yieldsOnlyTo) return yieldsOnlyTo.includes(rule);
  return yieldsTo.includes(rule) || LOUDNESS.indexOf(severity) >= LOUDNESS.indexOf(one.severity);
}
