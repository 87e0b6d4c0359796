/** `mllint explain <rule>`: the rule's page, the setting in force, and the line that decided it. */
import { pages } from '../../rules/pages.ts';
import type { OptionSet } from '../option.ts';
import { allRules } from '../mllint.ts';
import { suggest } from '../spelling.ts';
import type { Arguments } from './arguments.ts';
import { EXIT, UsageError, type Io } from './io.ts';
import { settingsIn } from './workspace.ts';

export async function explain(args: Arguments, io: Io): Promise<number> {
  const [id] = args.positionals;
  const rule = allRules.find((known) => known.id === id);
  if (id === undefined) throw new UsageError('mllint explain takes the id of a rule; mllint rules lists them');
  if (!rule) {
    const near = suggest(id, allRules.map((known) => known.id));
    throw new UsageError(`${JSON.stringify(id)} is not a rule${near === undefined ? '; mllint rules lists them' : `; did you mean ${near}?`}`);
  }
  const { settings } = await settingsIn(args, io);
  const decided = settings.decidedAt(rule.id);
  const where = decided ? `${decided.file.path}:${decided.file.position(decided.range.start).line}` : 'the preset';
  const lock = settings.isLocked(rule.id) ? ', locked: comments do not reach it' : '';
  io.out(`${(pages[rule.id] ?? `# ${rule.id}\n`).trimEnd()}\n\n`);
  io.out(`Here: ${settings.severityOf(rule.id)}, decided by ${where}${lock}\n`);
  if ('options' in rule) io.out(optionLines(rule.options, settings.optionsOf(rule)));
  return EXIT.ok;
}

function optionLines(options: OptionSet, values: Readonly<Record<string, unknown>>): string {
  return Object.entries(options)
    .map(([name, { doc }]) => `  ${name}: ${JSON.stringify(values[name])}  ${doc}\n`)
    .join('');
}
