/** What follows from a key, an answer or a new size: the next state, and what is to be done about it. Pure. */
import { browseKey, editWaiting } from './browse.ts';
import { pageKey, promptKey, questionKey, wishOf } from './dialogue.ts';
import { lastScroll, lastScrollOfPage } from './frame.ts';
import { firstRow } from './rows.ts';
import { withoutAfter, withoutNotice } from './moves.ts';
import { BROWSE, layoutFor, listOf, selectedDetail, selectedEntry, type Effect, type Event, type State, type Step } from './state.ts';
import type { Answer, Table, Wish } from './table.ts';

/** Details are kept for so many problems: each holds the text of a file. */
const maximalDetails = 40;

export function reduce(state: State, event: Event): Step {
  return settled(afterEvent(state, event), state);
}

function afterEvent(state: State, event: Event): Step {
  switch (event.kind) {
    case 'key':
      return afterKey(state, event);
    case 'resize':
      return only({ ...state, size: event.size }, { kind: 'redraw' });
    case 'opened':
      return only({ ...withTable(state, event.table), ...(event.note === undefined ? {} : { notice: { text: event.note, kind: 'done' } }) });
    case 'detail':
      return editWaiting(withDetail(state, event));
    case 'answer':
      return afterAnswer(state, event);
    case 'page':
      return only(state.mode.kind === 'page' && state.mode.title === event.rule ? { ...state, mode: { ...state.mode, text: event.text } } : state);
    case 'notes':
      return only(state.mode.kind === 'page' && state.mode.of === 'notes' ? { ...state, mode: { ...state.mode, notes: event.notes } } : state);
    case 'idle':
      return measuring(state);
    case 'edited':
      return afterEditor(state, event.problem);
  }
}

function only(state: State, ...effects: Effect[]): Step {
  return { state, effects };
}

function afterKey(state: State, { key }: Extract<Event, { kind: 'key' }>): Step {
  if (key.kind === 'name' && key.name === 'interrupt') return only({ ...state, mode: { kind: 'leaving' } }, { kind: 'end', how: 'interrupt' });
  if (key.kind === 'name' && key.name === 'suspend') return only(state, { kind: 'suspend' });
  if (key.kind === 'name' && key.name === 'redraw') return only(state, { kind: 'redraw' });
  const { mode } = state;
  switch (mode.kind) {
    case 'leaving':
      return only(state);
    case 'prompt':
      return promptKey(state, mode, key);
    case 'page':
      return pageKey(state, mode, key);
    case 'question':
      return questionKey(state, mode, key);
    case 'browse':
      return state.table === undefined ? whileLinting(state, key) : browseKey(withoutAfter(withoutNotice(state)), key);
  }
}

function whileLinting(state: State, key: Extract<Event, { kind: 'key' }>['key']): Step {
  const leaves = key.kind === 'text' ? key.text === 'q' : key.name === 'end-of-input';
  return leaves ? only({ ...state, mode: { kind: 'leaving' } }, { kind: 'end', how: 'interrupt' }) : only(state);
}

/** What was looked at stays so; where it is gone, what stands in its place. */
function withTable(state: State, table: Table): State {
  const before = listOf(state);
  const next: State = { ...state, table, generation: state.generation + 1, asked: new Set() };
  const list = listOf(next);
  if (state.selected !== undefined && list?.rowOf.has(state.selected) === true) return next;
  const at = before?.entries.findIndex(({ id }) => id === state.selected) ?? 0;
  const following = before?.entries.slice(Math.max(0, at)).find(({ id }) => list?.rowOf.has(id) === true);
  const chosen = following ?? list?.entries[Math.min(Math.max(0, at), (list?.entries.length ?? 0) - 1)];
  const { selected: _, ...rest } = next;
  return { ...rest, scroll: 0, ...(chosen === undefined ? { isOpen: false } : { selected: chosen.id }) };
}

function withDetail(state: State, { id, generation, detail }: Extract<Event, { kind: 'detail' }>): State {
  if (generation !== state.generation) return state;
  const asked = new Set(state.asked);
  asked.delete(id);
  if (detail === undefined) return { ...state, asked };
  const others = [...state.details].filter(([known]) => known !== id).slice(1 - maximalDetails);
  return { ...state, asked, details: new Map([...others, [id, { generation, detail }]]) };
}

