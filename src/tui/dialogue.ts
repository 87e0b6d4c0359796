/** Keys while something is typed, read or asked. */
import type { Key } from './keys.ts';
import { layoutOf } from './layout.ts';
import { inputText, typed } from './line-input.ts';
import { wished } from './moves.ts';
import { BROWSE, type Effect, type Page, type Prompt, type Question, type State, type Step } from './state.ts';
import type { Wish } from './table.ts';

function stay(state: State, ...effects: Effect[]): Step {
  return { state, effects };
}

/** While it is checked nothing can be typed; to go back is always possible. */
export function promptKey(state: State, prompt: Prompt, key: Key): Step {
  if (key.kind === 'name' && (key.name === 'escape' || key.name === 'end-of-input')) return stay({ ...state, mode: BROWSE });
  if (prompt.isSent) return stay(state);
  if (key.kind === 'name' && key.name === 'enter') return sent(state, prompt);
  const input = typed(prompt.input, key);
  if (!input) return stay(state);
  const { error: _, ...rest } = prompt;
  return stay({ ...state, mode: { ...rest, input } });
}

function sent(state: State, prompt: Prompt): Step {
  const text = inputText(prompt.input);
  if (prompt.of === 'reason' && text.trim() === '') return stay({ ...state, mode: { ...prompt, error: 'a reason is needed' } });
  const wish: Wish = prompt.of === 'value' ? { kind: 'set-value', id: prompt.id, text } : { kind: 'suppress', id: prompt.id, reason: text };
  return wished({ ...state, mode: { ...prompt, isSent: true } }, wish);
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
  ['k', 'up'], ['j', 'down'], ['b', 'page-up'], [' ', 'page-down'], ['g', 'home'], ['G', 'end'], ['q', 'escape'], ['?', 'escape'], ['x', 'escape'],
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
