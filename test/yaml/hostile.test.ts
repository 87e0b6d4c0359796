/** Files that nobody should have written: each is read or refused, never throws, and does not hold up the run. */
import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { SourceFile } from '../../src/source.ts';
import { addItem, removeKey, renameKey, setKey, setValue } from '../../src/yaml/edit.ts';
import { Node } from '../../src/yaml/node.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { everyNode } from './edited.ts';

/** Seconds of this process, so that other tests on the machine do not count. Two on an idle machine; others may be busy, or half as fast. */
const LIMIT = 3;
const names = 'abcdefghijklmnopqrstuvwxyz'.split('');

function numbered(count: number, line: (index: number) => string, separator = '\n'): string {
  return Array.from({ length: count }, (_, index) => line(index)).join(separator);
}

function repeated(text: string, count: number): () => string {
  return () => text.repeat(count);
}

const refused: Readonly<Record<string, () => string>> = {
  'billion laughs in lists': () => `a: &a [x,x,x]\n${names.slice(1, 20).map((name, index) => `${name}: &${name} [${Array(9).fill(`*${names[index] ?? ''}`).join(',')}]`).join('\n')}`,
  'billion laughs in mappings': () => `a: &a {x: 1}\n${names.slice(1).map((name, index) => `${name}: &${name} {l: *${names[index] ?? ''}, r: *${names[index] ?? ''}}`).join('\n')}`,
  'billion laughs two at a time': () => `- &a0 [x]\n${numbered(30_000, (index) => `- &a${index + 1} [*a${index}, *a${index}]`)}`,
  'billion laughs in merge keys': () => `a0: &a0 {k0: 1}\n${numbered(20_000, (index) => `a${index + 1}: &a${index + 1} {<<: *a${index}, k${index + 1}: 1}`)}`,
  'one mapping merged 10,000 times': () => `a: &a {${numbered(1000, (index) => `k${index}: 1`, ', ')}}\nb:\n  <<: [${Array(10_000).fill('*a').join(',')}]\n`,
  'an alias of itself': () => 'a: &a\n  b: *a\n',
  '10,000 flow lists': () => '['.repeat(10_000) + ']'.repeat(10_000),
  '100,000 open brackets': repeated('[', 100_000),
  '10,000 flow mappings': () => '{a: '.repeat(10_000) + '}'.repeat(10_000),
  '10,000 block mappings': () => numbered(10_000, (index) => `${' '.repeat(index)}a:`),
  '10,000 block lists': () => `${'- '.repeat(10_000)}a`,
  '10,000 block lists on lines': () => numbered(10_000, (index) => `${' '.repeat(index)}-`),
  '10,000 explicit keys': () => `${'? '.repeat(10_000)}a`,
  '16 MB of a: b': repeated('a: b\n', (16 * 1024 * 1024) / 5),
  '16 MB of documents': repeated('---\na: b\n', (16 * 1024 * 1024) / 9),
  '16 MB of separators': repeated('---\n', 4 * 1024 * 1024),
  '1,000,000 document ends': repeated('...\n', 1_000_000),
  '10 MB of JSON': () => `{"a": [${'{"b": "c"},'.repeat(1_000_000)}1]}`,
  'tabs as indentation': () => 'a:\n\tb: 1\n',
  '200,000 lines of tabs': repeated('\ta: 1\n', 200_000),
  'brackets the wrong way round': repeated('][', 100_000),
  '200,000 closing braces': repeated('}\n', 200_000),
  '100,000 values after a value': repeated('a: "b" c\n', 100_000),
  '100,000 aliases after an alias': repeated('*a ', 100_000),
  'an open quote': () => `a: "${'x\n'.repeat(1_000_000)}`,
  'a key of 5 MB': () => `${'x'.repeat(5_000_000)}: 1`,
  'NUL bytes': () => `a: \0\n${'\0'.repeat(1_000_000)}`,
  'a mapping as a key': () => '{a: 1}: b\n',
};

const readable: Readonly<Record<string, () => string>> = {
  '10,000 merge keys in one mapping': () => `b: &b {x: 1}\na:\n${'  <<: *b\n'.repeat(10_000)}`,
  '10,000 mappings with a merge key': () => `b: &b {x: 1}\n${numbered(10_000, (index) => `k${index}:\n  <<: *b`)}`,
  'a plain line of 5 MB': () => `a: ${'x'.repeat(5_000_000)}`,
  'a quoted line of 4 MB': () => `a: "${'x '.repeat(2_000_000)}"`,
  'a comment of 10 MB': () => `# ${'x'.repeat(10_000_000)}\na: 1`,
  'a literal block of 4 MB': () => `a: |\n${'  y\n'.repeat(1_000_000)}`,
  'a plain text over 200,000 lines': () => `a: x\n${'  y\n'.repeat(200_000)}`,
  '5 MB of blank lines': repeated('\n', 5_000_000),
  '50,000 keys': () => numbered(50_000, (index) => `k${index}: ${index}`),
  'blanks inside a plain text': () => `a: x${' '.repeat(1_000_000)}y`,
  'a lone surrogate': () => 'a: \ud800\nb: "\udc00"\n',
  'random bytes of text': () => `a: ${numbered(10_000, (index) => String.fromCharCode(0xa1 + ((index * 7919) % 50_000)), '')}`,
};

function timed<T>(run: () => T): { result: T; seconds: number } {
  const before = process.cpuUsage();
  const start = performance.now();
  const result = run();
  const { user } = process.cpuUsage(before);
  return { result, seconds: Math.min(user / 1e6, (performance.now() - start) / 1000) };
}

describe.each([
  ['refused', refused],
  ['readable', readable],
] as const)('%s:', (outcome, cases) => {
  it.each(Object.entries(cases))('%s', { timeout: 30_000 }, (_, make) => {
    const text = make();
    const { result, seconds } = timed(() => parseYaml(new SourceFile('hostile.yaml', text)));
    expect(result.documents.some(({ problems }) => problems.length > 0)).toBe(outcome === 'refused');
    // A machine that does much else may be slow once.
    const again = seconds < LIMIT ? seconds : timed(() => parseYaml(new SourceFile('hostile.yaml', text))).seconds;
    expect(again).toBeLessThan(LIMIT);
  });
});

it('edits of hostile layouts end', { timeout: 30_000 }, () => {
  const layouts = [
    `a: ${'# '.repeat(2000)}\n  &x\n  b: 1\n`,
    `a:${' # '.repeat(2000)}x\n  b:\n${'  # c\n'.repeat(2000)}  !t\n  c: 1\n`,
    `{a: 1,${'\n# x'.repeat(2000)}\n b: 2${' '.repeat(2000)}, }\n`,
    `a: [${'\n'.repeat(3000)}x${'\n # y'.repeat(2000)}\n, ]\nb: {}${' '.repeat(3000)}# z\n`,
    `a: |\n  x\n${'\n'.repeat(5000)}${'   # y\n'.repeat(3000)}b:${' '.repeat(2000)}\n`,
    `- a: "${"x'".repeat(3000)}"\n  b: ${'{{ '.repeat(1000)}\n`.replace('{{ '.repeat(1000), `"${'{{ '.repeat(1000)}"`),
  ];
  for (const text of layouts) {
    const nodes = parseYaml(new SourceFile('hostile.yaml', text)).documents.flatMap(({ root }) => (root ? everyNode(Node.root(root)) : []));
    const { seconds } = timed(() => nodes.map((node) => [setValue(node, 'x'), setKey(node, 'k', [1]), removeKey(node), renameKey(node, 'n'), addItem(node, 1)]));
    expect(seconds).toBeLessThan(LIMIT);
  }
});
