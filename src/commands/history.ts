/** `mllint history <model>`: when each version entered and left each environment; with `--gates` also what the gates say of each step. */
import { rules } from '../../rules/index.ts';
import { judged, reportedChanges } from '../engine/changes.ts';
import type { ReportedChange } from '../finding.ts';
import { instantText, lengthText, shortCommit } from '../instant.ts';
import { movesOfCommit, stepsOf, stood, type History, type Stood } from '../mllint.ts';
import { visible } from '../report/escape.ts';
import { suggest } from '../spelling.ts';
import type { Arguments } from './arguments.ts';
import { EXIT, UsageError, type Io } from './io.ts';
import { table } from './table.ts';
import { asUsage, historyIn, settingsIn } from './workspace.ts';

export async function history(args: Arguments, io: Io): Promise<number> {
  const [asked] = args.positionals;
  if (asked === undefined) throw new UsageError('mllint history takes the name of a model');
  const past = await historyIn(args, io);
  if (!past) throw new UsageError('there is no commit here, and so no history');
  const family = familyOf(asked, past);
  const rows = await rowsOf(family, past, { environments: args.environments, now: args.now ?? io.now() }).catch(asUsage);
  if (rows.length === 0) throw new UsageError(unknownModel(asked, past));
  io.out(table([['environment', 'version', 'since', 'commit', 'until', 'for'], ...rows]));
  if (past.timeline.isCut(family)) io.err('the clone ends before the history does (fetch-depth: 0)\n');
  if (args.withGates) await printGates(family, past, { args, io }).catch(asUsage);
  return EXIT.ok;
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

async function rowsOf(family: string, past: History, { environments, now }: { readonly environments: readonly string[]; readonly now: Date }): Promise<string[][]> {
  const rows: string[][] = [];
  for (const { name } of past.tip.environments) {
    if (environments.length > 0 && !environments.includes(name)) continue;
    for (const one of await stood(family, name, past)) rows.push([name, ...cells(one, now)]);
  }
  return rows;
}

function cells({ version, percents, from, to, isCut, gap }: Stood, now: Date): string[] {
  const share = percents ? ` (canary, ${percents.map((percent) => `${percent} %`).join(', ')})` : '';
  const since = from ? `${isCut ? 'before ' : ''}${instantText(from.time)}` : '';
  const end = to?.time ?? now.getTime();
  const length = from ? `${isCut ? 'more than ' : ''}${lengthText(end - from.time)}` : '';
  return [`${version}${share}`, since, from ? shortCommit(from.commit) : '', to ? `${instantText(to.time)} (${shortCommit(to.commit)})` : '', `${length}${gap === undefined ? '' : `; before: ${gap}`}`];
}

/** Each step, the latest first, judged by what stood before it and at its own time. */
async function printGates(family: string, past: History, { args, io }: { readonly args: Arguments; readonly io: Io }): Promise<void> {
  const { settings } = await settingsIn(args, io);
  for await (const index of stepsOf(family, past)) {
    const { commit, time } = past.timeline.past.mark(index);
    const moves = await movesOfCommit(index, family, past);
    const step = { base: past.tip, head: past.tip, moves, differences: () => [], now: new Date(time) };
    for (const change of reportedChanges(step, judged(rules, step, settings))) io.out(`\n${instantText(time)} ${shortCommit(commit)} ${visible(stepText(change))}\n${change.gates.map(gateText).join('')}`);
  }
}

function stepText({ environment, kind, from, to }: ReportedChange): string {
  return `${environment}: ${kind} ${[from, to].map((version) => version ?? 'none').join(' → ')}`;
}

function gateText({ rule, isOpen, evidence }: ReportedChange['gates'][number]): string {
  return `  ${isOpen ? 'open  ' : 'closed'}  ${rule}  ${visible(evidence)}\n`;
}
