/** Functions on lists. Follow list.go and strings.go of Masterminds/sprig. Items are passed on, never copied. */
import { FunctionError } from '../../go-template/functions.ts';
import { Dict, List, type Call, type Value } from '../../go-template/value.ts';
import type { TracedText } from '../../traced-text.ts';
import { compareBytes } from '../../go-template/value.ts';
import { computedBool, fixed, intAt, kindName, listAt, NIL_POINTER, textAt, valueAt, variadic, type Arguments, type FunctionTable } from './arguments.ts';
import { isDeepEqual, SeenValues } from './equality.ts';
import { isEmpty } from './emptiness.ts';
import { toInt } from './casting.ts';
import { strval } from './printing.ts';

/** `strslice`: the items as text without nil; a single value as a list of one. */
export function stringsOf(value: Value, call: Call): TracedText[] {
  if (value === null) return [];
  if (value instanceof List) return value.items.filter((item) => item !== null).map((item) => strval(item, call));
  return [strval(value, call)];
}

function strings(items: Value[]): List {
  return new List(items, { elementType: 'string' });
}

/** `strings.Split`. */
export function splitText(text: TracedText, separator: string, limit = -1): TracedText[] {
  if (limit === 0) return [];
  if (separator === '') return splitCharacters(text, limit);
  const parts: TracedText[] = [];
  let start = 0;
  for (let at = text.text.indexOf(separator); at >= 0 && (limit < 0 || parts.length < limit - 1); at = text.text.indexOf(separator, start)) {
    parts.push(text.slice(start, at));
    start = at + separator.length;
  }
  return [...parts, text.slice(start)];
}

function splitCharacters(text: TracedText, limit: number): TracedText[] {
  const parts: TracedText[] = [];
  let at = 0;
  for (const character of text.text) {
    const isLast = limit > 0 && parts.length === limit - 1;
    parts.push(text.slice(at, isLast ? text.length : at + character.length));
    if (isLast) break;
    at += character.length;
  }
  return parts;
}

function numbered(parts: readonly TracedText[]): Dict {
  return new Dict(parts.map((part, index) => [`_${index}`, part] as const), { elementType: 'string' });
}

/** sprig computes the count with floats, so that a negative size fails only for some lists. */
function chunk(args: Arguments): List {
  const size = intAt(args, 0);
  const { items } = listAt(args, 1, 'Cannot chunk type');
  const count = Math.floor((items.length - 1) / size) + 1;
  if (size === 0 || count < 0 || (size < 0 && count > 0 && items.length === 0)) throw new FunctionError('runtime error: makeslice: len out of range');
  const chunks = Array.from({ length: count }, (_, index) => new List(size < 0 ? [...items] : items.slice(index * size, (index + 1) * size)));
  return new List(chunks, { elementType: 'list' });
}

function concatLists(args: Arguments): Value {
  const items: Value[] = [];
  for (const [index, value] of args.entries()) {
    if (!(value instanceof List)) throw new FunctionError(value === null ? NIL_POINTER : `Cannot concat type ${kindName(args[index] ?? null)} as list`);
    items.push(...value.items);
  }
  return new List(items);
}

function slice(args: Arguments): Value {
  const list = listAt(args, 0, 'list should be type of slice or array but');
  if (list.items.length === 0) return null;
  const start = args.length > 1 ? Number(toInt(valueAt(args, 1))) : 0;
  const end = args.length > 2 ? Number(toInt(valueAt(args, 2))) : list.items.length;
  if (start < 0 || end < start || end > list.items.length) throw new FunctionError('reflect.Value.Slice: slice index out of bounds');
  return new List(list.items.slice(start, end), { elementType: list.elementType, at: list.at });
}

function unique(list: List, call: Call): List {
  const seen = new SeenValues((steps) => call.spend(steps));
  const items = list.items.filter((item) => {
    if (seen.has(item)) return false;
    seen.add(item);
    return true;
  });
  return new List(items);
}

