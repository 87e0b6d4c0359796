/** What threads share that read and parse files together: a list of files, and how far they have come. */
import { baseName, folderOf } from '../snapshot/snapshot.ts';
import type { SourceFile } from '../source.ts';
import { documentsOf, judgedDocumentsOf, type FileDocument, type Judge, type KindsRead } from './documents.ts';
import type { PackedFiles } from './packed-documents.ts';
import { KUSTOMIZATION_FILES } from './source-type.ts';

export interface ParseTask {
  /** In the order in which they are taken; the receiver knows them by their index. */
  readonly paths: readonly string[];
  /** Where each of them lies on this machine; nothing for what only the receiver can read. */
  readonly places: readonly (string | undefined)[];
  readonly kinds: KindsRead;
  /** Whether documents are held against schemas. */
  readonly judges: boolean;
  /** One number: the index of the first file that nobody has taken yet. */
  readonly taken: Int32Array<SharedArrayBuffer>;
}

/** What one thread read of the files from `first` on. */
export interface ParsedFiles {
  readonly first: number;
  readonly files: PackedFiles;
}

/** Few enough that all threads end at the same time, enough that a message costs nothing. */
export const FILES_AT_ONCE = 16;

/** Takes the next files of a task; their indexes begin at the number returned, which lies behind the last where none is left. */
export function takeFiles({ taken }: ParseTask): number {
  return Atomics.add(taken, 0, FILES_AT_ONCE);
}

/** How each thread reads a file. What stands beside or below a kustomization is a part of what that builds, mostly, and is looked at when it is built. */
export function readerOf({ paths, kinds, judges }: ParseTask, judge: Judge | undefined): (file: SourceFile) => FileDocument[] {
  if (!judges || !judge) return (file) => documentsOf(file, kinds);
  const built = new Set(paths.filter((path) => KUSTOMIZATION_FILES.has(baseName(path))).map(folderOf));
  const isPart = (folder: string): boolean => built.has(folder) || (folder !== '' && isPart(folderOf(folder)));
  return (file) => (isPart(folderOf(file.path)) ? documentsOf(file, kinds) : judgedDocumentsOf(file, kinds, judge));
}
