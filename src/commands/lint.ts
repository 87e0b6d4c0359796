/** `mllint [paths…]` */
import { resolve } from 'node:path';
import { isOfPromotion } from '../engine/changes.ts';
import type { Finding, Report } from '../finding.ts';
import { FORMATS, isFormatName, loadFormat, type FormatName } from '../report/format.ts';
import { gitPrefix } from '../snapshot/git-files.ts';
import { suggest } from '../spelling.ts';
import type { Arguments } from './arguments.ts';
import { wantsColor } from './color.ts';
import { EXIT, UsageError, type Io } from './io.ts';
import { writeReport } from './output-file.ts';
import { findRoot } from './path-arguments.ts';
import { runIn } from './workspace.ts';
import type { RunResult } from '../mllint.ts';

export interface Output {
  readonly format: FormatName;
  /** Absent: standard output. */
  readonly file?: string;
}

export async function lint(args: Arguments, io: Io): Promise<number> {
  if (args.printsConfig) return (await import('./print-config.ts')).printConfig(args, io);
  if (args.fixes) return (await import('./fix.ts')).fix(args, args.fixes, io);
  const outputs = readOutputs(args, io.cwd);
  const root = findRoot(args, io);
  return reported(await runIn(args, io), outputs, { args, io, root });
}

interface Surroundings {
  readonly args: Arguments;
  readonly io: Io;
  readonly root: string;
}

/** Prints what was found; the exit code. */
export async function reported({ report, isFailure }: Pick<RunResult, 'report' | 'isFailure'>, outputs: readonly Output[], { args, io, root }: Surroundings): Promise<number> {
  if (!isFailure && isEmpty(report)) {
    io.err(`nothing to lint: no manifest, chart or value file below ${args.root ?? root}\n`);
    return EXIT.failure;
  }
  const shown = args.isQuiet ? errorsOnly(report) : report;
  for (const output of outputs) await write(shown, output, { args, io, root });
  if (isFailure) return EXIT.failure;
  return args.exitsZero || !fails(report, args) ? EXIT.ok : EXIT.findings;
}

/** What is said of mllint's own files only is said of nothing: a change that ignores everything passes no gate. */
export function isEmpty({ summary, findings, environments }: Report): boolean {
  const { unverified, unverifiedElsewhere = 0, manifests, applications } = summary;
  return unverified + unverifiedElsewhere + manifests + applications + environments.length === 0 && findings.every(({ rule }) => rule === 'promotion/policy-unchanged');
}

/** With a base only what is new fails; what a gate holds back is always new, what a rollback restores fails nothing. Before a commit nothing fails that the pull request decides. */
function fails({ findings }: Report, { maxWarnings, failsOn, isStaged }: Arguments): boolean {
  const counting = findings.filter((finding) => (finding.isNew !== false || failsOn === 'all') && finding.isRestored !== true && !(isStaged && isOfPromotion(finding)));
  const count = (severity: Finding['severity']): number => counting.filter((finding) => finding.severity === severity).length;
  return count('error') > 0 || (maxWarnings !== undefined && count('warning') > maxWarnings);
}

function errorsOnly(report: Report): Report {
  return { ...report, findings: report.findings.filter(({ severity }) => severity === 'error') };
}

export function readOutputs({ formats, outputFile }: Arguments, cwd: string): Output[] {
  const outputs = formats.map((text): Output => {
    const [name = '', ...rest] = text.split('=');
    if (!isFormatName(name)) throw new UsageError(unknownFormat(name));
    const file = rest.join('=');
    if (rest.length > 0 && file === '') throw new UsageError(`--format ${text} names no file`);
    return rest.length > 0 ? { format: name, file } : { format: name };
  });
  if (outputs.length === 0) outputs.push({ format: 'pretty' });
  const free = outputs.filter(({ file }) => file === undefined);
  if (outputFile === undefined && free.length > 1) throw new UsageError('only one --format goes to standard output; the others name a file: --format json=report.json');
  if (outputFile !== undefined && free.length !== 1) throw new UsageError('--output-file goes with exactly one --format that names no file itself');
  const placed = outputs.map((output): Output => (output.file === undefined && outputFile !== undefined ? { ...output, file: outputFile } : output));
  const files = placed.flatMap(({ file }) => (file === undefined ? [] : [resolve(cwd, file)]));
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined) throw new UsageError(`two formats are to be written to ${twice}`);
  return placed;
}

function unknownFormat(name: string): string {
  const near = suggest(name, FORMATS);
  return `--format: ${JSON.stringify(name)} is not a format; ${near === undefined ? `known: ${FORMATS.join(', ')}` : `did you mean ${near}?`}`;
}

async function write(report: Report, { format, file }: Output, { args, io, root }: Surroundings): Promise<void> {
  const render = await loadFormat(format);
  const color = file === undefined && wantsColor(args, io);
  const text = render(report, { color, width: io.columns, toolVersion: io.version, rootInRepository: gitPrefix(root) });
  if (file === undefined) io.out(text);
  else writeReport(text, { file, root, cwd: io.cwd });
}
