/** `mllint state`: which version of which model every environment would serve. */
import type { ReportedModel } from '../finding.ts';
import type { Arguments } from './arguments.ts';
import { EXIT, type Io } from './io.ts';
import { table } from './table.ts';
import { readIn } from './workspace.ts';

export async function state(args: Arguments, io: Io): Promise<number> {
  const { report, isFailure } = await readIn(args, io);
  const environments = report.environments.filter(({ name }) => args.environments.length === 0 || args.environments.includes(name));
  const rows = environments.flatMap(({ name, models }) => models.map((model) => [name, ...modelCells(model)]));
  if (rows.length === 0) io.err('no environment serves a model here\n');
  else io.out(table([['environment', 'model', 'version', 'canary', 'uri'], ...rows]));
  if (report.summary.unverified > 0) io.err(`${report.summary.unverified} not verified; mllint lists them\n`);
  return isFailure ? EXIT.failure : EXIT.ok;
}

function modelCells({ name, version, uri, canary }: ReportedModel): string[] {
  const share = canary ? `${canary.percent} % ${canary.version ?? canary.uri ?? ''}`.trimEnd() : '';
  return [name, version ?? (uri === undefined && canary ? 'in the history' : ''), share, uri ?? canary?.uri ?? ''];
}
