/**
 * A pattern as one machine that reads a text once: a match takes at most pattern × text steps, whatever the pattern is.
 */
import type { WildcardBudget } from './budget.ts';
import type { Accepts } from './character-class.ts';

export type TextMatches = (text: string) => boolean;

/** One character, any number of them, or several places to go on at. */
export type Instruction =
  | { readonly kind: 'one' | 'many'; readonly accepts: Accepts }
  | { readonly kind: 'goto'; to: readonly number[] };

/** The test that a program stands for; its steps are taken from the budget, where there is one. */
export function machine(program: readonly Instruction[], budget?: WildcardBudget): TextMatches {
  const units = program.flatMap((instruction) => (instruction.kind === 'goto' ? [] : [instruction]));
  return units.length === program.length ? (text) => fits(units, codesOf(text), budget) : (text) => runs(program, codesOf(text), budget);
}

function codesOf(text: string): readonly number[] {
  const codes: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.codePointAt(at) ?? 0;
    codes.push(code);
    if (code > LAST_OF_ONE_UNIT) at += 1;
  }
  return codes;
}

/** What lies beyond takes two units of a string. */
const LAST_OF_ONE_UNIT = 0xff_ff;

interface Unit {
  readonly kind: 'one' | 'many';
  readonly accepts: Accepts;
}

/** Without alternatives only the last star need ever give back. */
function fits(units: readonly Unit[], text: readonly number[], budget?: WildcardBudget): boolean {
  let [at, unit, star, retry, steps] = [0, 0, -1, 0, 0];
  while (at < text.length) {
    steps += 1;
    const current = units[unit];
    if (current?.kind === 'many') {
      star = unit;
      retry = at;
      unit += 1;
    } else if (current?.accepts(text[at] ?? 0) === true) {
      at += 1;
      unit += 1;
    } else if (star >= 0 && units[star]?.accepts(text[retry] ?? 0) === true) {
      retry += 1;
      at = retry;
      unit = star + 1;
    } else break;
  }
  while (units[unit]?.kind === 'many') unit += 1;
  budget?.spend(steps + 1);
  return at === text.length && unit === units.length;
}

/** A step with alternatives costs more than one without. */
const STEP_OF_ALL = 20;

/** All places of the program at once, after each character. */
function runs(program: readonly Instruction[], text: readonly number[], budget?: WildcardBudget): boolean {
  let places = reached(program, [0]);
  for (const code of text) {
    budget?.spend((places.size + 1) * STEP_OF_ALL);
    const next: number[] = [];
    for (const place of places) {
      const instruction = program[place];
      if (instruction === undefined || instruction.kind === 'goto' || !instruction.accepts(code)) continue;
      next.push(instruction.kind === 'many' ? place : place + 1);
    }
    if (next.length === 0) return false;
    places = reached(program, next);
  }
  return places.has(program.length);
}

/** Where one stands without reading anything more. */
function reached(program: readonly Instruction[], places: readonly number[]): ReadonlySet<number> {
  const found = new Set<number>();
  const waiting = [...places];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    if (found.has(place)) continue;
    found.add(place);
    const instruction = program[place];
    if (instruction?.kind === 'goto') waiting.push(...instruction.to);
    else if (instruction?.kind === 'many') waiting.push(place + 1);
  }
  return found;
}
