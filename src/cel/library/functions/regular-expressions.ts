/** `matches`, `find` and `findAll` by RE2, paid for before they run: each character may meet each instruction (k8s.io/apiserver, pkg/cel/library/regex.go, 0.36). */
import type { CompilePattern, Pattern } from '../../program.ts';
import { spend } from '../cost.ts';
import { CelFailure } from '../failure.ts';
import { define, type Registered } from './registered.ts';

const MAX_PATTERN = 10_000;
const MAX_KEPT = 500;
const PER_STEP = 25;

export function patternFunctions(compile: CompilePattern): Registered[] {
  const patterns = new Map<string, Pattern>();
  const patternOf = (expression: string): Pattern => {
    const known = patterns.get(expression);
    if (known) return known;
    spend(10 + expression.length);
    if (expression.length > MAX_PATTERN) throw new CelFailure(`the regular expression is longer than ${MAX_PATTERN} characters`);
    const pattern = compiled(compile, expression);
    if (patterns.size >= MAX_KEPT) patterns.clear();
    patterns.set(expression, pattern);
    return pattern;
  };
  const matcherOf = (text: string, expression: string): ReturnType<Pattern['matcher']> => {
    const pattern = patternOf(expression);
    spend(1 + ((text.length + 1) * pattern.programSize()) / PER_STEP);
    return pattern.matcher(text);
  };
  const matches = (text: string, expression: string): boolean => matcherOf(text, expression).find();
  const findAll = (text: string, expression: string, limit = -1n): string[] => {
    const matcher = matcherOf(text, expression);
    const found: string[] = [];
    while ((limit < 0n || found.length < limit) && matcher.find()) {
      spend(1);
      found.push(matcher.group() ?? '');
    }
    return found;
  };
  const find = (text: string, expression: string): string => findAll(text, expression, 1n)[0] ?? '';
  return [
    define('string.k8s_matches(string): bool', matches),
    define('k8s_matches(string, string): bool', matches),
    define('string.find(string): string', find),
    define('string.findAll(string): list<string>', findAll),
    define('string.findAll(string, int): list<string>', findAll),
  ];
}

function compiled(compile: CompilePattern, expression: string): Pattern {
  try {
    return compile(expression);
  } catch (error) {
    throw new CelFailure(`${JSON.stringify(expression)} is not an RE2 expression: ${error instanceof Error ? error.message : String(error)}`);
  }
}
