/** `mllint history <model>`: when each version entered and left each environment; with `--gates` also what the gates say of each step. */
import { rules } from '../../rules/index.ts';
import type { RuleSettings } from '../config/rule-settings.ts';
import { judged, reportedChanges } from '../engine/changes.ts';
import type { ReportedChange } from '../finding.ts';
import { instantText, lengthBetween, lengthText, shortCommit } from '../instant.ts';
import { movesOfCommit, stepsOf, stood, type History, type Stood } from '../mllint.ts';
import { visible } from '../report/escape.ts';
import { suggest } from '../spelling.ts';
import type { Arguments } from './arguments.ts';
import { EXIT, UsageError, type Io } from './io.ts';
import { historyJson, type StaysIn, type Step } from './history-json.ts';
import { oneOutput } from './one-output.ts';
import { table } from './table.ts';
import { asUsage } from './base.ts';
import { historyIn, settingsIn } from './workspace.ts';

export async function history(args: Arguments, io: Io): Promise<number> {
  const [asked] = args.positionals;
  if (asked === undefined) throw new UsageError('mllint history takes the name of a model');
  const { format, write } = oneOutput(args, io, ['pretty', 'json']);
  const { loaded, settings } = await settingsIn(args, io);
  const past = await historyIn(args, io, loaded.config);
  if (!past) throw new UsageError('there is no commit here, and so no history');
  const family = familyOf(asked, past);
  const stays = await staysOf(family, past, args.environments).catch(asUsage);
  const { missing } = past.timeline;
  if (stays.every((one) => one.stays.length === 0)) throw new UsageError([...missing.values()][0] ?? unknownModel(asked, past));
  const isCut = past.timeline.isCut(family);
  const steps = args.withGates ? stepsIn(family, past, settings) : undefined;
  if (format === 'json') write(historyJson({ model: family, environments: stays, missing, isCut, steps: steps && await all(steps).catch(asUsage) }));
  else write(await historyText(stays, steps, args.now ?? io.now()).catch(asUsage));
  for (const [environment, why] of missing) io.err(`${visible(environment)}: ${visible(why)}\n`);
  if (missing.size === 0 && isCut) io.err('the clone ends before the history does (fetch-depth: 0)\n');
  return EXIT.ok;
}

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const value of values) list.push(value);
  return list;
}

async function historyText(stays: readonly StaysIn[], steps: AsyncIterable<Step> | undefined, now: Date): Promise<string> {
  const rows = stays.flatMap(({ environment, stays: ofEnvironment }) => ofEnvironment.map((one) => [environment, ...cells(one, now)]));
  let text = table([['environment', 'version', 'since', 'commit', 'until', 'for'], ...rows]);
  for await (const { time, commit, changes } of steps ?? []) {
    for (const change of changes) text += `\n${instantText(time)} ${shortCommit(commit)} ${visible(stepText(change))}\n${change.gates.map(gateText).join('')}`;
  }
  return text;
}

/** The name under which a model is known in every environment. */
function familyOf(asked: string, { tip }: History): string {
  return tip.models.find(({ family }) => family === asked)?.family ?? tip.models.find(({ name }) => name === asked)?.family ?? asked;
}

function unknownModel(asked: string, { tip }: History): string {
  const known = [...new Set(tip.models.map(({ family }) => family))].sort();
  const near = suggest(asked, known);
  return `no environment ever served ${JSON.stringify(asked)}; ${near === undefined ? `known: ${known.join(', ') || 'none'}` : `did you mean ${JSON.stringify(near)}?`}`;
}

async function staysOf(family: string, past: History, environments: readonly string[]): Promise<StaysIn[]> {
  const all: StaysIn[] = [];
  for (const { name } of past.tip.environments) {
    if (environments.length === 0 || environments.includes(name)) all.push({ environment: name, stays: await stood(family, name, past) });
  }
  return all;
}

function cells({ version, percents, from, to, isCut, gap }: Stood, now: Date): string[] {
  const share = percents ? ` (canary, ${percents.map((percent) => `${percent} %`).join(', ')})` : '';
  const since = from ? `${isCut ? 'before ' : ''}${instantText(from.time)}` : '';
  const length = from ? `${isCut ? 'more than ' : ''}${lengthText(lengthBetween(from.time, to?.time, now))}` : '';
  return [`${version}${share}`, since, from ? shortCommit(from.commit) : '', to ? `${instantText(to.time)} (${shortCommit(to.commit)})` : '', `${length}${gap === undefined ? '' : `; before: ${gap}`}`];
}

/** Each step, the latest first, judged by what stood before it and at its own time. */
async function* stepsIn(family: string, past: History, settings: RuleSettings): AsyncGenerator<Step> {
  for await (const taken of stepsOf(family, past)) {
    const { commit, time } = taken.timeline.past.mark(taken.index);
    const moves = await movesOfCommit(taken, family, past);
    const step = { base: past.tip, head: past.tip, moves, differences: () => [], now: new Date(time) };
    yield { time, commit, changes: reportedChanges(step, judged(rules, step, settings)) };
  }
}

function stepText({ environment, kind, from, to }: ReportedChange): string {
  return `${environment}: ${kind} ${[from, to].map((version) => version ?? 'none').join(' → ')}`;
}

function gateText({ rule, isOpen, evidence }: ReportedChange['gates'][number]): string {
  return `  ${isOpen ? 'open  ' : 'closed'}  ${rule}  ${visible(evidence)}\n`;
}
