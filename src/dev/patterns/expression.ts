/** Regular expressions as what they say: the part of RE2's syntax that means the same to a native `RegExp`, once sets of characters are written out. */

/** Code points from the first to the second, both included; sorted, not touching. */
export type Ranges = readonly (readonly [number, number])[];

export type Expression =
  /** One character of these. */
  | { readonly kind: 'set'; readonly ranges: Ranges }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Expression[] }
  | { readonly kind: 'repeat'; readonly part: Expression; readonly least: number; readonly most: number };

export const LAST = 0x10ffff;

const DIGITS: Ranges = [[0x30, 0x39]];
const WORDS: Ranges = [[0x30, 0x39], [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]];
const SPACES: Ranges = [[0x09, 0x0a], [0x0c, 0x0d], [0x20, 0x20]];
/** Behind a backslash; sets are those of ASCII. */
const ESCAPES: ReadonlyMap<string, Ranges> = new Map([['d', DIGITS], ['w', WORDS], ['s', SPACES], ['D', complement(DIGITS)], ['W', complement(WORDS)], ['S', complement(SPACES)], ['t', one('\t')], ['n', one('\n')], ['v', one('\v')], ['f', one('\f')], ['r', one('\r')]]);
const ANY_BUT_LINE_FEED: Ranges = complement([[0x0a, 0x0a]]);

/** Nothing where the text says more than is read here: flags, lazy repeats, names, borders of words, escapes for other characters. */
export function parseExpression(text: string): Expression | undefined {
  const reader = new Reader(text);
  const found = reader.choice();
  return found && reader.isAtEnd ? found : undefined;
}

class Reader {
  readonly #characters: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#characters = [...text];
  }

  get isAtEnd(): boolean {
    return this.#at === this.#characters.length;
  }

  choice(): Expression | undefined {
    const parts = [this.#sequence()];
    while (this.#takes('|')) parts.push(this.#sequence());
    const known = parts.filter((part) => part !== undefined);
    if (known.length < parts.length) return undefined;
    return known.length === 1 ? known[0] : { kind: 'choice', parts: known };
  }

  #sequence(): Expression | undefined {
    const parts: Expression[] = [];
    while (!this.isAtEnd && this.#next !== '|' && this.#next !== ')') {
      const part = this.#repeated();
      if (!part) return undefined;
      parts.push(part);
    }
    return { kind: 'sequence', parts };
  }

  #repeated(): Expression | undefined {
    const part = this.#single();
    const count = part && this.#count();
    if (!part || count === 'unread') return undefined;
    if (!count) return part;
    return ['?', '*', '+', '{'].includes(this.#next) ? undefined : { kind: 'repeat', part, ...count };
  }

  #count(): { readonly least: number; readonly most: number } | undefined | 'unread' {
    if (this.#takes('?')) return { least: 0, most: 1 };
    if (this.#takes('*')) return { least: 0, most: Infinity };
    if (this.#takes('+')) return { least: 1, most: Infinity };
    if (this.#next !== '{') return undefined;
    const [whole = '', least = '', comma, most = ''] = /^\{([0-9]{1,3})(?:(,)([0-9]{0,3}))?\}/.exec(this.#characters.slice(this.#at, this.#at + 9).join('')) ?? [];
    this.#at += whole.length;
    const count = { least: Number(least), most: comma === undefined ? Number(least) : most === '' ? Infinity : Number(most) };
    return whole === '' || count.most < count.least ? 'unread' : count;
  }

  #single(): Expression | undefined {
    if (this.#takes('(')) return this.#group();
    if (this.#takes('^')) return { kind: 'start' };
    if (this.#takes('$')) return { kind: 'end' };
    if (this.#takes('.')) return { kind: 'set', ranges: ANY_BUT_LINE_FEED };
    const ranges = this.#takes('[') ? this.#class() : '?*+{}]'.includes(this.#next) ? undefined : this.#character();
    return ranges && { kind: 'set', ranges };
  }

  #group(): Expression | undefined {
    if (this.#takes('?') && !this.#takes(':')) return undefined;
    const inner = this.choice();
    return this.#takes(')') ? inner : undefined;
  }

  #class(): Ranges | undefined {
    const isNegated = this.#takes('^');
    if (this.#next === ']') return undefined;
    const all: (readonly [number, number])[] = [];
    while (!this.#takes(']')) {
      if (this.isAtEnd || this.#next === '[') return undefined;
      const first = this.#character();
      const last = first && this.#rangeEnd(first);
      if (!last) return undefined;
      all.push(...last);
    }
    const ranges = merged(all);
    return isNegated ? complement(ranges) : ranges;
  }

  /** `a-z`, or the one before alone; a dash at the end of a class, or behind a range, stands for itself. */
  #rangeEnd(first: Ranges): Ranges | undefined {
    if (this.#next !== '-' || this.#characters[this.#at + 1] === ']') return first;
    this.#at += 1;
    const last = this.#character();
    const [from, to] = [single(first), last && single(last)];
    return from === undefined || to === undefined || to < from ? undefined : [[from, to]];
  }

  #character(): Ranges | undefined {
    const character = this.#take();
    if (character !== '\\') return character === '' ? undefined : one(character);
    const escaped = this.#take();
    const hex = escaped === 'x' ? /^[0-9a-fA-F]{2}$/.exec(this.#characters.slice(this.#at, this.#at + 2).join(''))?.[0] : undefined;
    if (hex !== undefined) {
      this.#at += 2;
      return [[parseInt(hex, 16), parseInt(hex, 16)]];
    }
    return /^[!-/:-@[-`{-~]$/.test(escaped) ? one(escaped) : ESCAPES.get(escaped);
  }

  get #next(): string {
    return this.#characters[this.#at] ?? '';
  }

  #take(): string {
    const taken = this.#next;
    if (taken !== '') this.#at += 1;
    return taken;
  }

  #takes(character: string): boolean {
    if (this.#next !== character) return false;
    this.#at += 1;
    return true;
  }
}

function one(character: string): Ranges {
  const point = character.codePointAt(0) ?? 0;
  return [[point, point]];
}

function single([range, ...others]: Ranges): number | undefined {
  return range && others.length === 0 && range[0] === range[1] ? range[0] : undefined;
}

function merged(ranges: Ranges): Ranges {
  const found: [number, number][] = [];
  for (const [from, to] of [...ranges].sort(([a], [b]) => a - b)) {
    const last = found.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else found.push([from, to]);
  }
  return found;
}

function complement(ranges: Ranges): Ranges {
  const edges = [-1, ...ranges.flat(), LAST + 1];
  return edges.flatMap((edge, index) => {
    const next = edges[index + 1];
    return index % 2 === 0 && next !== undefined && edge + 1 <= next - 1 ? [[edge + 1, next - 1] as const] : [];
  });
}
