/**
 * Shell patterns with `*`, `?`, `[…]` and `{a,b}` as one machine that reads a text once: a match takes at most pattern × text steps,
 * whatever the pattern is.
 */
import { PatternError } from '../snapshot/path-match.ts';

export interface WildcardStyle {
  /** What `*` and `?` stop at; without it they cross everything. */
  readonly separator?: string;
  /** What a class may start with to mean all others. */
  readonly negations: string;
  /** A brace that is not closed ends with the pattern, and a backslash at the end is nothing: gobwas/glob has it so. */
  readonly closesItself?: true;
  /** A class may start with a hyphen. */
  readonly takesHyphens?: true;
}

/** Matching stops when its steps are used up, which all patterns over one tree of files share: more than anybody has. */
export class WildcardBudget {
  static readonly #known = new WeakMap<object, WildcardBudget>();

  /** The one of a tree. */
  static of(tree: object): WildcardBudget {
    const budget = WildcardBudget.#known.get(tree) ?? new WildcardBudget();
    WildcardBudget.#known.set(tree, budget);
    return budget;
  }

  #steps = 3_000_000;

  spend(steps: number): void {
    this.#steps -= steps;
    if (this.#steps < 0) throw new PatternError('the patterns take more steps than are taken here');
  }
}

type Accepts = (code: number) => boolean;

type Instruction =
  | { readonly kind: 'one' | 'many'; readonly accepts: Accepts }
  | { readonly kind: 'goto'; to: readonly number[] };

/** The test that a pattern stands for. Throws a {@link PatternError}. */
export function wildcards(pattern: string, style: WildcardStyle, budget: WildcardBudget): (text: string) => boolean {
  if (pattern.length > MAX_LENGTH) throw new PatternError(`a pattern of more than ${MAX_LENGTH} characters is not looked at`);
  const program = new Compiler(Array.from(pattern), style).program();
  const units = program.flatMap((instruction) => (instruction.kind === 'goto' ? [] : [instruction]));
  return units.length === program.length ? (text) => fits(units, codesOf(text), budget) : (text) => runs(program, codesOf(text), budget);
}

const MAX_LENGTH = 10_000;

interface OpenBrace {
  readonly fork: { kind: 'goto'; to: readonly number[] };
  readonly ends: { kind: 'goto'; to: readonly number[] }[];
}

class Compiler {
  readonly #characters: readonly string[];
  readonly #style: WildcardStyle;
  readonly #program: Instruction[] = [];
  readonly #open: OpenBrace[] = [];
  #at = 0;

  constructor(characters: readonly string[], style: WildcardStyle) {
    this.#characters = characters;
    this.#style = style;
  }

  program(): readonly Instruction[] {
    while (this.#at < this.#characters.length) this.#next();
    if (this.#open.length > 0 && this.#style.closesItself !== true) throw new PatternError();
    for (const brace of [...this.#open].reverse()) this.#closeBrace(brace);
    return this.#program;
  }

  #next(): void {
    const character = this.#take();
    const brace = this.#open.at(-1);
    if (character === '*') this.#star();
    else if (character === '?') this.#push('one', this.#any());
    else if (character === '[') this.#push('one', this.#class());
    else if (character === '{') this.#openBrace();
    else if (character === ',' && brace) this.#nextAlternative(brace);
    else if (character === '}' && brace) this.#closeBrace(brace);
    else if (character === '\\') this.#escaped();
    else this.#push('one', is(codeOf(character)));
  }

  #escaped(): void {
    if (this.#at < this.#characters.length || this.#style.closesItself !== true) this.#push('one', is(codeOf(this.#take())));
  }

  #star(): void {
    let isDouble = false;
    while (this.#characters[this.#at] === '*') {
      this.#at += 1;
      isDouble = true;
    }
    this.#push('many', isDouble ? () => true : this.#any());
  }

  #any(): Accepts {
    const { separator } = this.#style;
    return separator === undefined ? () => true : (code) => code !== codeOf(separator);
  }

  #push(kind: 'one' | 'many', accepts: Accepts): void {
    this.#program.push({ kind, accepts });
  }

  #openBrace(): void {
    const fork: OpenBrace['fork'] = { kind: 'goto', to: [this.#program.length + 1] };
    this.#program.push(fork);
    this.#open.push({ fork, ends: [] });
  }

  #nextAlternative({ fork, ends }: OpenBrace): void {
    const end: OpenBrace['fork'] = { kind: 'goto', to: [] };
    this.#program.push(end);
    ends.push(end);
    fork.to = [...fork.to, this.#program.length];
  }

  #closeBrace({ ends }: OpenBrace): void {
    for (const end of ends) end.to = [this.#program.length];
    this.#open.pop();
  }

  #class(): Accepts {
    const isNegated = this.#style.negations.includes(this.#characters[this.#at] ?? ' ');
    if (isNegated) this.#at += 1;
    const ranges: (readonly [number, number])[] = [];
    while (ranges.length === 0 || this.#characters[this.#at] !== ']') {
      const low = this.#member();
      if (this.#characters[this.#at] !== '-') {
        ranges.push([low, low]);
        continue;
      }
      this.#at += 1;
      ranges.push([low, this.#member()]);
    }
    this.#at += 1;
    const { separator } = this.#style;
    return (code) => (separator === undefined || code !== codeOf(separator)) && ranges.some(([low, high]) => low <= code && code <= high) !== isNegated;
  }

  #member(): number {
    const character = this.#take();
    if (character === ']' || (character === '-' && this.#style.takesHyphens !== true)) throw new PatternError();
    return codeOf(character === '\\' ? this.#take() : character);
  }

  #take(): string {
    const character = this.#characters[this.#at];
    if (character === undefined) throw new PatternError();
    this.#at += 1;
    return character;
  }
}

function is(code: number): Accepts {
  return (other) => other === code;
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
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
function fits(units: readonly Unit[], text: readonly number[], budget: WildcardBudget): boolean {
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
  budget.spend(steps + 1);
  return at === text.length && unit === units.length;
}

/** A step with alternatives costs more than one without. */
const STEP_OF_ALL = 20;

/** All places of the program at once, after each character. */
function runs(program: readonly Instruction[], text: readonly number[], budget: WildcardBudget): boolean {
  let places = reached(program, [0]);
  for (const code of text) {
    budget.spend((places.size + 1) * STEP_OF_ALL);
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
