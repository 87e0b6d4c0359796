/** The YAML documents of one file after the other: split at once, parsed when somebody needs them. */
import { mayBeReadByController } from '../kubernetes/controller-facts.ts';
import { kindKey, scanKind } from '../kubernetes/identity.ts';
import { isSuspicious } from '../kubernetes/suspicion.ts';
import { baseName, type Unreadable } from '../snapshot/snapshot.ts';
import { Nearness, type SourceFile } from '../source.ts';
import { splitDocuments } from '../yaml/documents.ts';
import { parseDocumentText, parseYaml } from '../yaml/parse.ts';
import type { YamlDocument } from '../yaml/tree.ts';
import { KUSTOMIZATION_FILES } from './source-type.ts';

/** One document of a file. */
export interface FileDocument {
  readonly file: SourceFile;
  /** Offset of the document in the file. */
  readonly start: number;
  /** What it is, if its text shows it and nobody needs more: the document is not parsed. */
  readonly scanned?: { readonly apiVersion: string; readonly kind: string };
  readonly parsed?: YamlDocument;
}

/** The documents of all files, in the order of their paths. */
export interface DocumentFiles {
  readonly byPath: ReadonlyMap<string, readonly FileDocument[]>;
  readonly unreadable: readonly Unreadable[];
}

/** The kinds (`Kind.group`) that a rule or a stage reads; `undefined`: every kind. */
export type KindsRead = ReadonlySet<string> | undefined;

const MANIFEST_FILE = /\.(?:ya?ml|json)$|(?:^|\/)Kustomization$/i;

export function isManifestPath(path: string): boolean {
  return MANIFEST_FILE.test(path);
}

/** The documents of one file. Files in which every document is read are parsed whole, and only once. */
export function documentsOf(file: SourceFile, kinds?: KindsRead): FileDocument[] {
  if (kinds === undefined || KUSTOMIZATION_FILES.has(baseName(file.path))) return wholeFile(file);
  const parts = splitDocuments(file.text);
  const scanned = parts.map((part) => skippable(part.text, kinds));
  if (!scanned.some((kind) => kind !== undefined)) return wholeFile(file);
  return parts.flatMap((part, index): FileDocument[] => {
    const kind = scanned[index];
    if (kind) return [{ file, start: part.start, scanned: kind }];
    return parseDocumentText(part, { file, nearness: Nearness.template }).map((parsed) => ({ file, start: part.start, parsed }));
  });
}

function wholeFile(file: SourceFile): FileDocument[] {
  return parseYaml(file).documents.map((parsed) => ({ file, start: parsed.range.start, parsed }));
}

function skippable(text: string, kinds: ReadonlySet<string>): { apiVersion: string; kind: string } | undefined {
  const kind = scanKind(text);
  return kind && !kinds.has(kindKey(kind)) && !kind.kind.endsWith('List') && !isSuspicious(text) && !mayBeReadByController(text) ? kind : undefined;
}
