/** The table that `npm run mutants` prints, and what has to hold. */
import { spotText, type Verdict } from './judge.ts';
import type { Kind } from './kind.ts';

export interface Score {
  readonly mutants: number;
  readonly found: number;
  readonly extraErrors: number;
  readonly fixable: number;
  readonly repaired: number;
}

export const MIN_FOUND = 0.98;
export const MIN_REPAIRED = 0.95;

export function scoreOf(verdicts: readonly Verdict[]): Score {
  return {
    mutants: verdicts.length,
    found: verdicts.filter(({ isFound }) => isFound).length,
    extraErrors: verdicts.reduce((sum, { extraErrors }) => sum + extraErrors.length, 0),
    fixable: verdicts.filter(({ repair }) => repair !== undefined).length,
    repaired: verdicts.filter(({ repair }) => repair === 'repaired').length,
  };
}

/** What counts: not the kinds whose rules are still to come. */
export function counted(verdicts: readonly Verdict[]): Verdict[] {
  return verdicts.filter(({ mutant }) => mutant.kind.later === undefined);
}

/** What does not hold, one line each. */
export function shortcomings(all: readonly Verdict[]): string[] {
  const verdicts = counted(all);
  const { mutants, found, extraErrors, fixable, repaired } = scoreOf(verdicts);
  return [
    ...(found < mutants * MIN_FOUND ? [`${found} of ${mutants} found: less than ${MIN_FOUND * 100} %`] : []),
    ...(extraErrors > 0 ? [`${extraErrors} errors that no mistake causes`] : []),
    ...(repaired < fixable * MIN_REPAIRED ? [`${repaired} of ${fixable} repaired: less than ${MIN_REPAIRED * 100} %`] : []),
  ];
}

/** One row for each kind, the totals last. */
export function table(kinds: readonly Kind[], verdicts: readonly Verdict[]): string {
  const header = ['kind', 'problem', 'rule', 'mutants', 'found', 'extra', 'fixable', 'repaired'];
  const rows = kinds.map((kind) => [kind.id, kind.problem ?? '', [kind.rule].flat().join(' | '), ...cells(scoreOf(verdicts.filter(({ mutant }) => mutant.kind === kind)))]);
  const all = [header, ...rows, ['all', `${kinds.filter(({ problem, later }) => problem && later === undefined).length} of ${kinds.filter(({ later }) => later === undefined).length}`, '', ...cells(scoreOf(counted(verdicts)))]];
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const reasons = kinds.flatMap(({ id, missed, later, noRepair }) => [...(later === undefined ? [] : [`${id}: not counted, ${later}`]), ...(missed === undefined ? [] : [`${id}: missed, ${missed}`]), ...(noRepair === undefined ? [] : [`${id}: no fix, ${noRepair}`])]);
  return `${[...all.map((row) => row.map((cell, column) => (column < 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd()), '', ...reasons].join('\n')}\n`;
}

function cells({ mutants, found, extraErrors, fixable, repaired }: Score): string[] {
  return [mutants, found, extraErrors, fixable, repaired].map(String);
}

/** What went wrong with one mutant, with all that was said of it; nothing where all is well. */
export function complaint({ mutant: { kind, base, mistake }, isFound, extraErrors, repair, left = [], said }: Verdict): string[] {
  if (kind.later !== undefined) return [];
  const where = `${kind.id} in ${base} at ${spotText(mistake.at)}`;
  return [
    ...(isFound ? [] : [`${where}: not found by ${[kind.rule].flat().join(' or ')}; said:`, ...said.map((line) => `    ${line}`)]),
    ...extraErrors.map((line) => `${where}: also ${line}`),
    ...(repair === undefined || repair === 'repaired' ? [] : [`${where}: ${repair}; left:`, ...left.map((line) => `    ${line}`)]),
  ];
}
