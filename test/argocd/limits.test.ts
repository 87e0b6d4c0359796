/** Sets that would take for ever, or all memory: they end soon, with a word about the limit at its place. */
import { describe, expect, it } from 'vitest';
import { expandApplicationSet, type ExpandedSet } from '../../src/argocd/expand.ts';
import { Budget } from '../../src/argocd/generators/budget.ts';
import { goTemplateDialect } from '../../src/argocd/template/go-template.ts';
import { findHere } from '../../src/argocd/this-repository.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { parsed } from './parsed.ts';
import { within } from '../within.ts';

const HERE = 'https://git.example.com/here';
const GIT = `git: {repoURL: '${HERE}', revision: HEAD`;

interface Hostile {
  readonly name: string;
  readonly generators: string;
  readonly spec?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly says: RegExp;
}

const many = (count: number, nameOf: (index: number) => string, text = ''): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [nameOf(index), text]));
const elements = (count: number): string => `[${Array.from({ length: count }, (_, index) => `{a: "${index}"}`).join(', ')}]`;
const folders = many(100_000, (index) => `apps/${index}/x.yaml`);

const hostile: readonly Hostile[] = [
  { name: 'a list of 20,000 elements', generators: `[{list: {elements: ${elements(20_000)}}}]`, says: /of its 20000 elements only the first 1000/ },
  { name: '100,000 folders', generators: `[{${GIT}, directories: [{path: 'apps/*'}]}}]`, files: folders, says: /of the 100000 folders of the git generator only the first 2000/ },
  { name: '100,000 files', generators: `[{${GIT}, files: [{path: 'apps/*'}]}}]`, files: folders, says: /of the 100000 files of the git generator only the first 2000/ },
  {
    name: 'a hundred patterns over 100,000 folders', files: folders,
    generators: `[{${GIT}, directories: [${Array.from({ length: 100 }, (_, index) => `{path: '*${index}/?*'}`).join(', ')}]}}]`, says: /compare more than 400000 paths with patterns/,
  },
  {
    name: 'folders for each of a thousand elements', files: folders,
    generators: `[{matrix: {generators: [{list: {elements: ${elements(1000)}}}, {${GIT}, directories: [{path: 'apps/*{{a}}*'}]}}]}}]`, says: /compare more than/,
  },
  { name: 'a million combinations', generators: `[{matrix: {generators: [{list: {elements: ${elements(1000)}}}, {list: {elements: ${elements(1000).replaceAll('a:', 'b:')}}}]}}]`, says: /of the combinations of the matrix only the first 10000/ },
  {
    name: 'a billion combinations',
    generators: `[{matrix: {generators: [{matrix: {generators: [{list: {elements: ${elements(1000)}}}, {list: {elements: ${elements(1000).replaceAll('a:', 'b:')}}}]}}, {list: {elements: ${elements(1000).replaceAll('a:', 'c:')}}}]}}]`,
    says: /only the first 10000/,
  },
  {
    name: 'a large text for each of a thousand elements',
    generators: `[{matrix: {generators: [{list: {elements: ${elements(1000)}}}, {list: {elements: [], elementsYaml: '[{b: "${'x'.repeat(20_000)}", c: "{{a}}"}]'}}]}}]`, says: /characters of YAML in strings/,
  },
  {
    name: 'a long patch for each of a thousand elements', generators: `[{list: {elements: ${elements(1000)}}}]`,
    spec: `templatePatch: '{metadata: {labels: {${Array.from({ length: 1000 }, (_, index) => `l${index}: "{{a}}"`).join(', ')}}}}'`, says: /characters of YAML in strings/,
  },
  { name: 'braces in braces', generators: `[{${GIT}, files: [{path: '${'{a,b}'.repeat(40)}'}]}}]`, files: { 'a.yaml': '' }, says: /more than 256 alternatives/ },
  { name: 'a pattern of stars', generators: `[{${GIT}, files: [{path: '${'*a'.repeat(500)}b'}]}}]`, files: many(200, (index) => `${'a'.repeat(1000)}${index}.yaml`), says: /^$/ },
];

describe('within two seconds', () => {
  const byName = new Map(hostile.map((one) => [one.name, one]));

  // Not with the cases themselves: what fails would print them.
  it.each([...byName.keys()])('%s', (name) => {
    const { generators, spec = 'suspend: false', files = {}, says = /^$/ } = byName.get(name) ?? { generators: '[]' };
    const snapshot = memorySnapshot(files);
    const set = parsed(`kind: ApplicationSet\nspec:\n  ${spec}\n  generators: ${generators}\n  template: {metadata: {name: 'x-{{a}}'}, spec: {project: default}}\n`);
    const here = findHere([], { remotes: [], self: [HERE], prefix: '' }, snapshot);
    const expanded = within(2000, () => expandApplicationSet(set, {
      snapshot, here, goTemplate: goTemplateDialect(), clusters: undefined, budget: new Budget(), fileGlobbing: generators.includes('{a,b}') ? 'doublestar' : 'pathspec',
    }));
    expect(expanded.errors).toEqual([]);
    expect(said(expanded)).toMatch(says);
    expect(expanded.unexpandable.every(({ at }) => at.at.file.path === 'applicationset.yaml')).toBe(true);
  });
});

function said({ unexpandable }: ExpandedSet): string {
  return unexpandable.filter(({ missing }) => missing === 'limit').map(({ why }) => why).join('\n');
}
