/** The command line: what is there, and what is meant where a name is not known. */
import { parseArgs } from 'node:util';
import { suggest } from '../spelling.ts';
import { UsageError } from './io.ts';

export const COMMANDS = ['baseline', 'completion', 'diff', 'explain', 'history', 'render', 'rules', 'schema', 'state'] as const;
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
  color: { type: 'boolean' },
  'no-color': { type: 'boolean' },
  version: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;
export type OptionName = keyof typeof OPTIONS;

/** The letters of the options that have one. */
export const shortNames: ReadonlyMap<string, string> = new Map(
  Object.entries(OPTIONS).flatMap(([name, option]) => ('short' in option ? [[name, option.short]] : [])),
);

/** Commands of the contract that this version does not have. */
const LATER_COMMANDS = new Set(['promote', 'rollback', 'init', 'watch']);

export interface Arguments {
  readonly command: CommandName;
  readonly positionals: readonly string[];
  readonly root?: string;
  /** Absent: nothing is repaired. */
  readonly fixes?: FixArguments;
  readonly formats: readonly string[];
  readonly outputFile?: string;
  readonly config?: string;
  /** The branch that the tree is to be merged into. */
  readonly base?: string;
  /** With a base: whether only what is new fails. */
  readonly failsOn: 'new' | 'all';
  /** What the next commit would hold is linted, not the working tree. */
  readonly isStaged: boolean;
  readonly rules: readonly string[];
  readonly environments: readonly string[];
  readonly stdinFilename?: string;
  readonly maxWarnings?: number;
  readonly isQuiet: boolean;
  readonly exitsZero: boolean;
  readonly now?: Date;
  readonly withOrigins: boolean;
  readonly prunes: boolean;
  readonly printsConfig: boolean;
  readonly withGates: boolean;
  readonly withTraffic: boolean;
  /** How many levels of fields are shown. */
  readonly depth?: number;
  readonly color?: boolean;
  readonly asks?: 'version' | 'help';
}

export interface FixArguments {
  /** The difference is printed, nothing is written. */
  readonly isDryRun: boolean;
  /** Nobody is asked, in a terminal neither. */
  readonly saysYes: boolean;
  /** Also what a person should look at first. */
  readonly includesUnsafe: boolean;
}

/** Throws a {@link UsageError} that names the nearest known name. */
export function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parse(argv);
  const command = COMMANDS.find((name) => name === positionals[0]);
  const first = positionals[0];
  if (command === undefined && first !== undefined && LATER_COMMANDS.has(first)) throw new UsageError(`mllint ${first} is not in this version`);
  rejectSurplus(command, positionals);
  if (values.staged === true) rejectBesideStaged(command, values);
  const fixes = fixArguments(command, values);
  const maxWarnings = wholeNumber('max-warnings', values['max-warnings']);
  const depth = wholeNumber('depth', values.depth);
  const now = time(values.now);
  const color = values['no-color'] === true ? false : values.color;
  return {
    command: command ?? 'lint',
    positionals: command === undefined ? positionals : positionals.slice(1),
    ...(values.root === undefined ? {} : { root: values.root }),
    ...(fixes ? { fixes } : {}),
    formats: values.format ?? [],
    ...(values['output-file'] === undefined ? {} : { outputFile: values['output-file'] }),
    ...(values.config === undefined ? {} : { config: values.config }),
    ...(values.base === undefined ? {} : { base: values.base }),
    failsOn: failsOn(values['fail-on']),
    isStaged: values.staged === true,
    rules: values.rule ?? [],
    environments: values.env ?? [],
    ...(values['stdin-filename'] === undefined ? {} : { stdinFilename: values['stdin-filename'] }),
    ...(maxWarnings === undefined ? {} : { maxWarnings }),
    isQuiet: values.quiet === true,
    exitsZero: values['exit-zero'] === true,
    ...(now === undefined ? {} : { now }),
    withOrigins: values.origins === true,
    prunes: values.prune === true,
    printsConfig: values['print-config'] === true,
    withGates: values.gates === true,
    withTraffic: values.traffic === true,
    ...(depth === undefined ? {} : { depth }),
    ...(color === undefined ? {} : { color }),
    ...(values.version === true ? { asks: 'version' } : values.help === true ? { asks: 'help' } : {}),
  };
}

