/** The YAML documents of one file after the other: split at once, parsed when somebody needs them. */
import { mayBeReadByController } from '../kubernetes/controller-facts.ts';
import { isSameIdentity, kindKey, scanIdentity, type Identity } from '../kubernetes/identity.ts';
import { rememberFitting } from '../kubernetes/schema/fitting.ts';
import { isSuspicious, namesRegistry } from '../kubernetes/suspicion.ts';
import { baseName, type Unreadable } from '../snapshot/snapshot.ts';
import { Nearness, type SourceFile } from '../source.ts';
import { splitDocuments, type DocumentText } from '../yaml/documents.ts';
import { parseDocumentText, parseYaml } from '../yaml/parse.ts';
import type { Tree, YamlDocument } from '../yaml/tree.ts';
import { KUSTOMIZATION_FILES } from './source-type.ts';

/** One document of a file. */
export interface FileDocument {
  readonly file: SourceFile;
  /** Offset of the document in the file. */
  readonly start: number;
  /** What it is, if its text shows it and nobody needs more: the document is not parsed. */
  readonly scanned?: Identity;
  readonly parsed?: YamlDocument;
  /** Fits the schema carried for its kind: what was only scanned need not be parsed for it, what is parsed is remembered as such. */
  readonly fits?: true;
}

/** What a tree is, if nothing is wrong with it by the schema carried for its kind. */
export type Judge = (tree: Tree, file: SourceFile) => Identity | undefined;

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

/**
 * The same documents, held against schemas while their trees are at hand. What nobody reads and what fits is what it says it is: its tree is dropped, however it
 * is written.
 */
export function judgedDocumentsOf(file: SourceFile, kinds: KindsRead, judge: Judge): FileDocument[] {
  const parts = kinds === undefined || isKustomization(file) ? [] : splitDocuments(file.text).map((part) => ({ part, scanned: readByNobody(part.text, kinds) }));
  const documents = parts.some(({ scanned }) => scanned) ? parts.flatMap((one) => judgedPart(one, file, judge)) : [];
  return documents.some(({ scanned }) => scanned) ? documents : wholeFile(file).map((document) => judged(document, judge));
}

function judgedPart({ part, scanned }: { readonly part: DocumentText; readonly scanned: Identity | undefined }, file: SourceFile, judge: Judge): FileDocument[] {
  const { text, start } = part;
  const parsed = parseDocumentText(part, { file, nearness: Nearness.template });
  const root = scanned && soundRoot(parsed);
  const identity = root && !namesRegistry(text) ? judge(root, file) : undefined;
  if (scanned && identity && isSameIdentity(scanned, identity)) return [{ file, start, scanned, fits: true }];
  if (scanned && !isSuspicious(text)) return [{ file, start, scanned }];
  return parsed.map((document) => judged({ file, start, parsed: document }, judge));
}

function judged(document: FileDocument, judge: Judge): FileDocument {
  const root = document.parsed && soundRoot([document.parsed]);
  if (!root || !judge(root, document.file)) return document;
  rememberFitting(root);
  return { ...document, fits: true };
}

/** The tree of what is one document, if nothing is wrong with it as YAML. */
function soundRoot([document, ...others]: readonly YamlDocument[]): Tree | undefined {
  return document && others.length === 0 && document.problems.length === 0 && document.duplicateKeys.length === 0 ? document.root : undefined;
}

/** The documents of one file. Files in which every document is read are parsed whole, and only once. */
export function documentsOf(file: SourceFile, kinds?: KindsRead): FileDocument[] {
  if (kinds === undefined || isKustomization(file)) return wholeFile(file);
  const parts = splitDocuments(file.text);
  const scanned = parts.map((part) => skippable(part.text, kinds));
  if (!scanned.some((kind) => kind !== undefined)) return wholeFile(file);
  return parts.flatMap((part, index): FileDocument[] => {
    const kind = scanned[index];
    if (kind) return [{ file, start: part.start, scanned: kind }];
    return parseDocumentText(part, { file, nearness: Nearness.template }).map((parsed) => ({ file, start: part.start, parsed }));
  });
}

function isKustomization(file: SourceFile): boolean {
  return KUSTOMIZATION_FILES.has(baseName(file.path));
}

function wholeFile(file: SourceFile): FileDocument[] {
  return parseYaml(file).documents.map((parsed) => ({ file, start: parsed.range.start, parsed }));
}

function skippable(text: string, kinds: ReadonlySet<string>): Identity | undefined {
  const identity = readByNobody(text, kinds);
  return identity && !isSuspicious(text) ? identity : undefined;
}

function readByNobody(text: string, kinds: ReadonlySet<string>): Identity | undefined {
  const identity = scanIdentity(text);
  return identity && !kinds.has(kindKey(identity)) && !identity.kind.endsWith('List') && !mayBeReadByController(text) ? identity : undefined;
}
