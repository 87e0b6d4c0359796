/** The models that every environment would serve, with what the history says of them; and as rows of a table. */
import { reportedEnvironment } from '../engine/report.ts';
import type { ReportedEnvironment, ReportedModel } from '../finding.ts';
import { instantText, shortCommit } from '../instant.ts';
import { standing, type History, type Stood } from '../mllint.ts';
import type { Repository } from '../model.ts';
import { visible } from '../report/escape.ts';
import type { Arguments } from './arguments.ts';
import type { Io } from './io.ts';
import type { ShownModel } from './state-json.ts';
import { asUsage } from './base.ts';
import { historyIn, type ReadResult } from './workspace.ts';

export interface ServedModels {
  readonly environments: readonly ReportedEnvironment[];
  readonly models: readonly ShownModel[];
  /** Environments of which the history says nothing, and why: lines for people. */
  readonly missing: readonly string[];
}

/** Those of the environments that were asked for. */
export async function servedModels(args: Arguments, io: Io, { report, repository, config }: ReadResult): Promise<ServedModels> {
  const environments = report.environments.filter(({ name }) => args.environments.length === 0 || args.environments.includes(name));
  const past = await historyIn(args, io, config);
  const models = await withHistory(environments, repository, past);
  const missing = [...(past?.timeline.missing ?? [])].map(([environment, why]) => `${visible(environment)}: ${visible(why)}`);
  return { environments, models, missing };
}

/** Below a head; nothing where there is no model. */
export function stateRows(models: readonly ShownModel[]): string[][] {
  const hasSince = models.some(({ stands }) => stands !== undefined);
  const head = ['environment', 'model', 'version', ...(hasSince ? ['since'] : []), 'canary', 'uri'];
  return models.length === 0 ? [] : [head, ...models.map((model) => modelCells(model, hasSince))];
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
