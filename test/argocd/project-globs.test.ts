/** The expectations were recorded from gobwas/glob v0.2.3 and from Go's net/url as argo-cd's util/git/git.go (37ee0097) uses it. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparableGitUrl } from '../../rules/shared/git-url.ts';
import { fitsGlob } from '../../src/globs/fits-glob.ts';

interface Recorded {
  readonly texts: readonly string[];
  readonly globs: readonly { readonly pattern: string; readonly separator: string; readonly matches: readonly string[] }[];
  readonly urls: readonly { readonly url: string; readonly normalized: string }[];
}

const { texts, globs, urls }: Recorded = JSON.parse(readFileSync(new URL('../../fixtures/argocd/project-globs.json', import.meta.url), 'utf8'));

describe('fitsGlob', () => {
  it.each(globs)('$pattern between "$separator" fits what it fits in Argo CD', ({ pattern, separator, matches }) => {
    const options = separator === '' ? {} : { separator };
    expect(texts.filter((text) => fitsGlob(pattern, text, options))).toEqual(matches);
  });

  it('ends soon, whatever the pattern', () => {
    const hostile = ['*a'.repeat(120) + 'b', '{a,'.repeat(80), `${'{a,'.repeat(9)}b${'}'.repeat(9)}`, `${'{*a,*b}'.repeat(35)}c`, '['.repeat(255)];
    for (const pattern of hostile) expect(fitsGlob(pattern, 'a'.repeat(255))).toBe(false);
    expect(fitsGlob('*'.repeat(257), 'a'), 'longer than anybody writes').toBe(false);
  });

  it('a text without special characters fits itself only', () => {
    const plain = fc.stringMatching(/^[a-z0-9./:-]{0,30}$/);
    fc.assert(fc.property(plain, plain, (pattern, text) => {
      expect(fitsGlob(pattern, text)).toBe(pattern === text);
    }));
  });

  it('a star stands for any text, and up to the separator for any without it', () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-z]{0,9}$/), fc.string({ maxLength: 30 }), (prefix, rest) => {
      expect(fitsGlob(`${prefix}*`, prefix + rest)).toBe(true);
      expect(fitsGlob(`${prefix}*`, prefix + rest, { separator: '/' })).toBe(!rest.includes('/'));
      expect(fitsGlob(`${prefix}**`, prefix + rest, { separator: '/' })).toBe(true);
    }));
  });
});

describe('comparableGitUrl', () => {
  it.each(urls)('reads "$url" as Argo CD does', ({ url, normalized }) => {
    expect(comparableGitUrl(url)).toBe(normalized);
  });
});
