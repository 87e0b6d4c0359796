/** The conditions that let text in: who wrote them, and whether they are known. */
import { Nearness, type Location } from '../../source.ts';
import { passingOrigin, TracedText, type Origin, type Segment } from '../traced-text.ts';
import type { TextNode } from './ast.ts';
import { underlying, type Operand } from './go-types.ts';
import { tokenOf } from './template-source.ts';
import { originsOf, taintedBy, unknownAmong } from './tracing.ts';
import { Dict, List } from './value.ts';

/** More authors than this tell a reader nothing, and each costs at every text they let in. */
const maxAuthors = 8;
const maxPlaces = 32;

/** One condition and those around it. */
export class Guard {
  /** Makes all text unknown that stands under it. */
  readonly unknown: Origin | undefined;
  readonly #tested: readonly Operand[];
  readonly #outer: Guard | undefined;
  #places: readonly Location[] | undefined;
  #texts: Map<TextNode, TracedText> | undefined;

  constructor(tested: readonly Operand[], outer: Guard | undefined) {
    this.#tested = tested;
    this.#outer = outer;
    this.unknown = outer?.unknown ?? unknownAmong(tested);
  }

  /** The authored tokens that decided, the innermost condition's first. Most branches are never asked. */
  get places(): readonly Location[] {
    if (this.#places) return this.#places;
    const own = authorsOf(this.#tested);
    const around = this.#outer?.places ?? [];
    return (this.#places = own.length === 0 ? around : [...own, ...around].slice(0, maxPlaces));
  }

  /** Text that the template writes here. It is asked for again in loops. */
  markText(node: TextNode): TracedText {
    this.#texts ??= new Map();
    let text = this.#texts.get(node);
    if (!text) this.#texts.set(node, (text = this.mark(node.text)));
    return text;
  }

  /** The text, every stretch having passed the conditions. */
  mark(text: TracedText): TracedText {
    const { places, unknown } = this;
    const passed = places.length === 0 ? text : new TracedText(text.text, passing(text.segments, places));
    return unknown ? taintedBy(passed, unknown) : passed;
  }
}

function passing(segments: readonly Segment[], places: readonly Location[]): Segment[] {
  return segments.map(({ start, end, origin }) => ({ start, end, origin: passingOrigin(origin, places) }));
}

/** The tokens that a condition hangs on; the template's own constants only where there is nothing else. */
function authorsOf(tested: readonly Operand[]): Location[] {
  const origins = originsOf(tested);
  const outside = origins.filter(({ author }) => author.nearness !== Nearness.template);
  const places = (outside.length > 0 ? outside : origins).slice(0, maxAuthors).map(tokenOf);
  for (const value of tested) {
    const container = underlying(value);
    if ((container instanceof Dict || container instanceof List) && container.at && places.length < maxAuthors) places.push(container.at);
  }
  return places;
}
