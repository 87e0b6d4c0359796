/** Regular expressions by RE2, whose time is linear in the text; for those that the repository or its configuration writes. Loaded on first use. */
import { RE2JS } from 're2js';

/** Throws what RE2 says of a wrong expression. */
export function compileRe2(expression: string): RE2JS {
  return RE2JS.compile(expression);
}

/** An expression that matches just this text. */
export function quoteRe2(text: string): string {
  return RE2JS.quote(text);
}
