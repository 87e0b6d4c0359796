/** The section `rules`: a severity, or a mapping of severity, lock and the rule's own options. */
import type { Condition, Rule } from '../rule.ts';
import type { Location } from '../source.ts';
import type { Node } from '../yaml/node.ts';
import { plainScalar, plainValue, quoted, saysNothing } from './plain-value.ts';
import type { Reading } from './reading.ts';
import { optionsIn, SEVERITY_WORDS, type RuleSetting, type SeverityWord } from './rule-settings.ts';
import { yesOrNo } from './scalars.ts';
import type { JsonSchema, Shape } from './shape.ts';

const EXPECTED_SEVERITY = 'error, warning, info or off';
const SEVERITY_SCHEMA = { enum: [...SEVERITY_WORDS, false] };

export function ruleSection(rules: readonly (Rule | Condition)[]): Shape<ReadonlyMap<string, RuleSetting>> {
  const byId = new Map<string, Rule | Condition>(rules.map((rule) => [rule.id, rule]));
  return {
    schema: {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(rules.map((rule) => [rule.id, ruleSchema(rule)])),
    },
    read(node, reading) {
      if (saysNothing(node)) return undefined;
      if (node.kind !== 'mapping') return reading.wrong(node, 'a mapping of rules');
      const settings = new Map<string, RuleSetting>();
      for (const [id, value] of node.entries()) {
        const rule = byId.get(id);
        if (!rule) reading.unknown(value.key?.at ?? value.at, id, { what: 'a rule', known: [...byId.keys()] });
        else settings.set(id, readSetting(rule, value, reading));
      }
      return settings;
    },
  };
}

function readSetting(rule: Rule | Condition, node: Node, reading: Reading): RuleSetting {
  if (node.kind === 'mapping') return readDetails(rule, node, reading);
  const at = lineOf(node);
  return { ...severitySetting(node, `${EXPECTED_SEVERITY}, or a mapping`, reading), options: {}, at, places: new Map([['severity', at]]) };
}

function lineOf(node: Node): Location {
  return node.key?.at ?? node.at;
}

function readDetails(rule: Rule | Condition, node: Node, reading: Reading): RuleSetting {
  const options = optionsIn(rule);
  const values: Record<string, unknown> = {};
  for (const [name, value] of node.entries()) {
    if (name === 'severity' || name === 'locked') continue;
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    const result = option?.read(plainValue(value));
    if (!result) {
      const known = ['severity', 'locked', ...Object.keys(options)];
      reading.unknown(value.key?.at ?? value.at, name, { what: `an option of ${rule.id}`, known });
    } else if ('expected' in result) reading.wrong(value, result.expected);
    else values[name] = result.value;
  }
  const severity = node.has('severity') ? severitySetting(node.get('severity'), EXPECTED_SEVERITY, reading) : {};
  const locked = node.has('locked') ? yesOrNo.read(node.get('locked'), reading) : undefined;
  const places = new Map(node.entries().map(([name, value]) => [name, lineOf(value)]));
  return { ...severity, ...(locked === undefined ? {} : { locked }), options: values, at: lineOf(node), places };
}

function severitySetting(node: Node, expected: string, reading: Reading): { severity?: SeverityWord } {
  const severity = severityWord(plainScalar(node));
  if (severity === undefined) reading.wrong(node, expected);
  return severity === undefined ? {} : { severity };
}

/** `false` is what `off` becomes in the hands of a YAML 1.1 tool. */
export function severityWord(value: unknown): SeverityWord | undefined {
  return value === false ? 'off' : SEVERITY_WORDS.find((word) => word === value);
}

function ruleSchema(rule: Rule | Condition): JsonSchema {
  const options = new Map<string, JsonSchema>();
  for (const [name, { doc, fallback, schema }] of Object.entries(optionsIn(rule))) options.set(name, { description: doc, default: fallback, ...schema });
  const properties: JsonSchema = {
    severity: { ...SEVERITY_SCHEMA, description: `Without it ${quoted(rule.severity)}, as the preset says.` },
    locked: { type: 'boolean', description: 'Whether suppression comments do not count.' },
    ...Object.fromEntries(options),
  };
  return { description: rule.title, anyOf: [SEVERITY_SCHEMA, { type: 'object', additionalProperties: false, properties }] };
}
