/** What every command that reads a repository starts with: the root, its files, its configuration. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { allRules, CONFIG_FILE, nearPaths, readConfig, run, type RunOptions, type RunResult } from '../mllint.ts';
import type { LoadedConfig } from '../config/config.ts';
import { onlyRules } from '../config/only-rules.ts';
import type { RuleSettings } from '../config/rule-settings.ts';
import { diskSnapshot, otherRepository } from '../snapshot/disk.ts';
import { gitRevision } from '../snapshot/git-revision.ts';
import { gitBranch, gitDefaultBranch, gitPrefix, gitRemotes, gitTopLevel } from '../snapshot/git-files.ts';
import { pathBelow, slashed } from '../snapshot/native-path.ts';
import { isUnreadable, type Snapshot } from '../snapshot/snapshot.ts';
import { decodeText } from '../snapshot/tree.ts';
import type { Repository } from '../model.ts';
import { visible } from '../report/escape.ts';
import type { Location, SourceFile } from '../source.ts';
import { suggest } from '../spelling.ts';
import { COMMANDS, type Arguments } from './arguments.ts';
import { UsageError, type Io } from './io.ts';
import { readUnsaved } from './unsaved.ts';

/** Runs the rules over the repository that the arguments name. */
export async function runIn(args: Arguments, io: Io): Promise<RunResult> {
  const root = findRoot(args, io);
  const unsaved = args.stdinFilename === undefined ? undefined : await readUnsaved(args.stdinFilename, root, io);
  const snapshot = await diskSnapshot(root, { useGit: true, unsaved });
  const paths = args.command === 'lint' ? args.positionals.map((path) => pathInRoot(path, root, snapshot, io)) : [];
  const result = await run({
    snapshot,
    git: () => gitFacts(root),
    openFolder: (folder) => openFolder(resolve(root, folder)),
    ...(args.config === undefined ? {} : { configFile: readConfigFile(args.config, io) }),
    rules: args.rules,
    environments: args.environments,
    paths: unsaved && paths.length === 0 ? [unsaved.named, unsaved.path] : paths,
    now: args.now ?? io.now(),
    parseWorker: io.parseWorker,
  });
  const [wrong] = result.usage;
  if (wrong !== undefined) throw new UsageError(wrong);
  return result;
}

/** What `runIn` gives, for commands that show a repository rather than findings: without one they cannot go on. */
export async function readIn(args: Arguments, io: Io): Promise<RunResult & { readonly repository: Repository }> {
  const result = await runIn(args, io);
  const { repository, report } = result;
  if (!repository) throw new UsageError(report.findings.map(({ at, message }) => `${placeText(at)}: ${message}`)[0] ?? 'the configuration cannot be used');
  for (const { rule, subject } of report.crashes) io.err(`mllint: the rule ${rule} failed at ${visible(subject)}\n`);
  for (const note of report.notes) io.err(`note: ${visible(note)}\n`);
  return { ...result, repository };
}

/** `file:line`, harmless in a terminal. */
export function placeText({ file, range }: Location): string {
  return `${visible(file.path)}:${file.position(range.start).line}`;
}

/** The settings in force, without reading anything but the configuration. */
export async function settingsIn(args: Arguments, io: Io): Promise<{ loaded: LoadedConfig; settings: RuleSettings }> {
  const snapshot = await diskSnapshot(findRoot(args, io), { useGit: true });
  const loaded = await readConfig(snapshot, args.config === undefined ? undefined : readConfigFile(args.config, io));
  const [wrong] = loaded.problems;
  if (wrong) throw new UsageError(`${placeText(wrong.at)}: ${wrong.message}`);
  const { settings, problems } = onlyRules(loaded.config.rules, allRules, args.rules);
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

function gitFacts(root: string): ReturnType<NonNullable<RunOptions['git']>> {
  const branch = gitBranch(root);
  const defaultBranch = gitDefaultBranch(root);
  const revision = (name: string): Snapshot | string => gitRevision(root, name);
  return { remotes: gitRemotes(root), prefix: gitPrefix(root), revision, ...(branch === undefined ? {} : { branch }), ...(defaultBranch === undefined ? {} : { defaultBranch }) };
}

async function openFolder(folder: string): Promise<Snapshot | string | undefined> {
  const isFolder = existsSync(folder) && statSync(folder).isDirectory();
  return isFolder ? otherRepository(folder) : undefined;
}

function readConfigFile(path: string, io: Io): SourceFile {
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
