/** Trees that travelled between threads are those that were sent. */
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { packFiles, unpackFiles } from '../../src/render/packed-documents.ts';
import { documentsOf, type KindsRead } from '../../src/render/documents.ts';
import { SourceFile } from '../../src/source.ts';
import { yamlFiles, type TextFile } from '../yaml-files.ts';
import { documents } from './generated.ts';

/** Sends files as one message, and counts those that arrive. */
function travel(texts: readonly TextFile[], kinds: KindsRead): number {
  const files = texts.map(({ path, text }) => new SourceFile(path, text));
  const message = structuredClone(packFiles(files, (file) => documentsOf(file, kinds)));
  const arrived = unpackFiles(message, files.map(({ path }) => path));
  for (const { file, documents: received } of arrived) {
    const sent = files.find(({ path }) => path === file.path);
    expect(file.text).toBe(sent?.text);
    const parsed = documentsOf(new SourceFile(file.path, file.text), kinds);
    if (!isDeepStrictEqual(received, parsed)) expect(received, file.path).toEqual(parsed); // which is slow
  }
  return arrived.length;
}

test('the files at hand', { timeout: 90_000 }, () => {
  const files = yamlFiles();
  for (const kinds of [undefined, new Set(['InferenceService.serving.kserve.io'])]) {
    let arrived = 0;
    for (let at = 0; at < files.length; at += 16) arrived += travel(files.slice(at, at + 16), kinds);
    expect(arrived / files.length).toBeGreaterThan(0.7);
  }
});

const values = ['1.10', '0o7', '1_000', '12345678901234567890', '.nan', '-.inf', '1e3', 'yes', '~', '""', "'it''s'", '"a\\tb"', '|\n  text\n', '>-\n  folded\n  text\n', '{a: [1, b]}', '[]'];

test('documents of all styles', () => {
  const texts = fc.oneof(documents.map(({ text }) => text), fc.constantFrom(...values).map((value) => `a: ${value}\n`));
  fc.assert(
    fc.property(fc.array(texts, { minLength: 1, maxLength: 5 }), (several) => {
      travel(several.map((text, index) => ({ path: `${index}.yaml`, text })), undefined);
    }),
    { numRuns: 500 },
  );
});

test('what cannot be read is left to the receiver', () => {
  const files = [new SourceFile('a.yaml', 'a: 1\n'), { path: 'b.yaml', why: 'cannot be opened' }, new SourceFile('c.yaml', 'a: &x 1\nb: *x\n'), new SourceFile('d.yaml', 'a: 1\na: 2\n'), new SourceFile('e.yaml', 'b: 2\n')];
  const arrived = unpackFiles(packFiles(files), files.map(({ path }) => path));
  expect(arrived.map(({ file }) => file.path)).toEqual(['a.yaml', 'e.yaml']);
});
