/** The rules that a configuration states: loaded where one does. What cannot be taken is reported where it stands. */
import { atOffset } from '../cel/manifest.ts';
import type { Mistake } from '../cel/expression.ts';
import type { OwnRules } from '../config/config.ts';
import type { OwnSources } from '../config/own-rules.ts';
import type { Rule } from '../rule.ts';
import { suggest } from '../spelling.ts';
import type { Node } from '../yaml/node.ts';
import { customRule, programsOf, type Programs } from './custom-rule.ts';
import { VARIABLES, type PlacedRule } from './declared.ts';
import { readPolicies } from './admission/files.ts';
import { admissionRule, needsBase } from './admission/rule.ts';
import { admissionPage, customPage } from './page.ts';

export function ownRules(sources: OwnSources, files: readonly string[]): OwnRules {
  const rules: Rule[] = [];
  const pages = new Map<string, string>();
  const texts = new Map<string, string>();
  const taken = new Set(sources.taken);
  for (const placed of sources.customRules) {
    const rule = readRule(placed, taken, sources);
    if (!rule) continue;
    taken.add(rule.id);
    rules.push(rule);
    pages.set(rule.id, customPage(placed));
    texts.set(rule.id, JSON.stringify(placed.value));
  }
  for (const { policy, text } of readPolicies(sources, files)) {
    const rule = admissionRule(policy);
    if (taken.has(rule.id)) {
      sources.reading.report(policy.root.get('metadata', 'name').at, `there is a rule ${JSON.stringify(rule.id)} already`);
      continue;
    }
    taken.add(rule.id);
    rules.push(rule);
    pages.set(rule.id, admissionPage(policy, needsBase(policy) ? 'change' : 'object'));
    texts.set(rule.id, text);
  }
  return { rules, pages, texts };
}

const ID = /^[a-z0-9][a-z0-9-]*\/[a-z0-9][a-z0-9.-]*$/;
/** Comments do not reach the first, and the second says what mllint itself finds. */
const RESERVED: ReadonlySet<string> = new Set(['promotion', 'mllint']);

function readRule({ value: rule, node }: PlacedRule, taken: ReadonlySet<string>, { reading }: OwnSources): Rule | undefined {
  const report = (key: string, message: string): undefined => reading.report(node.get(key).at, message);
  const { id } = rule;
  if (!ID.test(id)) return report('id', `${JSON.stringify(id)} is no id of a rule: it takes a group and a name in lower-case letters, digits and "-", such as team/owner-label`);
  if (RESERVED.has(id.split('/')[0] ?? '')) return report('id', `${JSON.stringify(id)}: the group is mllint's own; take another, such as team`);
  if (taken.has(id)) return report('id', `there is a rule ${JSON.stringify(id)} already`);
  if (rule.kinds && rule.on !== 'manifest') return report('kinds', `"kinds" goes with on: manifest, not with on: ${rule.on}`);
  const compiled = programsOf(rule);
  let isWhole = true;
  for (const [key, program] of Object.entries(compiled)) {
    if (program.kind === 'program') continue;
    isWhole = false;
    reading.report(placeOf(node.get(key), program), mistakeText(key, program, VARIABLES[rule.on]));
  }
  const { expression, when, messageExpression } = compiled;
  if (!isWhole || expression?.kind !== 'program') return undefined;
  const programs: Programs = { expression, ...(when?.kind === 'program' ? { when } : {}), ...(messageExpression?.kind === 'program' ? { messageExpression } : {}) };
  return customRule(rule, programs);
}

function placeOf(node: Node, { offset }: Mistake): Node['at'] {
  return atOffset(node, offset).at;
}

function mistakeText(key: string, { message }: Mistake, variables: readonly string[]): string {
  const unknown = /^unknown variable: (.+)$/.exec(message)?.[1];
  if (unknown === undefined) return `"${key}" is no expression in CEL: ${message}`;
  const near = suggest(unknown, variables);
  return `"${key}" names ${JSON.stringify(unknown)}, which is no variable here${near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`} (known: ${variables.join(', ')})`;
}
