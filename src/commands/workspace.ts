/** What every command that reads a repository starts with: the root, its files, its configuration. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { allRules, CONFIG_FILE, nearPaths, openHistoryOf, openPast, readConfig, run, type History, type RunOptions, type RunResult, type SharedRenders } from '../mllint.ts';
import type { Config, LoadedConfig } from '../config/config.ts';
import { onlyRules } from '../config/only-rules.ts';
import type { RuleSettings } from '../config/rule-settings.ts';
import { diskSnapshot, otherRepository } from '../snapshot/disk.ts';
import { baseTip, cutMessage, headCommit, mergedHead, targetBranch, targetTip, type Tip } from '../snapshot/git-base.ts';
import { HistoryError, isShallow } from '../snapshot/git-log.ts';
import { gitRevision } from '../snapshot/git-revision.ts';
import { below, treeSnapshot } from '../snapshot/git-tree.ts';
import { gitBranch, gitDefaultBranch, gitPrefix, gitRemotes, gitTopLevel } from '../snapshot/git-files.ts';
import { pathBelow, slashed } from '../snapshot/native-path.ts';
import { isUnreadable, type Changes, type Snapshot } from '../snapshot/snapshot.ts';
import { decodeText } from '../snapshot/tree.ts';
import type { Repository } from '../model.ts';
import { once } from '../once.ts';
import { visible } from '../report/escape.ts';
import type { Location, SourceFile } from '../source.ts';
import { suggest } from '../spelling.ts';
import { COMMANDS, type Arguments } from './arguments.ts';
import { UsageError, type Io } from './io.ts';
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

type Facts = ReturnType<NonNullable<RunOptions['git']>>;

function factsOn(facts: Facts, tip: Tip | undefined): Facts {
  return tip === undefined || tip.name === 'HEAD' ? facts : { ...facts, baseBranch: branchName(tip.name) };
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

/** `--root`, else the nearest folder above with mllint.yaml, else the Git top level, else the working directory. */
export function findRoot({ root }: Arguments, io: Io): string {
  if (root !== undefined) {
    const folder = resolve(io.cwd, root);
    if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new UsageError(`--root: ${root} is not a folder`);
    return folder;
  }
  for (let folder = io.cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, CONFIG_FILE))) return folder;
    if (dirname(folder) === folder) return gitTopLevel(io.cwd) ?? io.cwd;
  }
}

interface FoundBase {
  readonly tip?: Tip;
  /** A job of a pull request without what a gate needs. */
  readonly why?: string;
}

const COMPARING: ReadonlySet<Arguments['command']> = new Set(['lint', 'diff', 'promote', 'rollback']);

/** `--base`, else the target branch of a pull request in CI, else for what moves a version the commit that is checked out. Only these commands compare. */
function findBase({ command, base }: Arguments, { env }: Io, root: string): FoundBase {
  if (!COMPARING.has(command)) return {};
  if (base !== undefined) return { tip: orUsage(() => baseTip(root, base)) };
  if (command === 'promote' || command === 'rollback') return { tip: checkedOut(root) };
  const { branch, isPullRequest } = targetBranch(env);
  if (!isPullRequest) return {};
  if (branch === undefined) return { why: 'this is the job of a pull request, and its variables do not name the target branch; give it with --base' };
  try {
    const tip = targetTip(root, branch);
    return isShallow(tip.top) ? { why: cutMessage(`the history of ${branch}`) } : { tip };
  } catch (error) {
    if (error instanceof HistoryError) return { why: error.message };
    throw error;
  }
}

/** Whose history proves what ran where. */
function checkedOut(root: string): Tip {
  const tip = orUsage(() => headCommit(root));
  if (tip) return tip;
  throw new UsageError(gitTopLevel(root) === undefined ? 'there is no Git repository here, and so no history that proves what ran where' : 'nothing is committed here yet, and so nothing proves what ran where');
}

