/** ApplicationSets against what Argo CD's own generators and renderer made of them; fixtures/argocd/record/main.go recorded it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { controllerFacts } from '../../src/argocd/controller-facts.ts';
import { expandApplicationSet, type ExpandedSet } from '../../src/argocd/expand.ts';
import { Budget } from '../../src/argocd/generators/budget.ts';
import { goTemplateDialect } from '../../src/argocd/template/go-template.ts';
import { findHere } from '../../src/argocd/this-repository.ts';
import { floatText } from '../../src/render/go-template/float-format.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import type { Node } from '../../src/yaml/node.ts';
import { parsed } from './parsed.ts';

const folder = fileURLToPath(new URL('../../fixtures/argocd', import.meta.url));
const HERE = 'https://git.example.com/here';
const DEFAULT_FINALIZER = 'resources-finalizer.argocd.argoproj.io';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

interface Recorded {
  readonly error?: string;
  readonly generated: readonly { readonly parameters: Json; readonly application: Json }[];
}

describe('as Argo CD expands them', () => {
  const cases = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => basename(path) === 'applicationset.yaml').map(dirname).sort();

  it.each(cases)('%s', (name) => {
    const recorded: Recorded = JSON.parse(readFileSync(join(folder, name, 'expected.json'), 'utf8'));
    const expanded = expand(join(folder, name));
    expect(expanded.unexpandable).toEqual([]);
    if (recorded.error !== undefined) return expect(expanded.errors.length, `Argo CD says: ${recorded.error}`).toBeGreaterThan(0);
    expect(expanded.errors.map(({ message }) => message)).toEqual([]);
    const own = expanded.applications.map(({ root, parameters }) => ({ parameters: Object.fromEntries([...parameters].map(([key, node]) => [key, node.value ?? null])), application: normal(plain(root)) }));
    const theirs = recorded.generated.map(({ parameters, application }) => ({ parameters: Object.fromEntries(flattened(parameters)), application: normal(application) }));
    return expect(inOrder(own)).toEqual(inOrder(theirs));
  });
});

function expand(path: string): ExpandedSet {
  const files = join(path, 'files');
  const snapshot = memorySnapshot(Object.fromEntries(existsSync(files) ? filesBelow(files).map((file) => [relative(files, file), readFileSync(file, 'utf8')]) : []));
  const clusters = existsSync(join(path, 'clusters')) ? filesBelow(join(path, 'clusters')).map((file) => parsed(readFileSync(file, 'utf8'), relative(path, file))) : [];
  const facts = controllerFacts(clusters, []);
  return expandApplicationSet(parsed(readFileSync(join(path, 'applicationset.yaml'), 'utf8')), {
    ...facts, snapshot, goTemplate: goTemplateDialect(), here: findHere([], { remotes: [], self: [HERE], prefix: '' }, snapshot), budget: new Budget(),
    fileGlobbing: path.endsWith('-new-globbing') ? 'doublestar' : 'pathspec',
  });
}

function filesBelow(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
}

/** A node as plain data. */
function plain(node: Node): Json {
  if (node.kind === 'mapping') return Object.fromEntries(node.entries().map(([key, value]) => [key, plain(value)]));
  if (node.kind === 'sequence') return node.items().map(plain);
  return typeof node.value === 'bigint' ? Number(node.value) : (node.value ?? null);
}

/** An Application without what Go adds, or leaves out because it is empty. */
function normal(application: Json): Json {
  const { apiVersion: _apiVersion, kind: _kind, metadata = {}, ...rest } = object(application);
  const { creationTimestamp: _time, finalizers, ...own } = object(metadata);
  const kept = JSON.stringify(finalizers) === JSON.stringify([DEFAULT_FINALIZER]) ? {} : { finalizers: finalizers ?? null };
  return withoutEmpty({ ...rest, metadata: { ...own, ...kept } }) ?? {};
}

function withoutEmpty(value: Json): Json | undefined {
  if (value === null || value === '' || value === false) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value;
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const kept = key === 'valuesObject' ? inner : withoutEmpty(inner);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function object(value: Json): Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {};
}

/** As Go prints what it flattens. */
function flattened(value: Json, prefix = ''): [string, Json][] {
  if (value === null) return prefix === '' ? [] : [[prefix, '<nil>']];
  if (typeof value !== 'object') return [[prefix, typeof value === 'number' ? floatText(value) : String(value)]];
  return Object.entries(value).flatMap(([key, inner]) => flattened(inner, prefix === '' ? key : `${prefix}.${key}`));
}

function inOrder<T>(all: readonly T[]): T[] {
  const sorted = (value: unknown): unknown => JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort()) : inner));
  return [...all].sort((a, b) => (String(sorted(a)) < String(sorted(b)) ? -1 : 1));
}
