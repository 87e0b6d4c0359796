/** The text of a `--set` line, read character by character; what is read keeps its authors. */
import { concat, TracedText, type Segment } from '../../traced-text.ts';

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
        return { text: joined([...parts, this.#line.slice(from, at)]), end: character };
      }
      if (character !== '\\') continue;
      parts.push(this.#line.slice(from, at));
      from = at + 1;
      at += 1;
    }
    this.#at = text.length;
    return { text: joined([...parts, this.#line.slice(Math.min(from, text.length))]) };
  }
}

/** What was only parted by a backslash that nobody wrote is one stretch again. */
function joined(parts: readonly TracedText[]): TracedText {
  const { text, segments } = concat(parts);
  const whole: Segment[] = [];
  for (const segment of segments) {
    const last = whole.at(-1);
    if (last && continues(last, segment)) whole.splice(-1, 1, { start: last.start, end: segment.end, origin: { ...last.origin, to: segment.origin.to } });
    else whole.push(segment);
  }
  return whole.length === segments.length ? concat(parts) : new TracedText(text, whole);
}

function continues({ end, origin }: Segment, next: Segment): boolean {
  const isOne = origin.author === next.origin.author && origin.passed === next.origin.passed && origin.isExact && next.origin.isExact;
  return isOne && end === next.start && origin.to === next.origin.from;
}
