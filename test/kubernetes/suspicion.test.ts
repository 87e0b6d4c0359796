import { describe, expect, it } from 'vitest';
import { isSuspicious } from '../../src/kubernetes/suspicion.ts';
import { within } from '../within.ts';

const plain: Record<string, string> = {
  'an ordinary manifest': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  labels:\n    app: a # why\nspec:\n  ports:\n    - port: 80\n      name: "http"\n    - port: 81\n      name: \'b\'\n',
  'lists at the indentation of their key': 'apiVersion: v1\nkind: X\nspec:\n  args:\n  - --flag=1\n  - name: b\n    value: c\n',
  'the same key in different mappings': 'apiVersion: v1\nkind: X\na:\n  name: b\nb:\n  name: b\n',
  'URLs and times': 'apiVersion: v1\nkind: X\na: http://x:80/y\nb: 10:30\n',
  comments: '# one\napiVersion: v1\n\n  # two\nkind: X\n',
  'CRLF line ends': 'apiVersion: v1\r\nkind: X\r\na: "b"\r\n',
};

const suspicious: Record<string, string> = {
  'a key that stands twice': 'apiVersion: v1\nkind: X\nmetadata:\n  name: a\n  name: b\n',
  'a key that stands twice in a list item': 'kind: X\na:\n  - name: a\n    value: b\n    name: c\n',
  'a key that stands twice at the top': 'kind: X\na: 1\nkind: Y\n',
  tabs: 'kind: X\na:\n\tb: c\n',
  'flow syntax': 'kind: X\na: {b: c, b: d}\n',
  'an anchor': 'kind: X\na: &b c\n',
  'block text': 'kind: X\na: |\n  b\n',
  'an open quote': 'kind: X\na: "b\n',
  'a template action': 'kind: X\na: {{ .Values.b }}\n',
  'a registry reference': 'kind: X\na: models:/fraud/Production\n',
  'no colon': 'kind: X\na: b\nthis is not yaml: at all: really\n',
};

describe('a document of a kind that no rule reads', () => {
  it.each(Object.entries(plain))('is left unparsed with %s', (_, text) => expect(isSuspicious(text)).toBe(false));
  it.each(Object.entries(suspicious))('is parsed for %s', (_, text) => expect(isSuspicious(text)).toBe(true));

  it('is judged in linear time', () => {
    within(1000, () => {
      for (const line of ['a: ' + 'x#'.repeat(500_000), '- '.repeat(500_000), `a: ${' '.repeat(1_000_000)}`, `a: ${':'.repeat(1_000_000)}`]) isSuspicious(`kind: X\n${line}\n`);
    });
  });
});
