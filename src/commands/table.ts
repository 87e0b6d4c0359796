/** Columns of plain text. */
import { visible } from '../report/escape.ts';

/** Rows as lines, every column as wide as its widest cell; what the repository says is made harmless. */
export function table(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => visible(cell)));
  const widths: number[] = [];
  for (const row of cells) for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  return cells.map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()}\n`).join('');
}
