/** Keys while problems are looked at. */
import type { Key, KeyName } from './keys.ts';
import { lineInput } from './line-input.ts';
import { moved, movedOn, wished } from './moves.ts';
import { isPending, layoutFor, listOf, selectedDetail, selectedEntry, type Effect, type State, type Step } from './state.ts';
import type { Entry, Wish } from './table.ts';

export function browseKey(state: State, key: Key): Step {
  if (key.kind === 'text') return key.isPasted ? stay(state) : letter(state, key.text);
  return { state: named(state, key.name), effects: [] };
}

function stay(state: State, ...effects: Effect[]): Step {
  return { state, effects };
}

function named(state: State, name: KeyName): State {
  const page = Math.max(1, layoutFor(state).list.rows - 1);
  const lines = Math.max(1, layoutFor(state).detail.rows - 2);
  switch (name) {
    case 'up':
      return state.isOpen ? scrolled(state, -1) : moved(state, -1);
    case 'down':
      return state.isOpen ? scrolled(state, 1) : moved(state, 1);
    case 'page-up':
      return state.isOpen ? scrolled(state, -lines) : moved(state, -page);
    case 'page-down':
      return state.isOpen ? scrolled(state, lines) : moved(state, page);
    case 'home':
      return state.isOpen ? { ...state, scroll: 0 } : moved(state, -Infinity);
    case 'end':
      return state.isOpen ? scrolled(state, Infinity) : moved(state, Infinity);
    case 'left':
      return state.isOpen ? moved(state, -1) : state;
    case 'right':
      return state.isOpen ? moved(state, 1) : state;
    case 'enter':
      return selectedEntry(state) ? { ...state, isOpen: !state.isOpen, scroll: 0 } : state;
    case 'escape':
    case 'backspace':
      return { ...state, isOpen: false, scroll: 0 };
    case 'tab':
      return { ...state, grouping: state.grouping === 'rule' ? 'environment' : 'rule' };
    default:
      return state;
  }
}

/** The view knows how many lines there are, and shows the last of them where this goes further. */
function scrolled(state: State, by: number): State {
  return { ...state, scroll: Math.max(0, Math.min(state.scroll + by, Number.MAX_SAFE_INTEGER)) };
}

function letter(state: State, text: string): Step {
  const entry = selectedEntry(state);
  switch (text) {
    case 'j':
      return stay(named(state, 'down'));
    case 'k':
      return stay(named(state, 'up'));
    case 'g':
      return stay(named(state, 'home'));
    case 'G':
      return stay(named(state, 'end'));
    case ' ':
      return stay(named(state, 'page-down'));
    case '?':
      return stay({ ...state, mode: { kind: 'page', of: 'help', title: 'keys', scroll: 0 } });
    case 'n':
      return notes(state);
    case 'u':
      return undo(state);
    case 'q':
      return quit(state);
    default:
      return entry === undefined ? stay(state) : act(state, entry, text);
  }
}

function act(state: State, entry: Entry, text: string): Step {
  switch (text) {
    case 'a':
      return accept(state, entry);
    case 'A':
      return acceptAll(state, entry);
    case 's':
      return passOn(state, { kind: 'skip', id: entry.id });
    case 'S':
      return stay({ ...state, mode: { kind: 'prompt', id: entry.id, fields: [{ name: 'reason', input: lineInput('') }, { name: 'until', input: lineInput('') }], at: 0, isSent: false } });
    case 'e':
      return edit(state, entry);
    case 'o':
      return open(state, entry);
    case 'x':
      return stay({ ...state, mode: { kind: 'page', of: 'rule', title: entry.rule, scroll: 0 } }, { kind: 'page', rule: entry.rule });
    default:
      return stay(state);
  }
}

function accept(state: State, entry: Entry): Step {
  if (!entry.isFixable) return refused(state, 'there is no fix for this problem: edit it, open it in the editor, or suppress it with a reason');
  return isPending(state, entry) ? stay(state) : passOn(state, { kind: 'accept', id: entry.id });
}

function acceptAll(state: State, entry: Entry): Step {
  if (!entry.isFixable) return refused(state, `there is no fix for this problem of ${entry.rule}`);
  return isPending(state, entry) ? stay(state) : passOn(state, { kind: 'accept-all', rule: entry.rule });
}

function edit(state: State, entry: Entry): Step {
  const detail = selectedDetail(state);
  if (detail === undefined) return stay({ ...state, editing: entry.id });
  if (detail.value === undefined) return refused(state, 'no single value stands here: open the file in the editor');
  return stay({ ...state, mode: { kind: 'prompt', id: entry.id, fields: [{ name: 'value', input: lineInput(detail.value) }], at: 0, isSent: false } });
}

/** What was asked for before it was known what stands there. */
export function editWaiting(state: State): Step {
  const { editing, ...rest } = state;
  const entry = selectedEntry(state);
  if (editing === undefined || entry?.id !== editing || selectedDetail(state) === undefined) return stay(state);
  return state.mode.kind === 'browse' ? edit(rest, entry) : stay(rest);
}

/** The editor reads what stands on the disk: what is accepted for the file and not written there would be missing. */
function open(state: State, entry: Entry): Step {
  if (state.pending.length > 0) return refused(state, 'it is being checked; try again in a moment');
  if (state.table?.changed.includes(entry.file) === true) return stay({ ...state, mode: { kind: 'question', of: 'open' } });
  return stay(state, { kind: 'edit', file: entry.file, line: entry.line, column: entry.column });
}

function notes(state: State): Step {
  if (state.table?.notes === 0) return refused(state, 'there are no notes: all was read and checked');
  return stay({ ...state, mode: { kind: 'page', of: 'notes', title: 'notes', scroll: 0 } }, { kind: 'notes' });
}

function undo(state: State): Step {
  const hasAny = state.table?.canUndo === true || state.pending.length > 0;
  return hasAny ? wished(state, { kind: 'undo' }) : refused(state, 'there is nothing to undo');
}

function quit(state: State): Step {
  if (state.pending.length > 0) return stay({ ...state, after: 'quit' });
  if ((state.table?.accepted.length ?? 0) > 0) return stay({ ...state, mode: { kind: 'question', of: 'quit' } });
  return stay({ ...state, mode: { kind: 'leaving' } }, { kind: 'end', how: 'finish' });
}

/** The wish is on its way: the next problem is looked at meanwhile. */
function passOn(state: State, wish: Wish): Step {
  const step = wished(state, wish);
  const ids = new Map((listOf(state)?.entries ?? []).map((entry) => [entry.id, entry]));
  const isOver = (id: string): boolean => {
    const entry = ids.get(id);
    return entry !== undefined && (entry.isSkipped || isPending(step.state, entry));
  };
  return { state: movedOn(step.state, isOver), effects: step.effects };
}

function refused(state: State, text: string): Step {
  return stay({ ...state, notice: { text, kind: 'refused' } });
}
