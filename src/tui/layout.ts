/** What stands where on a screen of a certain size. */

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Both: list over detail. Beside: list left of detail. One: either, by turns. */
export type Arrangement = 'one' | 'both' | 'beside';

export interface Layout extends Size {
  readonly arrangement: Arrangement;
  readonly list: Size;
  readonly detail: Size;
  /** All between the line at the top and those at the bottom. */
  readonly body: Size;
}

/** Smaller than this nothing sensible can be shown. */
export const SMALLEST: Size = { columns: 20, rows: 6 };

/** Between list and detail where they stand beside each other. */
export const GAP = 3;

/** The top line, the line for what happened and the line of keys; in larger screens also lines that separate. */
export function layoutOf({ columns, rows }: Size, { isOpen }: { readonly isOpen: boolean }): Layout {
  const isSmall = rows < 18 || columns < 60;
  const height = Math.max(1, rows - (isSmall ? 3 : 5));
  const body = { columns, rows: height };
  if (isSmall || isOpen) return { columns, rows, arrangement: 'one', list: body, detail: body, body };
  if (columns >= 120) {
    const left = Math.min(80, Math.floor(columns * 0.42));
    return { columns, rows, arrangement: 'beside', list: { columns: left, rows: height }, detail: { columns: columns - left - GAP, rows: height }, body };
  }
  const upper = Math.max(4, Math.floor(height * 0.36));
  return { columns, rows, arrangement: 'both', list: { columns, rows: upper }, detail: { columns, rows: height - upper - 1 }, body };
}

export function isTooSmall({ columns, rows }: Size): boolean {
  return columns < SMALLEST.columns || rows < SMALLEST.rows;
}
