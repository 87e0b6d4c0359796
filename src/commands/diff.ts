/** `mllint diff`: what every environment would hold otherwise than at the base. */
import type { ReportedDifference } from '../finding.ts';
import { painter } from '../report/ansi.ts';
import { differenceJson, differenceMarkdown, differenceText } from '../report/difference.ts';
import { gitPrefix } from '../snapshot/git-files.ts';
import type { Arguments } from './arguments.ts';
import { wantsColor } from './color.ts';
import { EXIT, type Io } from './io.ts';
import { oneOutput } from './one-output.ts';
import { findRoot } from './path-arguments.ts';
import { readIn } from './workspace.ts';

export async function diff(args: Arguments, io: Io): Promise<number> {
  const { format, isFile, write } = oneOutput(args, io, ['pretty', 'json', 'markdown']);
  const { report } = await readIn(args, io);
  const difference = onlyAsked(report.difference ?? { environments: [], sections: [] }, args.environments);
  const options = { color: false, width: io.columns, rootInRepository: gitPrefix(findRoot(args, io)) };
  const text = format === 'json' ? differenceJson(difference, report)
    : format === 'markdown' ? differenceMarkdown(difference, options)
      : differenceText(difference, painter({ color: !isFile && wantsColor(args, io) }));
  write(text);
  if (report.summary.unverified > 0) io.err(`${report.summary.unverified} not verified; mllint lists them\n`);
  return report.crashes.length > 0 ? EXIT.failure : EXIT.ok;
}

/** The environments that were asked for; a section is said of those of them that it is about. */
function onlyAsked({ environments, sections }: ReportedDifference, names: readonly string[]): ReportedDifference {
  if (names.length === 0) return { environments, sections };
  const isAsked = (name: string): boolean => names.includes(name);
  return {
    environments: environments.filter(({ environment }) => isAsked(environment)),
    sections: sections.flatMap((section) => (section.environments.some(isAsked) ? [{ ...section, environments: section.environments.filter(isAsked) }] : [])),
  };
}
