/** The text of a `--set` line, read character by character; what is read keeps its authors. */
import { concat, type TracedText } from '../../traced-text.ts';

/** What stood before the character that ended it. */
export interface Taken {
  readonly text: TracedText;
  /** The character that ended it; absent at the end of the line. */
  readonly end?: string;
}

export class SetLine {
  readonly #line: TracedText;
  #at = 0;

  constructor(line: TracedText) {
    this.#line = line;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#line.length;
  }

  /** Takes the next character if it is the one that is asked for. */
  takes(character: string): boolean {
    if (this.#line.text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  /** Up to one of the stops, which is taken too; a backslash makes the next character part of the text. */
  until(stops: string): Taken {
    const { text } = this.#line;
    const parts: TracedText[] = [];
    let from = this.#at;
    for (let at = this.#at; at < text.length; at += 1) {
      const character = text.charAt(at);
      if (stops.includes(character)) {
        this.#at = at + 1;
        return { text: concat([...parts, this.#line.slice(from, at)]), end: character };
      }
      if (character !== '\\') continue;
      parts.push(this.#line.slice(from, at));
      from = at + 1;
      at += 1;
    }
    this.#at = text.length;
    return { text: concat([...parts, this.#line.slice(Math.min(from, text.length))]) };
  }
}
