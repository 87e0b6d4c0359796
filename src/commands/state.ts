/** `mllint state`: which version of which model every environment would serve; with `--traffic` also who gets what share of the requests. */
import type { Repository } from '../model.ts';
import type { Arguments } from './arguments.ts';
import { EXIT, UsageError, type Io } from './io.ts';
import { oneOutput } from './one-output.ts';
import { servedModels, stateRows } from './served-models.ts';
import { stateJson } from './state-json.ts';
import { table } from './table.ts';
import { trafficRows } from './traffic-rows.ts';
import { readIn } from './workspace.ts';

export async function state(args: Arguments, io: Io): Promise<number> {
  const { format, write } = oneOutput(args, io, ['pretty', 'json']);
  if (format === 'json' && args.withTraffic) throw new UsageError('--traffic is printed as a table only');
  const result = await readIn(args, io);
  const { report: { summary }, repository, isFailure } = result;
  const exit = isFailure ? EXIT.failure : EXIT.ok;
  const served = args.withTraffic ? undefined : await servedModels(args, io, result);
  for (const line of served?.missing ?? []) io.err(`${line}\n`);
  if (served && format === 'json') {
    const environments = served.environments.map(({ name, stage }) => ({ name, stage, models: served.models.filter(({ environment }) => environment === name) }));
    write(stateJson(environments, summary.unverified));
    return exit;
  }
  const rows = served ? stateRows(served.models) : trafficOf(repository, ({ name }) => args.environments.length === 0 || args.environments.includes(name));
  if (rows.length === 0) io.err('no environment serves a model here\n');
  else write(table(rows));
  if (summary.unverified > 0) io.err(`${summary.unverified} not verified; mllint lists them\n`);
  return exit;
}

/** Below a head; nothing where there is no plan. */
function trafficOf({ environments }: Repository, isAsked: (environment: { readonly name: string }) => boolean): string[][] {
  const rows = environments.filter(isAsked).flatMap((environment) => trafficRows(environment).map((row) => [environment.name, ...row]));
  return rows.length === 0 ? [] : [['environment', 'model', 'version', 'share', 'of requests to', 'by'], ...rows];
}
