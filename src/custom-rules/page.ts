/** What `mllint explain` says of a rule that the configuration states. */
import type { AdmissionPolicy } from './admission/policy.ts';
import type { PlacedRule } from './declared.ts';

export function customPage({ value: rule, node }: PlacedRule): string {
  const { file, range } = node.at;
  const { id, on, kinds, when, expression, message, messageExpression } = rule;
  const blocks = [
    ...(when === undefined ? [] : [['Where this is true:', when]]),
    ['This holds:', expression],
    ...(messageExpression === undefined ? [] : [['What is said where it does not:', messageExpression]]),
  ];
  return [
    `# ${id}`, '', `${message}.`, '',
    `A rule of this repository, stated in ${file.path}:${file.position(range.start).line}. It looks at every ${subjectText(on, kinds)}.`, '',
    ...blocks.flatMap(([title = '', text = '']) => [title, '', '```cel', text.trimEnd(), '```', '']),
  ].join('\n');
}

function subjectText(on: string, kinds: readonly string[] | undefined): string {
  return kinds ? kinds.join(', ') : on;
}

/** The same for a ValidatingAdmissionPolicy. */
export function admissionPage({ name, root, validations }: AdmissionPolicy, looksAt: 'object' | 'change'): string {
  const { file, range } = root.at;
  const asked = looksAt === 'object' ? 'Each object is looked at as if it were created.' : 'Each object of a change is looked at beside the old one: without a base it says nothing.';
  return [
    `# admission/${name}`, '',
    `The ValidatingAdmissionPolicy ${name} in ${file.path}:${file.position(range.start).line}, which \`admissionPolicies\` of the configuration names.`, asked, '',
    ...validations.flatMap(({ node, message }) => [`${message}:`, '', '```cel', (node.get('expression').text ?? '').trimEnd(), '```', '']),
  ].join('\n');
}
