/** What `mllint promote` and `mllint rollback` have in common: the tree, the history that proves, the edit, and what is said of it. */
import { rules } from '../../rules/index.ts';
import type { RuleSettings } from '../config/rule-settings.ts';
import { judged } from '../engine/changes.ts';
import { SharedRenders, type History, type RunResult } from '../mllint.ts';
import type { Environment, Move, Repository } from '../model.ts';
import { unifiedDiff } from '../fix/unified-diff.ts';
import type { Lets } from '../promotion/candidates.ts';
import { carryOut, type Carried } from '../promotion/carry-out.ts';
import type { Nothing, Step, StepOptions } from '../promotion/steps.ts';
import { visible } from '../report/escape.ts';
import type { Tip } from '../snapshot/git-base.ts';
import { gitPrefix } from '../snapshot/git-files.ts';
import type { Arguments } from './arguments.ts';
import { filesOf, tidyUp, withMarks, writeAll } from './fix.ts';
import { bytesOf, textOf, whyNotEdited } from './fix-tree.ts';
import { EXIT, UsageError, type Io } from './io.ts';
import { movedJson, movedText, type Moved } from './moved-text.ts';
import { environmentNamed, familyNamed } from './named-in.ts';
import { oneOutput } from './one-output.ts';
import { asUsage } from './base.ts';
import { historyOf, openTree, withRepository, type OpenTree, type ReadResult } from './workspace.ts';

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
  const isDryRun = args.fixes?.isDryRun === true;
  const opened = await openTree(args, io);
  if (!isDryRun) tidyUp(opened.root, io);
  const beside = await decidedIn(args, io, { ...options, opened });
  const { step, carried, family, environment } = beside;
  for (const note of notesOf(beside)) io.err(`note: ${visible(note)}\n`);
  const isUndecided = carried.isFailure && !options.isRollback;
  const isHeld = isUndecided || (!options.isRollback && carried.errors.length > 0);
  const before = new Map(carried.edits.map(({ file }) => [file.path, file.text]));
  if (!isHeld && !isDryRun) writeAll(opened.root, filesOf(before, carried.texts), io);
  const moved: Moved = { family, environment: environment.name, step, carried, isHeld, isDryRun };
  const diff = isHeld ? '' : unifiedDiff(withMarks(before, opened), withMarks(carried.texts, opened), gitPrefix(opened.root));
  if (format === 'json') write(movedJson(moved, diff));
  else if (isDryRun) {
    io.err(movedText(moved));
    write(diff);
  } else write(movedText(moved, diff));
  if (isFile && isHeld) io.err('nothing is written: a gate is closed\n');
  return isUndecided ? EXIT.failure : isHeld ? EXIT.findings : EXIT.ok;
}

/** What is decided, and what it was decided by. */
interface Decided {
  readonly step: Step;
  readonly carried: Carried;
  readonly tree: ReadResult;
  readonly family: string;
  readonly environment: Environment;
  readonly tip: Tip;
  readonly history: History;
}

async function decidedIn(args: Arguments, io: Io, { model, environment: asked, decide, opened }: MovingOptions & { readonly opened: OpenTree }): Promise<Decided> {
  const { root, base: tip } = opened;
  if (!tip) throw new UsageError('there is no history that proves what ran where');
  if (opened.isMerged) throw new UsageError(`HEAD does not hold ${tip.name}: merge it, or start a branch there, so that what is written is what merging gives`);
  const renders = new SharedRenders();
  const lint = (texts: ReadonlyMap<string, string>): Promise<RunResult> => opened.lint(bytesOf(texts, opened.snapshot), { renders, unfiltered: true });
  const tree = withRepository(await lint(new Map()));
  const { config, repository, settings } = tree;
  const now = args.now ?? io.now();
  const history = await historyOf(tip, { args, io, root, config });
  const known = { repositories: [repository, history.tip], config };
  const [family, environment] = [familyNamed(model, known), environmentNamed(asked, known)];
  const step = await decide({ history, family, environment, contract: config.contract, uris: config.uris, now, lets: letsOf(settings, history.tip, now) }).catch(asUsage);
  if ('why' in step) throw new UsageError(visible(step.why));
  const carried = await carryOut({ step, family, environment, config, tree, lint, refuses: (path) => whyNotEdited(path, opened.snapshot) }).catch(asUsage);
  if ('why' in carried) throw new UsageError(visible(carried.why));
  return { step, carried, tree, family, environment, tip, history };
}

/** What holds back a version wherever the canary stands. */
const ENTERING = new Set(['promotion/order', 'promotion/soak']);

function letsOf(settings: RuleSettings, tip: Repository, now: Date): Lets {
  const gates = rules.filter(({ id }) => ENTERING.has(id));
  return (one: Move) => judged(gates, { base: tip, head: tip, moves: [one], differences: () => [], now }, settings).every(({ isOpen }) => isOpen);
}

/** What a reader has to know of how it was decided. */
function notesOf({ carried: { edits, notes }, tree, family, environment, tip, history }: Decided): string[] {
  const moved = (tree.report.changes ?? []).map(({ model, environment: name, from = 'none', to = 'none' }) => `${model} in ${name} (${from} → ${to})`);
  const committed = history.timeline.past.snapshotAt(0);
  const dirty = new Set(edits.filter(({ file }) => textOf(file.path, committed) !== file.text).map(({ file }) => file.path));
  return [
    ...(moved.length > 0 ? [`the working tree differs from ${tip.name}, and the gates look at that, too: ${moved.join(', ')}`] : []),
    ...(dirty.size > 0 ? [`changes that are not committed stand in ${[...dirty].join(', ')}`] : []),
    ...(history.timeline.isCut(family) ? ['the clone ends before the history does (fetch-depth: 0)'] : []),
    ...notes.filter((note) => note.includes(environment.name) || tree.report.notes.includes(note)),
  ];
}
