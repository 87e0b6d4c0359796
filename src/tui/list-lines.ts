/** The part of the list that is seen, as lines. */
import { plural } from '../report/summary.ts';
import type { Paint } from '../report/ansi.ts';
import type { Size } from './layout.ts';
import type { Row } from './rows.ts';
import { isPending, listOf, type State } from './state.ts';
import { column, fit, fitEnd, widthOf } from './text.ts';
import type { Entry } from './table.ts';

/** Narrower lists show places only. */
const widthForMessages = 50;
const severityCells = 'warning'.length;

export function listLines(state: State, { columns, rows: height }: Size, paint: Paint): string[] {
  const rows = listOf(state)?.rows ?? [];
  return rows.slice(state.top, state.top + height).map((row) => rowLine(row, state, { width: columns, paint }));
}

interface RowOptions {
  readonly width: number;
  readonly paint: Paint;
}

function rowLine(row: Row, state: State, options: RowOptions): string {
  return row.kind === 'heading' ? headingLine(row, options) : entryLine(row.entry, state, options);
}

function headingLine({ text, count }: Extract<Row, { kind: 'heading' }>, { width, paint }: RowOptions): string {
  const number = plural(count, 'problem');
  const room = width - number.length - 2;
  return room < 12 ? paint('rule', fit(text, width)) : `${paint('rule', fit(text, room))}  ${paint('faint', number)}`;
}

/** `> error   values.yaml:12  the message  (dev, prod)`; the mark stands for colour, which may be missing. */
function entryLine(entry: Entry, state: State, { width, paint }: RowOptions): string {
  const isSelected = entry.id === state.selected;
  const status = statusOf(entry, state);
  const mark = isSelected ? '> ' : '  ';
  const isFaint = status !== undefined && !isSelected;
  const word = status ?? entry.severity;
  const rest = restOf(entry, state, width - mark.length - severityCells - 1);
  const shownRest = isSelected ? paint('path', rest) : isFaint ? paint('faint', rest) : rest;
  return `${isSelected ? paint('path', mark) : mark}${status === undefined ? paint(entry.severity, column(word, severityCells)) : paint('faint', column(word, severityCells))} ${shownRest}`.trimEnd();
}

function statusOf(entry: Entry, state: State): string | undefined {
  if (isPending(state, entry)) return '…';
  return entry.isSkipped ? 'skipped' : undefined;
}

/** What the heading says is not said again. */
function restOf({ file, line, message, rule, environments }: Entry, { grouping }: State, width: number): string {
  const place = `${file}:${line}`;
  if (width < widthForMessages) return fitEnd(place, width);
  const shownPlace = fitEnd(place, Math.floor(width * 0.45));
  const other = grouping === 'rule' ? environments.join(', ') : rule;
  const end = other === '' ? '' : fit(`(${other})`, Math.floor(width * 0.3));
  const room = width - widthOf(shownPlace) - 2 - (end === '' ? 0 : widthOf(end) + 1);
  return `${shownPlace}  ${fit(message, room)}${end === '' ? '' : ` ${end}`}`;
}
