/** The screen as blocks of lines, each no wider than its place; screen.ts puts them beside and under one another. */
import type { Paint } from '../report/ansi.ts';
import { plural } from '../report/summary.ts';
import { detailLines } from './detail-lines.ts';
import { fittingKeys, HELP, keysOf } from './help.ts';
import { layoutFor, listOf, selectedDetail, selectedEntry, type Page, type Prompt, type Question, type State } from './state.ts';
import { isTooSmall, layoutOf, type Layout, type Size } from './layout.ts';
import { listLines } from './list-lines.ts';
import { notesLines } from './notes-lines.ts';
import { pageLines } from './page-lines.ts';
import { promptLines } from './prompt-lines.ts';
import { fit, widthOf, wrap } from './text.ts';

export interface Look {
  readonly paint: Paint;
  /** Counts up while something is waited for. */
  readonly tick: number;
}

/** Where the cursor of the terminal stands, from 0; absent where it is hidden. */
export interface Cursor {
  readonly row: number;
  readonly column: number;
}

export interface Frame {
  readonly layout: Layout;
  readonly top: string;
  /** One block, or the list and the problem. */
  readonly body: readonly (readonly string[])[];
  /** What happened last, what is typed or asked. */
  readonly status: string;
  readonly keys: string;
  readonly cursor?: Cursor;
}

export function frameOf(state: State, look: Look): Frame {
  const layout = layoutFor(state);
  const { columns } = layout;
  if (isTooSmall(state.size)) return { layout, top: '', body: [[fit('too small', columns)]], status: '', keys: fit('q quit', columns) };
  const frame = { top: topLine(state, columns, look), status: statusLine(state, columns, look), keys: keyLine(state, columns, look) };
  const { mode } = state;
  if (mode.kind === 'prompt') return { ...frame, ...promptBody(state, mode, look) };
  if (mode.kind === 'question') return { ...frame, layout: wholeScreen(state.size), body: [questionLines(state, mode, columns)] };
  if (mode.kind === 'page') return { ...frame, layout: wholeScreen(state.size), body: [pageBody(state.size, mode, look)] };
  if (state.table === undefined) return { ...frame, layout: wholeScreen(state.size), body: [[fit(`linting ${SPINNER[look.tick % SPINNER.length] ?? ''}`, columns)]] };
  return { ...frame, layout, body: browseBody(state, layout, look) };
}

const SPINNER = ['.', '..', '...'];

function wholeScreen(size: Size): Layout {
  return layoutOf(size, { isOpen: true });
}

