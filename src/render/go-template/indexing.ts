/** Go's `index`, `slice` and `len`. */
import { TracedText } from '../traced-text.ts';
import { byteLength } from './characters.ts';
import { FunctionError, type TemplateFunction } from './functions.ts';
import { typeName, underlying, wholeNumber } from './go-types.ts';
import { chosenBy, computedInt, computedText, unknownAmong } from './tracing.ts';
import { Dict, List, Num, type Value } from './value.ts';

export const indexing: readonly (readonly [string, TemplateFunction])[] = [
  ['index', { params: ['any'], variadic: 'any', run: ([item = null, ...indexes]) => index(item, indexes) }],
  ['slice', { params: ['any'], variadic: 'any', run: ([item = null, ...indexes]) => slice(item, indexes) }],
  ['len', { params: ['any'], run: ([item = null]) => length(item) }],
];

/** `index x 1 "a"` is `x[1]["a"]`. */
function index(item: Value, indexes: readonly Value[]): Value {
  if (item === null) throw new FunctionError('index of untyped nil');
  let found: Value = item;
  for (const key of indexes) found = at(found, key);
  const unknown = unknownAmong(indexes);
  return unknown ? (chosenBy(found, unknown) ?? null) : found;
}

function at(item: Value, key: Value): Value {
  if (item === null) throw new FunctionError('index of nil pointer');
  const container = underlying(item);
  if (container instanceof Dict) return entry(container, key);
  if (container instanceof List) {
    const found = container.items[indexArgument(key, container.items.length)];
    if (found === undefined) throw new FunctionError('reflect: slice index out of range');
    return found;
  }
  if (item instanceof TracedText) return byteAt(item, key);
  throw new FunctionError(`can't index item of type ${typeName(item)}`);
}

function entry(dict: Dict, key: Value): Value {
  if (key === null) throw new FunctionError('value is nil; should be of type string');
  if (!(key instanceof TracedText)) throw new FunctionError(`value has type ${typeName(key)}; should be string`);
  return dict.get(key.text) ?? (dict.elementType === 'string' ? TracedText.empty : null);
}

/** A string is a slice of bytes. */
function byteAt(text: TracedText, key: Value): Num {
  const bytes = Buffer.from(text.text);
  const byte = bytes[indexArgument(key, bytes.length)];
  if (byte === undefined) throw new FunctionError('reflect: string index out of range');
  return new Num('uint8', byte, text.segments.length > 0 ? computedText(String(byte), [text]) : undefined);
}

/** Go lets the length itself pass here, and fails later. */
function indexArgument(key: Value, capacity: number): number {
  const whole = wholeNumber(key);
  if (key === null) throw new FunctionError('cannot index slice/array with nil');
  if (whole === undefined) throw new FunctionError(`cannot index slice/array with type ${typeName(key)}`);
  if (whole < 0n || whole > BigInt(capacity)) throw new FunctionError(`index out of range: ${whole}`);
  return Number(whole);
}

/** `slice x 1 2` is `x[1:2]`. */
function slice(item: Value, indexes: readonly Value[]): Value {
  if (item === null) throw new FunctionError('slice of untyped nil');
  if (indexes.length > 3) throw new FunctionError(`too many slice indexes: ${indexes.length}`);
  const container = underlying(item);
  if (item instanceof TracedText) {
    if (indexes.length === 3) throw new FunctionError('cannot 3-index slice a string');
    const [start, end] = bounds(indexes, byteLength(item.text));
    return sliceBytes(item, start, end);
  }
  if (!(container instanceof List)) throw new FunctionError(`can't slice item of type ${typeName(item)}`);
  const [start, end] = bounds(indexes, container.items.length);
  return new List(container.items.slice(start, end), { elementType: container.elementType, at: container.at });
}

function bounds(indexes: readonly Value[], length: number): [number, number] {
  const [start = 0, end = length, capacity = length] = indexes.map((key) => indexArgument(key, length));
  if (start > end) throw new FunctionError(`invalid slice index: ${start} > ${end}`);
  if (end > capacity) throw new FunctionError(`invalid slice index: ${end} > ${capacity}`);
  return [start, end];
}

/** Go cuts between bytes; of a character that is cut through, each byte is left as U+FFFD. */
function sliceBytes(text: TracedText, start: number, end: number): TracedText {
  if (byteLength(text.text) === text.length) return text.slice(start, end);
  const bytes = Buffer.from(text.text);
  const from = bytes.subarray(0, start).toString();
  const upTo = bytes.subarray(0, end).toString();
  if (text.text.startsWith(from) && text.text.startsWith(upTo)) return text.slice(from.length, upTo.length);
  const cut = bytes.subarray(start, end).toString();
  return computedText(cut, [text]);
}

function length(item: Value): Num {
  if (item === null) throw new FunctionError('len of nil pointer');
  const container = underlying(item);
  if (item instanceof TracedText) return computedInt(byteLength(item.text), [item]);
  if (container instanceof List) return new Num('int', container.items.length);
  if (container instanceof Dict) return new Num('int', container.entries.size);
  throw new FunctionError(`len of type ${typeName(item)}`);
}
