/** Version patterns by RE2, whose time is linear in the text. Imported lazily: most configurations have none. */
import { RE2JS } from 're2js';
import type { Compiled } from './matcher.ts';

const MAX_PATTERN_LENGTH = 1000;

export function compilePattern(pattern: string): Compiled {
  if (pattern.length > MAX_PATTERN_LENGTH) return { problem: `it is longer than ${MAX_PATTERN_LENGTH} characters` };
  try {
    const compiled = RE2JS.compile(pattern);
    return (text) => compiled.matches(text);
  } catch (error) {
    return { problem: error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'it cannot be read' };
  }
}
