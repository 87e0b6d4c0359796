/** All that the interface is at one moment. What follows from what stands in reduce.ts; nothing here knows a terminal. */
import type { Key } from './keys.ts';
import type { Size } from './layout.ts';
import { layoutOf, type Layout } from './layout.ts';
import type { LineInput } from './line-input.ts';
import { listIn, type Grouping, type List } from './rows.ts';
import type { Answer, Detail, Entry, Notes, Table, Wish } from './table.ts';

/** A line that is typed. */
export interface Field {
  readonly name: 'value' | 'reason' | 'until';
  readonly input: LineInput;
}

/** What is typed for one problem: its value, or why it is suppressed and, in another line, until when. */
export interface Prompt {
  readonly kind: 'prompt';
  readonly id: string;
  readonly fields: readonly Field[];
  /** The line in which the cursor stands. */
  readonly at: number;
  /** Why what was typed was not taken. */
  readonly error?: string;
  /** It was sent and is being checked. */
  readonly isSent: boolean;
}

/** Text that fills the screen: a rule's page, the keys, or what was not read or not checked. */
export interface Page {
  readonly kind: 'page';
  readonly of: 'rule' | 'help' | 'notes';
  readonly title: string;
  /** Of a rule; absent while it is being fetched. */
  readonly text?: string;
  /** Absent while they are being fetched. */
  readonly notes?: Notes;
  readonly scroll: number;
}

/** Asked once: what becomes of what is accepted, or whether it is written before the editor reads the file. */
export interface Question {
  readonly kind: 'question';
  readonly of: 'quit' | 'open';
}

export type Mode = { readonly kind: 'browse' } | Prompt | Page | Question | { readonly kind: 'leaving' };

export interface Notice {
  readonly text: string;
  readonly kind: 'done' | 'refused';
}

interface KnownDetail {
  readonly generation: number;
  readonly detail: Detail;
}

export interface State {
  readonly size: Size;
  /** The day of the clock, `2026-11-26`, in UTC; empty where nobody asks. */
  readonly today: string;
  /** Absent while the tree is linted for the first time. */
  readonly table?: Table;
  /** Counts tables: what was learned of an earlier one may be out of date. */
  readonly generation: number;
  readonly grouping: Grouping;
  /** The id of the problem that is looked at. */
  readonly selected?: string;
  /** The first row of the list that is shown. */
  readonly top: number;
  /** The problem fills the screen. */
  readonly isOpen: boolean;
  /** The first line of the problem that is shown. */
  readonly scroll: number;
  readonly mode: Mode;
  /** Wishes that are not answered yet, in their order. */
  readonly pending: readonly Wish[];
  readonly notice?: Notice;
  readonly details: ReadonlyMap<string, KnownDetail>;
  /** Details on their way. */
  readonly asked: ReadonlySet<string>;
  /** The problem whose value is to be typed as soon as its detail is there. */
  readonly editing?: string;
  /** What happens once nothing is pending any more. */
  readonly after?: 'quit' | 'end' | 'open';
}

export type Event =
  | { readonly kind: 'key'; readonly key: Key }
  | { readonly kind: 'resize'; readonly size: Size }
  /** The tree is linted; `note` is said once. */
  | { readonly kind: 'opened'; readonly table: Table; readonly note?: string }
  | { readonly kind: 'detail'; readonly id: string; readonly generation: number; readonly detail: Detail | undefined }
  | { readonly kind: 'answer'; readonly wish: Wish; readonly answer: Answer }
  | { readonly kind: 'page'; readonly rule: string; readonly text: string }
  | { readonly kind: 'notes'; readonly notes: Notes }
  /** Nothing was to be done for a moment. */
  | { readonly kind: 'idle' }
  /** The editor is closed; `problem` where it could not be used. */
  | { readonly kind: 'edited'; readonly problem?: string };

export type Effect =
  | { readonly kind: 'wish'; readonly wish: Wish }
  | { readonly kind: 'detail'; readonly id: string; readonly generation: number }
  | { readonly kind: 'measure'; readonly id: string; readonly generation: number }
  | { readonly kind: 'page'; readonly rule: string }
  | { readonly kind: 'notes' }
  | { readonly kind: 'edit'; readonly file: string; readonly line: number; readonly column: number }
  | { readonly kind: 'end'; readonly how: 'finish' | 'interrupt' }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'redraw' };

export interface Step {
  readonly state: State;
  readonly effects: readonly Effect[];
}

export function startState(size: Size, today = ''): State {
  return { size, today, generation: 0, grouping: 'rule', top: 0, isOpen: false, scroll: 0, mode: { kind: 'browse' }, pending: [], details: new Map(), asked: new Set() };
}

export const BROWSE: Mode = { kind: 'browse' };

export function listOf({ table, grouping }: State): List | undefined {
  return table && listIn(table, grouping);
}

export function selectedEntry(state: State): Entry | undefined {
  const list = listOf(state);
  const row = list?.rows[list.rowOf.get(state.selected ?? '') ?? -1];
  return row?.kind === 'entry' ? row.entry : undefined;
}

export function selectedDetail({ details, selected }: State): Detail | undefined {
  return details.get(selected ?? '')?.detail;
}

export function layoutFor({ size, isOpen }: State): Layout {
  return layoutOf(size, { isOpen });
}

/** Whether a wish about the entry is pending. */
export function isPending({ pending }: State, { id, rule, isFixable }: Entry): boolean {
  return pending.some((wish) => ('id' in wish && wish.id === id) || (wish.kind === 'accept-all' && wish.rule === rule && isFixable));
}
