/**
 * Whether a backtracking matcher takes an expression in time linear in the text. Such a matcher tries the ways through the expression that read a prefix
 * of the text, one after the other; so its time is bounded by the number of those ways, added up over all prefixes. The ways are the paths of the position
 * automaton (Glushkov) with a loop before it for the places where a match may start. Their number is bounded whatever the prefix just where no state has
 * two ways back to itself for one text, and no text leads from a state to itself, to another, and from that to itself (A. Weber and H. Seidl, On the
 * degree of ambiguity of finite automata, 1991: neither EDA nor IDA). What the automaton does not show is refused: two ways to one step, and repeats of
 * what may be empty.
 */
import { LAST, type Expression, type Ranges } from './expression.ts';

const MAX_POSITIONS = 400;
/** The borders of the text, as if they were characters that stand there only. */
const START: Ranges = [[LAST + 1, LAST + 1]];
const END: Ranges = [[LAST + 2, LAST + 2]];

export function isLinear(expression: Expression): boolean {
  const automaton = automatonOf(expression);
  return automaton !== undefined && !isAmbiguousWithoutBound(automaton);
}

interface Automaton {
  /** What each state reads to be entered; state 0 is before the match and reads anything. */
  readonly reads: readonly Ranges[];
  readonly next: readonly ReadonlySet<number>[];
}

interface Fragment {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly isEmptiable: boolean;
}

/** Something that the automaton would not show. */
class Unclear extends Error {}

function automatonOf(expression: Expression): Automaton | undefined {
  const builder = new Builder();
  try {
    const { first } = builder.fragment(expression, { isRepeated: false });
    builder.connect([0], [0, ...first]);
  } catch (error) {
    if (!(error instanceof Unclear)) throw error;
    return undefined;
  }
  return builder;
}

class Builder implements Automaton {
  readonly reads: Ranges[] = [[[0, LAST + 2]]];
  readonly next: Set<number>[] = [new Set()];

  fragment(expression: Expression, way: { readonly isRepeated: boolean }): Fragment {
    switch (expression.kind) {
      case 'set':
        return this.#position(expression.ranges);
      case 'start':
      case 'end':
        if (way.isRepeated) throw new Unclear();
        return this.#position(expression.kind === 'start' ? START : END);
      case 'sequence':
        return expression.parts.map((part) => this.fragment(part, way)).reduce((all, part) => this.#sequence(all, part), EMPTY);
      case 'choice':
        return expression.parts.map((part) => this.fragment(part, way)).reduce(eitherOf);
      case 'repeat':
        return this.#repeat(expression);
    }
  }

  connect(from: readonly number[], to: readonly number[]): void {
    for (const state of from) {
      for (const next of to) {
        if (this.next[state]?.has(next) === true) throw new Unclear(); // two ways to one step
        this.next[state]?.add(next);
      }
    }
  }

  #position(ranges: Ranges): Fragment {
    if (this.reads.length > MAX_POSITIONS) throw new Unclear();
    this.reads.push(ranges);
    this.next.push(new Set());
    const position = this.reads.length - 1;
    return { first: [position], last: [position], isEmptiable: false };
  }

  #sequence(one: Fragment, two: Fragment): Fragment {
    this.connect(one.last, two.first);
    return {
      first: one.isEmptiable ? [...one.first, ...two.first] : one.first,
      last: two.isEmptiable ? [...one.last, ...two.last] : two.last,
      isEmptiable: one.isEmptiable && two.isEmptiable,
    };
  }

  /** `x{2,4}` is `xx(x(x)?)?`, `x{2,}` is `xx+`. */
  #repeat({ part, least, most }: Extract<Expression, { kind: 'repeat' }>): Fragment {
    const once = (): Fragment => {
      const fragment = this.fragment(part, { isRepeated: true });
      if (fragment.isEmptiable) throw new Unclear();
      return fragment;
    };
    let tail = EMPTY;
    if (most === Infinity) {
      tail = once();
      this.connect(tail.last, tail.first);
      if (least === 0) tail = { ...tail, isEmptiable: true };
    } else {
      for (let count = least; count < most; count += 1) tail = { ...this.#sequence(once(), tail), isEmptiable: true };
    }
    for (let count = most === Infinity ? 1 : 0; count < least; count += 1) tail = this.#sequence(once(), tail);
    return tail;
  }
}

const EMPTY: Fragment = { first: [], last: [], isEmptiable: true };

function eitherOf(one: Fragment, two: Fragment): Fragment {
  if (one.isEmptiable && two.isEmptiable) throw new Unclear();
  return { first: [...one.first, ...two.first], last: [...one.last, ...two.last], isEmptiable: one.isEmptiable || two.isEmptiable };
}

function isAmbiguousWithoutBound(automaton: Automaton): boolean {
  const states = automaton.reads.map((_, state) => state);
  const reached = states.map((state) => reachedFrom(automaton, state));
  const cyclic = states.filter((state) => reached[state]?.has(state));
  return cyclic.some((state) => hasTwoWaysBack(automaton, state) || cyclic.some((other) => other !== state && reached[state]?.has(other) === true && isDoubled(automaton, state, other)));
}

/** By at least one step. */
function reachedFrom({ next }: Automaton, start: number): ReadonlySet<number> {
  const found = new Set(next[start]);
  for (const state of found) for (const further of next[state] ?? []) found.add(further);
  return found;
}

/** From a state back to itself in two ways by one text. */
function hasTwoWaysBack(automaton: Automaton, state: number): boolean {
  return leads(automaton, { from: [state, state, 0], to: [state, state, 1] });
}

/** A text that leads from one to itself and to another, and from that to itself. */
function isDoubled(automaton: Automaton, one: number, other: number): boolean {
  return leads(automaton, { from: [one, one, other], to: [one, other, other] });
}

/** Whether the three states of the one are followed by those of the other, by one text. With 0 and 1 in the last place: two states, and whether they have differed. */
function leads(automaton: Automaton, { from, to }: { readonly from: readonly [number, number, number]; readonly to: readonly [number, number, number] }): boolean {
  const isPair = to[0] === to[1] && from[2] !== to[2];
  const seen = new Set<string>();
  const waiting: (readonly [number, number, number])[] = [from];
  for (let current = waiting.pop(); current; current = waiting.pop()) {
    for (const following of stepsFrom(automaton, current, { isPair })) {
      const key = following.join(' ');
      if (key === to.join(' ')) return true;
      if (!seen.has(key)) waiting.push(following);
      seen.add(key);
    }
  }
  return false;
}

function* stepsFrom({ reads, next }: Automaton, [a, b, c]: readonly [number, number, number], { isPair }: { readonly isPair: boolean }): Generator<readonly [number, number, number]> {
  for (const one of next[a] ?? []) {
    for (const two of next[b] ?? []) {
      const both = common(reads[one] ?? [], reads[two] ?? []);
      if (both.length === 0) continue;
      if (isPair) yield [one, two, c === 1 || one !== two ? 1 : 0];
      else for (const three of next[c] ?? []) if (common(both, reads[three] ?? []).length > 0) yield [one, two, three];
    }
  }
}

function common(one: Ranges, two: Ranges): Ranges {
  return one.flatMap(([from, to]) => two.flatMap(([start, end]) => (Math.max(from, start) <= Math.min(to, end) ? [[Math.max(from, start), Math.min(to, end)] as const] : [])));
}
