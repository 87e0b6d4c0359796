/** Brackets and braces that close in their line, separated by single commas. */
import { MAX_DEPTH } from '../limits.ts';
import { nameAt } from '../names.ts';
import { ReadMapping, type EntryTree, type MappingTree, type ScalarTree, type SequenceTree, type Trace, type Tree } from '../tree.ts';
import { CLOSING_BRACE, CLOSING_BRACKET, COLON, COMMA, DOUBLE_QUOTE, isBlankAt, leave, mayStartPlain, OPENING_BRACE, OPENING_BRACKET, SINGLE_QUOTE, SPACE } from './characters.ts';
import { keysOf, leafOf } from './leaf.ts';
import { endOfFlowPlain, endOfQuoted, unquoted } from './scalar-text.ts';

export class FlowReader {
  readonly #text: string;
  /** Offset of the document's text in the file. */
  readonly #offset: number;
  readonly #trace: Trace;
  #at = 0;
  /** How many scalars were read. */
  scalars = 0;

  constructor(text: string, offset: number, trace: Trace) {
    this.#text = text;
    this.#offset = offset;
    this.#trace = trace;
  }

  /** The collection whose bracket stands at an offset. */
  read(at: number, depth: number): MappingTree | SequenceTree {
    this.#at = at + 1;
    if (depth >= MAX_DEPTH) leave();
    return this.#text.charCodeAt(at) === OPENING_BRACE ? this.#mapping(at, depth) : this.#sequence(at, depth);
  }

  #mapping(start: number, depth: number): MappingTree {
    const entries: EntryTree[] = [];
    const isKnown = keysOf(entries);
    while (!this.#closes(CLOSING_BRACE)) {
      const key = this.#scalar();
      if (isKnown(key.text) || key.value === null || (key.text === '<<' && key.style === 'plain')) leave();
      if (this.#code() !== COLON || !isBlankAt(this.#text, this.#at + 1)) leave();
      this.#at += 1;
      this.#blanks();
      entries.push({ key, value: this.#value(depth + 1) });
      this.#separator(CLOSING_BRACE);
    }
    return new ReadMapping({ entries, isFlow: true, start: this.#offset + start, end: this.#offset + this.#at, trace: this.#trace });
  }

  #sequence(start: number, depth: number): SequenceTree {
    const items: Tree[] = [];
    while (!this.#closes(CLOSING_BRACKET)) {
      items.push(this.#value(depth + 1));
      this.#separator(CLOSING_BRACKET);
    }
    return { kind: 'sequence', items, isFlow: true, start: this.#offset + start, end: this.#offset + this.#at, trace: this.#trace };
  }

  #value(depth: number): Tree {
    const code = this.#code();
    return code === OPENING_BRACE || code === OPENING_BRACKET ? this.read(this.#at, depth) : this.#scalar();
  }

  #scalar(): ScalarTree {
    const text = this.#text;
    const start = this.#at;
    this.scalars += 1;
    const code = this.#code();
    const isQuoted = code === DOUBLE_QUOTE || code === SINGLE_QUOTE;
    if (!isQuoted && !mayStartPlain(text, start)) leave();
    this.#at = isQuoted ? endOfQuoted(text, start) : endOfFlowPlain(text, start);
    const range = { start: this.#offset + start, end: this.#offset + this.#at, trace: this.#trace };
    if (!isQuoted) return leafOf('plain', this.#code() === COLON ? nameAt(text, start, this.#at) : text.slice(start, this.#at), range);
    return leafOf(code === DOUBLE_QUOTE ? 'double' : 'single', unquoted(text, start, this.#at), range);
  }

  /** A comma or the closing bracket must come; the bracket stays for {@link #closes}. */
  #separator(closing: number): void {
    this.#blanks();
    if (this.#code() === COMMA) this.#at += 1;
    else if (this.#code() !== closing) leave();
  }

  #closes(closing: number): boolean {
    this.#blanks();
    if (this.#code() !== closing) return false;
    this.#at += 1;
    return true;
  }

  #blanks(): void {
    while (this.#code() === SPACE) this.#at += 1;
  }

  #code(): number {
    return this.#text.charCodeAt(this.#at);
  }
}
