/** What `mllint promote` and `mllint rollback` have in common: the tree, the history that proves, the edit, and what is said of it. */
import { resolve } from 'node:path';
import { rules } from '../../rules/index.ts';
import type { RuleSettings } from '../config/rule-settings.ts';
import { judged } from '../engine/changes.ts';
import { openHistoryOf, run, type History, type RunOptions, type RunResult } from '../mllint.ts';
import type { Environment, Move, Repository } from '../model.ts';
import { carryOut, type Carried, type LintWith } from '../promotion/carry-out.ts';
import type { Lets } from '../promotion/candidates.ts';
import type { Nothing, Step, StepOptions } from '../promotion/steps.ts';
import { visible } from '../report/escape.ts';
import { withTexts } from '../snapshot/changed.ts';
import { diskSnapshot } from '../snapshot/disk.ts';
import { baseTip, headCommit, mergedHead, type Tip } from '../snapshot/git-base.ts';
import { gitPrefix, gitTopLevel } from '../snapshot/git-files.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { SourceFile } from '../source.ts';
import { suggest } from '../spelling.ts';
import type { Arguments } from './arguments.ts';
import { EXIT, UsageError, type Io } from './io.ts';
import { movedJson, movedText, type Moved } from './moved-text.ts';
import { oneOutput } from './one-output.ts';
import { unifiedDiff } from './unified-diff.ts';
import { asUsage, branchName, findRoot, gitFacts, openFolder, orUsage, placeText, readConfigFile } from './workspace.ts';
import { writeTexts } from './write-texts.ts';

/** What a command makes of the state at the base. */
export type Deciding = (options: Omit<StepOptions, 'percent'>) => Promise<Step | Nothing>;

export interface MovingOptions {
  readonly model: string;
  readonly environment: string;
  readonly decide: Deciding;
  /** A rollback is never held back, whatever else is found. */
  readonly isRollback: boolean;
}

/** Throws a {@link UsageError} where there is nothing to do, or nothing can be written. */
export async function move(args: Arguments, io: Io, options: MovingOptions): Promise<number> {
  const { format, write, isFile } = oneOutput(args, io, ['pretty', 'json']);
  const root = findRoot(args, io);
  const tip = tipOf(args, io, root);
  const { lint, tree } = await openTree(args, io, { root, tip });
  const now = args.now ?? io.now();
  const history = await openHistoryOf({ tip, config: tree.config, git: factsOf(root, args, tip), now }).catch(asUsage);
  const family = familyOf(options.model, tree.repository, history);
  const environment = environmentOf(options.environment, { tree, history });
  const { contract, uris } = tree.config;
  const step = await options.decide({ history, family, environment, contract, uris, now, lets: letsOf(tree.settings, history.tip, now) }).catch(asUsage);
  if ('why' in step) throw new UsageError(visible(step.why));
  const carried = await carryOut({ step, family, environment, config: tree.config, tree, lint }).catch(asUsage);
  if ('why' in carried) throw new UsageError(visible(carried.why));
  for (const note of notesOf(carried, { tree, family, environment, tip, history })) io.err(`note: ${visible(note)}\n`);
  const isHeld = carried.isFailure || (!options.isRollback && carried.errors.length > 0);
  const isWritten = !isHeld && !args.isDryRun;
  if (isWritten) writeTexts(root, carried);
  const moved: Moved = { family, environment: environment.name, step, carried, isHeld, isWritten, isDryRun: args.isDryRun };
  if (format === 'json') write(movedJson(moved));
  else if (!args.isDryRun) write(movedText(moved));
  else {
    io.err(movedText(moved));
    if (!isHeld) write(unifiedDiff(carried, gitPrefix(root)));
  }
  if (isFile && isHeld) io.err('nothing is written: a gate is closed\n');
  return carried.isFailure ? EXIT.failure : isHeld ? EXIT.findings : EXIT.ok;
}

/** The commit whose history proves: the base, else the one that is checked out. What merging gives has to be the working tree. */
function tipOf({ base }: Arguments, { env }: Io, root: string): Tip {
  if (base === undefined) {
    const head = orUsage(() => headCommit(root));
    if (head) return head;
    throw new UsageError(gitTopLevel(root) === undefined ? 'there is no Git repository here, and so no history that proves what ran where' : 'nothing is committed here yet, and so nothing proves what ran where');
  }
  const tip = orUsage(() => baseTip(root, base));
  if (orUsage(() => mergedHead(tip, env)).kind === 'working tree') return tip;
  throw new UsageError(`HEAD does not hold ${base}: merge it, or start a branch there, so that what is written is what merging gives`);
}

interface Tree {
  readonly root: string;
  readonly tip: Tip;
}

