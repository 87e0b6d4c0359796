/** The functions that Go's templates know without being told. */
import { TracedText } from '../traced-text.ts';
import { comparisons } from './compare.ts';
import { escaping } from './escaping.ts';
import type { Functions, TemplateFunction } from './functions.ts';
import { isTrue } from './go-types.ts';
import { indexing } from './indexing.ts';
import { sprint, sprintf, sprintln } from './printf.ts';
import { computedBool } from './tracing.ts';
import type { Value } from './value.ts';

/** `and`, `or` and `call` are the evaluator's own; here stand their parameters. */
const evaluated: TemplateFunction = { params: ['any'], variadic: 'any', run: ([first = null]): Value => first };

export const builtins: Functions = new Map<string, TemplateFunction>([
  ['and', evaluated],
  ['or', evaluated],
  ['call', evaluated],
  ['not', { params: ['any'], run: ([arg = null]) => computedBool(!isTrue(arg), [arg]) }],
  ['print', { params: [], variadic: 'any', run: (args, call) => sprint(args, (steps) => call.spend(steps)) }],
  ['println', { params: [], variadic: 'any', run: (args, call) => sprintln(args, (steps) => call.spend(steps)) }],
  [
    'printf',
    {
      params: ['string'],
      variadic: 'any',
      run: ([format, ...args], call) => sprintf(format instanceof TracedText ? format : TracedText.empty, args, (steps) => call.spend(steps)),
    },
  ],
  ...comparisons,
  ...indexing,
  ...escaping,
]);
