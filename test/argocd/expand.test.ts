import { describe, expect, it } from 'vitest';
import { expandApplicationSet, type ExpandedSet } from '../../src/argocd/expand.ts';
import { goTemplateDialect } from '../../src/argocd/template/go-template.ts';
import { Budget } from '../../src/argocd/generators/budget.ts';
import { findHere } from '../../src/argocd/this-repository.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { splice } from '../../src/render/traced-text.ts';
import { tracedScalar } from '../../src/yaml/author.ts';
import { Node } from '../../src/yaml/node.ts';
import { parseTraced } from '../../src/yaml/parse.ts';
import { parsed } from './parsed.ts';

interface SetParts {
  readonly elements?: string;
  readonly generators?: string;
  readonly metadata?: string;
  readonly template?: string;
  readonly spec?: string;
}

function expand({ elements = '[{env: prod}]', generators, metadata = '{name: fraud, namespace: argocd}', template = '{metadata: {name: "{{env}}"}}', spec = '' }: SetParts): ExpandedSet {
  const text = [
    'apiVersion: argoproj.io/v1alpha1', 'kind: ApplicationSet', `metadata: ${metadata}`, 'spec:', ...(spec === '' ? [] : [`  ${spec}`]),
    `  generators: ${generators ?? `[{list: {elements: ${elements}}}]`}`, `  template: ${template}`,
  ];
return expandSet(parsed(`${text.join('\n')}\n`));
}

function expandSet(set: Node): ExpandedSet {
  const snapshot = memorySnapshot({});
  const here = findHere([], { remotes: [], self: [], prefix: '' }, snapshot);
  return expandApplicationSet(set, { goTemplate: goTemplateDialect(), snapshot, here, clusters: undefined, fileGlobbing: 'pathspec', budget: new Budget() });
}

/** A node as plain data. */
function plain(node: Node): unknown {
  if (node.kind === 'mapping') return Object.fromEntries(node.entries().map(([key, value]) => [key, plain(value)]));
  return node.kind === 'sequence' ? node.items().map(plain) : node.value;
}

function applications(set: ExpandedSet): unknown[] {
  return set.applications.map(({ root }) => plain(root));
}

const HEAD = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' };

describe('one Application an element', () => {
  it('in the order of the elements', () => {
    const names = expand({ elements: '[{env: dev}, {env: prod}]' }).applications.map(({ root }) => root.get('metadata', 'name').value);
    expect(names).toEqual(['dev', 'prod']);
  });

  it.each<[string, string, unknown]>([
    ['strings', '{metadata: {name: "x-{{env}}"}}', { name: 'x-prod', namespace: 'argocd' }],
    ['keys', '{metadata: {labels: {"{{env}}": "yes"}}}', { labels: { prod: 'yes' }, namespace: 'argocd' }],
    ['items of lists', '{metadata: {finalizers: ["{{env}}", b]}}', { finalizers: ['prod', 'b'], namespace: 'argocd' }],
    ['no numbers and booleans', '{metadata: {generation: 3, deep: {enabled: true}}}', { generation: 3, deep: { enabled: true }, namespace: 'argocd' }],
    ['strings that stay strings', '{metadata: {labels: {size: "{{size}}"}}}', { labels: { size: '5' }, namespace: 'argocd' }],
    ['what nobody gives, left', '{metadata: {name: "{{other}}"}}', { name: '{{other}}', namespace: 'argocd' }],
    ['the namespace of the set', '{metadata: {name: a, namespace: elsewhere}}', { name: 'a', namespace: 'argocd' }],
    ['aliases', '{metadata: {name: &n "{{env}}", labels: {again: *n}}}', { name: 'prod', labels: { again: 'prod' }, namespace: 'argocd' }],
  ])('templates %s', (_, template, metadata) => {
    expect(applications(expand({ elements: '[{env: prod, size: "5"}]', template }))).toEqual([{ ...HEAD, metadata }]);
  });

  it('has no namespace where the set shows none', () => {
    const set = expand({ metadata: '{name: fraud}', template: '{metadata: {name: a, namespace: elsewhere}}' });
    expect(applications(set)).toEqual([{ ...HEAD, metadata: { name: 'a' } }]);
  });

  it('is none without elements, generators or template', () => {
    for (const parts of [{ elements: '[]' }, { generators: '[]' }, { generators: '[{list: }]' }, { template: '' }]) {
      expect(applications(expand(parts)).filter((one) => JSON.stringify(one) !== JSON.stringify(HEAD))).toEqual([]);
    }
  });
});