type TreeResult = RunResult & { readonly repository: Repository };

async function openTree(args: Arguments, io: Io, { root, tip }: Tree): Promise<{ readonly lint: LintWith; readonly tree: TreeResult }> {
  const lint = async (texts: ReadonlyMap<string, string>): Promise<RunResult> => run({
    snapshot: withTexts(await diskSnapshot(root, { useGit: true }), texts),
    git: () => factsOf(root, args, tip),
    openFolder: (folder) => openFolder(resolve(root, folder)),
    ...(args.config === undefined ? {} : { configFile: readConfigFile(args.config, io) }),
    now: args.now ?? io.now(),
    parseWorker: io.parseWorker,
    base: tip,
  }).catch(asUsage);
  const tree = await lint(new Map());
  const { repository, report } = tree;
  if (!repository) throw new UsageError(report.findings.map(({ at, message }) => `${placeText(at)}: ${visible(message)}`)[0] ?? 'the configuration cannot be used');
  return { lint, tree: { ...tree, repository } };
}

function factsOf(root: string, { base }: Arguments, tip: Tip): ReturnType<NonNullable<RunOptions['git']>> {
  return { ...gitFacts(root), ...(base === undefined ? {} : { baseBranch: branchName(tip.name) }) };
}

/** The name under which a model is known in every environment. */
function familyOf(asked: string, { models }: Repository, { tip }: History): string {
  const all = [...models, ...tip.models];
  const found = all.find(({ family }) => family === asked) ?? all.find(({ name }) => name === asked);
  if (found && found.family !== '') return found.family;
  const known = [...new Set(all.map(({ family }) => family))].filter((family) => family !== '').sort();
  throw new UsageError(`no environment serves ${JSON.stringify(asked)}; ${hint(asked, known)}`);
}

function hint(asked: string, known: readonly string[]): string {
  const near = suggest(asked, known);
  return near === undefined ? `known: ${known.map(visible).join(', ') || 'none'}` : `did you mean ${JSON.stringify(near)}?`;
}

/** With the policy and the place in the order that it has in the tree, else at the base. */
function environmentOf(asked: string, { tree, history }: { readonly tree: TreeResult; readonly history: History }): Environment {
  const all = [...tree.repository.environments, ...history.tip.environments];
  const found = all.find(({ name }) => name === asked);
  if (found) return found;
  const declared = tree.config.environments?.find(({ name }) => name === asked);
  const branch = declared?.match.branch;
  if (branch !== undefined) throw new UsageError(`${asked} is what the branch ${visible(branch)} holds: check it out, or a branch of it with --base`);
  const known = [...new Set([...all.map(({ name }) => name), ...(tree.config.environments ?? []).map(({ name }) => name)])];
  throw new UsageError(declared ? `${asked} serves nothing here yet` : `there is no environment ${JSON.stringify(asked)}; ${hint(asked, known)}`);
}

/** What holds back a version wherever the canary stands. */
const ENTERING = new Set(['promotion/order', 'promotion/soak']);

function letsOf(settings: RuleSettings, tip: Repository, now: Date): Lets {
  const gates = rules.filter(({ id }) => ENTERING.has(id));
  return (one: Move) => judged(gates, { base: tip, head: tip, moves: [one], differences: () => [], now }, settings).every(({ isOpen }) => isOpen);
}

interface Beside {
  readonly tree: TreeResult;
  readonly family: string;
  readonly environment: Environment;
  readonly tip: Tip;
  readonly history: History;
}

/** What a reader has to know of how it was decided. */
function notesOf({ edits, notes }: Carried, { tree, family, environment, tip, history }: Beside): string[] {
  const moved = (tree.report.changes ?? []).map(({ model, environment: name, from = 'none', to = 'none' }) => `${model} in ${name} (${from} → ${to})`);
  const committed = history.timeline.past.snapshotAt(0);
  const dirty = new Set(edits.filter(({ file }) => textIn(committed, file.path) !== file.text).map(({ file }) => file.path));
  return [
    ...(moved.length > 0 ? [`the working tree differs from ${tip.name}, and the gates look at that, too: ${moved.join(', ')}`] : []),
    ...(dirty.size > 0 ? [`changes that are not committed stand in ${[...dirty].join(', ')}`] : []),
    ...(history.timeline.isCut(family) ? ['the clone ends before the history does (fetch-depth: 0)'] : []),
    ...notes.filter((note) => note.includes(environment.name) || tree.report.notes.includes(note)),
  ];
}

function textIn(snapshot: Snapshot, path: string): string | undefined {
  const file = snapshot.file(path);
  return file instanceof SourceFile ? file.text : undefined;
}
