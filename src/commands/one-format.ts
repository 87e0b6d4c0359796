/** `--format` of commands that print one thing: their own text, or one of a few other forms. */
import { suggest } from '../spelling.ts';
import type { Arguments } from './arguments.ts';
import { UsageError } from './io.ts';

export interface OneFormat<F extends string> {
  readonly format: F;
  /** Absent: standard output. */
  readonly file?: string;
}

/** The first is what is printed where none is asked for. */
export function formatOf<F extends string>({ command, formats: [asked, second], outputFile }: Arguments, known: readonly [F, ...F[]]): OneFormat<F> {
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
