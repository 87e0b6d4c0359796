import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isArgocdAtLeast } from '../../rules/shared/argocd-version.ts';
import { fitsGlob } from '../../src/globs/fits-glob.ts';
import { everyItem, ignoredFields, isInside, jqSteps, pointerSteps, type FieldStep } from '../../rules/shared/ignored-fields.ts';
import { onlyNear } from '../../rules/shared/nearest.ts';
import { parsed } from './parsed.ts';

describe('globs', () => {
  it.each([
    ['*', '', true], ['*', 'Deployment', true], ['', '', true], ['', 'apps', false], ['Dep*ment', 'Deployment', true], ['?eployment', 'Deployment', true],
    ['*Set', 'StatefulSet', true], ['*Set', 'Deployment', false], ['a*b*c', 'a-b-b-c', true], ['a*b', 'a-b-c', false], ['{a,b}', 'a', true], ['[a]', 'a', true],
  ])('%j for %j: %s', (glob, text, expected) => expect(fitsGlob(glob, text)).toBe(expected));

  it('match a text in which signs became ? and stretches *', () => {
    const letter = fc.constantFrom('a', 'b', '.', '-');
    const stretch = fc.tuple(fc.array(letter, { maxLength: 4 }).map((letters) => letters.join('')), fc.constantFrom('same', '?', '*'));
    fc.assert(fc.property(fc.array(stretch, { maxLength: 8 }), (stretches) => {
      const text = stretches.map(([part]) => part).join('');
      const glob = stretches.map(([part, how]) => (how === 'same' ? part : how === '?' ? '?'.repeat(part.length) : '*')).join('');
      expect(fitsGlob(glob, text)).toBe(true);
      expect(fitsGlob(`${glob}z`, text)).toBe(false);
    }));
  });

  it('of many stars end in time', () => {
    expect(fitsGlob('*a'.repeat(2000), 'a'.repeat(2000) + 'b')).toBe(false);
  });
});

describe('fields', () => {
  it.each<[string, readonly FieldStep[] | undefined]>([
    ['.spec.replicas', ['spec', 'replicas']], ['.spec["a.b/c"]', ['spec', 'a.b/c']], ['."spec".x', ['spec', 'x']], ['.a[].b', ['a', everyItem, 'b']], ['.a.[0]', ['a', 0]],
    [' .a ', ['a']], ['.', undefined], ['..', undefined], ['.a?', undefined], ['.a | .b', undefined], ['.a-b', undefined], ['spec', undefined], ['', undefined], ['.a[', undefined],
  ])('of jq %j', (expression, steps) => expect(jqSteps(expression)).toEqual(steps));

  it.each<[string, readonly FieldStep[] | undefined]>([
    ['/spec/replicas', ['spec', 'replicas']], ['/a~1b/m~0n/~01', ['a/b', 'm~n', '~1']], ['/a/0', ['a', 0]], ['spec', undefined], ['', undefined],
  ])('of pointer %j', (pointer, steps) => expect(pointerSteps(pointer)).toEqual(steps));

  it('hold what lies below them', () => {
    expect(isInside(['spec', 'containers', 0, 'image'], ['spec', 'containers', everyItem])).toBe(true);
    expect(isInside(['spec', 'containers', 0, 'image'], ['spec', 'containers', 1])).toBe(false);
    expect(isInside(['spec'], ['spec', 'containers'])).toBe(false);
  });

  it('of an entry are those that can be told', () => {
    const entry = parsed('jsonPointers: [/a, b]\njqPathExpressions: [.c, "first(.d)"]\n');
    expect(ignoredFields(entry).map(({ at, steps }) => [at.text, steps])).toEqual([['/a', ['a']], ['.c', ['c']]]);
  });
});

describe('words', () => {
  it.each([
    ['Presync', 'PreSync'], ['presync', 'PreSync'], ['PostSynk', 'PostSync'], ['PSync', undefined], ['', undefined], ['Garbage', undefined], ['__proto__', undefined],
  ])('%j means %s', (word, meant) => expect(onlyNear(word, ['PreSync', 'PostSync', 'Sync', 'PSyncA', 'PSyncB'])).toBe(meant));
});

describe('a declared version', () => {
  it.each<[string | undefined, boolean | undefined]>([
    ['3.1', true], ['v3.1.0-rc.1', true], ['3.0.9', false], ['2.14', false], ['4', true], ['2', false], ['3', undefined], ['latest', undefined], [undefined, undefined],
  ])('%s is at least 3.1: %s', (argocd, expected) => expect(isArgocdAtLeast(argocd === undefined ? {} : { argocd }, 3, 1)).toBe(expected));
});
