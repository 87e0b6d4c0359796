/** Keys while something is typed, read or asked. */
import type { Key, KeyName } from './keys.ts';
import { layoutOf } from './layout.ts';
import { inputText, typed } from './line-input.ts';
import { wished } from './moves.ts';
import { BROWSE, type Effect, type Field, type Page, type Prompt, type Question, type State, type Step } from './state.ts';
import type { Wish } from './table.ts';

function stay(state: State, ...effects: Effect[]): Step {
  return { state, effects };
}

/** While it is checked nothing can be typed; to go back is always possible. */
export function promptKey(state: State, prompt: Prompt, key: Key): Step {
  if (key.kind === 'name' && (key.name === 'escape' || key.name === 'end-of-input')) return stay({ ...state, mode: BROWSE });
  if (prompt.isSent) return stay(state);
  if (key.kind === 'name' && key.name === 'enter') return sent(state, prompt);
  const { fields, at } = prompt;
  const by = key.kind === 'name' ? LINES.get(key.name) : undefined;
  if (by !== undefined) return stay({ ...state, mode: { ...prompt, at: (at + by + fields.length) % fields.length } });
  const field = fields[at];
  const input = field && typed(field.input, key);
  if (!input) return stay(state);
  const { error: _, ...rest } = prompt;
  return stay({ ...state, mode: { ...rest, fields: fields.with(at, { ...field, input }) } });
}

/** To the line below or above, and around. */
const LINES: ReadonlyMap<KeyName, number> = new Map([['tab', 1], ['down', 1], ['up', -1]]);

function sent(state: State, prompt: Prompt): Step {
  const wrong = mistakeIn(prompt, state.today);
  if (wrong) return stay({ ...state, mode: { ...prompt, at: prompt.fields.findIndex(({ name }) => name === wrong.name), error: wrong.why } });
  return wished({ ...state, mode: { ...prompt, isSent: true } }, wishOf(prompt));
}

function mistakeIn(prompt: Prompt, today: string): { readonly name: Field['name']; readonly why: string } | undefined {
  if (textOf(prompt, 'reason')?.trim() === '') return { name: 'reason', why: 'a reason is needed' };
  const until = textOf(prompt, 'until')?.trim() ?? '';
  if (until === '') return undefined;
  if (!isDay(until)) return { name: 'until', why: `${JSON.stringify(until)} is no day such as ${EXAMPLE_DAY}` };
  return until < today ? { name: 'until', why: `${until} has passed` } : undefined;
}

/** As a day is written. */
export const EXAMPLE_DAY = '2027-01-31';

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text); // 31 February is none
}

function textOf({ fields }: Prompt, name: Field['name']): string | undefined {
  const field = fields.find((one) => one.name === name);
  return field && inputText(field.input);
}

/** What is wished for with what is typed. */
export function wishOf(prompt: Prompt): Wish {
  const { id } = prompt;
  const reason = textOf(prompt, 'reason');
  if (reason === undefined) return { kind: 'set-value', id, text: textOf(prompt, 'value') ?? '' };
  const until = textOf(prompt, 'until')?.trim() ?? '';
  return { kind: 'suppress', id, reason, ...(until === '' ? {} : { until }) };
}

export function pageKey(state: State, page: Page, key: Key): Step {
  const lines = Math.max(1, layoutOf(state.size, { isOpen: true }).body.rows - 1);
  const by = (count: number): Step => stay({ ...state, mode: { ...page, scroll: Math.max(0, Math.min(page.scroll + count, Number.MAX_SAFE_INTEGER)) } });
  const name = key.kind === 'name' ? key.name : LETTERS.get(key.text);
  switch (name) {
    case 'up':
      return by(-1);
    case 'down':
      return by(1);
    case 'page-up':
      return by(-lines);
    case 'page-down':
      return by(lines);
    case 'home':
      return by(-Infinity);
    case 'end':
      return by(Infinity);
    case 'escape':
    case 'enter':
    case 'backspace':
    case 'end-of-input':
      return stay({ ...state, mode: BROWSE });
    default:
      return stay(state);
  }
}

/** Letters that pagers know. */
const LETTERS: ReadonlyMap<string, 'up' | 'down' | 'page-up' | 'page-down' | 'home' | 'end' | 'escape'> = new Map([
  ['k', 'up'], ['j', 'down'], ['b', 'page-up'], [' ', 'page-down'], ['g', 'home'], ['G', 'end'], ['q', 'escape'], ['?', 'escape'], ['x', 'escape'], ['n', 'escape'],
]);

export function questionKey(state: State, { of }: Question, key: Key): Step {
  if (state.pending.length > 0) return stay(state); // it is being written
  const isBack = key.kind === 'name' ? key.name === 'escape' || key.name === 'end-of-input' : key.text === 'b';
  if (isBack) return stay({ ...state, mode: BROWSE });
  if (key.kind !== 'text') return stay(state);
  if (key.text === 'w') return wished({ ...state, after: of === 'quit' ? 'end' : 'open' }, { kind: 'write' });
  if (of === 'quit' && key.text === 'd') return stay({ ...state, mode: { kind: 'leaving' } }, { kind: 'end', how: 'finish' });
  return stay(state);
}
