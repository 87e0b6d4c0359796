/** Globs by micromatch. Imported lazily: most configurations have none. Only for globs of the trusted configuration. */
import micromatch from 'micromatch';
import type { Compiled } from './matcher.ts';

export function compileGlob(glob: string): Compiled {
  try {
    return micromatch.matcher(glob, { dot: true, strictBrackets: true });
  } catch (error) {
    return { problem: error instanceof Error ? clauseOf(error.message) : 'it cannot be read' };
  }
}

/** Without the advice on how to escape. */
function clauseOf(message: string): string {
  const [clause = message] = message.split(' - ', 1);
  return clause.charAt(0).toLowerCase() + clause.slice(1);
}
