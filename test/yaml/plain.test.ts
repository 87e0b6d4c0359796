/** Whatever is read the short way is read as the package would have done, and hardly a manifest needs the long way. */
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { SourceFile } from '../../src/source.ts';
import { readByPackage } from '../../src/yaml/by-package.ts';
import { splitDocuments } from '../../src/yaml/documents.ts';
import { readPlain } from '../../src/yaml/plain/read.ts';
import { yamlFiles } from '../yaml-files.ts';
import { documents } from './generated.ts';

/** How many documents there were, and how many of them were plain. */
const count = { all: 0, plain: 0 };

function compare(text: string): void {
  const trace = { file: new SourceFile('file.yaml', text), nearness: 0 };
  for (const part of splitDocuments(text)) {
    const plain = readPlain(part, trace)?.document;
    count.all += 1;
    if (!plain) continue;
    count.plain += 1;
    const composed = readByPackage(part, trace, { left: 1_000_000 });
    if (!isDeepStrictEqual([plain], composed)) expect([plain], JSON.stringify(part.text)).toEqual(composed); // which is slow
  }
}

const files = yamlFiles();

test('for every file at hand', () => {
  for (const { text } of files) compare(text);
  expect(count.plain / count.all).toBeGreaterThan(0.7);
});

/** What makes another text of a text when it stands where it should not. */
const pieces = [
  ' ', '  ', '\t', '\n', '\r\n', '\n\n', '   \n', '\n\t', '- ', '- - ', ': ', ':', '#', ' # c', '\n# c\n', '\n  # c\n', '"', "'", '{', '}', '[', ']', ',', '|', '>',
  '|-\n', '>+\n', '&a ', '*a', '!t ', '!!str ', '? ', '? a\n: b\n', '---\n', '...\n', '%', '@', '`', '<<: ', '~', 'x', 'a: b: c', '"a":b',
];
const edits = fc.array(fc.record({ at: fc.nat(), cut: fc.nat(4), put: fc.constantFrom('', ...pieces) }), { maxLength: 4 });

function broken(text: string, changes: readonly { at: number; cut: number; put: string }[]): string {
  return changes.reduce((before, { at, cut, put }) => {
    const place = at % (before.length + 1);
    return before.slice(0, place) + put + before.slice(place + cut);
  }, text);
}

test('for texts that people write, and for what typing errors make of them', () => {
  const small = files.filter(({ text }) => text.length < 1500).map(({ text }) => text);
  const texts = fc.oneof(documents.map(({ text }) => text), fc.constantFrom(...small));
  fc.assert(fc.property(texts, edits, (text, changes) => compare(broken(text, changes))), { numRuns: 5000 });
});

type LineEdit = { readonly at: number; readonly what: string; readonly count: number };

const lineEdits = fc.array(
  fc.record({ at: fc.nat(), what: fc.constantFrom('deeper', 'less deep', 'comment', 'blank', 'again', 'away', 'swap', 'CRLF', 'blanks behind', 'dash'), count: fc.nat(4) }),
  { minLength: 1, maxLength: 4 },
);

/** What moving lines about makes of a text. */
function rearranged(text: string, changes: readonly LineEdit[]): string {
  const lines = text.split('\n');
  for (const { at, what, count: size } of changes) {
    const index = at % lines.length;
    const line = lines[index] ?? '';
    lines.splice(index, 1, ...replaced(line, what, size));
    if (what === 'swap') lines.push(lines.splice(index, 1)[0] ?? '');
  }
  return lines.join('\n');
}

function replaced(line: string, what: string, size: number): string[] {
  if (what === 'deeper') return [' '.repeat(size) + line];
  if (what === 'less deep') return [line.slice(Math.min(size, line.search(/[^ ]|$/)))];
  if (what === 'comment') return [`${' '.repeat(2 * size)}# c`, line];
  if (what === 'blank') return [' '.repeat(size % 3 === 0 ? 0 : size), line];
  if (what === 'again') return [line, line];
  if (what === 'away') return [''];
  if (what === 'CRLF') return [`${line}\r`];
  if (what === 'blanks behind') return [line + ' '.repeat(size)];
  return what === 'dash' ? [line.replace(/^ */, '$&- ')] : [line];
}

test('for lines in the wrong place', () => {
  const small = files.filter(({ text }) => text.length < 2500).map(({ text }) => text);
  const texts = fc.oneof(documents.map(({ text }) => text), fc.constantFrom(...small));
  fc.assert(fc.property(texts, lineEdits, (text, changes) => compare(rearranged(text, changes))), { numRuns: 5000 });
});

test('a key is found twice among many', () => {
  const keys = Array.from({ length: 30 }, (_, index) => `key-${index}: ${index}\n`).join('');
  compare(`${keys}key-3: again\n`);
  expect(readDocument(keys)?.document.root?.kind).toBe('mapping');
  expect(readDocument(`${keys}key-3: again\n`)).toBeUndefined();
});

function readDocument(text: string) {
  return readPlain({ text, start: 0 }, { file: new SourceFile('file.yaml', text), nearness: 0 });
}
