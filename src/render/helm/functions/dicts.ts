/** Functions on maps. Follow dict.go of Masterminds/sprig; `set`, `unset` and the merges change the map they are given. */
import { FunctionError } from '../../go-template/functions.ts';
import { Dict, List, type Call, type Value } from '../../go-template/value.ts';
import { plain, TracedText } from '../../traced-text.ts';
import { computedBool, dictAt, fixed, textAt, valueAt, variadic, type Arguments, type FunctionTable } from './arguments.ts';
import { copyDeep, mergeInto } from './merging.ts';
import { strval } from './printing.ts';
import { goTypeOf } from './types.ts';

/** A key that is there keeps the author who wrote it. */
export function setKey(dict: Dict, key: TracedText, value: Value): void {
  const entry = dict.entries.get(key.text);
  if (entry) entry.value = value;
  else dict.set(key, value);
}

function makeDict(args: Arguments, call: Call): Dict {
  const dict = new Dict();
  for (let index = 0; index < args.length; index += 2) {
    dict.set(strval(valueAt(args, index), call), index + 1 < args.length ? valueAt(args, index + 1) : plain(''));
  }
  return dict;
}

function pick(args: Arguments): Dict {
  const dict = dictAt(args, 0);
  const picked = new Dict([], { at: dict.at });
  for (const key of args.slice(1)) {
    const entry = key instanceof TracedText ? dict.entries.get(key.text) : undefined;
    if (entry) picked.set(entry.key, entry.value);
  }
  return picked;
}

function omit(args: Arguments): Dict {
  const dict = dictAt(args, 0);
  const omitted = new Set(args.slice(1).map((key) => (key instanceof TracedText ? key.text : '')));
  const kept = [...dict.entries.values()].filter((entry) => !omitted.has(entry.key.text));
  return new Dict(kept.map((entry) => [entry.key, entry.value] as const), { at: dict.at });
}

function pluck(args: Arguments): List {
  const key = textAt(args, 0).text;
  return new List(args.slice(1).flatMap((dict) => (dict instanceof Dict && dict.entries.has(key) ? [dict.get(key) ?? null] : [])));
}

/** Go's order is random; ours is sorted. */
function keys(args: Arguments): List {
  const found = args.flatMap((dict) => (dict instanceof Dict ? dict.sortedEntries().map((entry) => entry.key) : []));
  return new List(found, { elementType: 'string' });
}

function dig(args: Arguments): Value {
  if (args.length < 3) throw new FunctionError('dig needs at least three arguments');
  let value = valueAt(args, args.length - 1);
  for (const key of args.slice(0, -2)) {
    if (!(value instanceof Dict)) throw new FunctionError(conversion(value, 'map[string]interface {}'));
    if (!(key instanceof TracedText)) throw new FunctionError(conversion(key, 'string'));
    if (!value.entries.has(key.text)) return valueAt(args, args.length - 2);
    value = value.get(key.text) ?? null;
  }
  return value;
}

function conversion(value: Value, wanted: string): string {
  return `interface conversion: interface {} is ${value === null ? 'nil' : goTypeOf(value)}, not ${wanted}`;
}

function merge(args: Arguments, overwrites: boolean, call: Call): Dict {
  const target = dictAt(args, 0);
  for (const source of args.slice(1)) if (source instanceof Dict) mergeInto(target, source, { overwrites, spend: (steps) => call.spend(steps) });
  return target;
}

function copied(args: Arguments, call: Call): Value {
  const value = valueAt(args, 0);
  if (value === null) throw new FunctionError('reflect: call of reflect.Value.Type on zero Value');
  return copyDeep(value, (steps) => call.spend(steps));
}

function settable(args: Arguments): Dict {
  const dict = args[0];
  if (dict instanceof Dict) return dict;
  throw new FunctionError('assignment to entry in nil map');
}

export const dictFunctions: FunctionTable = [
  ['dict', variadic([], 'any', makeDict)],
  ['get', fixed(['map', 'string'], (args) => {
    const dict = dictAt(args, 0);
    return dict.entries.has(textAt(args, 1).text) ? (dict.get(textAt(args, 1).text) ?? null) : plain('');
  })],
  ['set', fixed(['map', 'string', 'any'], (args) => {
    const dict = settable(args);
    setKey(dict, textAt(args, 1), valueAt(args, 2));
    return dict;
  })],
  ['unset', fixed(['map', 'string'], (args) => {
    const dict = dictAt(args, 0);
    dict.entries.delete(textAt(args, 1).text);
    return dict;
  })],
  ['hasKey', fixed(['map', 'string'], (args) => computedBool(dictAt(args, 0).entries.has(textAt(args, 1).text)))],
  ['pluck', variadic(['string'], 'map', pluck)],
  ['keys', variadic([], 'map', keys)],
  ['values', fixed(['map'], (args) => new List(dictAt(args, 0).sortedEntries().map((entry) => entry.value)))],
  ['pick', variadic(['map'], 'string', pick)],
  ['omit', variadic(['map'], 'string', omit)],
  ['dig', variadic([], 'any', dig)],
  ...(['merge', 'mustMerge'] as const).map((name) => [name, variadic(['map'], 'map', (args, call) => merge(args, false, call))] as const),
  ...(['mergeOverwrite', 'mustMergeOverwrite'] as const).map((name) => [name, variadic(['map'], 'map', (args, call) => merge(args, true, call))] as const),
  ...(['deepCopy', 'mustDeepCopy'] as const).map((name) => [name, fixed(['any'], copied)] as const),
];
