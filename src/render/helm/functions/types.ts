/** Functions that tell Go's types. Follow reflect.go of Masterminds/sprig. */
import { typeName } from '../../go-template/go-types.ts';
import type { Value } from '../../go-template/value.ts';
import { plain } from '../../traced-text.ts';
import { computedBool, fixed, kindName, textAt, valueAt, type FunctionTable } from './arguments.ts';
import { isDeepEqual } from './equality.ts';

/** `%T`. */
export function goTypeOf(value: Value): string {
  return value === null ? '<nil>' : typeName(value);
}

export const typeFunctions: FunctionTable = [
  ['typeOf', fixed(['any'], (args) => plain(goTypeOf(valueAt(args, 0))))],
  ['typeIs', fixed(['string', 'any'], (args) => computedBool(textAt(args, 0).text === goTypeOf(valueAt(args, 1))))],
  ['typeIsLike', fixed(['string', 'any'], (args) => {
    const type = goTypeOf(valueAt(args, 1));
    return computedBool(textAt(args, 0).text === type || `*${textAt(args, 0).text}` === type);
  })],
  ['kindOf', fixed(['any'], (args) => plain(kindName(valueAt(args, 0))))],
  ['kindIs', fixed(['string', 'any'], (args) => computedBool(textAt(args, 0).text === kindName(valueAt(args, 1))))],
  ['deepEqual', fixed(['any', 'any'], (args, call) => computedBool(isDeepEqual(valueAt(args, 0), valueAt(args, 1), (steps) => call.spend(steps)), ...args))],
];
