/** The report formats by name. Each is a pure function of the report and is loaded only when it is asked for. */
import type { Report } from '../finding.ts';

/** The names that `--format` takes, in the order in which help lists them. */
export const FORMATS = ['pretty', 'json', 'sarif', 'github', 'gitlab', 'junit', 'checkstyle', 'markdown', 'compact'] as const;

export type FormatName = (typeof FORMATS)[number];

export interface FormatOptions {
  /** ANSI colours; only `pretty` has any. */
  readonly color: boolean;
  /** The columns of the terminal; only `pretty` cuts code to them. */
  readonly width: number;
  /** The version of mllint, which SARIF names. */
  readonly toolVersion?: string;
  /** Where the root lies in the Git repository, without slashes at its ends: services take paths from there. */
  readonly rootInRepository?: string;
  /** Whether SARIF holds the suppressed findings. GitHub code scanning shows them as open alerts: it does not read `suppressions`. */
  readonly suppressed?: 'listed' | 'omitted';
}

/** Ends with a line end, unless there is nothing to say. */
export type Format = (report: Report, options: FormatOptions) => string;

export function isFormatName(name: string): name is FormatName {
  return FORMATS.some((known) => known === name);
}

export async function loadFormat(name: FormatName): Promise<Format> {
  switch (name) {
    case 'pretty':
      return (await import('./pretty.ts')).pretty;
    case 'json':
      return (await import('./json.ts')).json;
    case 'sarif':
      return (await import('./sarif.ts')).sarif;
    case 'github':
      return (await import('./github.ts')).github;
    case 'gitlab':
      return (await import('./gitlab.ts')).gitlab;
    case 'junit':
      return (await import('./junit.ts')).junit;
    case 'checkstyle':
      return (await import('./checkstyle.ts')).checkstyle;
    case 'markdown':
      return (await import('./markdown.ts')).markdown;
    case 'compact':
      return (await import('./compact.ts')).compact;
  }
}