describe('parameters of the default dialect', () => {
  it.each<[string, string, string]>([
    ['of the element', '{env: prod}', 'prod'],
    ['below values', '{values: {env: prod}}', '{{env}} prod'],
  ])('%s', (_, element, expected) => {
    const set = expand({ elements: `[${element}]`, template: '{metadata: {name: "{{env}} {{values.env}}"}}' });
    expect(set.errors).toEqual([]);
    expect(set.applications[0]?.root.get('metadata', 'name').text?.replace(' {{values.env}}', '')).toBe(expected);
  });

  it('are named with dots', () => {
    const [application] = expand({ elements: '[{env: prod, values: {size: L}}]' }).applications;
    expect([...(application?.parameters ?? [])].map(([name, node]) => [name, node.text])).toEqual([['env', 'prod'], ['values.size', 'L']]);
  });

  it.each<[string, string]>([
    ['a number', '{env: 5}'],
    ['a boolean', '{env: true}'],
    ['null', '{env: }'],
    ['a mapping', '{env: {a: b}}'],
    ['a list', '{env: [a]}'],
    ['values that are no mapping', '{values: x, env: [a]}'],
    ['values that are null', '{values: }'],
    ['values that are a list', '{values: []}'],
    ['values with a number', '{values: {size: 5}}'],
  ])('cannot be %s', (_, element) => {
    const set = expand({ elements: `[{env: dev}, ${element}]` });
    expect(set.errors).toHaveLength(1);
    expect(set.errors[0]?.message).toContain('is not a string, which only `goTemplate: true` allows');
  });

  it('refuses braces that are not closed', () => {
    const { errors, applications: none } = expand({ template: '{metadata: {name: "{{env}}-{{env"}}' });
    expect(none).toEqual([]);
    expect(errors.map(({ message }) => message)).toEqual(['invalid template: Cannot find end tag="}}" in the template="{{env}}-{{env"']);
  });
});

describe('the Go dialect', () => {
  it.each<[string, string, string]>([
    ['{env: prod}', '{{.env}}', 'prod'],
    ['{env: {name: prod}}', '{{.env.name}}', 'prod'],
    ['{replicas: 5}', '{{.replicas}}', '5'],
    ['{enabled: true}', '{{if .enabled}}yes{{end}}', 'yes'],
    ['{env: prod}', '{{.other}}', '<no value>'],
    ['{env: prod}', '{{env}}', ''],
    ['{env: PROD_1}', '{{normalize .env}}', 'prod-1'],
    ['{env: prod}', '{{default "x" .other}}', 'x'],
    ['{env: prod}', '{{ "{{" }}env}}', '{{env}}'],
  ])('%s: %s', (element, template, expected) => {
    const { applications: found, errors } = expand({ spec: 'goTemplate: true', elements: `[${element}]`, template: `{metadata: {name: '${template}'}}` });
    if (expected === '') expect(errors[0]?.message).toContain('function "env" not defined');
    else expect(found[0]?.root.get('metadata', 'name').value).toBe(expected);
  });

  it('refuses missing keys where it is told to', () => {
    const { errors } = expand({ spec: 'goTemplate: true\n  goTemplateOptions: [missingkey=error]', template: '{metadata: {name: "{{.other}}"}}' });
    expect(errors[0]?.message).toContain('map has no entry for key "other"');
  });
});

describe('what cannot be expanded', () => {
  it.each<[string, Partial<SetParts>, string]>([
    ['clusters that nobody lists', { generators: '[{clusters: {}}]' }, 'the clusters generator asks which clusters Argo CD knows'],
    ['a second generator in one entry', { generators: '[{list: {elements: []}, plugin: {}}]' }, 'the plugin generator asks a plugin'],
    ['pull requests', { generators: '[{pullRequest: {}}]' }, 'the pullRequest generator asks a forge for its pull requests'],
    ['repositories of a forge', { generators: '[{scmProvider: {}}]' }, 'the scmProvider generator asks a forge for its repositories'],
    ['the status of a resource', { generators: '[{clusterDecisionResource: {}}]' }, 'the clusterDecisionResource generator reads the status of a resource'],
    ['another repository', { generators: '[{git: {repoURL: https://git.example.com/other, directories: [{path: "*"}]}}]' }, 'the git generator reads https://git.example.com/other'],
    ['the other child of a matrix', { generators: '[{matrix: {generators: [{list: {elements: [{a: b}]}}, {clusters: {}}]}}]' }, 'the clusters generator asks which clusters Argo CD knows'],
  ])('%s', (_, parts, why) => {
    expect(expand(parts).unexpandable.map((one) => one.why)).toEqual([why]);
  });
});

describe('what only the cluster knows', () => {
  const SET = 'kind: ApplicationSet\nspec:\n  goTemplate: IS_GO\n  generators: [{list: {elements: [{env: ENV}]}}]\n  template: {metadata: {name: "x-{{env}}"}}\n';

  /** A set as a chart renders it, in which one word cannot be known. */
  function rendered(text: string, word: string): Node {
    const tree = parsed(JSON.stringify({ text })).get('text').tree;
    if (tree?.kind !== 'scalar') throw new Error('no text');
    const traced = tracedScalar(tree, 0);
    const start = text.indexOf(word);
    const [document] = parseTraced(splice(traced, [{ start, end: start + word.length, text: traced.slice(start, start + word.length).tainted('it is random') }]), 'set.yaml').documents;
    return document?.root ? Node.root(document.root) : expect.fail('no document');
  }

  it('taints the values that it is part of', () => {
    const { applications: [application], errors } = expandSet(rendered(SET.replace('IS_GO', 'false'), 'ENV'));
    expect(errors).toEqual([]);
    expect(application?.root.get('metadata', 'name').unknown).toBe('it is random');
    expect([...(application?.parameters.keys() ?? [])]).toEqual([]);
  });

  it('is said where the set cannot be read without it', () => {
    const { unexpandable, applications: none } = expandSet(rendered(SET, 'IS_GO'));
    expect(none).toEqual([]);
    expect(unexpandable.map(({ missing }) => missing)).toEqual(['known value']);
  });
});
