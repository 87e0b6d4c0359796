/** What `mllint explain` says of a rule that the configuration states. */
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
