/** `--rule <id[=severity]>`: only these rules run. */
import type { Condition, Rule } from '../rule.ts';
import { suggest } from '../spelling.ts';
import { quoted } from './plain-value.ts';
import { severityWord } from './rule-section.ts';
import { SEVERITY_WORDS, type RuleSettings, type SeverityWord } from './rule-settings.ts';

/** The settings with only the named rules on; a rule that is off runs with the severity it states. The problems say what is wrong with the arguments. */
export function onlyRules(
  settings: RuleSettings, rules: readonly (Rule | Condition)[], wanted: readonly string[],
): { settings: RuleSettings; problems: string[] } {
  if (wanted.length === 0) return { settings, problems: [] };
  const stated = new Map<string, SeverityWord>(rules.map(({ id, severity }) => [id, severity]));
  const chosen = new Map<string, SeverityWord>();
  const problems: string[] = [];
  for (const argument of wanted) {
    const [id = '', word] = argument.split('=', 2);
    const severity = word === undefined ? configuredOr(stated.get(id), settings.severityOf(id)) : severityWord(word);
    if (!stated.has(id)) problems.push(`--rule: ${notARule(id, stated.keys())}`);
    else if (severity === undefined) problems.push(`--rule: ${quoted(word ?? '')} is not a severity; known: ${SEVERITY_WORDS.join(', ')}`);
    else chosen.set(id, severity);
  }
  return { settings: { ...settings, severityOf: (id) => chosen.get(id) ?? 'off' }, problems };
}

function configuredOr(stated: SeverityWord | undefined, configured: SeverityWord): SeverityWord | undefined {
  return configured === 'off' ? stated : configured;
}

/** That a name is no rule, and which one may be meant. */
export function notARule(id: string, known: Iterable<string>): string {
  const near = suggest(id, known);
  return `${quoted(id)} is not a rule${near === undefined ? '' : `; did you mean ${quoted(near)}?`}`;
}
