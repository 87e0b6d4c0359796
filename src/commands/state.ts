/** `mllint state`: which version of which model every environment would serve; with `--traffic` also who gets what share of the requests. */
import type { ReportedModel } from '../finding.ts';
import type { Repository } from '../model.ts';
import type { Arguments } from './arguments.ts';
import { EXIT, type Io } from './io.ts';
import { table } from './table.ts';
import { trafficRows } from './traffic-rows.ts';
import { readIn } from './workspace.ts';

export async function state(args: Arguments, io: Io): Promise<number> {
  const { report, repository, isFailure } = await readIn(args, io);
  const isAsked = ({ name }: { readonly name: string }): boolean => args.environments.length === 0 || args.environments.includes(name);
  const environments = report.environments.filter(isAsked);
  const rows = args.withTraffic ? trafficOf(repository, isAsked) : environments.flatMap(({ name, models }) => models.map((model) => [name, ...modelCells(model)]));
  const head = args.withTraffic ? ['environment', 'model', 'version', 'share', 'of requests to', 'by'] : ['environment', 'model', 'version', 'canary', 'uri'];
  if (rows.length === 0) io.err('no environment serves a model here\n');
  else io.out(table([head, ...rows]));
  if (report.summary.unverified > 0) io.err(`${report.summary.unverified} not verified; mllint lists them\n`);
  return isFailure ? EXIT.failure : EXIT.ok;
}

function trafficOf({ environments }: Repository, isAsked: (environment: { readonly name: string }) => boolean): string[][] {
  return environments.filter(isAsked).flatMap((environment) => trafficRows(environment).map((row) => [environment.name, ...row]));
}

function modelCells({ name, version, uri, canary }: ReportedModel): string[] {
  const share = canary ? `${canary.percent} % ${canary.version ?? canary.uri ?? ''}`.trimEnd() : '';
  return [name, version ?? (uri === undefined && canary ? 'in the history' : ''), share, uri ?? canary?.uri ?? ''];
}