function parse(argv: readonly string[]): { values: ReturnType<typeof parseKnown>['values']; positionals: string[] } {
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

/** How many names a command takes; the others take any number. */
const AT_MOST: Partial<Record<CommandName, number>> = { baseline: 0, diff: 0, rules: 0, state: 0, schema: 1, explain: 1, history: 1, completion: 1 };

function rejectSurplus(command: CommandName | undefined, [, ...given]: readonly string[]): void {
  const most = command === undefined ? undefined : AT_MOST[command];
  if (most === undefined || given.length <= most) return;
  throw new UsageError(`mllint ${command} takes ${most === 0 ? 'no names' : 'one name'}; too many: ${given.slice(most).join(' ')}`);
}

/** What is staged is linted for the next commit: what says which other tree is meant does not go with it. */
function rejectBesideStaged(command: CommandName | undefined, values: ReturnType<typeof parseKnown>['values']): void {
  if (command !== undefined || values['print-config'] === true) throw new UsageError('--staged goes with linting only');
  if (values.base !== undefined) throw new UsageError('--staged looks at the next commit and --base at the pull request; give one of them');
  if (values['fail-on'] !== undefined) throw new UsageError('--fail-on goes with --base; with --staged all findings count');
  if (values['stdin-filename'] !== undefined) throw new UsageError('--staged reads what Git would commit and --stdin-filename what an editor holds; give one of them');
}

/** What repairs, and what goes with it. */
function fixArguments(command: CommandName | undefined, values: ReturnType<typeof parseKnown>['values']): FixArguments | undefined {
  const isDryRun = values['fix-dry-run'] === true;
  const name = isDryRun ? '--fix-dry-run' : '--fix';
  if (!isDryRun && values.fix !== true) {
    if (values.yes === true) throw new UsageError('--yes goes with --fix: it says that nobody is to be asked');
    if (values['unsafe-fixes'] === true) throw new UsageError('--unsafe-fixes goes with --fix or --fix-dry-run');
    return undefined;
  }
  if (command !== undefined || values['print-config'] === true) throw new UsageError(`${name} goes with linting only`);
  if (isDryRun && values.yes === true) throw new UsageError('--fix-dry-run changes nothing, so that there is nothing to say --yes to');
  if (isDryRun && values['stdin-filename'] !== undefined) throw new UsageError('--stdin-filename goes with --fix, which prints the repaired text and writes nothing');
  const isPrinted = isDryRun || values['stdin-filename'] !== undefined;
  const free = (values.format ?? []).find((format) => !format.includes('='));
  if (isPrinted && free !== undefined && values['output-file'] === undefined) {
    throw new UsageError(`standard output holds ${isDryRun ? 'the difference' : 'the repaired text'}; give the report a file: --format ${free}=<file>`);
  }
  return { isDryRun, saysYes: values.yes === true, includesUnsafe: values['unsafe-fixes'] === true };
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

function failsOn(text = 'new'): 'new' | 'all' {
  if (text === 'new' || text === 'all') return text;
  throw new UsageError(`--fail-on takes new or all, not ${JSON.stringify(text)}`);
}

function wholeNumber(option: OptionName, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--${option} takes a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}

const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;

function time(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const date = new Date(text);
  if (!RFC3339.test(text) || Number.isNaN(date.getTime())) {
    throw new UsageError(`--now takes an RFC 3339 time such as 2026-11-23T12:00:00Z, not ${JSON.stringify(text)}`);
  }
  return date;
}
