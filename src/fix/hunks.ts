/** Lines that differ between two texts, as people and `git apply` read them; in bounded time, whatever the texts are. */
import { structuredPatch } from 'diff';

/** Lines that change with those around them; line numbers count from 1. */
export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  /** Each starts with ` `, `-`, `+`, or `\` for a missing end of line; without its line feed. */
  readonly lines: readonly string[];
}

/** Lines around a change, as Git has it. */
const CONTEXT = 3;
/** The search for the shortest difference takes the square of its length. */
const MAX_SEARCHED = 400;
/** So many equal lines in a row keep two hunks apart. */
const APART = 2 * CONTEXT + 1;
/** Texts that differ in more lines at one place are taken as different from there on. */
const MAX_AHEAD = 100;

/** Lines end at line feeds only, so that a carriage return is part of its line. */
export function hunksOf(before: string, after: string): Hunk[] {
  return searched(before, after) ?? stretchesOf(linesOf(before), linesOf(after)).flatMap(hunksIn);
}

function searched(before: string, after: string): Hunk[] | undefined {
  return structuredPatch('', '', before, after, '', '', { context: CONTEXT, maxEditLength: MAX_SEARCHED })?.hunks;
}

/** A part of both texts that starts and ends as the other does, with the lines before it. */
interface Stretch {
  readonly oldLines: readonly string[];
  readonly newLines: readonly string[];
  readonly oldOffset: number;
  readonly newOffset: number;
}

function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}

/** Cut where so many lines are equal that no hunk reaches across. */
function stretchesOf(old: readonly string[], now: readonly string[]): Stretch[] {
  const stretches: Stretch[] = [];
  let [oldStart, newStart] = [0, 0];
  const cut = (oldEnd: number, newEnd: number): void => {
    stretches.push({ oldLines: old.slice(oldStart, oldEnd), newLines: now.slice(newStart, newEnd), oldOffset: oldStart, newOffset: newStart });
    [oldStart, newStart] = [oldEnd, newEnd];
  };
  let [i, j, equal] = [0, 0, 0];
  while (i < old.length && j < now.length) {
    if (old[i] === now[j]) {
      [i, j, equal] = [i + 1, j + 1, equal + 1];
      continue;
    }
    if (equal >= APART) cut(i - CONTEXT, j - CONTEXT);
    const met = meeting(old, now, i, j);
    if (!met) break;
    [i, j, equal] = [i + met.old, j + met.now, 0];
  }
  cut(old.length, now.length);
  return stretches;
}

/** How many lines further on both say the same again, for so long that it is no accident. */
function meeting(old: readonly string[], now: readonly string[], i: number, j: number): { readonly old: number; readonly now: number } | undefined {
  for (let both = 1; both <= MAX_AHEAD; both += 1) {
    for (let own = 0; own <= both; own += 1) if (isSameFrom(old, now, i + own, j + both - own)) return { old: own, now: both - own };
  }
  return undefined;
}

function isSameFrom(old: readonly string[], now: readonly string[], i: number, j: number): boolean {
  if (i >= old.length || j >= now.length) return i >= old.length && j >= now.length;
  for (let at = 0; at < CONTEXT; at += 1) if (old[i + at] !== now[j + at]) return false;
  return true;
}

function hunksIn({ oldLines, newLines, oldOffset, newOffset }: Stretch): Hunk[] {
  const hunks = searched(oldLines.join(''), newLines.join('')) ?? [allOf(oldLines, newLines)];
  return hunks.map((hunk) => ({ ...hunk, oldStart: hunk.oldStart + oldOffset, newStart: hunk.newStart + newOffset }));
}

/** Everything goes, and everything comes: of texts that have little in common. */
function allOf(oldLines: readonly string[], newLines: readonly string[]): Hunk {
  const side = (lines: readonly string[], mark: string): string[] =>
    lines.filter((line) => line !== '').flatMap((line) => (line.endsWith('\n') ? [mark + line.slice(0, -1)] : [mark + line, '\\ No newline at end of file']));
  const count = (lines: readonly string[]): number => lines.filter((line) => line !== '').length;
  return { oldStart: Math.min(1, count(oldLines)), oldLines: count(oldLines), newStart: Math.min(1, count(newLines)), newLines: count(newLines), lines: [...side(oldLines, '-'), ...side(newLines, '+')] };
}
