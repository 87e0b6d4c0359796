/** Version patterns by RE2, whose time is linear in the text. */
import { compileRe2 } from '../re2.ts';
import type { Compiled } from './matcher.ts';

const MAX_PATTERN_LENGTH = 1000;

export function compilePattern(pattern: string): Compiled {
  if (pattern.length > MAX_PATTERN_LENGTH) return { problem: `it is longer than ${MAX_PATTERN_LENGTH} characters` };
  try {
    const compiled = compileRe2(pattern);
    return (text) => compiled.matches(text);
  } catch (error) {
    return { problem: error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'it cannot be read' };
  }
}
