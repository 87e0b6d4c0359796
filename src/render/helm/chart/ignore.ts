/** `.helmignore`. Follows pkg/ignore/rules.go of helm/helm. */
import { RenderError } from '../errors.ts';
import { startOf, type SourceFile } from '../../../source.ts';
import { pathPattern, type PathMatches } from '../../../globs/path-match.ts';
import { PatternError } from '../../../globs/pattern-error.ts';

interface Rule {
  readonly isNegated: boolean;
  readonly isForFolders: boolean;
  readonly matches: PathMatches;
}

/** Whether Helm leaves a path of a chart aside. */
export type Ignores = (path: string, kind: 'file' | 'folder') => boolean;

/** The rules of a file, if there is one, and Helm's own. */
export function ignoreRules(file: SourceFile | undefined): Ignores {
  const lines = [...(file?.text.split('\n') ?? []), 'templates/.?*'];
  const rules = lines.map((line) => parseRule(line.trim(), file)).filter((rule) => rule !== undefined);
  return (path, kind) => isIgnored(rules, path, kind === 'folder');
}

/** A negated rule ignores what it does not match. */
function isIgnored(rules: readonly Rule[], path: string, isFolder: boolean): boolean {
  for (const { isNegated, isForFolders, matches } of rules) {
    const isOtherKind = isForFolders && !isFolder;
    if (isNegated ? isOtherKind || !matches(path) : !isOtherKind && matches(path)) return true;
  }
  return false;
}

function parseRule(line: string, file: SourceFile | undefined): Rule | undefined {
  if (line === '' || line.startsWith('#')) return undefined;
  try {
    if (line.includes('**')) throw new PatternError('double-star (**) syntax is not supported');
    pathPattern(line);
    const isNegated = line.startsWith('!');
    const positive = isNegated ? line.slice(1) : line;
    const isForFolders = positive.endsWith('/');
    return { isNegated, isForFolders, matches: pathMatcher(isForFolders ? positive.slice(0, -1) : positive) };
  } catch (error) {
    if (error instanceof PatternError && file) throw new RenderError(error.message, { kind: 'chart', at: startOf(file) });
    throw error;
  }
}

/** Without a slash only the last segment counts. */
function pathMatcher(rule: string): PathMatches {
  if (rule.startsWith('/')) return pathPattern(rule.slice(1));
  const matches = pathPattern(rule);
  return rule.includes('/') ? matches : (path) => matches(path.slice(path.lastIndexOf('/') + 1));
}