function afterAnswer(before: State, { wish, answer }: Extract<Event, { kind: 'answer' }>): Step {
  const changed = showing(withTable({ ...before, pending: before.pending.slice(1) }, answer.table), answer);
  const state = withPrompt(noticed(changed, answer), wish, answer);
  if (wish.kind === 'write' && answer.refused !== undefined) return only(withoutAfter({ ...state, mode: BROWSE }));
  if (state.pending.length > 0) return only(state);
  switch (state.after) {
    case 'end':
      return only({ ...state, mode: { kind: 'leaving' } }, { kind: 'end', how: 'finish' });
    case 'quit':
      return answer.table.accepted.length > 0 ? only(withoutAfter({ ...state, mode: { kind: 'question', of: 'quit' } })) : only({ ...state, mode: { kind: 'leaving' } }, { kind: 'end', how: 'finish' });
    case 'open':
      return only(withoutAfter({ ...state, mode: BROWSE }), ...editEffect(state));
    default:
      return only(state);
  }
}

/** What was taken back is looked at again; not where something else is wished for already. */
function showing(state: State, { shows }: Answer): State {
  const isThere = shows !== undefined && state.pending.length === 0 && state.mode.kind === 'browse' && listOf(state)?.rowOf.has(shows) === true;
  return isThere ? { ...state, selected: shows } : state;
}

function noticed(state: State, { refused, done }: Answer): State {
  if (refused !== undefined) return { ...state, notice: { text: refused, kind: 'refused' } };
  return done === undefined ? state : { ...state, notice: { text: done, kind: 'done' } };
}

/** What was typed stays there to be corrected where it was not taken. */
function withPrompt(state: State, wish: Wish, { refused }: Answer): State {
  const { mode } = state;
  if (mode.kind !== 'prompt' || !mode.isSent || JSON.stringify(wishOf(mode)) !== JSON.stringify(wish)) return state;
  if (refused === undefined) return { ...state, mode: BROWSE };
  return { ...withoutNotice(state), mode: { ...mode, isSent: false, error: refused } };
}

function editEffect(state: State): Effect[] {
  const entry = selectedEntry(state);
  return entry ? [{ kind: 'edit', file: entry.file, line: entry.line, column: entry.column }] : [];
}

/** Whatever the editor said, the file may be another now. */
function afterEditor(state: State, problem: string | undefined): Step {
  const reload: Wish = { kind: 'reload' };
  const next: State = { ...state, pending: [...state.pending, reload], ...(problem === undefined ? {} : { notice: { text: problem, kind: 'refused' } }) };
  return only(next, { kind: 'redraw' }, { kind: 'wish', wish: reload });
}

/** What a fix reaches takes as long as linting: it is measured while the problem is looked at. */
function measuring(state: State): Step {
  const { selected, pending, generation, asked } = state;
  const detail = selectedDetail(state);
  if (selected === undefined || pending.length > 0 || asked.size > 0 || (state.mode.kind !== 'browse' && state.mode.kind !== 'prompt')) return only(state);
  if (detail?.fix === undefined || detail.fix.reaches !== undefined) return only(state);
  return only({ ...state, asked: new Set([selected]) }, { kind: 'measure', id: selected, generation });
}

/** Brings into view what is looked at, and asks for what is not known of it. */
function settled({ state, effects }: Step, before: State): Step {
  const list = listOf(state);
  if (!list || state.mode.kind === 'leaving') return { state, effects };
  const row = list.rowOf.get(state.selected ?? '') ?? 0;
  const top = firstRow(state.top, { row, height: layoutFor(state).list.rows, count: list.rows.length });
  const scroll = state.selected === before.selected ? Math.min(state.scroll, lastScroll(state)) : 0;
  const mode = state.mode.kind === 'page' ? { ...state.mode, scroll: Math.min(state.mode.scroll, lastScrollOfPage(state, state.mode)) } : state.mode;
  const wanted = wantedDetails(state);
  const asked = wanted.length === 0 ? state.asked : new Set([...state.asked, ...wanted]);
  const asking = wanted.map((id): Effect => ({ kind: 'detail', id, generation: state.generation }));
  return { state: { ...state, top, scroll, mode, asked }, effects: [...effects, ...asking] };
}

/** The problem that is looked at, and those beside it where nothing else is to be done. */
function wantedDetails(state: State): string[] {
  const { selected, pending, details, generation, asked } = state;
  if (selected === undefined) return [];
  const list = listOf(state);
  const at = list?.entries.findIndex(({ id }) => id === selected) ?? -1;
  const near = pending.length > 0 ? [] : [list?.entries[at + 1]?.id, list?.entries[at - 1]?.id];
  return [selected, ...near].flatMap((id) => (id === undefined || asked.has(id) || details.get(id)?.generation === generation ? [] : [id]));
}
