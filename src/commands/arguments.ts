/** What a command line asks for. */
import { UsageError } from './io.ts';
import { fixArguments, rejectBesideOthers, rejectBesideStaged, rejectSurplus, type FixArguments } from './option-conflicts.ts';
import { COMMANDS, parseOptions, type CommandName, type OptionName } from './options.ts';

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
  /** Nothing is asked: every default is taken. */
  readonly isYes: boolean;
  /** With init: the automation of promotions is written, too. */
  readonly withWorkflows: boolean;
  /** With init: where hook and workflows get mllint from. */
  readonly from?: string;
  /** With promote the environment that a version comes to, with rollback the version that comes back. */
  readonly to?: string;
  /** The environment that is rolled back. */
  readonly in?: string;
  /** The share of a canary. */
  readonly percent?: number;
  readonly color?: boolean;
  readonly asks?: 'version' | 'help';
}

/** Throws a {@link UsageError} that names the nearest known name. */
export function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parseOptions(argv);
  const command = COMMANDS.find((name) => name === positionals[0]);
  rejectSurplus(command, positionals);
  if (values.staged === true) rejectBesideStaged(command, values);
  rejectBesideOthers(command, values);
  const fixes = fixArguments(command, values);
  const maxWarnings = wholeNumber('max-warnings', values['max-warnings']);
  const depth = wholeNumber('depth', values.depth);
  const percent = percentage(values.percent);
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
    isYes: values.yes === true,
    withWorkflows: values.workflows === true,
    ...(values.from === undefined ? {} : { from: values.from }),
    ...(values.to === undefined ? {} : { to: values.to }),
    ...(values.in === undefined ? {} : { in: values.in }),
    ...(percent === undefined ? {} : { percent }),
    ...(color === undefined ? {} : { color }),
    ...(values.version === true ? { asks: 'version' } : values.help === true ? { asks: 'help' } : {}),
  };
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

function percentage(text: string | undefined): number | undefined {
  const number = wholeNumber('percent', text);
  if (number !== undefined && number > 100) throw new UsageError(`--percent takes a whole number from 0 to 100, not ${number}`);
  return number;
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
