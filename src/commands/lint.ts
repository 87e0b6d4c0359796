/** `mllint [paths…]` */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Report } from '../finding.ts';
import { FORMATS, isFormatName, loadFormat, type FormatName } from '../report/format.ts';
import { suggest } from '../spelling.ts';
import { LATER_FORMATS, type Arguments } from './arguments.ts';
import { wantsColor } from './color.ts';
import { EXIT, UsageError, type Io } from './io.ts';
import { findRoot, runIn } from './workspace.ts';

interface Output {
  readonly format: FormatName;
  /** Absent: standard output. */
  readonly file?: string;
}

export async function lint(args: Arguments, io: Io): Promise<number> {
  const outputs = readOutputs(args);
  const { report, isFailure } = await runIn(args, io);
  if (!isFailure && report.summary.unverified === 0 && (report.summary.unverifiedElsewhere ?? 0) === 0 && report.summary.manifests === 0 && report.summary.applications === 0 && report.findings.length === 0 && report.environments.length === 0) {
    io.err(`nothing to lint: no manifest, chart or value file below ${args.root ?? findRoot(args, io)}\n`);
    return EXIT.failure;
  }
  const shown = args.isQuiet ? errorsOnly(report) : report;
  for (const output of outputs) await write(shown, output, { args, io });
  if (isFailure) return EXIT.failure;
  return args.exitsZero || !fails(report, args) ? EXIT.ok : EXIT.findings;
}

function fails({ summary }: Report, { maxWarnings }: Arguments): boolean {
  return summary.errors > 0 || (maxWarnings !== undefined && summary.warnings > maxWarnings);
}

function errorsOnly(report: Report): Report {
  return { ...report, findings: report.findings.filter(({ severity }) => severity === 'error') };
}

function readOutputs({ formats, outputFile }: Arguments): Output[] {
  const outputs = formats.map((text): Output => {
    const [name = '', ...rest] = text.split('=');
    if (!isFormatName(name)) throw new UsageError(unknownFormat(name));
    return rest.length > 0 ? { format: name, file: rest.join('=') } : { format: name };
  });
  if (outputs.length === 0) outputs.push({ format: 'pretty' });
  const free = outputs.filter(({ file }) => file === undefined);
  if (outputFile === undefined && free.length > 1) throw new UsageError('only one --format goes to standard output; the others name a file: --format json=report.json');
  if (outputFile === undefined) return outputs;
  if (free.length !== 1) throw new UsageError('--output-file goes with exactly one --format that names no file itself');
  return outputs.map((output) => (output.file === undefined ? { ...output, file: outputFile } : output));
}

function unknownFormat(name: string): string {
  if (LATER_FORMATS.has(name)) return `--format ${name} is not in this version`;
  const near = suggest(name, FORMATS);
  return `--format: ${JSON.stringify(name)} is not a format; ${near === undefined ? `known: ${FORMATS.join(', ')}` : `did you mean ${near}?`}`;
}

async function write(report: Report, { format, file }: Output, { args, io }: { args: Arguments; io: Io }): Promise<void> {
  const render = await loadFormat(format);
  const text = render(report, { color: file === undefined && wantsColor(args, io), width: io.columns, toolVersion: io.version });
  if (file === undefined) {
    io.out(text);
    return;
  }
  try {
    writeFileSync(resolve(io.cwd, file), text);
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${error instanceof Error ? reasonOf(error.message) : String(error)}`);
  }
}

/** `ENOENT: no such file or directory, open '…'` without what everybody knows. */
function reasonOf(message: string): string {
  return /^[A-Z]+: ([^,]+),/.exec(message)?.[1] ?? message;
}
