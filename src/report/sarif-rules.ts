/** The rules as SARIF describes them. All of them: that a rule ran and found nothing closes its alerts. */
import type { RuleInfo, Severity } from '../finding.ts';
import { clip, lineOf } from './escape.ts';
import { levels } from './sarif-result.ts';

export interface RuleDescriptor {
  readonly id: string;
  readonly [key: string]: unknown;
}

/** What GitHub takes of a description. */
const maximalDescription = 1024;
const maximalName = 255;

const problemSeverity: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'recommendation' };

/** The rules of the build, then those that findings name and the build does not. */
export function ruleDescriptors(rules: readonly RuleInfo[], found: readonly string[]): RuleDescriptor[] {
  const known = new Set(rules.map(({ id }) => id));
  const unknown = [...new Set(found)].filter((id) => !known.has(id));
  return [...rules.map(descriptorOf), ...unknown.map((id) => descriptorOf({ id, title: id, why: '', severity: 'warning', fixable: false }))];
}

function descriptorOf({ id, title, why, severity }: RuleInfo): RuleDescriptor {
  const short = clip(lineOf(title || id, maximalDescription), maximalDescription);
  const full = clip(lineOf(why, maximalDescription) || short, maximalDescription);
  const isOff = severity === 'off';
  return {
    id,
    name: clip(nameOf(id), maximalName),
    shortDescription: { text: short },
    fullDescription: { text: full },
    help: { text: `${full}\n\nmllint explain ${lineOf(id)}`, markdown: `${full}\n\n\`mllint explain ${lineOf(id).replaceAll('`', '')}\`` },
    defaultConfiguration: isOff ? { enabled: false } : { level: levels[severity] },
    properties: {
      tags: ['gitops', clip(lineOf(id.split('/')[0] ?? ''), 100) || 'mllint'],
      precision: 'very-high',
      'problem.severity': isOff ? undefined : problemSeverity[severity],
    },
  };
}

/** `istio/weights-sum` → `IstioWeightsSum`. */
function nameOf(id: string): string {
  const words = id.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return words.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join('') || 'Rule';
}
