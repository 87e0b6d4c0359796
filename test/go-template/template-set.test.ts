import { describe, expect, test } from 'vitest';
import { FunctionError, TemplateError, TemplateSet, type ExecuteOptions, type TemplateFunction } from '../../src/render/go-template/engine.ts';
import { Dict, GoObject, Num } from '../../src/render/go-template/value.ts';
import { plain, TracedText } from '../../src/render/traced-text.ts';
import { SourceFile, startOf } from '../../src/source.ts';
import { caseFunctions } from './case-functions.ts';
import { render } from './authored.ts';

function failure(run: () => unknown): TemplateError {
  try {
    run();
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error('nothing failed');
}

function shown({ chain }: TemplateError): string[] {
  return chain.map(({ file, range }) => `${file.path}: ${file.text.slice(range.start, range.end)}`);
}

describe('failures', () => {
  test('name the action, and all on the way to it', () => {
    const set = new TemplateSet('gotpl', caseFunctions);
    set.add('lib.tpl', new SourceFile('lib.tpl', '{{ define "inner" }}a: {{ .x.y }}{{ end }}'));
    set.add('main.yaml', new SourceFile('main.yaml', 'b: {{ include "inner" . | upper }}'));
    const error = failure(() => set.execute('main.yaml', new Dict([['x', null]])));
    expect(error.message).toBe(
      'template: main.yaml:1:6: executing "main.yaml" at <include "inner" .>: error calling include: ' +
        'template: lib.tpl:1:28: executing "inner" at <.x.y>: nil pointer evaluating interface {}.y',
    );
    expect(shown(error)).toEqual(['main.yaml: include "inner" .', 'lib.tpl: .x.y']);
    expect(error.at.file.path).toBe('lib.tpl');
  });

  test('of the parser name the token', () => {
    expect(shown(failure(() => render('a\n{{ if }}')))).toEqual(['t.yaml: }}']);
  });

  test('of a function that wraps another keep its place', () => {
    const wrap: TemplateFunction = {
      params: [],
      run: (_, call) => {
        const set = call.execution.templates.overlay();
        try {
          return call.execution.execute(set.add('gotpl', new SourceFile('values.yaml', '{{ .x.y }}')), null, set);
        } catch (cause) {
          throw new FunctionError('inside', { cause });
        }
      },
    };
    const set = new TemplateSet('gotpl', new Map([['wrap', wrap]]));
    set.add('a', new SourceFile('a.yaml', '{{ wrap }}'));
    const error = failure(() => set.execute('a', null, { missingKey: 'error' }));
    expect(error.message).toBe('template: a:1:3: executing "a" at <wrap>: error calling wrap: inside');
    expect(error.at.file.path).toBe('values.yaml');
  });

  test('of mllint itself are not taken for the template’s', () => {
    const set = new TemplateSet('x', new Map<string, TemplateFunction>([['broken', { params: [], run: () => fail() }]]));
    set.add('a', new SourceFile('a', '{{ broken }}'));
    expect(() => set.execute('a', null)).toThrow(TypeError);
  });

  test('a template that is not there', () => {
    const set = new TemplateSet('gotpl');
    expect(failure(() => set.execute('nope', null)).message).toBe('template: no template "nope" associated with template "gotpl"');
  });
});

function fail(): never {
  throw new TypeError('a bug');
}

describe('sets', () => {
  test('an overlay sees what lies beneath and keeps its own', () => {
    const set = new TemplateSet('gotpl', caseFunctions);
    set.add('lib', new SourceFile('lib', '{{ define "a" }}A{{ end }}{{ define "b" }}B{{ end }}'));
    const overlay = set.overlay();
    const main = overlay.add('tpl', { text: plain('{{ define "b" }}mine{{ end }}{{ include "a" . }}{{ include "b" . }}'), at: startOf(new SourceFile('x', '')) });
    expect(overlay.execute(main, null).text).toBe('Amine');
    expect(set.has('tpl')).toBe(false);
    expect(set.execute('b', null).text).toBe('B');
  });

  test('a blank template does not take a name, but is itself', () => {
    const set = new TemplateSet('gotpl');
    set.add('gotpl', new SourceFile('one', 'one'));
    const blank = set.add('gotpl', new SourceFile('two', ' '));
    expect([set.execute('gotpl', null).text, set.execute(blank, null).text]).toEqual(['one', ' ']);
  });

  test('names from Object’s prototype are no functions and no keys', () => {
    expect(failure(() => render('{{ constructor }}')).message).toBe('template: t.yaml:1: function "constructor" not defined');
    expect(render('{{ .constructor }}{{ .__proto__ }}{{ .toString }}').text).toBe('<no value><no value><no value>');
  });

  test('functions may take the place of builtins', () => {
    const set = new TemplateSet('x', new Map<string, TemplateFunction>([['len', { params: [], run: () => plain('mine') }], ['break', { params: [], run: () => plain('b') }]]));
    set.add('a', new SourceFile('a', '{{ len }}{{ break }}'));
    expect(set.execute('a', null).text).toBe('mineb');
  });

  test('parameters of a named type take objects of that type', () => {
    const when: TemplateFunction = { params: ['go:time.Time'], run: ([time]) => plain(time instanceof GoObject ? time.typeName : '') };
    const set = new TemplateSet('x', new Map([['when', when]]));
    set.add('a', new SourceFile('a', '{{ when .time }}'));
    set.add('b', new SourceFile('b', '{{ when .text }}'));
    const data = new Dict([['time', new GoObject('time.Time')], ['text', plain('x')]]);
    expect(set.execute('a', data).text).toBe('time.Time');
    expect(failure(() => set.execute('b', data)).message).toContain('wrong type for value; expected time.Time; got string');
  });
});

describe('bounds', () => {
  const hostile: readonly (readonly [string, string])[] = [
    ['{{define "r"}}{{template "r" .}}{{end}}{{template "r" .}}', 'exceeded maximum template depth'],
    ['{{define "r"}}{{include "r" .}}{{end}}{{template "r" .}}', 'exceeded maximum template depth'],
    ['{{define "r"}}{{if true}}{{with 1}}{{upper (upper (include "r" .))}}{{end}}{{end}}{{end}}{{template "r" .}}', 'exceeded maximum nesting'],
    ['{{range .big}}{{range $.big}}{{end}}{{end}}', 'evaluation steps'],
    ['{{range .big}}{{if eq . 7}}x{{end}}{{printf "%d" .}}{{end}}', 'evaluation steps'],
    ['{{range .big}}{{printf "%1000000d" .}}{{end}}', 'exceeded the limit'],
    ['{{$x := "abc"}}{{range .big}}{{$x = print $x $x}}{{end}}', 'evaluation steps'],
    ['{{$x := list 1}}{{range 100}}{{$x = list $x $x}}{{end}}{{$x}}', 'evaluation steps'],
    ['{{.self}}', 'holds itself'],
    [`{{${'('.repeat(100_000)}`, 'max expression depth exceeded'],
    ['{{if true}}'.repeat(100_000), 'nested more than'],
  ];

  test.each(hostile.map(([template, message]) => ({ template, message, name: template.slice(0, 60) })))('$name', ({ template, message }) => {
    const self = new Dict();
    self.set('self', self);
    const started = performance.now();
    expect(failure(() => render(template, { self, big: new Num('int', 1_000_000_000n) })).message).toContain(message);
    expect(performance.now() - started).toBeLessThan(10_000); // two seconds on an idle machine
  });

  test('name themselves and stay what they are through every caller', () => {
    const error = failure(() => render('{{define "r"}}{{include "r" .}}{{end}}{{include "r" .}}'));
    expect(error.limit).toBe('depth');
    expect(error.message).not.toContain('error calling');
  });

  test('can be set', () => {
    const limited = (limits: ExecuteOptions['limits']): string | undefined => failure(() => render('{{range 100}}text{{end}}', {}, { limits })).limit;
    expect([limited({ steps: 50 }), limited({ output: 50 }), limited({ nesting: 1 })]).toEqual(['steps', 'output', 'depth']);
  });

  test('are charged by functions before they allocate', () => {
    const repeat: TemplateFunction = {
      params: ['int'],
      run: ([count], call) => {
        const length = count instanceof Num ? Number(count.value) : 0;
        call.spend(length);
        return new TracedText('x'.repeat(length));
      },
    };
    const set = new TemplateSet('x', new Map([['repeat', repeat]]));
    set.add('a', new SourceFile('a', '{{ repeat 500000000 }}'));
    expect(failure(() => set.execute('a', null)).limit).toBe('steps');
  });
});
