/** `mllint explain <rule>`: the rule's page, the setting in force, and the lines that decided it. */
import { pages } from '../../rules/pages.ts';
import type { Config, Override } from '../config/config.ts';
import type { RuleSettings } from '../config/rule-settings.ts';
import type { OptionSet } from '../option.ts';
import { visible } from '../report/escape.ts';
import { suggest } from '../spelling.ts';
import type { Arguments } from './arguments.ts';
import { EXIT, UsageError, type Io } from './io.ts';
import { placeText, settingsIn } from './workspace.ts';

export async function explain(args: Arguments, io: Io): Promise<number> {
  const [id] = args.positionals;
  if (id === undefined) throw new UsageError('mllint explain takes the id of a rule; mllint rules lists them');
  io.out(ruleText(id, args, await settingsIn(args, io)));
  return EXIT.ok;
}

/** The page of a rule and, below it, the setting in force. */
export function ruleText(id: string, args: Arguments, { loaded, settings }: Awaited<ReturnType<typeof settingsIn>>): string {
  const rule = loaded.rules.find((known) => known.id === id);
  if (!rule) {
    const near = suggest(id, loaded.rules.map((known) => known.id));
    throw new UsageError(`${JSON.stringify(id)} is not a rule${near === undefined ? '; mllint rules lists them' : `; did you mean ${near}?`}`);
  }
  const decider = args.rules.some((wanted) => wanted.startsWith(`${rule.id}=`)) ? '--rule' : severityDecider(rule.id, settings, loaded.config);
  return [
    `${(pages[rule.id] ?? loaded.own.pages.get(rule.id) ?? `# ${rule.id}\n`).trimEnd()}\n\n`,
    `Here: ${settings.severityOf(rule.id)}, decided by ${decider}${lock(rule.id, settings)}\n`,
    'options' in rule ? optionLines(rule.id, rule.options, settings) : '',
    ...settings.overridesOf(rule.id).map((override) => overrideLine(rule.id, override)),
  ].join('');
}

function severityDecider(id: string, settings: RuleSettings, { preset, presetAt }: Config): string {
  const decided = settings.decidedAt(id, 'severity');
  if (decided) return placeText(decided);
  return `the preset ${preset}${presetAt ? ` (${placeText(presetAt)})` : ''}`;
}

function lock(id: string, settings: RuleSettings): string {
  if (!settings.isLocked(id)) return '';
  const at = settings.decidedAt(id, 'locked');
  return `, locked${at ? ` (${placeText(at)})` : ''}: comments do not reach it`;
}

function optionLines(id: string, options: OptionSet, settings: RuleSettings): string {
  const values = settings.optionsOf({ id });
  return Object.entries(options)
    .map(([name, { doc }]) => {
      const at = settings.decidedAt(id, name);
      return `  ${name}: ${visible(JSON.stringify(values[name]))}  ${doc}${at ? ` (${placeText(at)})` : ''}\n`;
    })
    .join('');
}

/** `In dev, environments/dev/**: off (mllint.yaml:30)` */
function overrideLine(id: string, { files, environments, rules }: Override): string {
  const setting = rules.get(id);
  const where = [...environments.map(({ value }) => value), ...(files?.globs ?? [])].join(', ') || 'every file';
  const what = [
    ...(setting?.severity === undefined ? [] : [setting.severity]),
    ...(setting?.locked === undefined ? [] : [setting.locked ? 'locked' : 'not locked']),
    ...Object.entries(setting?.options ?? {}).map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
  ];
  return visible(`In ${where}: ${what.join(', ') || 'as above'}${setting?.at ? ` (${placeText(setting.at)})` : ''}`) + '\n';
}
