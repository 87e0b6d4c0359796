import { isWildcard, gobwas, wildcardsOrNothing } from './wildcards.ts';

/** More than any project says; what is longer fits nothing. */
const MAX_LENGTH = 256;

export interface GlobOptions {
  /** Where `*` and `?` stop; absent where they stop nowhere. */
  readonly separator?: string;
}

/**
 * Whether a text fits a glob of an AppProject or of ignored differences (argo-cd, util/glob/glob.go, by gobwas/glob v0.2.3);
 * nothing fits one that is refused.
 */
export function fitsGlob(pattern: string, text: string, { separator }: GlobOptions = {}): boolean {
  if (!isWildcard(pattern)) return pattern === text;
  if (pattern.length > MAX_LENGTH || text.length > MAX_LENGTH) return false;
  return wildcardsOrNothing(pattern, gobwas(separator))(text);
}
