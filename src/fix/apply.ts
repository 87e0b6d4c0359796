/**
 * Fixes applied to texts: each is taken whole or left out whole, in the order given. A fix that overlaps or touches what an earlier one
 * changed is a conflict and comes round in the next pass: two removals side by side may leave a mapping without entries, two insertions
 * at one point the same key twice. An edit that an earlier fix made as well is made once. Edits of one fix at one point keep its order.
 */
import { addTo } from '../groups.ts';
import { compareText, type Range, type SourceFile } from '../source.ts';
import type { Fix, TextEdit } from '../finding.ts';

export interface AppliedFixes {
  /** The new text of every file that changes, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** Where the edits stand in the new texts, by path, in the order of the file; what was only taken out is empty. */
  readonly touched: ReadonlyMap<string, readonly Range[]>;
  readonly applied: readonly Fix[];
  /** Left out because an earlier fix changed the same place. */
  readonly conflicts: readonly Fix[];
  /** Left out because no pass could apply them: an archive, a range outside of the file, edits that overlap one another. */
  readonly skipped: readonly Fix[];
}

export function applyFixes(fixes: readonly Fix[]): AppliedFixes {
  const files = new Map<string, EditedFile>();
  const applied: Fix[] = [];
  const conflicts: Fix[] = [];
  const skipped: Fix[] = [];
  for (const fix of fixes) {
    const groups = groupByFile(fix.edits, files);
    if (!groups) skipped.push(fix);
    else if (![...groups].every(([file, edits]) => file.hasRoomFor(edits))) conflicts.push(fix);
    else {
      for (const [file, edits] of groups) file.add(edits);
      applied.push(fix);
    }
  }
  const changed = [...files.values()].filter((file) => file.isChanged).sort((a, b) => compareText(a.path, b.path));
  return {
    texts: new Map(changed.map((file) => [file.path, file.text()])),
    touched: new Map(changed.map((file) => [file.path, file.touched()])),
    applied, conflicts, skipped,
  };
}

/** The edits of one fix by file; nothing where the fix cannot be applied at all. */
function groupByFile(edits: readonly TextEdit[], files: Map<string, EditedFile>): Map<EditedFile, TextEdit[]> | undefined {
  const groups = new Map<EditedFile, TextEdit[]>();
  for (const edit of edits) {
    const { file, range } = edit;
    const known = files.get(file.path) ?? new EditedFile(file);
    const isInside = range.start >= 0 && range.start <= range.end && range.end <= file.text.length;
    if (file.shownAt || !isInside || !known.isSameText(file)) return undefined;
    files.set(file.path, known);
    addTo(groups, known, edit);
  }
  for (const [file, own] of groups) {
    const ordered = inOrder(withoutRepeats(own));
    if (!ordered) return undefined;
    groups.set(file, ordered);
  }
  return edits.length > 0 ? groups : undefined;
}

/** One file and the edits that were accepted for it, in order. */
class EditedFile {
  readonly #file: SourceFile;
  readonly #edits: TextEdit[] = [];

  constructor(file: SourceFile) {
    this.#file = file;
  }

  get path(): string {
    return this.#file.path;
  }

  get isChanged(): boolean {
    return this.#edits.some(({ range, text, file }) => file.isAbsent || this.#file.text.slice(range.start, range.end) !== text);
  }

  isSameText(file: SourceFile): boolean {
    return file === this.#file || (file.text === this.#file.text && file.isAbsent === this.#file.isAbsent);
  }

  hasRoomFor(edits: readonly TextEdit[]): boolean {
    return edits.every((edit) => this.#isAccepted(edit) || !this.#touching(edit));
  }

  add(edits: readonly TextEdit[]): void {
    for (const edit of edits.filter((candidate) => !this.#isAccepted(candidate))) {
      this.#edits.splice(this.#indexAfter(edit.range.start), 0, edit);
    }
  }

  text(): string {
    const parts: string[] = [];
    let at = 0;
    for (const { range, text } of this.#edits) {
      parts.push(this.#file.text.slice(at, range.start), text);
      at = range.end;
    }
    return parts.join('') + this.#file.text.slice(at);
  }

  touched(): Range[] {
    let moved = 0;
    return this.#edits.map(({ range, text }) => {
      const start = range.start + moved;
      moved += text.length - (range.end - range.start);
      return { start, end: start + text.length };
    });
  }

  /** How many accepted edits start at or before an offset. */
  #indexAfter(offset: number): number {
    let low = 0;
    let high = this.#edits.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#edits[middle]?.range.start ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #isAccepted(edit: TextEdit): boolean {
    for (let index = this.#indexAfter(edit.range.start) - 1; index >= 0; index -= 1) {
      const other = this.#edits[index];
      if (!other || other.range.start < edit.range.start) return false;
      if (isSameEdit(other, edit)) return true;
    }
    return false;
  }

  #touching({ range }: TextEdit): boolean {
    const index = this.#indexAfter(range.end);
    const last = this.#edits[index - 1];
    return last !== undefined && last.range.end >= range.start;
  }
}

/** Sorted by start, with edits at one point as they were given; nothing where two overlap. */
function inOrder(edits: readonly TextEdit[]): TextEdit[] | undefined {
  const ordered = [...edits].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  const overlaps = ordered.some((edit, index) => index > 0 && (ordered[index - 1]?.range.end ?? 0) > edit.range.start);
  return overlaps ? undefined : ordered;
}

/** An insertion given twice by one fix is meant twice; a replacement is not. */
function withoutRepeats(edits: readonly TextEdit[]): TextEdit[] {
  return edits.filter((edit, index) => {
    const isInsertion = edit.range.start === edit.range.end;
    return isInsertion || !edits.slice(0, index).some((earlier) => isSameEdit(earlier, edit));
  });
}

function isSameEdit(a: TextEdit, b: TextEdit): boolean {
  return a.file.path === b.file.path && a.range.start === b.range.start && a.range.end === b.range.end && a.text === b.text;
}
