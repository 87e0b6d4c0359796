/** Authors of computed values. */
import { plain, TracedText, type Origin } from '../traced-text.ts';
import type { Operand } from './go-types.ts';
import { Bool, Num } from './value.ts';

/** More inputs than this tell a reader nothing, and each costs. */
const maxInputs = 16;

/** A number or truth value as it is printed: as it was written, if it was written so. */
export function traced(text: string, source: TracedText | undefined): TracedText {
  if (!source) return plain(text);
  return source.text === text ? source : computedText(text, [source]);
}

/** Text computed from values: one stretch that names their authors. */
export function computedText(text: string, inputs: readonly Operand[]): TracedText {
  const origin = combined(originsOf(inputs));
  return origin ? new TracedText(text, [{ start: 0, end: text.length, origin }]) : plain(text);
}

/** A truth value computed from values. */
export function computedBool(value: boolean, inputs: readonly Operand[]): Bool {
  const text = computedText(value ? 'true' : 'false', inputs);
  return new Bool(value, text.segments.length > 0 ? text : undefined);
}

/** A whole number computed from values. */
export function computedInt(value: number, inputs: readonly Operand[]): Num {
  const text = computedText(String(value), inputs);
  return new Num('int', value, text.segments.length > 0 ? text : undefined);
}

/** The text that a scalar was read or computed from. */
export function sourceOf(value: Operand): TracedText | undefined {
  if (value instanceof TracedText) return value;
  return value instanceof Bool || value instanceof Num ? value.traced : undefined;
}

/** The first authors of some values, each once, and one that makes them unknown, if any does. */
export function originsOf(values: readonly Operand[]): Origin[] {
  const found: Origin[] = [];
  let unknown: Origin | undefined;
  for (const value of values) {
    const source = sourceOf(value);
    if (!source) continue;
    for (const { origin } of source.segments) {
      if (!unknown && origin.unknown !== undefined) unknown = origin;
      if (found.length < maxInputs) addAuthors(found, origin);
      else if (unknown) return withUnknown(found, unknown);
    }
  }
  return unknown ? withUnknown(found, unknown) : found;
}

function addAuthors(found: Origin[], origin: Origin): void {
  if (!found.some((known) => known.author === origin.author && known.from === origin.from && known.to === origin.to)) {
    found.push(origin.also ? alone(origin) : origin);
  }
  if (!origin.also) return;
  for (const other of origin.also) if (found.length < maxInputs) addAuthors(found, other);
}

function alone({ author, from, to, isExact, passed, unknown }: Origin): Origin {
  return { author, from, to, isExact, passed, also: undefined, unknown };
}

function withUnknown(found: Origin[], unknown: Origin): Origin[] {
  if (!found.some((origin) => origin.unknown !== undefined)) found.push(unknown);
  return found;
}

/** One origin that stands for all. */
function combined(origins: readonly Origin[]): Origin | undefined {
  const [first] = origins;
  if (!first) return undefined;
  const { author, from, to, passed } = first;
  const unknown = origins.find((origin) => origin.unknown !== undefined)?.unknown;
  return { author, from, to, isExact: false, passed, also: origins.slice(1), unknown };
}

/** The origin that makes a value unknown. */
export function unknownOriginOf(value: Operand): Origin | undefined {
  const source = sourceOf(value);
  if (!source) return undefined;
  for (const { origin } of source.segments) if (origin.unknown !== undefined) return origin;
  return undefined;
}

/** The first origin that makes one of these values unknown. */
export function unknownAmong(values: readonly Operand[]): Origin | undefined {
  for (const value of values) {
    const unknown = unknownOriginOf(value);
    if (unknown) return unknown;
  }
  return undefined;
}

/** A scalar that was chosen by something unknown is unknown itself. */
export function chosenBy(value: Operand, unknown: Origin): Operand {
  if (value instanceof TracedText) return taintedBy(value, unknown);
  if (value instanceof Bool) return new Bool(value.value, taintedBy(value.traced ?? plain(String(value.value)), unknown));
  if (value instanceof Num) return new Num(value.kind, value.value, taintedBy(value.traced ?? plain(String(value.value)), unknown));
  return value;
}

/** Text that is there only because of something unknown. */
export function taintedBy(text: TracedText, unknown: Origin): TracedText {
  const origin = combined(withUnknown(originsOf([text]), unknown));
  return origin ? new TracedText(text.text, [{ start: 0, end: text.length, origin }]) : text;
}
