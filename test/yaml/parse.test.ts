/** Documents as Kubernetes reads them, and where each value stands. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { SourceFile } from '../../src/source.ts';
import { splitDocuments } from '../../src/yaml/documents.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import type { ScalarTree, Tree, YamlDocument } from '../../src/yaml/tree.ts';
import { allData, dataOf, fromJson, rootOf } from './edited.ts';
import { documents } from './generated.ts';

function documentsOf(text: string): readonly YamlDocument[] {
  return parseYaml(new SourceFile('file.yaml', text)).documents;
}

function read(text: string): unknown {
  const [document] = documentsOf(text);
  return document?.problems[0]?.message ?? dataOf(document?.root);
}

function scalars(tree: Tree | undefined): ScalarTree[] {
  if (tree?.kind === 'scalar') return [tree];
  if (tree?.kind === 'sequence') return tree.items.flatMap(scalars);
  return tree?.kind === 'mapping' ? tree.entries.flatMap(({ key, value }) => [key, ...scalars(value)]) : [];
}

describe('merge keys, as sigs.k8s.io/yaml 1.6 reads them', () => {
  it.each([
    ['a: &a {q: 1}\nb:\n  <<: *a\n  q: 2\n', { q: 2 }],
    ['a: &a {q: 1}\nb:\n  q: 2\n  <<: *a\n', { q: 1 }],
    ['a: &a {q: 1, r: 0}\nc: &c {q: 2, s: 3}\nb:\n  <<: [*a, *c]\n', { q: 1, r: 0, s: 3 }],
    ['a: &a {q: 1}\nc: &c\n  <<: *a\n  r: 2\nb: {<<: *c}\n', { r: 2, q: 1 }],
    ['b:\n  <<: {q: 1}\n', { q: 1 }],
    ['b:\n  "<<": {q: 1}\n', { '<<': { q: 1 } }],
  ])('%j', (text, expected) => {
    expect(dataOf(rootOf(text).get('b').tree)).toEqual(fromJson(expected));
  });

  it('are refused where there is nothing to merge', () => expect(read('b:\n  <<: 1\n')).toMatch(/map merge requires map/));

  it('show the alias that an entry came through', () => {
    const node = rootOf('a: &a {q: 1}\nb:\n  <<: *a\n').get('b', 'q');
    expect(node.piece?.verbatim).toBe(false);
    expect(node.piece?.through.map(({ range }) => range)).toEqual([{ start: 22, end: 24 }]);
  });
});

describe('documents', () => {
  it.each([
    ['', []],
    ['# only a comment\n', []],
    ['---\n---\n', []],
    ['a: 1\n---\n# x\n---\nb: 2\n...\n---\nc: 3\n', [{ a: 1 }, { b: 2 }, { c: 3 }]],
    ['# head\n\n---\na: 1\n', [{ a: 1 }]],
    ['%YAML 1.1\n---\na: yes\n', [{ a: true }]],
    ['--- {a: 1}\n--- b\n', [{ a: 1 }, 'b']],
    ['a: 1\r\n---\r\nb: |\r\n  x\r\n  y\r\n', [{ a: 1 }, { b: 'x\ny\n' }]],
    ['a: |\n  x', [{ a: 'x' }]],
    ['a: |\n  x\n', [{ a: 'x\n' }]],
    ['a: |+\n  x\n\n', [{ a: 'x\n\n' }]],
    ['a: |-\n  x', [{ a: 'x' }]],
  ])('%j', (text, expected) => expect(allData(text)).toEqual(expected.map(fromJson)));

  test('an unreadable one does not hide the others', () => {
    const [first, second, third] = documentsOf('a: 1\n---\nb: [\n---\nc: 3\n');
    expect(dataOf(first?.root)).toEqual(fromJson({ a: 1 }));
    expect(second?.problems.length).toBe(1);
    expect(dataOf(third?.root)).toEqual(fromJson({ c: 3 }));
  });

  test('duplicate keys: the last counts, and both are named', () => {
    const [document] = documentsOf('a: 1\nb: 2\na: 3\n');
    expect(dataOf(document?.root)).toEqual(fromJson({ b: 2, a: 3 }));
    expect(document?.duplicateKeys).toEqual([{ key: 'a', first: { start: 0, end: 1 }, later: { start: 10, end: 11 } }]);
  });

  test('aliases show the anchor, and what passed', () => {
    const node = rootOf('a: &x value\nb: *x\n').get('b');
    expect(node.text).toBe('value');
    expect(node.piece).toMatchObject({ at: { range: { start: 6, end: 11 } }, verbatim: false, through: [{ range: { start: 15, end: 17 } }] });
  });
});

test('each document of a file, read by itself, equals the file read as a whole', () => {
  const files = fc.array(documents, { minLength: 1, maxLength: 4 }).map((parts) => parts.map(({ text }) => (/^(?:---|%)/.test(text) ? text : `---\n${text}`)).join('\n'));
  fc.assert(
    fc.property(files, (text) => {
      const whole = parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' });
      const split = splitDocuments(text).flatMap((part) => [...parseAllDocuments(part.text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' })]);
      expect(splitDocuments(text).map((part) => part.text).join('')).toBe(text);
      expect(split.map(asJson)).toEqual(Array.isArray(whole) ? whole.map(asJson) : []);
    }),
    { numRuns: 300 },
  );
});

function asJson(document: { toJS(): unknown }): unknown {
  return document.toJS();
}

test('the range of every scalar holds the text that says it', () => {
  fc.assert(
    fc.property(documents, ({ text }) => {
      const file = new SourceFile('file.yaml', text);
      for (const { root } of parseYaml(file).documents) {
        for (const { start, end, text: decoded, value } of scalars(root)) {
          if (/^[|>][0-9]/.test(text.slice(start, end))) continue; // which counts from where it stands
          const tag = /!\S* $/.exec(text.slice(0, start))?.[0] ?? '';
          const again = parseYaml(new SourceFile('slice.yaml', `v: ${tag}${text.slice(start, end)}`)).documents[0]?.root;
          expect(again?.kind === 'mapping' && again.entries[0]?.value).toMatchObject({ text: decoded, value });
        }
      }
    }),
    { numRuns: 500 },
  );
});

describe('part of a text', () => {
  it.each([
    ['v: plain text\n', 6, 10, 'text'],
    ["v: 'it''s here'\n", 5, 9, 'here'],
    ["v: 'it''s here'\n", 2, 4, "''s"],
    ['v: "a\\tb\\u00e9c \\"d\\""\n', 4, 5, 'c'],
    ['v: "a\\tb\\u00e9c \\"d\\""\n', 1, 4, '\\tb\\u00e9'],
    ['v: "\\U0001F44D x"\n', 3, 4, 'x'],
    ['v: "👍 x"\n', 3, 4, 'x'],
    ['v: |\n    one\n      two\n\n    three\n', 6, 9, 'two'],
    ['v: |\n    one\n      two\n\n    three\n', 11, 16, 'three'],
    ['v: |\r\n  one\r\n  two\r\n', 4, 7, 'two'],
    ['- v\n- v: |-\n    x: y\n', 0, 1, undefined],
  ])('%j [%i, %i)', (text, start, end, expected) => {
    const part = rootOf(text).get('v').part(start, end);
    const { at, verbatim } = part.piece ?? {};
    expect(at && text.slice(at.range.start, at.range.end)).toBe(expected);
    if (expected !== undefined) expect(verbatim).toBe(true);
  });

  it('is the whole, and not verbatim, where lines were folded', () => {
    const text = 'v: >\n  one\n  two\n';
    const part = rootOf(text).get('v').part(4, 7);
    expect(part.text).toBe('two');
    expect(part.piece?.verbatim).toBe(false);
  });

  it('of quoted text decodes to the part', () => {
    const raw = fc.array(fc.constantFrom('a', ' ', "'", '"', '\\', '\t', '\n', 'é', '👍', ':', '#', '\u0000', '\u2028'), { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(raw, fc.nat(12), fc.nat(12), (text, a, b) => {
        const [start, end] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)];
        const source = `v: ${JSON.stringify(text)}\n`;
        const { at } = rootOf(source).get('v').part(start, end).piece ?? {};
        const slice = at && source.slice(at.range.start, at.range.end);
        const isCutPair = /^[\udc00-\udfff]|[\ud800-\udbff]$/.test(text.slice(start, end));
        if (!isCutPair) expect(rootOf(`"${slice ?? ''}"`).text).toBe(text.slice(start, end));
      }),
    );
  });
});

