/** Shell patterns with `*`, `?`, `[…]` and `{a,b}`, as the systems that read them do. */
import type { WildcardBudget } from './budget.ts';
import { Characters, codeOf, gitClass, gobwasClass, goClass, type Accepts, type ClassReader } from './character-class.ts';
import { machine, type Instruction, type TextMatches } from './machine.ts';
import { PatternError } from './pattern-error.ts';

export interface WildcardStyle {
  readonly classes: ClassReader;
  /** What `*` and `?` stop at, and `**` does not; without it they cross everything. */
  readonly separator?: string;
  /** What a class never means, whatever stands in it. */
  readonly neverInClass?: string;
  /** Whether `{a,b}` is one of several; a pattern may leave the brace open only where it ends with the pattern. */
  readonly braces: 'none' | 'closed' | 'may stay open';
  /** A backslash at the end is nothing. */
  readonly endsInBackslash?: true;
}

/** gobwas/glob v0.2.3: AppProjects, files of a source of plain manifests, `.Files.Glob`. */
export function gobwas(separator?: string): WildcardStyle {
  return { classes: gobwasClass, braces: 'may stay open', endsInBackslash: true, ...(separator !== undefined && { separator }) };
}

/** One segment of a path in bmatcuk/doublestar v4. */
export const DOUBLESTAR: WildcardStyle = { classes: goClass({ negations: ['!', '^'], takesHyphens: true }), separator: '/', neverInClass: '/', braces: 'closed' };

/** Git's wildmatch.c, where no magic word says otherwise: a star crosses folders. */
export const GIT: WildcardStyle = { classes: gitClass, braces: 'none' };

/** Whether a text may have a meaning beyond itself, to upstreams that know braces. */
export function isWildcard(pattern: string): boolean {
  return /[*?[{\\]/.test(pattern);
}

/** The test that a pattern stands for. Throws a {@link PatternError}. */
export function wildcards(pattern: string, style: WildcardStyle, budget?: WildcardBudget): TextMatches {
  if (pattern.length > MAX_LENGTH) throw new PatternError(`a pattern of more than ${MAX_LENGTH} characters is not looked at`);
  return machine(new Compiler(new Characters(pattern), style).program(), budget);
}

/** The same, where a pattern that is refused matches nothing. */
export function wildcardsOrNothing(pattern: string, style: WildcardStyle, budget?: WildcardBudget): TextMatches {
  try {
    return wildcards(pattern, style, budget);
  } catch (error) {
    if (error instanceof PatternError) return () => false;
    throw error;
  }
}

const MAX_LENGTH = 10_000;

interface OpenBrace {
  readonly fork: { kind: 'goto'; to: readonly number[] };
  readonly ends: { kind: 'goto'; to: readonly number[] }[];
}

class Compiler {
  readonly #characters: Characters;
  readonly #style: WildcardStyle;
  readonly #program: Instruction[] = [];
  readonly #open: OpenBrace[] = [];

  constructor(characters: Characters, style: WildcardStyle) {
    this.#characters = characters;
    this.#style = style;
  }

  program(): readonly Instruction[] {
    while (!this.#characters.isAtEnd) this.#next(this.#characters.take());
    if (this.#open.length > 0 && this.#style.braces !== 'may stay open') throw new PatternError();
    for (const brace of [...this.#open].reverse()) this.#closeBrace(brace);
    return this.#program;
  }

  #next(character: string): void {
    const brace = this.#open.at(-1);
    if (character === '*') this.#star();
    else if (character === '?') this.#push('one', this.#any());
    else if (character === '[') this.#push('one', this.#class());
    else if (character === '{' && this.#style.braces !== 'none') this.#openBrace();
    else if (character === ',' && brace) this.#nextAlternative(brace);
    else if (character === '}' && brace) this.#closeBrace(brace);
    else if (character === '\\') this.#escaped();
    else this.#push('one', is(character));
  }

  #escaped(): void {
    if (!this.#characters.isAtEnd || this.#style.endsInBackslash !== true) this.#push('one', is(this.#characters.take()));
  }

  #star(): void {
    let isDouble = false;
    while (this.#characters.takes('*')) isDouble = true;
    this.#push('many', isDouble ? () => true : this.#any());
  }

  #any(): Accepts {
    const { separator } = this.#style;
    return separator === undefined ? () => true : unlike(separator);
  }

  #class(): Accepts {
    const accepts = this.#style.classes(this.#characters);
    const { neverInClass } = this.#style;
    if (neverInClass === undefined) return accepts;
    const isOther = unlike(neverInClass);
    return (code) => isOther(code) && accepts(code);
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
}

function is(character: string): Accepts {
  const code = codeOf(character);
  return (other) => other === code;
}

function unlike(character: string): Accepts {
  const code = codeOf(character);
  return (other) => other !== code;
}
