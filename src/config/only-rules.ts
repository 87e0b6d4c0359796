/** `--rule <id[=severity]>`: only these rules run. */
import type { Condition, Rule } from '../rule.ts';
import { suggest } from '../spelling.ts';
import { quoted } from './plain-value.ts';
import { severityWord } from './rule-section.ts';
import { SEVERITY_WORDS, type RuleSettings, type SeverityWord } from './rule-settings.ts';

/**
 * The settings with only the named rules on. A severity that is given holds everywhere, whatever the configuration says; a rule that is off
 * runs with the severity it states. The problems say what is wrong with the arguments.
 */
export function onlyRules(
  settings: RuleSettings, rules: readonly (Rule | Condition)[], wanted: readonly string[],
): { settings: RuleSettings; problems: string[] } {
  if (wanted.length === 0) return { settings, problems: [] };
  const stated = new Map<string, SeverityWord>(rules.map(({ id, severity }) => [id, severity]));
  const chosen = new Map<string, SeverityWord | undefined>();
  const problems: string[] = [];
  for (const argument of wanted) {
    const [id = '', word] = argument.split('=', 2);
    const given = word === undefined ? undefined : severityWord(word);
    if (!stated.has(id)) problems.push(`--rule: ${notARule(id, stated.keys())}`);
    else if (word !== undefined && given === undefined) problems.push(`--rule: ${quoted(word)} is not a severity; known: ${SEVERITY_WORDS.join(', ')}`);
    else chosen.set(id, given ?? (settings.runs(id) ? undefined : stated.get(id)));
  }
  return { settings: { ...settings, ...severities(settings, chosen) }, problems };
}

/** Where nothing is chosen for a rule, the configuration decides. */
function severities(settings: RuleSettings, chosen: ReadonlyMap<string, SeverityWord | undefined>): Pick<RuleSettings, 'severityOf' | 'runs' | 'runsEverywhere'> {
  return {
    severityOf: (id, place) => (chosen.has(id) ? (chosen.get(id) ?? settings.severityOf(id, place)) : 'off'),
    runs: (id) => chosen.has(id) && (chosen.get(id) ?? 'on') !== 'off',
    runsEverywhere: (id) => {
      const severity = chosen.get(id);
      return chosen.has(id) && (severity === undefined ? settings.runsEverywhere(id) : severity !== 'off');
    },
  };
}

/** That a name is no rule, and which one may be meant. */
export function notARule(id: string, known: Iterable<string>): string {
  const near = suggest(id, known);
  return `${quoted(id)} is not a rule${near === undefined ? '' : `; did you mean ${quoted(near)}?`}`;
}
