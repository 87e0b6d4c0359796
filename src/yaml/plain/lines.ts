/**
 * The lines of a document, one with content after the other, and who owns the comments and blank lines between them.
 * The package gives them to tokens by rules of its own (yaml 2.9, parse/parser.ts: `blockMap`, `blockSequence`, `pop`), which decide where a collection ends.
 */
import { CARRIAGE_RETURN, DASH, DOT, HASH, isBlankAt, isLineEnd, leave, LINE_FEED, SPACE } from './characters.ts';

/** The column behind the last line. */
export const NO_INDENT = -1;

export class Lines {
  readonly text: string;
  /** The first character of the next content. */
  at = 0;
  /** The column of that content in its line. */
  indent = NO_INDENT;
  /** Where the line of that content starts. */
  lineStart = 0;
  /** Whether comments and blank lines before that content belong to nobody yet, and the deepest column of those comments. */
  #isPending = false;
  #deepest = NO_INDENT;

  constructor(text: string) {
    this.text = text;
  }

  /** From the end of a value to the start of the next line: blanks, and a comment that does not touch the value. */
  finishLine(from: number): number {
    const { text } = this;
    let at = from;
    while (text.charCodeAt(at) === SPACE) at += 1;
    if (text.charCodeAt(at) === HASH && at > from) return this.#behindLine(at);
    if (!isLineEnd(text, at)) leave();
    return this.#behindLine(at);
  }

  /**
   * Goes to the next line with content; `from` starts a line. A value of a collection with the column `indent` owns the deeper
   * comments that follow it first: returned is where they end. Without an indent nothing is owned.
   */
  advance(from: number, indent = Infinity): number {
    const { text } = this;
    let owned = from;
    let mayOwn = true;
    this.#isPending = false;
    this.#deepest = NO_INDENT;
    for (let start = from; ; ) {
      let at = start;
      while (text.charCodeAt(at) === SPACE) at += 1;
      if (at >= text.length) return this.#stop(at, NO_INDENT, start, owned);
      const code = text.charCodeAt(at);
      const column = at - start;
      if (code === HASH) {
        start = this.#behindLine(at);
        if (mayOwn && column > indent) {
          owned = start;
          this.#isPending = false;
        } else {
          mayOwn = false;
          this.#isPending = true;
          if (column > this.#deepest) this.#deepest = column;
        }
      } else if (code === LINE_FEED || code === CARRIAGE_RETURN) {
        if (!isLineEnd(text, at)) leave();
        this.#isPending = true;
        start = this.#behindLine(at);
      } else {
        if (column === 0 && (code === DASH || code === DOT) && isDocumentMarker(text, at)) leave();
        return this.#stop(at, column, start, owned);
      }
    }
  }

  /** Whether comments or blank lines stand before the next content. */
  get hasGap(): boolean {
    return this.#isPending;
  }

  /** Goes on in the same line, where a collection starts behind a dash. */
  goTo(at: number): void {
    this.at = at;
    this.indent = at - this.lineStart;
  }

  /** Where a collection ends whose last value ends at `end`, with the comments that are left to it. */
  close(indent: number, end: number): number {
    if (!this.#isPending || indent === 0 || this.#deepest < indent) return end;
    this.#isPending = false;
    return this.at; // with the indentation of the next line
  }

  #stop(at: number, indent: number, lineStart: number, owned: number): number {
    this.at = at;
    this.indent = indent;
    this.lineStart = indent === NO_INDENT ? at : lineStart;
    if (indent === NO_INDENT && at > lineStart) this.#isPending = true;
    return owned;
  }

  #behindLine(at: number): number {
    const end = this.text.indexOf('\n', at);
    return end < 0 ? this.text.length : end + 1;
  }
}

/** `---` or `...` at the start of a line. */
export function isDocumentMarker(text: string, at: number): boolean {
  return (text.startsWith('---', at) || text.startsWith('...', at)) && isBlankAt(text, at + 3);
}
