/** What every command that reads a repository starts with: the root, its files, its configuration. */
import { resolve } from 'node:path';
import { openHistoryOf, openPast, readConfig, run, type History, type RunOptions, type RunResult, type SharedRenders } from '../mllint.ts';
import type { Config, LoadedConfig } from '../config/config.ts';
import { onlyRules } from '../config/only-rules.ts';
import type { RuleSettings } from '../config/rule-settings.ts';
import type { Repository } from '../model.ts';
import { once } from '../once.ts';
import { visible } from '../report/escape.ts';
import { diskSnapshot } from '../snapshot/disk.ts';
import { headCommit, type Tip } from '../snapshot/git-base.ts';
import { gitPrefix } from '../snapshot/git-files.ts';
import type { Changes, Snapshot } from '../snapshot/snapshot.ts';
import type { Location } from '../source.ts';
import type { Arguments } from './arguments.ts';
import { asUsage, factsOn, findBase, gitFacts, hasGatedStages, mergedSnapshot, orUsage } from './base.ts';
import { UsageError, type Io } from './io.ts';
import { findRoot, openFolder, pathInRoot, readConfigFile } from './path-arguments.ts';
import { readStaged } from './staged.ts';
import { readUnsaved, type UnsavedFile } from './unsaved.ts';

/** Runs the rules over the repository that the arguments name. */
export async function runIn(args: Arguments, io: Io): Promise<RunResult> {
  return (await openTree(args, io)).lint();
}

/** The tree that the arguments name, to be linted once or with changes in memory. */
export interface OpenTree {
  readonly root: string;
  readonly snapshot: Snapshot;
  /** What merging the base gives is looked at, not the working tree: nobody can write there. */
  readonly isMerged: boolean;
  /** What it is compared with. */
  readonly base?: Tip;
  /** What an editor holds, in the place of a file. */
  readonly unsaved?: UnsavedFile;
  readonly isStaged: boolean;
  /** Lints it with these files in the place of what stands there. Throws a {@link UsageError} for arguments that name nothing. */
  lint(changes?: Changes, options?: LintOptions): Promise<RunResult>;
}

export interface LintOptions {
  /** Everything, whatever `--rule`, `--env` and paths choose. */
  readonly unfiltered?: boolean;
  /** What is rendered, for the next run over nearly the same tree. */
  readonly renders?: SharedRenders;
}

export async function openTree(args: Arguments, io: Io): Promise<OpenTree> {
  const root = findRoot(args, io);
  const unsaved = args.stdinFilename === undefined ? undefined : await readUnsaved(args.stdinFilename, root, io);
  const staged = args.isStaged ? orUsage(() => readStaged(root, io)) : undefined;
  const base = unsaved || staged ? undefined : findBase(args, io, root);
  if (args.command === 'diff' && !base?.tip) throw new UsageError(base?.why ?? 'mllint diff compares with a base, the branch to merge into: give it with --base <ref>');
  const head = base?.tip && mergedSnapshot(base.tip, root, io);
  const snapshot = staged?.snapshot ?? head?.snapshot ?? await diskSnapshot(root, { useGit: true, unsaved: unsaved && new Map([[unsaved.path, unsaved.bytes]]) });
  const paths = args.command === 'lint' ? args.positionals.map((path) => pathInRoot(path, root, snapshot, io)) : [];
  const facts = once(() => gitFacts(root));
  const now = args.now ?? io.now();
  const tip = base?.tip ?? staged?.over.on;
  const options: Omit<RunOptions, 'snapshot'> = {
    git: () => factsOn(facts(), base?.tip),
    openFolder: (folder) => openFolder(resolve(root, folder)),
    ...(args.config === undefined ? {} : { configFile: readConfigFile(args.config, io) }),
    now,
    parseWorker: io.parseWorker,
    base: base?.tip,
    ...(tip ? { past: once(() => openPast({ tip, prefix: gitPrefix(root), now, contents: staged?.over.contents }, snapshot)) } : {}),
    withDifference: args.command === 'diff' || args.formats.some((format) => format.split('=')[0] === 'markdown'),
    ...(staged ? { staged: staged.over } : {}),
    headCommit: () => headCommit(root),
  };
  const chosen = { rules: args.rules, environments: args.environments, paths: unsaved && paths.length === 0 ? [unsaved.named, unsaved.path] : paths };
  const lint: OpenTree['lint'] = async (changes, { unfiltered, renders } = {}) => {
    const tree = (changes && changes.size > 0 && snapshot.over?.(changes)) || snapshot;
    const result = await run({ ...options, ...(unfiltered === true ? {} : chosen), snapshot: tree, ...(renders ? { renders } : {}) }).catch(asUsage);
    const [wrong] = result.usage;
    if (wrong !== undefined) throw new UsageError(wrong);
    if (base?.why !== undefined && result.repository && hasGatedStages(result)) throw new UsageError(base.why);
    return head === undefined ? result : { ...result, report: { ...result.report, notes: [head.note, ...result.report.notes] } };
  };
  return { root, snapshot, isMerged: head !== undefined, isStaged: staged !== undefined, ...(base?.tip ? { base: base.tip } : {}), ...(unsaved ? { unsaved } : {}), lint };
}

