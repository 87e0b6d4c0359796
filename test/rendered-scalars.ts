/** Every scalar of every rendered manifest of a repository, by a key that survives changes of names. */
import { run } from '../src/mllint.ts';
import type { Manifest, Repository } from '../src/model.ts';
import { memorySnapshot } from '../src/snapshot/memory.ts';
import type { Node } from '../src/yaml/node.ts';
import { NOW, type Files } from './cases.ts';

export interface RenderedScalar {
  /** The file that the Application stands in, then Application, manifest and path by position. */
  readonly key: string;
  readonly node: Node;
  readonly manifest: Manifest;
  readonly value: string;
}

export async function readFiles(files: Files): Promise<Repository> {
  const { repository, report } = await run({ snapshot: memorySnapshot(files), now: NOW });
  if (!repository) throw new Error(report.findings.map(({ message }) => message).join('\n'));
  return repository;
}

/** How a manifest is told from the others of its Application; by its position where nothing else is said. */
export type ManifestKey = (manifest: Manifest, index: number, all: readonly Manifest[]) => string;

export function renderedScalars({ applications }: Repository, keyOf: ManifestKey = (_, index) => String(index)): RenderedScalar[] {
  const counts = new Map<string, number>();
  const owners = applications.map(({ root }) => {
    const { path } = root.at.file;
    const count = counts.get(path) ?? 0;
    counts.set(path, count + 1);
    return `${path}#${count}`;
  });
  return applications.flatMap(({ manifests }, application) =>
    manifests.flatMap((manifest, index) =>
      scalarsOf(manifest.root).map((node) => ({
        key: `${owners[application] ?? ''}/${keyOf(manifest, index, manifests)}/${node.path.join('/')}`, node, manifest, value: JSON.stringify(typeof node.value === 'bigint' ? String(node.value) : node.value),
      })),
    ),
  );
}

/** The scalars below a node, in the order of the document. */
export function scalarsOf(node: Node): Node[] {
  if (node.kind === 'scalar') return [node];
  return [...node.items(), ...node.entries().map(([, value]) => value)].flatMap(scalarsOf);
}
