/** `has(a.b)`: the package's own takes only names in front of the field, and no index or call (cel-go 0.26, parser/macro.go). */
import { Optional } from '@marcbachmann/cel-js';
import { unchecked } from '../../unchecked.ts';
import { CelFailure } from './failure.ts';
import { callOf, type Macro, type Syntax } from './syntax.ts';

/** Puts ours in the place of the package's. */
export function replaceHas(part: Syntax): void {
  const { macro } = part.meta;
  if (!macro || callOf(part)?.name !== 'has') return;
  const [, [field]] = unchecked<[string, [Syntax]]>(part.args);
  Object.assign(macro, hasMacro(field));
}

function hasMacro(field: Syntax): Macro {
  const [object, name] = unchecked<[Syntax, string]>(field.args);
  return {
    typeCheck(checker, _macro, context) {
      if (field.op !== '.' && field.op !== '.?') throw checker.createError('invalid_macro_argument', 'has() takes a field, such as has(self.name)', field);
      checker.check(object, context);
      return checker.getType('bool');
    },
    evaluate: (evaluator, _macro, context) => isThere(evaluator.run(object, context), name),
  };
}

function isThere(object: unknown, name: string): boolean {
  if (object instanceof Optional) return object.hasValue() && isThere(object.value(), name);
  if (object instanceof Map) return object.get(name) !== undefined;
  if (typeof object === 'object' && object !== null && Object.getPrototypeOf(object) === Object.prototype) return Object.hasOwn(object, name);
  throw new CelFailure('no such overload: has() of a value without fields');
}
