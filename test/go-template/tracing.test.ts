import { describe, expect, test } from 'vitest';
import { TemplateSet } from '../../src/render/go-template/engine.ts';
import { Dict } from '../../src/render/go-template/value.ts';
import { SourceFile } from '../../src/source.ts';
import { Authored, render, stretches } from './authored.ts';
import { caseFunctions } from './case-functions.ts';

const values = new Authored('name: fraud\nversion: v47\nenabled: true\nother: false\ncount: 1000000\nlist: [a, b]\n');
const name = values.text('fraud');
const version = values.text('v47');
const enabled = values.flag('true');
const count = values.number('1000000');

describe('who wrote what is printed', () => {
  test('template text is its file’s, stretch by stretch', () => {
    expect(stretches(render('uri: {{ .name }} x', { name }))).toEqual([
      '"uri: " t.yaml:0-5',
      '"fraud" values.yaml:6-11 through {{ .name }}',
      '" x" t.yaml:16-18',
    ]);
  });

  test('trimmed text starts where it is left', () => {
    expect(stretches(render('a  {{- .name -}}  b', { name }))).toEqual([
      '"a" t.yaml:0-1',
      '"fraud" values.yaml:6-11 through {{- .name -}}',
      '"b" t.yaml:18-19',
    ]);
  });

  test('constants are the template’s; escapes are counted', () => {
    expect(stretches(render('{{ "s3://" }}'))).toEqual(['"s3://" t.yaml:4-9 through {{ "s3://" }}']);
    expect(stretches(render('{{ slice "a\\tb\\nc" 2 }}'))).toEqual(['"b\\nc" t.yaml:13-16 through {{ slice "a\\tb\\nc" 2 }}']);
    expect(stretches(render('{{ 47 }}'))).toEqual(['"47" t.yaml:3-5 through {{ 47 }}']);
    expect(stretches(render('{{ true }}'))).toEqual(['"true" t.yaml:3-7 through {{ true }}']);
  });

  test('printf keeps the pieces of the format and of the arguments', () => {
    expect(stretches(render('{{ printf "%s/%v-%d" .name .version 3 }}', { name, version }))).toEqual([
      '"fraud" values.yaml:6-11 through {{ printf "%s/%v-%d" .name .version 3 }}',
      '"/" t.yaml:13-14 through {{ printf "%s/%v-%d" .name .version 3 }}',
      '"v47" values.yaml:21-24 through {{ printf "%s/%v-%d" .name .version 3 }}',
      '"-" t.yaml:16-17 through {{ printf "%s/%v-%d" .name .version 3 }}',
      '"3" t.yaml:36-37 through {{ printf "%s/%v-%d" .name .version 3 }}',
    ]);
  });

  test('quotes and escapes are added around what stays', () => {
    expect(stretches(render('{{ printf "%q" .name }}', { name }))).toEqual(['"fraud" values.yaml:6-11 through {{ printf "%q" .name }}']);
    const path = new Authored('a<b').text('a<b');
    expect(stretches(render('{{ html .path }}', { path }))).toEqual([
      '"a" values.yaml:0-1 through {{ html .path }}',
      '"&lt;" from values.yaml:"a<b" through {{ html .path }}',
      '"b" values.yaml:2-3 through {{ html .path }}',
    ]);
  });

  test('a number that Go prints otherwise is computed from what was written', () => {
    expect(stretches(render('{{ .count }}', { count }))).toEqual(['"1e+06" from values.yaml:"1000000" through {{ .count }}']);
    expect(stretches(render('{{ printf "%.0f" .count }}', { count }))).toEqual(['"1000000" values.yaml:59-66 through {{ printf "%.0f" .count }}']);
    expect(stretches(render('{{ .enabled }}', { enabled }))).toEqual(['"true" values.yaml:34-38 through {{ .enabled }}']);
  });

  test('what is compared names all that went in', () => {
    expect(stretches(render('{{ eq .name .version }}', { name, version }))).toEqual([
      '"false" from values.yaml:"fraud" and values.yaml:"v47" through {{ eq .name .version }}',
    ]);
    expect(stretches(render('{{ len .name }}', { name }))).toEqual(['"5" from values.yaml:"fraud" through {{ len .name }}']);
  });

  test('what no one wrote is shown at the action', () => {
    expect(stretches(render('{{ number }}{{ .missing }}'))).toEqual(['"7" from t.yaml:"{{ number }}"', '"<no value>" from t.yaml:"{{ .missing }}"']);
  });
});

