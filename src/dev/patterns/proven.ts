/** `schemas/patterns.json`: the patterns of the schemas that mllint carries which a native `RegExp` reads as RE2 does, in linear time. RE2 takes the others. */
import { isLinear } from './linear.ts';
import { nativeSource } from './native.ts';
import { parseExpression } from './expression.ts';

/** The source of a `RegExp` with the flag `u`; nothing where it is not proven to be the same. */
export function provenSource(pattern: string): string | undefined {
  const expression = parseExpression(pattern);
  return expression && isLinear(expression) ? nativeSource(expression) : undefined;
}

/** By pattern, in the order of the alphabet. */
export function provenPatterns(schemas: Iterable<unknown>): Readonly<Record<string, string>> {
  const patterns = [...new Set([...schemas].flatMap(patternsIn))].sort();
  return Object.fromEntries(patterns.flatMap((pattern) => {
    const source = provenSource(pattern);
    return source === undefined ? [] : [[pattern, source]];
  }));
}

function patternsIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(patternsIn);
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => (key === 'pattern' && typeof value === 'string' ? [value] : patternsIn(value)));
}
