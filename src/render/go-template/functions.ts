/** What a function of a template declares, so that the evaluator checks and converts its arguments as Go's reflect would. */
import type { Callable } from './value.ts';

/**
 * Go types of parameters.
 *
 * | here                | in Go                      | `run` receives                              |
 * |---------------------|----------------------------|---------------------------------------------|
 * | `any`               | `interface {}`             | any value; nil and missing values as `null` |
 * | `string`            | `string`                   | TracedText                                  |
 * | `bool`              | `bool`                     | Bool                                        |
 * | `int` … `float64`   | the same                   | Num of that kind (literals are converted)   |
 * | `rune`, `duration`  | `int32`, `time.Duration`   | Num of that kind                            |
 * | `uint32`            | the same                   | Num; only a literal is one                  |
 * | `map`               | `map[string]interface {}`  | Dict, or `null` for a nil map               |
 * | `list`              | `[]interface {}`           | List, or `null` for a nil slice             |
 * | `map[string]string` | the same                   | Dict of strings, or `null`                  |
 * | `[]string` `[]byte` | the same                   | List of that element type, or `null`        |
 * | `func`              | any function               | Func, or `null`                             |
 * | `go:time.Time`      | the named type             | GoObject of that `typeName`                 |
 */
export type GoType =
  | 'any'
  | 'string'
  | 'bool'
  | 'int'
  | 'int64'
  | 'uint8'
  | 'uint32'
  | 'rune'
  | 'float64'
  | 'duration'
  | 'map'
  | 'list'
  | 'map[string]string'
  | '[]string'
  | '[]byte'
  | 'func'
  | `go:${string}`;

export interface Signature {
  readonly params: readonly GoType[];
  /** The element type of a last `...` parameter. */
  readonly variadic?: GoType | undefined;
}

/**
 * A function that templates may call. `run` gets as many arguments as `params` (and more if variadic), each of the
 * declared type. A failure that the template's author can cause is thrown as {@link FunctionError}.
 */
export interface TemplateFunction extends Signature {
  readonly run: Callable;
}

/** By name. A Map, so that no name is inherited from a prototype. */
export type Functions = ReadonlyMap<string, TemplateFunction>;

/** A function's own failure; the evaluator reports it as `error calling NAME: message`. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
}

const goNames: ReadonlyMap<string, string> = new Map([
  ['any', 'interface {}'],
  ['rune', 'int32'],
  ['duration', 'time.Duration'],
  ['map', 'map[string]interface {}'],
  ['list', '[]interface {}'],
  ['[]byte', '[]uint8'],
]);

/** Go's name of a parameter type, as messages print it. */
export function goTypeName(type: GoType): string {
  return type.startsWith('go:') ? type.slice('go:'.length) : (goNames.get(type) ?? type);
}
