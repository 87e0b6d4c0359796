/** `mllint --print-config`: the configuration in force as YAML, with the place that each value comes from. */
import { effective, type Shown } from '../config/effective.ts';
import { visible } from '../report/escape.ts';
import type { Location } from '../source.ts';
import type { Arguments } from './arguments.ts';
import { EXIT, type Io } from './io.ts';
import { placeText, settingsIn } from './workspace.ts';
import { scalarText } from './yaml-scalar.ts';

export async function printConfig(args: Arguments, io: Io): Promise<number> {
  const { loaded, settings } = await settingsIn(args, io);
  const severities = args.rules.length > 0 ? { severitiesFrom: '--rule' } : {};
  const shown = effective({ ...loaded, config: { ...loaded.config, rules: settings } }, { rules: loaded.rules, ...severities });
  io.out(configText(shown));
  for (const { key } of loaded.notYet) io.err(`note: \`${visible(key)}\` has no effect in this version\n`);
  return EXIT.ok;
}

/** YAML with a comment behind each value. */
export function configText(shown: Shown): string {
  return `${blockLines(shown, '').join('\n')}\n`;
}

function blockLines(shown: Shown, indent: string): string[] {
  if (shown.kind === 'mapping') return shown.entries.flatMap(([key, value]) => entryLines(`${indent}${scalarText(key)}:`, value, indent));
  if (shown.kind === 'list') return shown.items.flatMap((item) => itemLines(item, indent));
  return [`${indent}${leaf(shown)}`];
}

function entryLines(head: string, value: Shown, indent: string): string[] {
  return isNested(value) ? [head, ...blockLines(value, `${indent}  `)] : [`${head} ${leaf(value)}`];
}

function itemLines(item: Shown, indent: string): string[] {
  if (!isNested(item)) return [`${indent}- ${leaf(item)}`];
  const [first = '', ...rest] = blockLines(item, `${indent}  `);
  return [`${indent}- ${first.slice(indent.length + 2)}`, ...rest];
}

function isNested(shown: Shown): boolean {
  return (shown.kind === 'mapping' && shown.entries.length > 0) || (shown.kind === 'list' && shown.items.length > 0);
}

function leaf(shown: Shown): string {
  if (shown.kind === 'scalar') return `${scalar(shown)}${comment(shown.from)}`;
  return `${shown.kind === 'mapping' ? '{}' : '[]'}${shown.from === undefined ? '' : comment(shown.from)}`;
}

/** `off` is a word of YAML 1.2, and of the configuration. */
function scalar({ value, written }: Extract<Shown, { kind: 'scalar' }>): string {
  if (value === 'off') return value;
  return typeof value === 'string' ? scalarText(value) : (written ?? String(value));
}

function comment(from: Location | string): string {
  return `  # ${typeof from === 'string' ? from : placeText(from)}`;
}
