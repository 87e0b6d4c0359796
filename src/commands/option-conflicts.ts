/** Which options go with which command, and with one another. */
import { UsageError } from './io.ts';
import type { CommandName, OptionValues } from './options.ts';

export interface FixArguments {
  /** The difference is printed, nothing is written. */
  readonly isDryRun: boolean;
  /** Nobody is asked, in a terminal neither. */
  readonly saysYes: boolean;
  /** Also what a person should look at first. */
  readonly includesUnsafe: boolean;
}

/** How many names a command takes; the others take any number. */
const AT_MOST: Partial<Record<CommandName, number>> = { baseline: 0, diff: 0, init: 0, rules: 0, state: 0, watch: 0, schema: 1, explain: 1, history: 1, promote: 1, rollback: 1, completion: 1 };

export function rejectSurplus(command: CommandName | undefined, [, ...given]: readonly string[]): void {
  const most = command === undefined ? undefined : AT_MOST[command];
  if (most === undefined || given.length <= most) return;
  throw new UsageError(`mllint ${command} takes ${most === 0 ? 'no names' : 'one name'}; too many: ${given.slice(most).join(' ')}`);
}

/** What is staged is linted for the next commit: what says which other tree is meant does not go with it. */
export function rejectBesideStaged(command: CommandName | undefined, values: OptionValues): void {
  if (command !== undefined || values['print-config'] === true) throw new UsageError('--staged goes with linting only');
  if (values.base !== undefined) throw new UsageError('--staged looks at the next commit and --base at the pull request; give one of them');
  if (values['fail-on'] !== undefined) throw new UsageError('--fail-on goes with --base; with --staged all findings count');
  if (values['stdin-filename'] !== undefined) throw new UsageError('--staged reads what Git would commit and --stdin-filename what an editor holds; give one of them');
}

/** Commands that write another version. */
const MOVING: ReadonlySet<CommandName> = new Set(['promote', 'rollback']);

/** What only these commands understand would say nothing elsewhere. */
export function rejectBesideOthers(command: CommandName | undefined, values: OptionValues): void {
  const isMove = command !== undefined && MOVING.has(command);
  if (command !== 'init' && (values.workflows === true || values.from !== undefined)) throw new UsageError(`--${values.workflows === true ? 'workflows' : 'from'} goes with mllint init`);
  const given = (['to', 'in', 'percent'] as const).find((name) => values[name] !== undefined);
  if (given !== undefined && !isMove) throw new UsageError(`--${given} goes with ${given === 'percent' ? 'mllint promote' : given === 'in' ? 'mllint rollback' : 'mllint promote and rollback'}`);
  if (isMove && values['stdin-filename'] !== undefined) throw new UsageError(`--stdin-filename goes with linting; mllint ${command} writes to files`);
}

/** What repairs, and what goes with it. */
export function fixArguments(command: CommandName | undefined, values: OptionValues): FixArguments | undefined {
  const isDryRun = values['fix-dry-run'] === true;
  const name = isDryRun ? '--fix-dry-run' : '--fix';
  if (!isDryRun && values.fix !== true) {
    if (values.yes === true && command !== 'init') throw new UsageError('--yes goes with --fix and init: it says that nobody is to be asked');
    if (values['unsafe-fixes'] === true) throw new UsageError('--unsafe-fixes goes with --fix or --fix-dry-run');
    return undefined;
  }
  const isMove = command !== undefined && MOVING.has(command);
  if ((command !== undefined && !(isMove && values.fix !== true)) || values['print-config'] === true) throw new UsageError(`${name} goes with ${isDryRun ? 'linting, promote and rollback' : 'linting'} only`);
  if (isDryRun && values.yes === true) throw new UsageError('--fix-dry-run changes nothing, so that there is nothing to say --yes to');
  if (isDryRun && values['stdin-filename'] !== undefined) throw new UsageError('--stdin-filename goes with --fix, which prints the repaired text and writes nothing');
  const isPrinted = isDryRun || values['stdin-filename'] !== undefined;
  const free = (values.format ?? []).find((format) => !format.includes('='));
  if (isPrinted && free !== undefined && values['output-file'] === undefined) {
    throw new UsageError(`standard output holds ${isDryRun ? 'the difference' : 'the repaired text'}; give the report a file: --format ${free}=<file>`);
  }
  return { isDryRun, saysYes: values.yes === true, includesUnsafe: values['unsafe-fixes'] === true };
}
