/** Functions that choose between values. Follow defaults.go of Masterminds/sprig; `required` and `fail` pkg/engine/engine.go of helm/helm. */
import { FunctionError } from '../../go-template/functions.ts';
import { Dict, type Value } from '../../go-template/value.ts';
import { plain, TracedText } from '../../traced-text.ts';
import { boolAt, computedBool, fixed, textAt, valueAt, variadic, type Arguments, type FunctionTable } from './arguments.ts';
import { isEmpty } from './emptiness.ts';

/** Helm finds the message of `fail` and `required` again between these. */
export const FAILURE_START = 'HELM_ERR_START';
export const FAILURE_END = 'HELM_ERR_END';

function failure(message: TracedText): FunctionError {
  return new FunctionError(FAILURE_START + message.text + FAILURE_END);
}

function required(args: Arguments): Value {
  const value = valueAt(args, 1);
  if (value === null || (value instanceof TracedText && value.length === 0)) throw failure(textAt(args, 0));
  return value;
}

function defaultOf(args: Arguments): Value {
  const given = args[1];
  return given === undefined || isEmpty(given) ? valueAt(args, 0) : given;
}

export const flowFunctions: FunctionTable = [
  ['default', variadic(['any'], 'any', defaultOf)],
  ['empty', fixed(['any'], (args) => computedBool(isEmpty(valueAt(args, 0)), ...args))],
  ['coalesce', variadic([], 'any', (args) => args.find((value) => !isEmpty(value)) ?? null)],
  ['all', variadic([], 'any', (args) => computedBool(args.every((value) => !isEmpty(value)), ...args))],
  ['any', variadic([], 'any', (args) => computedBool(args.some((value) => !isEmpty(value)), ...args))],
  ['ternary', fixed(['any', 'any', 'bool'], (args) => valueAt(args, boolAt(args, 2) ? 0 : 1))],
  ['required', fixed(['string', 'any'], required)],
  ['fail', fixed(['string'], (args) => {
    throw failure(textAt(args, 0));
  })],
  ['lookup', fixed(['string', 'string', 'string', 'string'], () => new Dict())],
  ['getHostByName', fixed(['string'], () => plain(''))],
];
