/** Steps that several keys share. */
import { listOf, type State, type Step } from './state.ts';
import type { Wish } from './table.ts';

export function withoutNotice({ notice: _, ...state }: State): State {
  return state;
}

/** Looks at the problem so many further down (or up); stops at the ends. */
export function moved(state: State, by: number): State {
  const entries = listOf(state)?.entries ?? [];
  const at = entries.findIndex(({ id }) => id === state.selected);
  const chosen = entries[Math.max(0, Math.min(entries.length - 1, at + by))];
  return chosen === undefined ? state : { ...state, selected: chosen.id };
}

/** Wishes for something; what is wished for next is answered after it. */
export function wished(state: State, wish: Wish): Step {
  return { state: { ...state, pending: [...state.pending, wish] }, effects: [{ kind: 'wish', wish }] };
}

/** The next problem that nothing was wished for; where there is none, the one before. */
export function movedOn(state: State, isOver: (id: string) => boolean): State {
  const entries = listOf(state)?.entries ?? [];
  const at = entries.findIndex(({ id }) => id === state.selected);
  const chosen = entries.slice(at + 1).find(({ id }) => !isOver(id)) ?? entries.slice(0, Math.max(0, at)).findLast(({ id }) => !isOver(id));
  return chosen === undefined ? state : { ...state, selected: chosen.id };
}

/** Does not do any more what was to follow. */
export function withoutAfter({ after: _, editing: __, ...state }: State): State {
  return state;
}