/** Whether a gate would have something to decide: a model in two environments that have an order. */
function hasGatedStages({ repository, settings, config }: RunResult): boolean {
  const served = repository?.models.flatMap(({ environment }) => environment?.stage ?? []) ?? [];
  // What other branches hold is not looked at without a base.
  const inBranches = (config.environments ?? []).flatMap(({ match, stage }) => (match.branch === undefined ? [] : [stage]));
  const stages = new Set(served.length === 0 ? [] : [...served, ...inBranches]);
  return stages.size > 1 && allRules.some((rule) => 'judge' in rule && settings.runs(rule.id));
}

interface HeadSnapshot {
  readonly snapshot: Snapshot;
  readonly note: string;
}

/** What merging gives; nothing where that is the working tree. */
function mergedSnapshot(tip: Tip, root: string, { env }: Io): HeadSnapshot | undefined {
  const head = orUsage(() => mergedHead(tip, env));
  if (head.kind === 'working tree') return undefined;
  const prefix = gitPrefix(root);
  const snapshot = treeSnapshot(below(head.listing, prefix), head.contents, { prefix });
  return { snapshot, note: `HEAD does not hold ${tip.name}: what merging them gives is looked at, and nothing that is not committed` };
}

/** History that is needed and not there is exit code 2, as wrong usage is. */
export function orUsage<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    return asUsage(error);
  }
}

export function asUsage(error: unknown): never {
  throw error instanceof HistoryError ? new UsageError(error.message) : error;
}

/** Each revision is read once, however many trees of a history name it. */
export function gitFacts(root: string): ReturnType<NonNullable<RunOptions['git']>> {
  const branch = gitBranch(root);
  const defaultBranch = gitDefaultBranch(root);
  const revisions = new Map<string, Snapshot | string>();
  const revision = (name: string): Snapshot | string => {
    const known = revisions.get(name) ?? gitRevision(root, name);
    revisions.set(name, known);
    return known;
  };
  return { remotes: gitRemotes(root), prefix: gitPrefix(root), revision, ...(branch === undefined ? {} : { branch }), ...(defaultBranch === undefined ? {} : { defaultBranch }) };
}

async function openFolder(folder: string): Promise<Snapshot | string | undefined> {
  const isFolder = existsSync(folder) && statSync(folder).isDirectory();
  return isFolder ? otherRepository(folder) : undefined;
}

/** `origin/main` and `main` are one branch to Argo CD. */
function branchName(name: string): string {
  return name.replace(/^refs\/(?:heads|remotes\/[^/]+)\//, '').replace(/^origin\//, '');
}

export function readConfigFile(path: string, io: Io): SourceFile {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(resolve(io.cwd, path));
  } catch {
    throw new UsageError(`--config: ${path} cannot be read`);
  }
  const file = decodeText(slashed(path), bytes);
  if (isUnreadable(file)) throw new UsageError(`--config: ${path} ${file.why}`);
  return file;
}

/** An argument as a path of the root; what is neither a path nor a command is a mistake. */
function pathInRoot(path: string, root: string, snapshot: Snapshot, io: Io): string {
  const inRoot = pathBelow(root, resolve(io.cwd, path));
  if (inRoot !== undefined && snapshot.kind(inRoot) !== undefined) return inRoot;
  if (inRoot === undefined && existsSync(resolve(io.cwd, path))) throw new UsageError(`${path} lies outside of the root ${root}`);
  throw new UsageError(`${path} is neither a command nor a path of the repository${hint(path, inRoot ?? slashed(path), snapshot)}`);
}

function hint(path: string, inRoot: string, snapshot: Snapshot): string {
  if (path === 'lint') return '; mllint without a command lints';
  const command = suggest(path, COMMANDS);
  if (command !== undefined) return `; did you mean mllint ${command}?`;
  const turned = inRoot.replaceAll('\\', '/'); // a path as Windows writes it
  if (snapshot.kind(turned) !== undefined) return `; did you mean ${turned}?`;
  const [near] = nearPaths(inRoot, snapshot);
  return near === undefined ? '' : `; did you mean ${near}?`;
}
