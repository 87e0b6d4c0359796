/** The functions of ApplicationSets' Go templates. `slugify` is held against what the controller's package made of the same names. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { goTemplateRenderer } from '../../src/argocd/template/go-template.ts';
import { TracedText } from '../../src/render/traced-text.ts';
import { SourceFile } from '../../src/source.ts';
import { Node } from '../../src/yaml/node.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

function render(template: string, values = 'name: My App'): string {
  const root = parseYaml(new SourceFile('element.yaml', values)).documents[0]?.root;
  if (!root) throw new Error('no element');
  const file = new SourceFile('set.yaml', template);
  const source = TracedText.of({ file, start: 0, end: template.length, text: template, nearness: 0, offsets: 0 });
  return goTemplateRenderer(Node.root(root), [])(source).text;
}

interface SlugCase {
  readonly text: string;
  readonly limit: number;
  readonly smart: boolean;
  readonly slug: string;
}

test('slugify makes the slugs that the controller makes', () => {
  const cases: readonly SlugCase[] = JSON.parse(readFileSync('fixtures/render/slugify.json', 'utf8'));
  const differing = cases.flatMap(({ text, limit, smart, slug }) => {
    const template = `{{ slugify ${limit} ${smart} ${JSON.stringify(text)} }}`;
    let ours: string;
    try {
      ours = render(template);
    } catch (error) {
      ours = `PANIC ${String(error).replace(/^.*error calling slugify: /, '')}`;
    }
    return ours === slug ? [] : [{ template, slug, ours }];
  });
  expect(differing).toEqual([]);
});

test.each([
  ['{{ normalize .name }}', 'my-app'],
  ['{{ normalize "-.A😀b.-" }}', 'a-b'],
  ['{{ slugify .name }}', 'my-app'],
  ['{{ slugify 4 "one-two" }}', 'one'],
  ['{{ slugify }}', ''],
  ['{{ toYaml (dict "a" (list 1)) }}', 'a:\n- 1'],
  ['{{ (fromYaml "a: 1").a }}', '1'],
  ['{{ index (fromYamlArray "[x, z]") 1 }}', 'z'],
  ['{{ fromJson "[1, 2]" }}', '[1 2]'],
  ['{{ fromJson "{" }}', '<no value>'],
  ['{{ toJson . }}', '{"name":"My App"}'],
])('%s is %s', (template, expected) => expect(render(template)).toBe(expected));

test.each<readonly [string, string]>([
  ['{{ slugify "x" "y" }}', 'interface conversion: interface {} is string, not int'],
  ['{{ slugify 1 2 "y" }}', 'interface conversion: interface {} is int, not bool'],
  ['{{ slugify 5 }}', 'interface conversion: interface {} is int, not string'],
  ['{{ fromYaml "[1]" }}', 'error calling fromYaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}'],
  ['{{ fromYaml "a: [" }}', 'error calling fromYaml: error converting YAML to JSON: yaml: '],
  ['{{ fromYamlArray "a: 1" }}', 'error calling fromYamlArray: '],
  ['{{ toYaml (divf 1 3 | dict "a" (float64 "nan")) }}', 'error calling toYaml: '],
  ['{{ fail "stop" }}', 'error calling fail: stop'],
  ...['env "A"', 'expandenv "A"', 'getHostByName "a"', 'include "a" .', 'tpl "a" .', 'required "a" .', 'lookup "a" "b" "c" "d"', 'toToml .', 'mustToToml .', 'fromToml "a"', 'fromJsonArray "[]"', 'toYamlPretty .', 'mustToYaml .'].map(
    (call) => [`{{ ${call} }}`, `function "${call.split(' ')[0] ?? ''}" not defined`] as const,
  ),
])('%s fails: %s', (template, message) => expect(() => render(template)).toThrow(message));
