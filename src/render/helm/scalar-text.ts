/** Scalars as text with their authors: what serialising functions print keeps the origin of the value. */
import type { Location } from '../../source.ts';
import { Nearness } from '../../source.ts';
import { Dict, GoObject, List, Num, type Bool, type Value } from '../go-template/value.ts';
import { plain, TracedText, type Author } from '../traced-text.ts';

/** The text as its author wrote it where that is the same, else a text derived from it. */
export function spelled(text: string, traced: TracedText | undefined): TracedText {
  if (!traced) return plain(text);
  return traced.text === text ? traced : TracedText.derived(text, [traced]);
}

export function boolText(value: Bool): TracedText {
  return spelled(value.value ? 'true' : 'false', value.traced);
}

/** A text that was computed from a container: it names the authored mapping or sequence. */
export function containerText(text: string, at: Location | undefined): TracedText {
  if (!at) return plain(text);
  return TracedText.derived(text, [{ author: containerAuthor(at), from: 0, to: 0, isExact: false }]);
}

function containerAuthor({ file, range }: Location): Author {
  return { file, start: range.start, end: range.end, text: '', nearness: Nearness.valueFile, offsets: range.start };
}

/** Go structs and named types as encoding/json sees them. */
export function jsonView(value: Value): Value {
  if (!(value instanceof GoObject)) return value;
  if (value.underlying) return value.underlying;
  if (value.marshal) return value.marshal();
  if (value.print && value.fields.size === 0) return value.print();
  return new Dict([...value.fields].map(([name, field]) => [name, field] as const));
}

/** Whether a value is a byte slice, which encoding/json prints as Base64. */
export function isBytes(value: Value): boolean {
  return value instanceof List && value.elementType === 'byte';
}

/** The bytes of a `[]byte` value. */
export function bytesOf(list: List): Uint8Array {
  return Uint8Array.from(list.items, (item) => (item instanceof Num ? Number(item.value) : 0));
}
