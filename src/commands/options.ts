/** The commands and options that there are, and what is meant where a name is not known. */
import { parseArgs } from 'node:util';
import { suggest } from '../spelling.ts';
import { UsageError } from './io.ts';

export const COMMANDS = ['baseline', 'completion', 'diff', 'explain', 'history', 'init', 'promote', 'render', 'rollback', 'rules', 'schema', 'state', 'watch'] as const;

export type CommandName = 'lint' | (typeof COMMANDS)[number];

/** The shells that `mllint completion` takes. */
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

export type Shell = (typeof SHELLS)[number];

/** What `parseArgs` takes; what they are for stands in option-texts.ts. */
export const OPTIONS = {
  root: { type: 'string', short: 'C' },
  fix: { type: 'boolean' },
  yes: { type: 'boolean' },
  'unsafe-fixes': { type: 'boolean' },
  'fix-dry-run': { type: 'boolean' },
  format: { type: 'string', short: 'f', multiple: true },
  'output-file': { type: 'string', short: 'o' },
  config: { type: 'string', short: 'c' },
  base: { type: 'string' },
  'fail-on': { type: 'string' },
  staged: { type: 'boolean' },
  rule: { type: 'string', multiple: true },
  env: { type: 'string', multiple: true },
  'stdin-filename': { type: 'string' },
  'max-warnings': { type: 'string' },
  quiet: { type: 'boolean' },
  'exit-zero': { type: 'boolean' },
  now: { type: 'string' },
  origins: { type: 'boolean' },
  prune: { type: 'boolean' },
  'print-config': { type: 'boolean' },
  gates: { type: 'boolean' },
  traffic: { type: 'boolean' },
  depth: { type: 'string' },
  workflows: { type: 'boolean' },
  from: { type: 'string' },
  to: { type: 'string' },
  in: { type: 'string' },
  percent: { type: 'string' },
  color: { type: 'boolean' },
  'no-color': { type: 'boolean' },
  version: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export type OptionName = keyof typeof OPTIONS;

/** What was given; absent what was not. */
export type OptionValues = ReturnType<typeof parseKnown>['values'];

/** The letters of the options that have one. */
export const shortNames: ReadonlyMap<string, string> = new Map(
  Object.entries(OPTIONS).flatMap(([name, option]) => ('short' in option ? [[name, option.short]] : [])),
);

/** What of a command line is an option, and what is a name. Throws a {@link UsageError} that names the nearest known option. */
export function parseOptions(argv: readonly string[]): { values: OptionValues; positionals: string[] } {
  rejectUnknown(argv);
  try {
    return parseKnown(argv);
  } catch (error) {
    throw new UsageError(error instanceof Error ? worded(error.message) : String(error));
  }
}

/** What Node says of arguments, in the words of this page. */
function worded(message: string): string {
  const option = /--[a-z-]+|'-(.)'/.exec(message)?.[0].replaceAll("'", '') ?? '';
  if (message.startsWith('Unknown option')) return `${option} is not an option; mllint --help lists them`;
  if (message.includes('does not take an argument')) return `${option} takes no value`;
  if (message.includes('argument is ambiguous')) return `${option} takes a value; one that starts with a dash is written ${option}=<value>`;
  return message.includes('argument missing') ? `${option} takes a value` : (message.split('\n')[0] ?? '');
}

function parseKnown(argv: readonly string[]) {
  return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true });
}

function rejectUnknown(argv: readonly string[]): void {
  const end = argv.indexOf('--');
  for (const argument of end < 0 ? argv : argv.slice(0, end)) {
    const name = /^--([^=]+)/.exec(argument)?.[1];
    if (name === undefined || Object.hasOwn(OPTIONS, name)) continue;
    const near = suggest(name, Object.keys(OPTIONS));
    throw new UsageError(`--${name} is not an option${near === undefined ? '; mllint --help lists them' : `; did you mean --${near}?`}`);
  }
}
