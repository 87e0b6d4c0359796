/**
 * A source of plain manifests: every YAML and JSON file of a folder.
 * Follows argo-cd, reposerver/repository/repository.go `findManifests`.
 */
import { isUnreadable, type Snapshot } from '../snapshot/snapshot.ts';
import type { SourceFile } from '../source.ts';
import { Node } from '../yaml/node.ts';
import { resolveAlias, type YamlDocument } from '../yaml/tree.ts';
import { documentsOf, isManifestPath } from './documents.ts';
import type { RenderedObject } from './rendered.ts';

export interface DirectoryOptions {
  readonly isRecursive: boolean;
}

/** The manifest files of a folder as Argo CD takes them, in the order of their paths. */
export function directoryFiles(snapshot: Snapshot, folder: string, options: DirectoryOptions): string[] {
  const files: string[] = [];
  for (const name of snapshot.entries(folder)) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (snapshot.kind(path) === 'folder') {
      if (options.isRecursive) files.push(...directoryFiles(snapshot, path, options));
    } else if (isManifestPath(name)) {
      files.push(path);
    }
  }
  return files;
}

/** Every object of a file; lists (`kind: List`) are unrolled. Files that cannot be read are reported by who reads all files. */
export function objectsOf(snapshot: Snapshot, path: string): RenderedObject[] {
  const file = snapshot.file(path);
  if (file === undefined || isUnreadable(file)) return [];
  return documentsOf(file).flatMap(({ parsed }) => (parsed ? objectsOfDocument(parsed, file) : []));
}

export function objectsOfDocument(document: YamlDocument, file: SourceFile): RenderedObject[] {
  if (!document.root || resolveAlias(document.root).kind !== 'mapping') return [];
  return unrolled(Node.root(document.root)).map((root) => ({ root, file }));
}

/** The items of a list, each a document of its own; everything else as it is. */
export function unrolled(root: Node): Node[] {
  const kind = root.get('kind');
  const isList = kind.isKnown && kind.text?.endsWith('List') === true && root.get('items').kind === 'sequence';
  if (!isList) return [root];
  return root.get('items').items().flatMap((item) => (item.tree ? [Node.root(item.tree)] : []));
}

