/** Patterns of schemas: by RE2, or, where that is proven to be the same in linear time, natively. */
import { once } from '../../once.ts';
import { compileRe2 } from '../../re2.ts';
import { unchecked } from '../../unchecked.ts';
import { readSchemaFile } from './package-files.ts';

interface Test {
  test(text: string): boolean;
}

/** In UTF-16 units: what is longer, RE2 reads, because a native matcher needs a stack as long as the text. */
export const MAX_NATIVE_TEXT = 10_000;

/** A pattern that RE2 does not read, the API server does not read either: the definition is refused there, and no text is at fault here. */
export function matches(pattern: string, text: string): boolean {
  const expression = (text.length <= MAX_NATIVE_TEXT ? nativeExpression(pattern) : undefined) ?? expressionOf(pattern);
  return expression === null || expression.test(text);
}

export function isPattern(pattern: string): boolean {
  return nativeExpression(pattern) !== undefined || expressionOf(pattern) !== null;
}

function nativeExpression(pattern: string): Test | undefined {
  const known = NATIVE.get(pattern);
  const source = known ? undefined : provenPatterns().get(pattern);
  if (source === undefined) return known;
  // eslint-disable-next-line no-restricted-syntax -- one of this package's own, which src/dev/patterns proved to be linear
  const expression = new RegExp(source, 'u');
  NATIVE.set(pattern, expression);
  return expression;
}

/** By patterns that mllint carries, the source of a `RegExp` with the flag `u`. */
const provenPatterns = once(() => new Map(Object.entries(unchecked<Record<string, string>>(readSchemaFile('patterns.json')))));

function expressionOf(pattern: string): Test | null {
  let known = PATTERNS.get(pattern);
  if (known === undefined) {
    known = compiled(pattern);
    if (PATTERNS.size < MAX_PATTERNS) PATTERNS.set(pattern, known);
  }
  return known;
}

function compiled(pattern: string): Test | null {
  try {
    return compileRe2(pattern);
  } catch {
    return null;
  }
}

const NATIVE = new Map<string, Test>();
const PATTERNS = new Map<string, Test | null>();
const MAX_PATTERNS = 2000;
