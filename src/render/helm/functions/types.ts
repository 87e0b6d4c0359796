/** Functions that tell Go's types. Follow reflect.go of Masterminds/sprig. */
import { Dict, List, Num, Bool, type NumKind, type Value } from '../../go-template/value.ts';
import { plain, TracedText } from '../../traced-text.ts';
import { computedBool, fixed, kindName, textAt, valueAt, type FunctionTable } from './arguments.ts';
import { isDeepEqual } from './equality.ts';

const numberTypes: Readonly<Record<NumKind, string>> = { int: 'int', int64: 'int64', uint8: 'uint8', rune: 'int32', float64: 'float64', duration: 'time.Duration' };
const elementTypes = { any: 'interface {}', string: 'string', byte: 'uint8' } as const;

/** `%T`. */
export function goTypeOf(value: Value): string {
  if (value === null) return '<nil>';
  if (value instanceof TracedText) return 'string';
  if (value instanceof Bool) return 'bool';
  if (value instanceof Num) return numberTypes[value.kind];
  if (value instanceof List) return `[]${elementTypes[value.elementType]}`;
  if (value instanceof Dict) return `map[string]${elementTypes[value.elementType]}`;
  return 'run' in value ? 'func()' : value.typeName;
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
  ['deepEqual', fixed(['any', 'any'], (args) => computedBool(isDeepEqual(valueAt(args, 0), valueAt(args, 1)), ...args))],
];
