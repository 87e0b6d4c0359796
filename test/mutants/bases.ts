/** The clean repositories in which mistakes are made. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tree } from './tree.ts';

/** Folders from the project's root, in which everything here is run; what stands in a later one is added. */
const FOLDERS = {
  chart: ['fixtures/ml-gitops'],
  kustomize: ['fixtures/ml-gitops-kustomize'],
  plain: ['test/mutants/bases/plain'],
  'git-generators': ['test/mutants/bases/git-generators'],
  strict: ['test/mutants/bases/plain', 'test/mutants/bases/strict'],
  canary: ['fixtures/ml-gitops', 'test/mutants/bases/canary'],
  policy: ['fixtures/ml-gitops', 'test/mutants/bases/policy'],
} as const;

export type BaseName = keyof typeof FOLDERS;
export const BASES: readonly BaseName[] = ['chart', 'kustomize', 'plain', 'git-generators', 'policy', 'canary', 'strict'];

const read = new Map<BaseName, Tree>();

export function baseTree(name: BaseName): Tree {
  const known = read.get(name) ?? new Tree(new Map(FOLDERS[name].flatMap((folder) => [...textsBelow(folder)])));
  read.set(name, known);
  return known;
}

function textsBelow(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return new Map(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}
