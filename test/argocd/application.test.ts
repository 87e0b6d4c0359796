import { describe, expect, it } from 'vitest';
import { destinationOf, sourcesOf } from '../../src/argocd/application.ts';
import { isFragment } from '../../src/argocd/discover.ts';
import { parsed } from './parsed.ts';

describe('sources', () => {
  it.each<[string, string, readonly Readonly<Record<string, string>>[]]>([
    ['one', 'source: {repoURL: r, targetRevision: HEAD, path: p}', [{ repoURL: 'r', targetRevision: 'HEAD', path: 'p' }]],
    ['several', 'sources: [{repoURL: r, chart: c}, {repoURL: s, ref: values}]', [{ repoURL: 'r', chart: 'c' }, { repoURL: 's', ref: 'values' }]],
    ['several win', 'source: {repoURL: r}\n  sources: [{repoURL: s}]', [{ repoURL: 's' }]],
    ['none of several', 'source: {repoURL: r}\n  sources: []', [{ repoURL: 'r' }]],
    ['none at all', 'project: default', []],
    ['null', 'source:', []],
    ['empty texts', "source: {repoURL: r, path: ''}", [{ repoURL: 'r' }]],
    ['a number where a text belongs', 'source: {repoURL: r, targetRevision: 1.10}', [{ repoURL: 'r' }]],
  ])('%s', (_, spec, expected) => {
    const found = sourcesOf(parsed(`spec:\n  ${spec}\n`));
    expect(found.map(({ node: _node, ...fields }) => fields)).toEqual(expected);
  });
});

describe('destination', () => {
  it.each([
    ['{server: https://a, namespace: ns}', { server: 'https://a', namespace: 'ns' }],
    ['{name: a}', { name: 'a' }],
    ["{server: '', name: a}", { name: 'a' }],
    ['{}', {}],
    ['', {}],
  ])('%s', (destination, expected) => {
    expect(destinationOf(parsed(`spec:\n  destination: ${destination}\n`))).toEqual(expected);
  });
});

describe('a fragment', () => {
  it.each<[string, boolean]>([
    ['{syncPolicy: {}}', true],
    ['{destination: {}}', false],
    ['{source: {}}', false],
    ['{sources: []}', false],
    ['', true],
  ])('spec: %s', (spec, expected) => {
    expect(isFragment(parsed(`kind: Application\nspec: ${spec}\n`))).toBe(expected);
  });
});
