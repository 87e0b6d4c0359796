/**
 * The hash of a generated object that is appended to its name. Follows kustomize 5.7, api/hasher/hasher.go and Go's encoding/json.
 */
import { hexDigest } from '../../digest.ts';
import { compareText } from '../../source.ts';
import { resolveAlias, type MappingTree, type Tree } from '../../yaml/tree.ts';
import { BuildError } from './build-error.ts';
import { locationOf } from './compose-tree.ts';
import { goJson } from './go-json.ts';
import { gvkOf, valueAt } from './resource.ts';

/**
 * Ten characters that tell the content of a ConfigMap or Secret.
 * @throws BuildError for other kinds, whose hash depends on how kustomize holds them in memory
 */
export function nameHash(tree: MappingTree): string {
  const { kind } = gvkOf(tree);
  if (kind !== 'ConfigMap' && kind !== 'Secret') throw new BuildError(`the hash of a ${kind} cannot be told without kustomize`, locationOf(tree));
  return encoded(hexDigest('sha256', content(tree, kind)));
}

/** The name is no part of it: upstream looks for a field called `metadata/name`. */
function content(tree: MappingTree, kind: 'ConfigMap' | 'Secret'): string {
  const optional = kind === 'ConfigMap' ? 'binaryData' : 'stringData';
  const fields = new Map<string, string>([
    ['kind', goJson(kind)], ['name', goJson('')], ['data', fieldJson(valueAt(tree, 'data'))],
    ...(kind === 'Secret' ? [['type', fieldJson(valueAt(tree, 'type'))] as const] : []),
  ]);
  const more = valueAt(tree, optional);
  if (more && resolveAlias(more).kind === 'mapping') fields.set(optional, treeJson(more));
  return object([...fields]);
}

/** What is not there is an empty text; a scalar is its text, whatever it means. */
function fieldJson(tree: Tree | undefined): string {
  const value = tree && resolveAlias(tree);
  if (!value) return goJson('');
  return value.kind === 'scalar' ? goJson(value.text) : treeJson(value);
}

function treeJson(tree: Tree): string {
  const value = resolveAlias(tree);
  if (value.kind === 'scalar') return goJson(value.value);
  if (value.kind === 'sequence') return `[${value.items.map(treeJson).join(',')}]`;
  return object(value.entries.map(({ key, value: below }) => [key.text, treeJson(below)]));
}

function object(fields: readonly (readonly [string, string])[]): string {
  const sorted = [...fields].sort(([a], [b]) => compareText(a, b));
  return `{${sorted.map(([name, json]) => `${goJson(name)}:${json}`).join(',')}}`;
}

const LETTERS: Readonly<Record<string, string>> = { 0: 'g', 1: 'h', 3: 'k', a: 'm', e: 't' };

/** Digits that make no words, as `kubectl` chose them. */
function encoded(hex: string): string {
  return [...hex.slice(0, 10)].map((digit) => LETTERS[digit] ?? digit).join('');
}
