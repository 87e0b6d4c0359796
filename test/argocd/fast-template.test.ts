import { describe, expect, it } from 'vitest';
import { replacePlaceholders, TemplateSyntaxError } from '../../src/argocd/template/fast-template.ts';
import type { TracedText } from '../../src/render/traced-text.ts';
import { Nearness } from '../../src/source.ts';
import { tracedScalar } from '../../src/yaml/author.ts';
import type { Node } from '../../src/yaml/node.ts';
import { resolveAlias } from '../../src/yaml/tree.ts';
import { parsed } from './parsed.ts';

function traced(node: Node, nearness: number): TracedText {
  const tree = node.tree && resolveAlias(node.tree);
  if (tree?.kind !== 'scalar') throw new Error('no text');
  return tracedScalar(tree, nearness);
}

const element = parsed(JSON.stringify({ env: 'prod', cluster: 'https://prod', empty: '', braces: '{{env}}', 'values.size': 'L', 'path[0]': 'apps' }));
const parameters = new Map(element.entries().map(([name, node]) => [name, traced(node, Nearness.generatorElement)]));

function replaced(template: string): TracedText {
  return replacePlaceholders(traced(parsed(JSON.stringify({ at: template })).get('at'), Nearness.inline), parameters);
}

describe('replacePlaceholders', () => {
  it.each([
    ['nothing to do', 'nothing to do'],
    ['{{env}}', 'prod'],
    ['{{ env }}', 'prod'],
    ['{{\tenv\t}}', 'prod'],
    ['a-{{env}}-b-{{env}}', 'a-prod-b-prod'],
    ['{{values.size}}/{{path[0]}}', 'L/apps'],
    ['x{{empty}}y', 'xy'],
    // What nobody gives is left as it stands, without a word.
    ['{{other}}', '{{other}}'],
    ['{{ other }}-{{env}}', '{{ other }}-prod'],
    ['{{.env}}', '{{.env}}'],
    ['{{Env}}', '{{Env}}'],
    ['{{}}', '{{}}'],
    // A value is not rendered again.
    ['{{braces}}', '{{env}}'],
    ['}} {{env}}', '}} prod'],
    ['{{{env}}}', '{{{env}}}'],
    ['{{ {{env}} }}', '{{ {{env}} }}'],
    ['{ {env} }', '{ {env} }'],
    // Only braces on one line make a template of the whole.
    ['{{\nenv\n}}', '{{\nenv\n}}'],
    ['{{env}}\n{{\nenv\n}}', 'prod\nprod'],
    ['{{env', '{{env'],
  ])('%j', (template, expected) => {
    expect(replaced(template).text).toBe(expected);
  });

  it.each(['{{env}} {{', '{{env}}-{{env'])('%j is refused', (template) => {
    expect(() => replaced(template)).toThrow(TemplateSyntaxError);
  });

  it('remembers who wrote what', () => {
    const { text, segments } = replaced('a-{{env}}-{{other}}');
    const authored = segments.map(({ start, end, origin: { author, from, to } }) => [text.slice(start, end), author.text.slice(from, to), author.nearness]);
    expect(authored).toEqual([
      ['a-', 'a-', Nearness.inline],
      ['prod', 'prod', Nearness.generatorElement],
      ['-', '-', Nearness.inline],
      ['{{other}}', '{{other}}', Nearness.inline],
    ]);
  });
});
