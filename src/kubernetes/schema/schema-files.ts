/** The validators that were compiled from the schemas that mllint carries. None is loaded before it is asked for. */
import { createRequire } from 'node:module';
import { once } from '../../once.ts';
import { unchecked } from '../../unchecked.ts';
import { home, isBundled } from './package-files.ts';
import { watchingDoubts } from './rule-runtime.ts';
import { validatorRuntime } from './validator-runtime.ts';

/**
 * Whether plain data fits a schema and the rules in CEL that it holds. `unsure` where it fits the schema, and a rule is left to the evaluator; what it
 * refuses may still be right, because a server is lax in places where it is not.
 */
export type Validator = (data: unknown) => Verdict;

export type Verdict = 'fits' | 'unsure' | 'refused';

/** From sources there are none: every document is looked at directly then, with the same verdict. */
export function loadValidator(path: string): Validator | undefined {
  if (!isBundled) return undefined;
  const { kind } = unchecked<{ readonly kind: (data: unknown) => boolean }>(loaded(path));
  return (data) => {
    const { fits, isInDoubt } = watchingDoubts(() => kind(data));
    return fits ? (isInDoubt ? 'unsure' : 'fits') : 'refused';
  };
}

function loaded(path: string): unknown {
  const load = createRequire(home);
  if (!hasRuntime) Object.assign(unchecked<object>(load('./dist/schemas/runtime.cjs')), validatorRuntime);
  hasRuntime = true;
  return load(`./dist/schemas/${path}.cjs`);
}

/** Rules in CEL of all carried schemas as JavaScript, by their text. From sources there are none: the evaluator decides, with the same verdict. */
export const compiledRules: () => ReadonlyMap<string, (self: unknown) => boolean> = once(() => (isBundled ? new Map(Object.entries(unchecked<{ readonly rules: Record<string, (self: unknown) => boolean> }>(loaded('rules')).rules)) : new Map()));

let hasRuntime = false;
