/** Which findings a run reports when it was asked for some of them only. Everything was read all the same. */
import type { Finding, Unverified } from '../finding.ts';
import type { Repository } from '../model.ts';
import { suggest } from '../spelling.ts';

export interface ReportFilter {
  /** `--env`: only findings of these environments. */
  readonly environments?: readonly string[];
  /** Only what is found at or below these paths of the root. */
  readonly paths?: readonly string[];
}

export function isReported(finding: Finding, { environments = [], paths = [] }: ReportFilter): boolean {
  const isAsked = environments.length === 0 || finding.environments.some((name) => environments.includes(name));
  return isAsked && (paths.length === 0 || paths.some((path) => liesIn(finding.at.file.path, path)));
}

/** What could not be verified at the paths that were asked for, or of an Application that has to do with them; and how much there is elsewhere. One base in two overlays is said once. */
export function reportedUnverified(
  all: readonly Unverified[], findings: readonly Finding[], { filter: { paths = [] }, repository }: { readonly filter: ReportFilter; readonly repository: Repository },
): { readonly here: readonly Unverified[]; readonly elsewhere: number } {
  const once = [...new Map(all.map((one) => [[one.at.file.path, one.at.range.start, one.what, one.why, one.needs, one.application ?? ''].join('\0'), one])).values()];
  if (paths.length === 0) return { here: once, elsewhere: 0 };
  const isAsked = (file: string): boolean => paths.some((path) => liesIn(file, path));
  const reading = repository.applications.filter(({ references }) => references.some(({ path }) => isAsked(path)));
  const concerned = new Set([...findings.flatMap(({ applications }) => applications), ...reading.map(({ name }) => name)]);
  const here = once.filter(({ at, application }) => isAsked(at.file.path) || (application !== undefined && concerned.has(application)));
  return { here, elsewhere: once.length - here.length };
}

function liesIn(file: string, path: string): boolean {
  return path === '' || file === path || file.startsWith(`${path}/`);
}

/** What was asked for and is not there. */
export function unknownNames({ environments = [] }: ReportFilter, repository: Repository): string[] {
  const known = repository.environments.map(({ name }) => name);
  return environments
    .filter((name) => !known.includes(name))
    .map((name) => {
      const near = suggest(name, known);
      const hint = near === undefined ? `known: ${known.join(', ') || 'none'}` : `did you mean ${JSON.stringify(near)}?`;
      return `--env: ${JSON.stringify(name)} is not an environment of this repository; ${hint}`;
    });
}
