/** What can be completed, as the shells' scripts need it. */
import { FORMATS } from '../../report/format.ts';
import { COMMANDS, SHELLS, shortNames } from '../options.ts';
import { COMMAND_TEXTS, OPTION_TEXTS, type CommandText, type OptionText } from '../option-texts.ts';

export interface OptionWord extends OptionText {
  readonly long: string;
  readonly short?: string;
}

export interface CommandWord extends CommandText {
  readonly name: string;
}

/** Nothing of it comes from a linted repository; every word is made of letters, digits and `-/.`. */
export interface Words {
  /** All but `lint`, which has no name. */
  readonly commands: readonly CommandWord[];
  readonly options: readonly OptionWord[];
  readonly formats: readonly string[];
  readonly rules: readonly string[];
  /** Those that `mllint schema` knows, by what tells them apart. */
  readonly kinds: readonly string[];
  readonly severities: readonly string[];
  readonly shells: readonly string[];
}

export function wordsFor({ rules, kinds }: Pick<Words, 'rules' | 'kinds'>): Words {
  return {
    commands: COMMANDS.map((name) => ({ name, ...COMMAND_TEXTS[name] })),
    options: Object.entries(OPTION_TEXTS).map(([name, text]) => {
      const short = shortNames.get(name);
      return { long: `--${name}`, ...(short === undefined ? {} : { short: `-${short}` }), ...text };
    }),
    formats: FORMATS,
    rules,
    kinds,
    severities: ['error', 'warning', 'info', 'off'],
    shells: SHELLS,
  };
}

/** The names of the options that take a value of one kind. */
export function namesTaking({ options }: Words, completes: NonNullable<OptionText['value']>['completes']): string[] {
  return options.filter(({ value }) => value?.completes === completes).flatMap(namesOf);
}

/** The names of the commands that complete one kind of operand. */
export function commandsTaking({ commands }: Words, completes: CommandText['completes']): string[] {
  return commands.filter((command) => command.completes === completes).map(({ name }) => name);
}

export function namesOf({ long, short }: OptionWord): string[] {
  return short === undefined ? [long] : [short, long];
}
