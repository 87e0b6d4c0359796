/** Go's view of the values: their types, and whether they count as true. */
import { TracedText } from '../traced-text.ts';
import { Bool, Dict, GoObject, List, Num, type ElementType, type NumKind, type Value } from './value.ts';

/** What evaluates to nothing at all: a missing key, the value of a nil interface. Go calls it the zero `reflect.Value`. */
export type Operand = Value | undefined;

const numNames: Readonly<Record<NumKind, string>> = {
  int: 'int',
  int64: 'int64',
  uint8: 'uint8',
  rune: 'int32',
  float64: 'float64',
  duration: 'time.Duration',
};
const listNames: Readonly<Record<ElementType, string>> = {
  any: '[]interface {}',
  string: '[]string',
  byte: '[]uint8',
  int: '[]int',
  list: '[][]interface {}',
  map: '[]map[string]interface {}',
};
const dictNames = { any: 'map[string]interface {}', string: 'map[string]string' } as const;

/** Go's name of a value's type, as `%T` prints it. */
export function typeName(value: Value): string {
  if (value === null) return 'interface {}';
  if (value instanceof TracedText) return 'string';
  if (value instanceof Bool) return 'bool';
  if (value instanceof Num) return numNames[value.kind];
  if (value instanceof List) return listNames[value.elementType];
  if (value instanceof Dict) return dictNames[value.elementType];
  return value instanceof GoObject ? value.typeName : 'func()';
}

/** Go's `IsTrue`: not the zero of its type. */
export function isTrue(value: Operand): boolean {
  if (value === undefined || value === null) return false;
  if (value instanceof TracedText) return value.text !== '';
  if (value instanceof Bool) return value.value;
  if (value instanceof Num) return value.kind === 'float64' ? value.value !== 0 : value.value !== 0n;
  if (value instanceof List) return value.items.length > 0;
  if (value instanceof Dict) return value.entries.size > 0;
  return value instanceof GoObject && value.underlying ? isTrue(value.underlying) : true;
}

/** The map or slice that a value is, be it named or not. */
export function underlying(value: Operand): Operand {
  return value instanceof GoObject && value.underlying ? value.underlying : value;
}

export type BasicKind = 'bool' | 'int' | 'uint' | 'float' | 'string';

/** The kinds that Go's comparisons know; undefined for all others. */
export function basicKind(value: Operand): BasicKind | undefined {
  if (value instanceof TracedText) return 'string';
  if (value instanceof Bool) return 'bool';
  if (!(value instanceof Num)) return undefined;
  if (value.kind === 'float64') return 'float';
  return value.kind === 'uint8' ? 'uint' : 'int';
}

/** The whole number that a value is; undefined for anything else. */
export function wholeNumber(value: Operand): bigint | undefined {
  return value instanceof Num && typeof value.value === 'bigint' ? value.value : undefined;
}

