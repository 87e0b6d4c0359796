/** `mllint --fix` and `--fix-dry-run`: what is found is repaired, without asking. */
import { randomBytes } from 'node:crypto';
import type { Finding } from '../finding.ts';
import { disk, whyItFailed } from '../fix/disk.ts';
import { recover } from '../fix/recover.ts';
import { repair, type Repaired } from '../fix/repair.ts';
import type { Texts } from '../fix/texts.ts';
import { unifiedDiff } from '../fix/unified-diff.ts';
import { writeFiles, WriteError, type Writing } from '../fix/write.ts';
import { visible } from '../report/escape.ts';
import { plural } from '../report/summary.ts';
import { gitPrefix } from '../snapshot/git-files.ts';
import type { Arguments } from './arguments.ts';
import type { FixArguments } from './option-conflicts.ts';
import { bytesOf, sessionOptions } from './fix-tree.ts';
import { UsageError, type Io } from './io.ts';
import { readOutputs, reported, type Output } from './lint.ts';
import { openTree, placeText, type OpenTree } from './workspace.ts';

export async function fix(args: Arguments, asked: FixArguments, io: Io): Promise<number> {
  const outputs = outputsOf(args, asked, io);
  const isText = args.stdinFilename !== undefined;
  const terminal = asked.saysYes || asked.isDryRun || isText ? undefined : io.terminal?.();
  if (terminal) return (await import('./fix-interface.ts')).fixInTerminal(args, io, terminal);
  const tree = await openWorkingTree(args, io);
  const writes = !asked.isDryRun && !isText;
  if (writes) tidyUp(tree.root, io);
  const { repaired, before } = await repairedTree(args, asked, { io, tree });
  if (isText) io.out(textPrinted(repaired.changed, tree));
  else if (asked.isDryRun) io.out(unifiedDiff(withMarks(before, tree), withMarks(repaired.changed, tree), gitPrefix(tree.root)));
  else writeAll(tree.root, filesOf(before, repaired.changed), io);
  say(repaired, asked, io);
  return reported(repaired.linted, outputs, { args, io, root: tree.root });
}

/** The tree that the arguments name, where somebody can write. */
export async function openWorkingTree(args: Arguments, io: Io): Promise<OpenTree> {
  const tree = await openTree(args, io);
  if (tree.isMerged) throw new UsageError('--fix repairs the working tree, and HEAD does not hold the base: merge it first, or fix without --base');
  return tree;
}

/** Standard output holds the difference, or the repaired text: then only reports with a file of their own are written. */
function outputsOf(args: Arguments, { isDryRun }: FixArguments, io: Io): readonly Output[] {
  const outputs = readOutputs(args, io.cwd);
  return isDryRun || args.stdinFilename !== undefined ? outputs.filter(({ file }) => file !== undefined) : outputs;
}

interface Working {
  readonly io: Io;
  readonly tree: OpenTree;
}

interface RepairedTree {
  readonly repaired: Repaired;
  /** What stands in the files that change. */
  readonly before: Texts;
}

async function repairedTree(args: Arguments, { includesUnsafe }: FixArguments, { io, tree }: Working): Promise<RepairedTree> {
  const options = sessionOptions(args, io, tree);
  const originals = new Map<string, string | undefined>();
  const only = tree.unsaved;
  const repaired = await repair({
    ...options, changed: new Map(), linted: await options.lint(new Map()), originals, takesReview: includesUnsafe,
    wants: ({ finding, fix: { edits } }) => isAsked(finding, args) && (only === undefined || edits.every(({ file }) => file.path === only.path)),
  });
  return { repaired, before: new Map([...repaired.changed.keys()].map((path) => [path, originals.get(path)])) };
}

/** What would fail: with a base what is new, with --quiet errors. */
function isAsked({ isNew, severity }: Finding, { failsOn, isQuiet }: Arguments): boolean {
  return (isNew !== false || failsOn === 'all') && (!isQuiet || severity === 'error');
}

/** Takes back what a killed run left. */
export function tidyUp(root: string, io: Io): void {
  try {
    const { said, busy } = recover({ root, disk, isRunning: io.process.isRunning, now: new Date() });
    for (const line of said) io.err(`${visible(line)}\n`);
    if (busy !== undefined) throw new UsageError(`${busy}; wait until it has ended`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`what an earlier run left cannot be taken back: ${whyItFailed(error)}`);
  }
}

export function filesOf(before: Texts, changed: Texts): Writing[] {
  return [...changed].map(([path, after]) => ({ path, before: before.get(path), after }));
}

/** Writes all files or none; what is in the way is exit code 2. */
export function writeAll(root: string, files: readonly Writing[], io: Io): void {
  try {
    io.uninterrupted(() => writeFiles(root, files, { disk, id: randomBytes(8).toString('hex'), pid: io.process.id }));
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    throw new UsageError(`nothing is written\n${error.lines.map(visible).join('\n')}`);
  }
}

/** What standard input would be. */
function textPrinted(changed: Texts, { unsaved, snapshot }: OpenTree): string {
  if (!unsaved) return '';
  const bytes = bytesOf(changed, snapshot).get(unsaved.path) ?? unsaved.bytes;
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** With the byte order marks that files start with. */
export function withMarks(texts: Texts, { snapshot }: Pick<OpenTree, 'snapshot'>): Texts {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return new Map([...bytesOf(texts, snapshot)].map(([path, bytes]) => [path, bytes && decoder.decode(bytes)]));
}

/** One line in the end, after what a person should know of single fixes. */
function say({ applied, changed, refused, review, ended }: Repaired, { isDryRun }: FixArguments, io: Io): void {
  for (const { finding, why } of refused) io.err(`not fixed: ${nameOf(finding)}: ${visible(why)}\n`);
  for (const { finding, alsoChanges } of review) if (alsoChanges.length > 0) io.err(`for review: ${nameOf(finding)}: also changes ${visible(alsoChanges.join(', '))}\n`);
  if (ended === 'limit') io.err('there is more to fix than ten passes do: run it again\n');
  if (ended === 'cycle') io.err('fixes undo one another; the pass in which they did is left out\n');
  const done = applied.length === 0 ? 'nothing to fix' : `${isDryRun ? 'would fix' : 'fixed'} ${plural(applied.length, 'problem')} in ${plural(changed.size, 'file')}`;
  const left = review.length === 0 ? '' : `; ${review.length === 1 ? '1 fix is' : `${review.length} fixes are`} for review (--unsafe-fixes)`;
  io.err(`${done}${left}\n`);
}

function nameOf({ at, rule }: Finding): string {
  return `${placeText(at)} ${rule}`;
}