describe('what let text in', () => {
  test('a flag, for the text and the values under it', () => {
    expect(stretches(render('{{ if .enabled }}x{{ .name }}{{ end }}', { enabled, name }))).toEqual([
      '"x" t.yaml:17-18 through true',
      '"fraud" values.yaml:6-11 through {{ .name }} true',
    ]);
  });

  test('the other branch hangs on the flag too', () => {
    expect(stretches(render('{{ if .other }}x{{ else }}y{{ end }}', { other: values.flag('false') }))).toEqual(['"y" t.yaml:26-27 through false']);
  });

  test('all inputs of a computed condition, the outer conditions last', () => {
    const template = '{{ if .enabled }}{{ if and (eq .name "fraud") .version }}x{{ end }}{{ end }}';
    expect(stretches(render(template, { enabled, name, version }))).toEqual(['"x" t.yaml:57-58 through fraud v47 true']);
  });

  test('with and range', () => {
    expect(stretches(render('{{ with .name }}n={{ . }}{{ end }}', { name }))).toEqual([
      '"n=" t.yaml:16-18 through fraud',
      '"fraud" values.yaml:6-11 through {{ . }} fraud',
    ]);
    const list = values.list('[a, b]', [name, version]);
    expect(stretches(render('{{ range .list }}-{{ end }}', { list }))).toEqual(['"-" t.yaml:17-18 through [a, b]', '"-" t.yaml:17-18 through [a, b]']);
  });

  test('a called template stands under the caller’s conditions', () => {
    const template = '{{ define "t" }}x{{ end }}{{ if .enabled }}{{ template "t" }}{{ include "t" . }}{{ end }}';
    expect(stretches(render(template, { enabled }))).toEqual(['"x" t.yaml:16-17 through true', '"x" t.yaml:16-17 through {{ include "t" . }} true']);
  });
});

describe('what cannot be known', () => {
  const secret = values.text('v47', 'random');
  const unknown = values.flag('true', 'random');

  test('survives every operation', () => {
    for (const expression of ['.s', 'printf "%s" .s', 'printf "%q|%x" .s .s', 'len .s', 'eq .s "a"', 'index .m .s', 'and .s "b"', 'or "" .s', 'slice .s 1', 'html .s 1', 'print 1 .s', 'not .s', 'not (not .s)']) {
      const text = render(`{{ ${expression} }}`, { s: secret, m: new Dict([['v47', name]]) });
      expect([expression, text.origins.some(({ unknown: reason }) => reason === 'random')]).toEqual([expression, true]);
    }
  });

  test('taints what stands under it, also where nothing does', () => {
    expect(stretches(render('{{ if .u }}x{{ .name }}{{ end }}', { u: unknown, name }))).toEqual([
      '"x" from t.yaml:"x" and values.yaml:"true" through true unknown: random',
      '"fraud" from values.yaml:"fraud" and values.yaml:"true" through {{ .name }} true unknown: random',
      '"" from values.yaml:"true" unknown: random',
    ]);
    expect(stretches(render('{{ if not .u }}x{{ end }}', { u: unknown }))).toEqual(['"" from values.yaml:"true" unknown: random']);
  });

  test('taints variables that a branch sets or leaves', () => {
    for (const condition of ['.u', 'not .u']) {
      const text = render(`{{ $x := .name }}{{ if ${condition} }}{{ $x = "b" }}{{ end }}{{ $x }}`, { u: unknown, name });
      expect(text.origins.at(-1)?.unknown).toBe('random');
    }
  });
});

test('a template that is itself a value keeps the value’s author', () => {
  const authored = new Authored('uri: "s3://{{ .name }}/{{ "x" }}"\nname: fraud\n');
  const set = new TemplateSet('gotpl', caseFunctions);
  const at = { file: new SourceFile('t.yaml', '{{ tpl .uri . }}'), range: { start: 0, end: 16 } };
  const tpl = set.add('tpl', { text: authored.text('s3://{{ .name }}/{{ "x" }}'), at });
  expect(stretches(set.execute(tpl, new Dict([['name', authored.text('fraud')]])))).toEqual([
    '"s3://" values.yaml:6-11',
    '"fraud" values.yaml:40-45 through {{ .name }}',
    '"/" values.yaml:22-23',
    '"x" values.yaml:27-28 through {{ "x" }}',
  ]);
});
