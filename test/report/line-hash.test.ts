/** The hash by which GitHub follows alerts, against what github/codeql-action computes for the same text. */
import { describe, expect, it } from 'vitest';
import { lineHasher, lineHashes } from '../../src/report/line-hash.ts';
import { SourceFile } from '../../src/source.ts';

describe('line hashes', () => {
  it('are those of GitHub', () => {
    expect(lineHashes('')).toEqual(['c129715d7a2bc9a3:1']);
    expect(lineHashes('model:\n  name: fraud-detector\n  version: "43"\n\n# 模型 🚀\nresources:\n  requests: { cpu: 1 }\n')).toEqual([
      'c311b75c6b19be5:1', '76da23445a5901b4:1', 'feaddc64528fd512:1', '5a4787e76e092d21:1',
      '14367e6ce832f35b:1', '4b241efac5223365:1', '52cf232e5db549ae:1', 'c129715d7a2bc9a3:1',
    ]);
    expect(lineHashes(`${'abcdefghij'.repeat(30)}\r\n\r\n\tb: 1\rc`)).toEqual([
      'ecadcc87c9ab6b36:1', 'f73ad49353e4672f:1', 'c360934520e25761:1', '188ff2f224477a1e:1',
    ]);
  });

  it('tell equal lines apart', () => {
    const hashes = lineHashes('weight: 100\n'.repeat(30));
    expect(hashes.slice(0, 3).map((hash) => hash.split(':')[1])).toEqual(['1', '2', '3']);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('do not depend on blanks and kinds of line ends', () => {
    expect(lineHashes('a:\r\n\tb: 1\r\n')).toEqual(lineHashes('a:\n    b:1\n'));
  });

  it('are there for every line of a file, and for no other', () => {
    const file = new SourceFile('a.yaml', 'a: 1\nb: 2\n');
    const hashOf = lineHasher();
    expect([1, 2, 3].every((line) => hashOf(file, line) !== undefined)).toBe(true);
    expect(hashOf(file, 4)).toBeUndefined();
  });
});
