/** Macros that the package lacks: comprehensions with two variables, `sortBy`, and those of optional values (cel-go 0.26, ext/comprehensions.go, cel/library.go). */
import { Optional } from '@marcbachmann/cel-js';
import { decide, exhausted, spend } from '../cost.ts';
import { CelFailure } from '../failure.ts';
import type { Checker, Context, Evaluator, Macro, MacroCall, Syntax } from '../syntax.ts';
import { compare, isList } from './lists.ts';
import { define, type Registered } from './registered.ts';

function variableOf(node: Syntax | undefined): string {
  if (node?.op !== 'id' || typeof node.args !== 'string') throw new CelFailure('the variable of a macro is not a name');
  return node.args;
}

/** The items of a list with their indices, or the values of a map with their keys. */
function entriesOf(value: unknown): readonly (readonly [unknown, unknown])[] {
  if (Array.isArray(value)) return value.map((item, index) => [BigInt(index), item] as const);
  if (value instanceof Map) return [...value];
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) return Object.entries(value);
  throw new CelFailure('no such overload: the range is neither a list nor a map');
}

/** Evaluates the parts of a macro with variables of its own bound. */
class Scope {
  readonly #names: readonly string[];
  #contexts: Context[] = [];

  constructor(names: readonly string[]) {
    this.#names = names;
  }

  check(checker: Checker, context: Context, types: readonly unknown[] = []): Context {
    let inner = context;
    this.#contexts = this.#names.map((name, index) => (inner = inner.forkWithVariable(name, types[index] ?? checker.dynType)));
    return inner;
  }

