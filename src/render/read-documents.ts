/** Reads every manifest of the repository; many of them on several threads. The result is the same either way. */
import { isUnreadable, type Snapshot, type Unreadable } from '../snapshot/snapshot.ts';
import type { SourceFile } from '../source.ts';
import { documentsOf, isManifestPath, type DocumentFiles, type FileDocument, type Judge, type KindsRead } from './documents.ts';

export interface ReadDocumentsOptions {
  /** Whether a path is of interest. */
  readonly wants: (path: string) => boolean;
  readonly kinds: KindsRead;
  /** Files in which every document is read, whatever its kind. */
  readonly readsWhole?: ((file: SourceFile) => boolean) | undefined;
  /** The bundled `parse-worker.ts`; without it there is one thread. */
  readonly parseWorker?: URL | undefined;
  /** Asked about each document where there are so many that threads share them; nothing where nobody wants to know. */
  readonly judge?: Judge | undefined;
}

/** A thread costs 50 ms of start-up, in which the first reads a hundred files. */
const FILES_WORTH_A_THREAD = 300;

/** Reads every manifest file that `wants` takes. */
export async function readDocuments(snapshot: Snapshot, { wants, kinds, readsWhole, parseWorker, judge }: ReadDocumentsOptions): Promise<DocumentFiles> {
  const paths = snapshot.files.filter((path) => isManifestPath(path) && wants(path));
  const threads = parseWorker && snapshot.shared ? Math.floor(paths.length / FILES_WORTH_A_THREAD) : 1;
  const read = parseWorker && threads > 1 ? await (await import('./read-together.ts')).readTogether(snapshot, { paths, kinds, parseWorker, threads, judge }) : undefined;
  const byPath = new Map<string, readonly FileDocument[]>();
  const unreadable: Unreadable[] = [];
  for (const path of paths) {
    const file = snapshot.file(path);
    if (isUnreadable(file)) unreadable.push(file);
    else if (file && kinds && readsWhole?.(file) === true) byPath.set(path, documentsOf(file));
    else if (file) byPath.set(path, read?.get(file) ?? documentsOf(file, kinds));
  }
  return { byPath, unreadable };
}
