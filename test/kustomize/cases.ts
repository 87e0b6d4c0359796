/** Small kustomizations and what the real `kubectl kustomize` makes of them, recorded by record.ts. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { SourceFile } from '../../src/source.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { resolveAlias, type MappingTree, type Tree } from '../../src/yaml/tree.ts';
import { fixtures } from '../cases.ts';

export interface KustomizeCase {
  readonly name: string;
  /** By path; the build starts at `kustomization.yaml`. */
  readonly files: Readonly<Record<string, string>>;
  /** What is printed, or else why nothing is. */
  readonly expected?: string;
  readonly error?: string;
}

export const caseFolder = join(fixtures, 'render/kustomize');

export function kustomizeCases(leaf: string): KustomizeCase[] {
  return parse(readFileSync(join(caseFolder, `${leaf}.yaml`), 'utf8'));
}

export function leaves(): string[] {
  return readdirSync(caseFolder).filter((name) => name.endsWith('.yaml')).map((name) => name.slice(0, -'.yaml'.length)).sort();
}

/** The documents of a text as trees. */
export function treesOf(path: string, text: string): MappingTree[] {
  return parseYaml(new SourceFile(path, text)).documents.flatMap(({ root, problems }) => {
    if (problems.length > 0) throw new Error(`${path}: ${problems.map(({ message }) => message).join()}`);
    const tree = root && resolveAlias(root);
    return tree?.kind === 'mapping' ? [tree] : [];
  });
}

/** A tree as a plain value, keys in order. */
export function plainValue(tree: Tree): unknown {
  const resolved = resolveAlias(tree);
  if (resolved.kind === 'scalar') return resolved.value;
  if (resolved.kind === 'sequence') return resolved.items.map(plainValue);
  const entries = resolved.entries.map(({ key, value }): [string, unknown] => [key.text, plainValue(value)]);
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a case expects, as plain values. */
export function expectedValues({ expected = '' }: KustomizeCase): unknown[] {
  return treesOf('expected.yaml', expected).map(plainValue);
}
