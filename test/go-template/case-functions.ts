/** The functions of the recorded cases; their Go twins stand in fixtures/render/go-template/record. */
import { FunctionError, type Functions, type GoType, type TemplateFunction } from '../../src/render/go-template/engine.ts';
import { plain, TracedText } from '../../src/render/traced-text.ts';
import { Bool, compareBytes, Dict, List, Num, type Callable, type Value } from '../../src/render/go-template/value.ts';

export const caseFunctions: Functions = new Map<string, TemplateFunction>([
  ['upper', define(['string'], ([text]) => plain(textOf(text).toUpperCase()))],
  ['add', define(['int', 'int'], ([a, b]) => new Num('int', wholeOf(a) + wholeOf(b)))],
  ['add64', define([], (numbers) => new Num('int64', numbers.reduce((sum, number) => sum + wholeOf(number), 0n)), 'int64')],
  ['half', define(['float64'], ([number]) => new Num('float64', (number instanceof Num ? Number(number.value) : 0) / 2))],
  ['list', define([], (items) => new List([...items]), 'any')],
  ['dict', define([], dictOf, 'any')],
  ['strs', define([], (items) => new List([...items], { elementType: 'string' }), 'string')],
  ['count', define(['list'], ([list]) => new Num('int', list instanceof List ? list.items.length : 0))],
  ['countStr', define(['[]string'], ([list]) => new Num('int', list instanceof List ? list.items.length : 0))],
  ['keys', define(['map'], ([dict]) => keysOf(dict))],
  ['choose', define(['any', 'any', 'bool'], ([yes = null, no = null, which]) => (which instanceof Bool && which.value ? yes : no))],
  ['fail', define(['string'], ([text]) => fail(textOf(text)))],
  ['nothing', define([], () => null)],
  ['same', define(['any'], ([value = null]) => value)],
  ['number', define([], () => new Num('int', 7))],
  ['theMap', define([], theMap)],
  ['anyMap', define([], theMap)],
  ['byteOf', define(['uint8'], ([byte = null]) => byte)],
  ['runeOf', define(['rune'], ([rune = null]) => rune)],
  ['wait', define(['duration'], ([duration = null]) => duration)],
  ['joined', define(['string'], joinText, 'string')],
  ['include', define(['string', 'any'], ([name, data = null], call) => call.execution.execute(textOf(name), data))],
]);

export function textOf(value: Value | undefined): string {
  return value instanceof TracedText ? value.text : '';
}

export function wholeOf(value: Value | undefined): bigint {
  return value instanceof Num ? BigInt(value.value) : 0n;
}

export function joinText([separator, ...parts]: readonly Value[]): Value {
  return plain(parts.map(textOf).join(textOf(separator)));
}

function define(params: readonly GoType[], run: Callable, variadic?: GoType): TemplateFunction {
  return { params, variadic, run };
}

function dictOf(pairs: readonly Value[]): Value {
  const dict = new Dict();
  for (let index = 0; index + 1 < pairs.length; index += 2) {
    const key = pairs[index];
    if (!(key instanceof TracedText)) return fail(`key ${index} is no string`);
    dict.set(key, pairs[index + 1] ?? null);
  }
  return dict;
}

function keysOf(dict: Value | undefined): Value {
  const keys = dict instanceof Dict ? [...dict.entries.keys()] : [];
  return new List(keys.sort(compareBytes).map(plain), { elementType: 'string' });
}

function theMap(): Value {
  return new Dict([
    ['a', new Num('int', 1)],
    ['nil', null],
  ]);
}

function fail(message: string): never {
  throw new FunctionError(message);
}
