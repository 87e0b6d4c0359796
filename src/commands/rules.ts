/** `mllint rules`: every rule, with the severity in force here. */
import { ruleInfos } from '../engine/report.ts';
import type { Arguments } from './arguments.ts';
import { EXIT, type Io } from './io.ts';
import { table } from './table.ts';
import { settingsIn } from './workspace.ts';

export async function rules(args: Arguments, io: Io): Promise<number> {
  const { loaded, settings } = await settingsIn(args, io);
  const rows = ruleInfos(loaded.rules, settings).map(({ id, severity, fixable, title }) => [id, severity, fixable ? 'fixable' : '', title]);
  io.out(table([['rule', 'severity here', '', 'what holds'], ...rows]));
  return EXIT.ok;
}
