/** Who owns a path, as docs.github.com and docs.gitlab.com describe it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers, ownerRuleOf } from '../../rules/shared/code-owners.ts';
import { findCodeOwners, readCodeOwners } from '../../src/repository/code-owners.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { SourceFile } from '../../src/source.ts';

describe('a pattern', () => {
  it.each([
    ['*', 'a/b.yaml', true],
    ['*.js', 'a/b/c.js', true],
    ['*.js', 'a/b/c.ts', false],
    ['/build/logs/', 'build/logs/a.txt', true],
    ['/build/logs/', 'x/build/logs/a.txt', false],
    ['docs/*', 'docs/getting-started.md', true],
    ['docs/*', 'docs/build-app/troubleshooting.md', false],
    ['apps/', 'x/apps/y/z.yaml', true],
    ['apps/', 'apps', false],
    ['/docs/', 'docs/a/b', true],
    ['/scripts', 'scripts/a.sh', true],
    ['**/logs', 'build/logs/debug.txt', true],
    ['**/logs', 'deeply/nested/logs', true],
    ['/apps/github', 'apps/github/x', true],
    ['environments/prod/**', 'environments/prod/a/b.yaml', true],
    ['environments/prod/**', 'environments/staging/a.yaml', false],
    ['environments/*/values.yaml', 'environments/prod/values.yaml', true],
    ['environments/*/values.yaml', 'environments/prod/x/values.yaml', false],
    ['/mllint*.yaml', 'mllint-baseline.yaml', true],
    ['/mllint*.yaml', 'x/mllint.yaml', false],
    ['a?c', 'abc', true],
    ['with\\ space/', 'with space/a', true],
    ['/', 'a', true],
    ['A', 'a', false],
  ])('%s covers %s: %s', (pattern, path, expected) => {
    expect(covers(pattern, path)).toBe(expected);
  });

  it('of a path covers that path, and what lies below it', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9.-]{0,8}$/);
    fc.assert(fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), name, (names, below) => {
      const path = names.join('/');
      expect([covers(`/${path}`, path), covers(`/${path}`, `${path}/${below}`), covers(`/${path}/`, `${path}/${below}`)]).toEqual([true, true, true]);
    }));
  });

  it('made to explode ends in time', () => {
    const start = performance.now();
    expect(covers('**/*a'.repeat(50), `${'a/'.repeat(50)}b`)).toBe(false);
    expect(covers(`/${'*a'.repeat(200)}`, 'a'.repeat(20_000))).toBe(true);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('a file', () => {
  const rulesOf = (text: string) => readCodeOwners(new SourceFile('CODEOWNERS', text)).rules.map(({ pattern, owners }) => [pattern, ...owners]);

  it('is rules, comments and blank lines', () => {
    expect(rulesOf('# all\n* @a @b/c # and d\n\n  /x\\ y/  d@example.org\r\n/z/\n')).toEqual([['*', '@a', '@b/c'], ['/x\\ y/', 'd@example.org'], ['/z/']]);
  });

  it('has sections whose owners are those of the lines below, unless a line names its own', () => {
    expect(rulesOf('[Docs] @docs\nREADME.md\nguide/ @guide\n^[Rest][2]\nx\n')).toEqual([['README.md', '@docs'], ['guide/', '@guide'], ['x']]);
  });

  it('shows a rule at its line', () => {
    const { at } = readCodeOwners(new SourceFile('CODEOWNERS', '# a\n/b/ @c\r\n')).rules[0]?.at ?? {};
    expect(at && [at.range, at.file.text.slice(at.range.start, at.range.end)]).toEqual([{ start: 4, end: 10 }, '/b/ @c']);
  });

  it('is the first of those that GitHub looks for, and its last matching rule counts', () => {
    const found = findCodeOwners(memorySnapshot({ CODEOWNERS: '* @root\n', '.github/CODEOWNERS': '* @a\n/x/ @b\n/x/y\n', 'docs/CODEOWNERS': '* @docs\n' }));
    if (!found) throw new Error('there is one');
    expect(['z', 'x/z', 'x/y'].map((path) => ownerRuleOf(found, path)?.owners)).toEqual([['@a'], ['@b'], []]);
    expect(found.file.path).toBe('.github/CODEOWNERS');
    expect(findCodeOwners(memorySnapshot({ 'a.yaml': '' }))).toBeUndefined();
  });
});
