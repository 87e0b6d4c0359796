import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runCase } from './recorded-case.ts';

const words = ['{{', '}}', '{{-', '-}}', '{{ ', ' }}', '{{/*', '*/}}', ' ', '\n', '(', ')', '|', '.', '.a', '.b.c', '$', '$x', ':=', '=', ',', '"s"', '"%d %v"', '`', "'c'", '"', '1', '-1', '1.5', '0x', '1e9', 'nil', 'true', 'x', 'é', '\0', '😀'];
const names = ['if ', 'else', 'else if ', 'end', 'range ', 'with ', 'define "t"', 'template "t" ', 'block "t" ', 'break', 'continue', 'printf ', 'print ', 'index ', 'slice ', 'len ', 'eq ', 'and ', 'or ', 'not ', 'call ', 'include "t" ', 'list ', 'html ', 'upper '];
const actions = ['{{end}}', '{{else}}', '{{if .a}}', '{{range .l}}', '{{with .b}}', '{{.a}}', '{{break}}', '{{define "t"}}', '{{template "t" .}}', '{{$x := .a}}', '{{printf "%v" .}}'];
const data = { a: 'text', b: { c: 1 }, l: [1, 'two', null], n: null };

test('whatever a template holds, it prints or fails with Go’s kind of message', () => {
  const templates = fc.array(fc.oneof(fc.constantFrom(...words), fc.constantFrom(...names), fc.constantFrom(...actions)), { maxLength: 40 });
  fc.assert(
    fc.property(templates, (parts) => {
      const { output, error } = runCase({ template: parts.join(''), data }, { steps: 20_000 });
      expect(output ?? error).toBeTypeOf('string');
      if (error !== undefined) expect(error).toMatch(/^template: /);
    }),
    { numRuns: 3000 },
  );
});

test('any text without delimiters is printed as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      fc.pre(!text.includes('{{'));
      expect(runCase({ template: text }).output).toBe(text);
    }),
  );
});