/** What `runIn` gives, for commands that show a repository rather than findings: without one they cannot go on. */
export async function readIn(args: Arguments, io: Io): Promise<ReadResult> {
  return announced(withRepository(await runIn(args, io)), io);
}

export type ReadResult = RunResult & { readonly repository: Repository };

/** Throws a {@link UsageError} where the configuration cannot be used. */
export function withRepository(result: RunResult): ReadResult {
  const { repository, report } = result;
  if (!repository) throw new UsageError(report.findings.map(({ at, message }) => `${placeText(at)}: ${visible(message)}`)[0] ?? 'the configuration cannot be used');
  return { ...result, repository };
}

/** The same; what a reader has to know of the run is printed. */
export function announced(result: ReadResult, io: Io): ReadResult {
  for (const { rule, subject } of result.report.crashes) io.err(`mllint: the rule ${rule} failed at ${visible(subject)}\n`);
  for (const note of result.report.notes) io.err(`note: ${visible(note)}\n`);
  return result;
}

/** `file:line`, harmless in a terminal. */
export function placeText({ file, range }: Location): string {
  return `${visible(file.path)}:${file.position(range.start).line}`;
}

/** The history of the checked-out commit, read with a policy; `undefined` where nothing is committed. */
export async function historyIn(args: Arguments, io: Io, config: Config): Promise<History | undefined> {
  const root = findRoot(args, io);
  const tip = headCommit(root);
  return tip && historyOf(tip, { args, io, root, config });
}

interface Reading {
  readonly args: Arguments;
  readonly io: Io;
  readonly root: string;
  readonly config: Config;
}

/** The history of a commit, read as that of the branch by whose name it was asked for. */
export function historyOf(tip: Tip, { args, io, root, config }: Reading): Promise<History> {
  return openHistoryOf({ tip, config, git: factsOn(gitFacts(root), tip), now: args.now ?? io.now() }).catch(asUsage);
}

/** The settings in force, without reading anything but the configuration. */
export async function settingsIn(args: Arguments, io: Io): Promise<{ loaded: LoadedConfig; settings: RuleSettings }> {
  const snapshot = await diskSnapshot(findRoot(args, io), { useGit: true });
  const loaded = await readConfig(snapshot, args.config === undefined ? undefined : readConfigFile(args.config, io));
  const [wrong] = loaded.problems;
  if (wrong) throw new UsageError(`${placeText(wrong.at)}: ${wrong.message}`);
  const { settings, problems } = onlyRules(loaded.config.rules, loaded.rules, args.rules);
  if (problems[0] !== undefined) throw new UsageError(problems[0]);
  return { loaded, settings };
}

