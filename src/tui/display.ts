/** What is written to a terminal: its own screen taken and given back, and of a frame only the lines that changed. */
import type { Cursor } from './frame.ts';
import type { Terminal } from './terminal.ts';

const ESC = '\u001B';
/** The other screen, which leaves what stood in the terminal as it was; no cursor; what is pasted comes marked. */
const ENTER = `${ESC}[?1049h${ESC}[?25l${ESC}[?2004h${ESC}[2J`;
const LEAVE = `${ESC}[0m${ESC}[?2004l${ESC}[?25h${ESC}[?1049l`;
/** A terminal that knows this shows what stands between at once. */
const [BEGIN, END] = [`${ESC}[?2026h`, `${ESC}[?2026l`];

export interface Display {
  enter(): void;
  /** Gives the screen back; does nothing where it is not taken. */
  leave(): void;
  show(lines: readonly string[], cursor: Cursor | undefined): void;
  /** Paints everything anew with the next frame. */
  forget(): void;
}

export function displayOn({ output }: Pick<Terminal, 'output'>): Display {
  let isTaken = false;
  let before: readonly string[] | undefined;
  return {
    enter() {
      if (isTaken) return;
      isTaken = true;
      before = undefined;
      output.write(ENTER);
    },
    leave() {
      if (!isTaken) return;
      isTaken = false;
      output.write(LEAVE);
    },
    show(lines, cursor) {
      if (!isTaken) return;
      output.write(`${BEGIN}${changesBetween(before, lines)}${cursorAt(cursor)}${END}`);
      before = lines;
    },
    forget() {
      before = undefined;
    },
  };
}

/** What makes one screen of another. */
export function changesBetween(before: readonly string[] | undefined, after: readonly string[]): string {
  const clear = before === undefined ? `${ESC}[0m${ESC}[2J` : '';
  const rows = Math.max(before?.length ?? 0, after.length);
  const changed = Array.from({ length: rows }, (_, row) => {
    const line = after[row] ?? '';
    return line === (before?.[row] ?? '') ? '' : `${ESC}[${row + 1};1H${line}${ESC}[0m${ESC}[K`;
  });
  return `${clear}${changed.join('')}`;
}

function cursorAt(cursor: Cursor | undefined): string {
  return cursor === undefined ? `${ESC}[?25l` : `${ESC}[${cursor.row + 1};${cursor.column + 1}H${ESC}[?25h`;
}
