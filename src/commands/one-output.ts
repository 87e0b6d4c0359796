/** `--format` and `--output-file` of commands that print one thing: their own text, or one of a few other forms. */
import { suggest } from '../spelling.ts';
import type { Arguments } from './arguments.ts';
import { UsageError, type Io } from './io.ts';
import { writeReport } from './output-file.ts';
import { findRoot } from './path-arguments.ts';

export interface OneOutput<F extends string> {
  readonly format: F;
  /** Whether it goes to a file, not to standard output. */
  readonly isFile: boolean;
  write(text: string): void;
}

/** The first format is what is printed where none is asked for. */
export function oneOutput<F extends string>(args: Arguments, io: Io, known: readonly [F, ...F[]]): OneOutput<F> {
  const { format, file } = formatOf(args, known);
  const write = file === undefined ? io.out : (text: string): void => writeReport(text, { file, root: findRoot(args, io), cwd: io.cwd });
  return { format, isFile: file !== undefined, write };
}

function formatOf<F extends string>({ command, formats: [asked, second], outputFile }: Arguments, known: readonly [F, ...F[]]): { readonly format: F; readonly file?: string } {
  if (second !== undefined) throw new UsageError(`mllint ${command} takes one --format`);
  const [name = '', ...rest] = (asked ?? known[0]).split('=');
  const format = known.find((one) => one === name);
  const near = suggest(name, known);
  if (format === undefined) throw new UsageError(`--format: ${JSON.stringify(name)} is not a format of mllint ${command}; ${near === undefined ? `known: ${known.join(', ')}` : `did you mean ${near}?`}`);
  const own = rest.length > 0 ? rest.join('=') : undefined;
  if (own === '') throw new UsageError(`--format ${asked ?? ''} names no file`);
  if (own !== undefined && outputFile !== undefined) throw new UsageError('--output-file goes with exactly one --format that names no file itself');
  const file = own ?? outputFile;
  return file === undefined ? { format } : { format, file };
}
