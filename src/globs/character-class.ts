/** What stands between `[` and `]`, as each upstream reads it. */
import { PatternError } from './pattern-error.ts';

/** Whether a character, named by its code, is meant. */
export type Accepts = (code: number) => boolean;

/** Reads a class whose `[` has been taken, and its `]`. Throws a {@link PatternError} where upstream refuses it. */
export type ClassReader = (characters: Characters) => Accepts;

/** A pattern, read once from left to right. */
export class Characters {
  readonly #all: readonly string[];
  #at = 0;

  constructor(pattern: string) {
    this.#all = Array.from(pattern);
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#all.length;
  }

  /** The next one, or one behind it, without taking it. */
  peek(further = 0): string | undefined {
    return this.#all[this.#at + further];
  }

  take(): string {
    const character = this.#all[this.#at];
    if (character === undefined) throw new PatternError();
    this.#at += 1;
    return character;
  }

  /** Takes the next one if it is this. */
  takes(character: string): boolean {
    const is = this.peek() === character;
    if (is) this.#at += 1;
    return is;
  }
}

export function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

type Range = readonly [low: number, high: number];

function isIn(ranges: readonly Range[]): Accepts {
  return (code) => ranges.some(([low, high]) => low <= code && code <= high);
}

function unless(isNegated: boolean, accepts: Accepts): Accepts {
  return isNegated ? (code) => !accepts(code) : accepts;
}

/** Go's `path.Match` (go/src/path/match.go) and bmatcuk/doublestar v4: ranges and characters mixed, `\` before any of them. */
export function goClass({ negations, takesHyphens }: { readonly negations: readonly string[]; readonly takesHyphens: boolean }): ClassReader {
  const member = (characters: Characters): number => {
    const character = characters.take();
    if (character === ']' || (character === '-' && !takesHyphens)) throw new PatternError();
    return codeOf(character === '\\' ? characters.take() : character);
  };
  return (characters) => {
    const isNegated = negations.some((sign) => characters.takes(sign));
    const ranges: Range[] = [];
    while (ranges.length === 0 || !characters.takes(']')) {
      const low = member(characters);
      ranges.push([low, characters.takes('-') ? member(characters) : low]);
    }
    return unless(isNegated, isIn(ranges));
  };
}

/** gobwas/glob v0.2.3 (syntax/lexer/lexer.go `fetchRange`, syntax/ast/parser.go `parserRange`): one range and nothing else, or a list. */
export const gobwasClass: ClassReader = (characters) => {
  const isNegated = characters.takes('!');
  const ranges = characters.peek(1) === '-' ? [onlyRange(characters)] : list(characters);
  if (ranges.length === 0 || !characters.takes(']')) throw new PatternError();
  return unless(isNegated, isIn(ranges));
};

function onlyRange(characters: Characters): Range {
  const low = codeOf(characters.take());
  characters.take();
  const high = codeOf(characters.take());
  if (high < low) throw new PatternError();
  return [low, high];
}

function list(characters: Characters): Range[] {
  const ranges: Range[] = [];
  while (!characters.isAtEnd && characters.peek() !== ']') {
    const character = characters.take();
    const code = codeOf(character === '\\' ? characters.take() : character);
    ranges.push([code, code]);
  }
  return ranges;
}

const NAMED = new Map<string, RegExp>([
  ['alnum', /[0-9A-Za-z]/], ['alpha', /[A-Za-z]/], ['blank', /[ \t]/], ['cntrl', /[\0-\x1f\x7f]/], ['digit', /[0-9]/], ['graph', /[!-~]/], ['lower', /[a-z]/],
  ['print', /[ -~]/], ['punct', /[!-/:-@[-`{-~]/], ['space', /[ \t\n\v\f\r]/], ['upper', /[A-Z]/], ['xdigit', /[0-9A-Fa-f]/],
]);
const LONGEST_NAME = 'xdigit'.length;

/** Git (wildmatch.c `dowild`): `[:alpha:]`, a `]` that comes first, a hyphen that comes last. */
export const gitClass: ClassReader = (characters) => {
  const isNegated = characters.takes('!') || characters.takes('^');
  const members: Accepts[] = [];
  while (members.length === 0 || !characters.takes(']')) members.push(namedClass(characters) ?? gitRange(characters));
  return unless(isNegated, (code) => members.some((accepts) => accepts(code)));
};

function gitRange(characters: Characters): Accepts {
  const member = (): number => {
    const character = characters.take();
    return codeOf(character === '\\' ? characters.take() : character);
  };
  const low = member();
  const isRange = characters.peek() === '-' && characters.peek(1) !== ']' && characters.takes('-');
  return isIn([[low, isRange ? member() : low]]);
}

function namedClass(characters: Characters): Accepts | undefined {
  if (characters.peek() !== '[' || characters.peek(1) !== ':') return undefined;
  let name = '';
  while (name.length <= LONGEST_NAME && (characters.peek(name.length + 2) ?? ':') !== ':') name += characters.peek(name.length + 2) ?? '';
  const found = characters.peek(name.length + 3) === ']' ? NAMED.get(name) : undefined;
  if (!found) return undefined;
  for (let taken = 0; taken < name.length + '[::]'.length; taken += 1) characters.take();
  return (code) => found.test(String.fromCodePoint(code));
}
