/** `mllint state`: which version of which model every environment would serve; with `--traffic` also who gets what share of the requests. */
import { reportedEnvironment } from '../engine/report.ts';
import type { ReportedEnvironment, ReportedModel } from '../finding.ts';
import { instantText, shortCommit } from '../instant.ts';
import { standing, type History, type Stood } from '../mllint.ts';
import type { Repository } from '../model.ts';
import { visible } from '../report/escape.ts';
import type { Arguments } from './arguments.ts';
import { EXIT, UsageError, type Io } from './io.ts';
import { oneOutput } from './one-output.ts';
import { stateJson, type ShownModel } from './state-json.ts';
import { table } from './table.ts';
import { trafficRows } from './traffic-rows.ts';
import { asUsage, historyIn, readIn } from './workspace.ts';

export async function state(args: Arguments, io: Io): Promise<number> {
  const { format, write } = oneOutput(args, io, ['pretty', 'json']);
  if (format === 'json' && args.withTraffic) throw new UsageError('--traffic is printed as a table only');
  const { report, repository, config, isFailure } = await readIn(args, io);
  const isAsked = ({ name }: { readonly name: string }): boolean => args.environments.length === 0 || args.environments.includes(name);
  const environments = report.environments.filter(isAsked);
  const past = args.withTraffic ? undefined : await historyIn(args, io, config);
  const models = args.withTraffic ? [] : await withHistory(environments, repository, past);
  for (const [environment, why] of past?.timeline.missing ?? []) io.err(`${visible(environment)}: ${visible(why)}\n`);
  if (format === 'json') {
    write(stateJson(environments.map(({ name, stage }) => ({ name, stage, models: models.filter(({ environment }) => environment === name) })), report.summary.unverified));
    return isFailure ? EXIT.failure : EXIT.ok;
  }
  const hasSince = models.some(({ stands }) => stands !== undefined);
  const rows = args.withTraffic ? trafficOf(repository, isAsked) : models.map((model) => modelCells(model, hasSince));
  const head = args.withTraffic ? ['environment', 'model', 'version', 'share', 'of requests to', 'by'] : ['environment', 'model', 'version', ...(hasSince ? ['since'] : []), 'canary', 'uri'];
  if (rows.length === 0) io.err('no environment serves a model here\n');
  else write(table([head, ...rows]));
  if (report.summary.unverified > 0) io.err(`${report.summary.unverified} not verified; mllint lists them\n`);
  return isFailure ? EXIT.failure : EXIT.ok;
}

function trafficOf({ environments }: Repository, isAsked: (environment: { readonly name: string }) => boolean): string[][] {
  return environments.filter(isAsked).flatMap((environment) => trafficRows(environment).map((row) => [environment.name, ...row]));
}

/** With the stable version that a canary hides, and since when it stands, where the checked-out commit holds what is served. */
async function withHistory(environments: readonly ReportedEnvironment[], repository: Repository, past: History | undefined): Promise<ShownModel[]> {
  const shown: ShownModel[] = [];
  for (const own of environments) {
    // What an environment serves may stand in a branch of its own.
    const branch = own.models.length === 0 ? (await past?.branchTip(own.name).catch(asUsage))?.environments.find(({ name }) => name === own.name) : undefined;
    const { name: environment, models: reported } = branch ? reportedEnvironment(branch) : own;
    const [models, committed] = branch ? [branch.models, branch.models] : [repository.models, past?.tip.models ?? []];
    for (const model of reported) {
      const family = models.find((one) => one.name === model.name && one.environment?.name === environment)?.family;
      const stands = past && family !== undefined && isCommitted(model, environment, committed) ? await standing(family, environment, past).catch(asUsage) : [];
      shown.push({ ...model, environment, ...sinceOf(model, stands) });
    }
  }
  return shown;
}

/** Whether the commit serves just the same. */
function isCommitted({ name, uri, canary }: ReportedModel, environment: string, models: Repository['models']): boolean {
  const own = models.filter((one) => one.name === name && one.environment?.name === environment);
  const wanted = uri ?? canary?.uri;
  return own.some(({ sources, promoted }) => (wanted === undefined ? promoted !== undefined : sources.some(({ uri: node }) => node.isKnown && node.text === wanted)));
}

function sinceOf({ version, uri }: ReportedModel, stands: readonly Stood[]): Pick<ShownModel, 'version' | 'stands'> {
  const own = stands.find((one) => (version === undefined ? uri === undefined || one.uri === uri : one.version === version));
  if (!own?.from) return {};
  return { ...(version === undefined && uri === undefined ? { version: own.version } : {}), stands: { ...own.from, isCut: own.isCut } };
}

function modelCells({ environment, name, version, uri, canary, stands }: ShownModel, hasSince: boolean): string[] {
  const share = canary ? `${canary.percent} % ${canary.version ?? canary.uri ?? ''}`.trimEnd() : '';
  const since = stands ? `${stands.isCut ? 'before ' : ''}${instantText(stands.time)} (${shortCommit(stands.commit)})` : '';
  return [environment, name, version ?? (uri === undefined && canary ? 'in the history' : ''), ...(hasSince ? [since] : []), share, uri ?? canary?.uri ?? ''];
}