  run(evaluator: Evaluator, context: Context, values: readonly unknown[]): Context {
    let inner = context;
    for (const [index, scope] of this.#contexts.entries()) inner = scope.reuse(inner).setIterValue(values[index], evaluator);
    return inner;
  }
}

interface TwoVariables {
  /** How many parts follow the variables. */
  readonly type: string;
  collect(entries: readonly (readonly [unknown, unknown])[], evaluate: (part: number, entry: readonly [unknown, unknown]) => unknown, parts: number): unknown;
}

function twoVariables({ type, collect }: TwoVariables) {
  return ({ args, receiver }: MacroCall): Macro => {
    const [first, second, ...parts] = args;
    const scope = new Scope([variableOf(first), variableOf(second)]);
    return {
      typeCheck(checker, _macro, context) {
        checker.check(receiver, context);
        const inner = scope.check(checker, context);
        for (const part of parts) checker.check(part, inner);
        return checker.getType(type);
      },
      evaluate(evaluator, _macro, context) {
        const entries = entriesOf(evaluator.run(receiver, context));
        const evaluate = (part: number, entry: readonly [unknown, unknown]): unknown => {
          spend(1);
          const node = parts[part];
          return node && evaluator.run(node, scope.run(evaluator, context, entry));
        };
        return collect(entries, evaluate, parts.length);
      },
    };
  };
}

function needBoolean(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new CelFailure('no such overload: the condition is not true or false');
  return value;
}

/** An error of one item counts only where no other decides. */
function quantifier(decisive: boolean): TwoVariables['collect'] {
  return (entries, evaluate) => {
    let failure: { readonly error: unknown } | undefined;
    for (const entry of entries) {
      try {
        if (needBoolean(evaluate(0, entry)) !== decisive) continue;
      } catch (error) {
        if (error === exhausted) throw error;
        failure ??= { error };
        continue;
      }
      decide(entry[1]);
      return decisive;
    }
    if (failure) throw failure.error;
    return !decisive;
  };
}

const existsOne: TwoVariables['collect'] = (entries, evaluate) => entries.filter((entry) => needBoolean(evaluate(0, entry))).length === 1;

/** With three parts the first is a filter. */
const chosen = (...[entries, evaluate, parts]: Parameters<TwoVariables['collect']>): (readonly [unknown, unknown])[] =>
  parts === 1 ? [...entries] : entries.filter((entry) => needBoolean(evaluate(0, entry)));

const transformList: TwoVariables['collect'] = (entries, evaluate, parts) => chosen(entries, evaluate, parts).map((entry) => evaluate(parts - 1, entry));
const transformMap: TwoVariables['collect'] = (entries, evaluate, parts) => new Map(chosen(entries, evaluate, parts).map((entry) => [entry[0], evaluate(parts - 1, entry)]));

const transformMapEntry: TwoVariables['collect'] = (entries, evaluate, parts) => {
  const result = new Map<unknown, unknown>();
  for (const entry of chosen(entries, evaluate, parts)) {
    for (const [key, value] of entriesOf(evaluate(parts - 1, entry))) {
      if (result.has(key)) throw new CelFailure(`insert failed: key ${String(key)} already exists`);
      result.set(key, value);
    }
  }
  return result;
};

function sortBy({ args, receiver }: MacroCall): Macro {
  const [name, key] = args;
  const scope = new Scope([variableOf(name)]);
  return {
    typeCheck(checker, _macro, context) {
      checker.check(receiver, context);
      const inner = scope.check(checker, context);
      if (key) checker.check(key, inner);
      return checker.getType('list');
    },
    evaluate(evaluator, _macro, context) {
      const list = evaluator.run(receiver, context);
      if (!isList(list) || !key) throw new CelFailure('no such overload: sortBy');
      const keyed = list.map((item) => ({ item, key: evaluator.run(key, scope.run(evaluator, context, [item])) }));
      return keyed.sort((a, b) => compare(a.key, b.key)).map(({ item }) => item);
    },
  };
}

/** `optMap` wraps what comes of the value, `optFlatMap` takes it as it is. */
function optionalMacro(wrap: (value: unknown) => unknown) {
  return ({ args, receiver }: MacroCall): Macro => {
    const [name, body] = args;
    const scope = new Scope([variableOf(name)]);
    return {
      typeCheck(checker, _macro, context) {
        checker.check(receiver, context);
        const inner = scope.check(checker, context);
        if (body) checker.check(body, inner);
        return checker.getType('optional');
      },
      evaluate(evaluator, _macro, context) {
        const value = evaluator.run(receiver, context);
        if (!(value instanceof Optional) || !body) throw new CelFailure('no such overload: the value is not optional');
        return value.hasValue() ? wrap(evaluator.run(body, scope.run(evaluator, context, [value.value()]))) : Optional.none();
      },
    };
  };
}

function isZero(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (value instanceof Map) return value.size === 0;
  return value === null || value === '' || value === 0 || value === 0n || value === false;
}

const two = (signature: string, type: string, collect: TwoVariables['collect']): Registered => define(signature, twoVariables({ type, collect }));

export const macros: readonly Registered[] = [
  two('list.all(ast, ast, ast): bool', 'bool', quantifier(false)),
  two('list.exists(ast, ast, ast): bool', 'bool', quantifier(true)),
  two('list.exists_one(ast, ast, ast): bool', 'bool', existsOne),
  two('list.existsOne(ast, ast, ast): bool', 'bool', existsOne),
  two('list.transformList(ast, ast, ast): list<dyn>', 'list', transformList),
  two('list.transformList(ast, ast, ast, ast): list<dyn>', 'list', transformList),
  two('list.transformMap(ast, ast, ast): map', 'map', transformMap),
  two('list.transformMap(ast, ast, ast, ast): map', 'map', transformMap),
  two('list.transformMapEntry(ast, ast, ast): map', 'map', transformMapEntry),
  two('list.transformMapEntry(ast, ast, ast, ast): map', 'map', transformMapEntry),
  define('list.sortBy(ast, ast): list<dyn>', sortBy),
  define('optional.optMap(ast, ast): optional<dyn>', optionalMacro((value) => Optional.of(value))),
  define('optional.optFlatMap(ast, ast): optional<dyn>', optionalMacro((value) => value)),
  define('optional.k8s_value(): dyn', (optional: Optional) => optional.value()), // of the package's own the type is not known where that of the receiver is not
  define('OptionalNamespace.ofNonZeroValue(dyn): optional<dyn>', (_: unknown, value: unknown) => (isZero(value) ? Optional.none() : Optional.of(value))),
];
