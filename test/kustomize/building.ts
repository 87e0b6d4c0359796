/** Builds kustomizations of tests and compares what comes out with what kustomize prints. */
import { buildKustomization } from '../../src/render/kustomize/build.ts';
import type { BuildError } from '../../src/render/kustomize/build-error.ts';
import type { SortOrder } from '../../src/render/kustomize/sort-order.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { SourceFile, startOf } from '../../src/source.ts';
import { plainValue, treesOf } from './cases.ts';

const nowhere = startOf(new SourceFile('nowhere', ''));

export interface BuiltValues {
  readonly values?: readonly unknown[];
  readonly refused?: BuildError;
  readonly unverified: readonly string[];
}

export function buildValues(files: Readonly<Record<string, string | Uint8Array>>, { folder = '', order = 'legacy' }: { folder?: string; order?: SortOrder } = {}): BuiltValues {
  const result = buildKustomization(folder, { snapshot: memorySnapshot(files), at: nowhere, order });
  if ('refused' in result) return { refused: result.refused, unverified: [] };
  return { values: result.resources.map(({ tree }) => plainValue(tree)), unverified: result.unverified.map(({ what, why }) => `${what}: ${why}`) };
}

/** What a text printed by kustomize means. */
export function printedValues(text: string): unknown[] {
  return treesOf('expected.yaml', text).map(plainValue);
}