function without(list: List, omitted: readonly Value[], call: Call): List {
  const unwanted = new SeenValues((steps) => call.spend(steps));
  for (const value of omitted) unwanted.add(value);
  return new List(list.items.filter((item) => !unwanted.has(item)));
}

function sortAlpha(value: Value, call: Call): List {
  return strings(stringsOf(value, call).sort((a, b) => compareBytes(a.text, b.text)));
}

function has(args: Arguments, call: Call): Value {
  const [needle, haystack] = [valueAt(args, 0), valueAt(args, 1)];
  if (haystack === null) return computedBool(false, needle);
  const { items } = listAt(args, 1, 'Cannot find has on type');
  return computedBool(items.some((item) => isDeepEqual(needle, item, (steps) => call.spend(steps))), needle, haystack);
}

/** `first` and `mustFirst` differ only in how Go reports the failure. */
function withMust(name: string, make: FunctionTable[number][1]): FunctionTable {
  return [[name, make], [`must${name.charAt(0).toUpperCase()}${name.slice(1)}`, make]];
}

export const listFunctions: FunctionTable = [
  ...(['list', 'tuple'] as const).map((name) => [name, variadic([], 'any', (args) => new List([...args]))] as const),
  ...withMust('append', fixed(['any', 'any'], (args) => new List([...listAt(args, 0, 'Cannot push on type').items, valueAt(args, 1)]))),
  ...withMust('push', fixed(['any', 'any'], (args) => new List([...listAt(args, 0, 'Cannot push on type').items, valueAt(args, 1)]))),
  ...withMust('prepend', fixed(['any', 'any'], (args) => new List([valueAt(args, 1), ...listAt(args, 0, 'Cannot prepend on type').items]))),
  ...withMust('first', fixed(['any'], (args) => listAt(args, 0, 'Cannot find first on type').items[0] ?? null)),
  ...withMust('last', fixed(['any'], (args) => listAt(args, 0, 'Cannot find last on type').items.at(-1) ?? null)),
  ...withMust('rest', fixed(['any'], (args) => new List(listAt(args, 0, 'Cannot find rest on type').items.slice(1)))),
  ...withMust('initial', fixed(['any'], (args) => new List(listAt(args, 0, 'Cannot find initial on type').items.slice(0, -1)))),
  ...withMust('reverse', fixed(['any'], (args) => new List([...listAt(args, 0, 'Cannot find reverse on type').items].reverse()))),
  ...withMust('compact', fixed(['any'], (args) => new List(listAt(args, 0, 'Cannot compact on type').items.filter((item) => !isEmpty(item))))),
  ...withMust('uniq', fixed(['any'], (args, call) => unique(listAt(args, 0, 'Cannot find uniq on type'), call))),
  ...withMust('without', variadic(['any'], 'any', (args, call) => without(listAt(args, 0, 'Cannot find without on type'), args.slice(1), call))),
  ...withMust('has', fixed(['any', 'any'], has)),
  ...withMust('slice', variadic(['any'], 'any', slice)),
  ...withMust('chunk', fixed(['int', 'any'], chunk)),
  ['concat', variadic([], 'any', concatLists)],
  ['sortAlpha', fixed(['any'], (args, call) => sortAlpha(valueAt(args, 0), call))],
  ['toStrings', fixed(['any'], (args, call) => strings(stringsOf(valueAt(args, 0), call)))],
  ['splitList', fixed(['string', 'string'], (args) => strings(splitText(textAt(args, 1), textAt(args, 0).text)))],
  ['split', fixed(['string', 'string'], (args) => numbered(splitText(textAt(args, 1), textAt(args, 0).text)))],
  ['splitn', fixed(['string', 'int', 'string'], (args) => numbered(splitText(textAt(args, 2), textAt(args, 0).text, intAt(args, 1))))],
];
