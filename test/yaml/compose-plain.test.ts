/** Whatever is composed the short way is composed as the package would have done, and hardly a manifest needs the long way. */
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { SourceFile } from '../../src/source.ts';
import { composePlain } from '../../src/yaml/compose-plain.ts';
import { splitDocuments } from '../../src/yaml/documents.ts';
import { composeByPackage } from '../../src/yaml/parse.ts';
import { boundedTokens, Overrun } from '../../src/yaml/tokens.ts';
import { yamlFiles } from '../yaml-files.ts';
import { documents } from './generated.ts';

/** How many documents there were, and how many of them were plain. */
const count = { all: 0, plain: 0 };

function compare(text: string): void {
  const trace = { file: new SourceFile('file.yaml', text), nearness: 0 };
  for (const part of splitDocuments(text)) {
    const tokens = tokensOf(part.text);
    const plain = tokens && composePlain(tokens, { trace, offset: part.start });
    count.all += 1;
    if (!plain) continue;
    count.plain += 1;
    const composed = composeByPackage(tokens, part, trace);
    if (!isDeepStrictEqual([plain], composed)) expect([plain], JSON.stringify(part.text)).toEqual(composed); // which is slow
  }
}

function tokensOf(text: string) {
  try {
    return [...boundedTokens(text, { left: 1_000_000 })];
  } catch (error) {
    if (error instanceof Overrun) return undefined;
    throw error;
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

test('a key is found twice among many', () => {
  const keys = Array.from({ length: 30 }, (_, index) => `key-${index}: ${index}\n`).join('');
  compare(`${keys}key-3: again\n`);
  const trace = { file: new SourceFile('file.yaml', keys), nearness: 0 };
  expect(composePlain(tokensOf(keys) ?? [], { trace, offset: 0 })?.root?.kind).toBe('mapping');
  expect(composePlain(tokensOf(`${keys}key-3: again\n`) ?? [], { trace, offset: 0 })).toBeUndefined();
});
