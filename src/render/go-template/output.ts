/** Collects what a template writes. */
import { movedBy, TracedText, type Segment } from '../traced-text.ts';

export class Output {
  #length = 0;
  readonly #parts: string[] = [];
  readonly #segments: Segment[] = [];

  get length(): number {
    return this.#length;
  }

  write({ text, segments }: TracedText): void {
    const at = this.#length;
    for (const segment of segments) this.#segments.push(movedBy(segment, at));
    this.#parts.push(text);
    this.#length += text.length;
  }

  finish(): TracedText {
    return new TracedText(this.#parts.join(''), this.#segments);
  }
}
