/** The YAML documents of the repository's files: split at once, parsed when somebody needs them. */
import { kindKey, scanKind } from '../kubernetes/identity.ts';
import { isSuspicious } from '../kubernetes/suspicion.ts';
import { isUnreadable, type Snapshot, type Unreadable } from '../snapshot/snapshot.ts';
import { Nearness, type SourceFile } from '../source.ts';
import { splitDocuments } from '../yaml/documents.ts';
import { parseDocumentText, parseYaml } from '../yaml/parse.ts';
import type { YamlDocument } from '../yaml/tree.ts';

/** One document of a file. */
export interface FileDocument {
  readonly file: SourceFile;
  /** Offset of the document in the file. */
  readonly start: number;
  /** What it is, if its text shows it and nobody needs more: the document is not parsed. */
  readonly scanned?: { readonly apiVersion: string; readonly kind: string };
  readonly parsed?: YamlDocument;
}

export interface DocumentFiles {
  readonly byPath: ReadonlyMap<string, readonly FileDocument[]>;
  readonly unreadable: readonly Unreadable[];
}

/** Whether a kind (`Kind.group`) is read by a rule or a stage. */
export type IsRead = (kind: string) => boolean;

const MANIFEST_FILE = /\.(?:ya?ml|json)$/i;

export function isManifestPath(path: string): boolean {
  return MANIFEST_FILE.test(path);
}

/** Reads every manifest file that `wants` takes. */
export function readDocuments(snapshot: Snapshot, wants: (path: string) => boolean, isRead: IsRead): DocumentFiles {
  const byPath = new Map<string, readonly FileDocument[]>();
  const unreadable: Unreadable[] = [];
  for (const path of snapshot.files) {
    if (!isManifestPath(path) || !wants(path)) continue;
    const file = snapshot.file(path);
    if (isUnreadable(file)) unreadable.push(file);
    else if (file) byPath.set(path, documentsOf(file, isRead));
  }
  return { byPath, unreadable };
}

/** The documents of one file. Files in which every document is read are parsed whole, and only once. */
export function documentsOf(file: SourceFile, isRead: IsRead): FileDocument[] {
  const parts = splitDocuments(file.text);
  const scanned = parts.map((part) => skippable(part.text, isRead));
  if (!scanned.some((kind) => kind !== undefined)) {
    return parseYaml(file).documents.map((parsed) => ({ file, start: parsed.range.start, parsed }));
  }
  return parts.flatMap((part, index): FileDocument[] => {
    const kind = scanned[index];
    if (kind) return [{ file, start: part.start, scanned: kind }];
    return parseDocumentText(part, { file, nearness: Nearness.template }).map((parsed) => ({ file, start: part.start, parsed }));
  });
}

function skippable(text: string, isRead: IsRead): { apiVersion: string; kind: string } | undefined {
  const kind = scanKind(text);
  return kind && !isRead(kindKey(kind)) && !kind.kind.endsWith('List') && !isSuspicious(text) ? kind : undefined;
}