function topLine(state: State, width: number, { paint }: Look): string {
  const { table, mode, size } = state;
  if (mode.kind === 'page') return paint('path', fit(mode.title, width));
  if (!table) return paint('path', fit('mllint --fix', width));
  const list = listOf(state);
  const at = (list?.entries.findIndex(({ id }) => id === state.selected) ?? -1) + 1;
  const skipped = table.entries.filter(({ isSkipped }) => isSkipped).length;
  const counts = [
    at > 0 ? `${at} of ${plural(table.entries.length, 'problem')}` : plural(table.entries.length, 'problem'),
    ...(table.accepted.length > 0 ? [`${table.accepted.length} accepted`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
  const by = size.columns < 60 ? '' : `by ${state.grouping}`;
  const room = width - (by === '' ? 0 : by.length + 2);
  const said = [counts, ...(table.notes > 0 ? [[...counts, `${plural(table.notes, 'note')} (n)`]] : [])].map((parts) => `${size.columns < 60 ? '' : 'mllint --fix  '}${parts.join(', ')}`);
  const left = fit(said.findLast((text) => widthOf(text) <= room) ?? said[0] ?? '', room);
  return by === '' ? paint('path', left) : `${paint('path', left)}${' '.repeat(Math.max(2, width - widthOf(left) - by.length))}${paint('faint', by)}`;
}

function statusLine({ notice, pending, after, mode }: State, width: number, { paint }: Look): string {
  if (mode.kind === 'leaving') return paint('faint', fit('leaving …', width));
  if (pending.some(({ kind }) => kind === 'write')) return paint('faint', fit('writing …', width));
  if (pending.length > 0) return paint('faint', fit(after === 'quit' ? 'checking …, then quitting' : 'checking …', width));
  if (!notice) return '';
  return paint(notice.kind === 'done' ? 'fix' : 'warning', fit(notice.text, width));
}

function keyLine(state: State, width: number, { paint }: Look): string {
  const keys = fittingKeys(keysOf(state), width).map(({ key, word }) => `${paint('path', key)} ${paint('faint', word)}`);
  return keys.join('  ');
}

function browseBody(state: State, { arrangement, list, detail }: Layout, look: Look): string[][] {
  if (selectedEntry(state) === undefined) return [wrap('Nothing is left to be fixed. Quit, or undo what was accepted last.', list.columns)];
  const upper = listLines(state, list, look.paint);
  const lower = problemLines(state, detail, look);
  if (arrangement === 'one') return [state.isOpen ? lower : upper];
  return [padded(upper, list.rows), lower];
}

/** The lines of the problem that is looked at; the last one says how many more there are. */
function problemLines(state: State, { columns, rows }: Size, { paint }: Look): string[] {
  return windowed(allProblemLines(state, columns, paint), { from: state.scroll, rows, columns, paint, hint: state.isOpen || state.mode.kind === 'prompt' ? '' : ' (enter)' });
}

function allProblemLines(state: State, width: number, paint: Paint): string[] {
  const entry = selectedEntry(state);
  return entry === undefined ? [] : detailLines(entry, selectedDetail(state), { width, paint });
}

interface Window extends Size {
  readonly from: number;
  readonly paint: Paint;
  readonly hint: string;
}

function windowed(lines: readonly string[], { from, rows, columns, paint, hint }: Window): string[] {
  const shown = lines.slice(from, from + rows);
  const left = lines.length - from - rows;
  return left > 0 ? [...shown.slice(0, -1), paint('faint', fit(`… ${plural(left + 1, 'more line')}${hint}`, columns))] : shown;
}

function pageBody(size: Size, page: Page, { paint }: Look): string[] {
  const { body } = wholeScreen(size);
  return windowed(allPageLines(page, size, paint), { from: page.scroll, ...body, paint, hint: '' });
}

function allPageLines({ of, text, notes }: Page, { columns }: Size, paint: Paint): string[] {
  const options = { width: Math.min(columns, 100), paint };
  if (of === 'notes') return notes === undefined ? ['…'] : notesLines(notes, options);
  const whole = of === 'help' ? HELP : text;
  return whole === undefined ? ['…'] : pageLines(whole, options);
}

const PLAIN: Paint = (_style, text) => text;

/** How far the problem can be scrolled. */
export function lastScroll(state: State): number {
  const { detail } = layoutFor(state);
  return Math.max(0, allProblemLines(state, detail.columns, PLAIN).length - detail.rows);
}

/** How far a page can be scrolled. */
export function lastScrollOfPage({ size }: State, page: Page): number {
  return Math.max(0, allPageLines(page, size, PLAIN).length - wholeScreen(size).body.rows);
}

function questionLines(state: State, { of }: Question, width: number): string[] {
  const { accepted = [], changed = [] } = state.table ?? {};
  const files = changed.flatMap((path) => wrap(path, width - 2, { indent: 2 }).map((line) => `  ${line}`));
  const what = `${plural(accepted.length, 'change')} in ${plural(changed.length, 'file')} ${accepted.length === 1 ? 'is' : 'are'} accepted and not written yet:`;
  const question = of === 'quit' ? 'Write to disk, discard, or back?' : 'The editor reads what is on the disk. Write first?';
  return [...wrap(what, width), ...files, '', ...wrap(question, width)];
}

/** The problem stays in view over the lines that are typed. */
function promptBody(state: State, prompt: Prompt, look: Look): Pick<Frame, 'layout' | 'body' | 'cursor'> {
  const layout = wholeScreen(state.size);
  const { columns, rows } = layout.body;
  const { lines, cursor } = promptLines(prompt, columns, look.paint);
  const room = Math.max(0, rows - lines.length);
  const problem = problemLines({ ...state, scroll: 0 }, { columns, rows: room }, look);
  const isSmall = state.size.rows < 18 || state.size.columns < 60;
  return { layout, body: [[...padded(problem, room), ...lines]], ...(prompt.isSent ? {} : { cursor: { row: (isSmall ? 1 : 2) + room + cursor.row, column: cursor.column } }) };
}

function padded(lines: readonly string[], rows: number): string[] {
  return [...lines.slice(0, rows), ...Array.from({ length: Math.max(0, rows - lines.length) }, () => '')];
}

