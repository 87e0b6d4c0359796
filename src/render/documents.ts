/** The YAML documents of one file after the other: split at once, parsed when somebody needs them. */
import { mayBeReadByController } from '../kubernetes/controller-facts.ts';
import { isSameIdentity, kindKey, scanIdentity, type Identity } from '../kubernetes/identity.ts';
import { rememberFitting } from '../kubernetes/schema/fitting.ts';
import { isSuspicious } from '../kubernetes/suspicion.ts';
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

/** The same documents, held against schemas while their trees are at hand. */
export function judgedDocumentsOf(file: SourceFile, kinds: KindsRead, judge: Judge): FileDocument[] {
  const documents = documentsOf(file, kinds);
  const parts = new Map(documents.some(({ scanned }) => scanned) ? splitDocuments(file.text).map((part) => [part.start, part]) : []);
  return documents.map((document): FileDocument => {
    const root = soundRoot(document, parts.get(document.start));
    const identity = root && judge(root, file);
    if (!identity || (document.scanned && !isSameIdentity(document.scanned, identity))) return document;
    if (document.parsed) rememberFitting(root);
    return { ...document, fits: true };
  });
}

/** The tree of a document that is one and that nothing is wrong with; what was only scanned is parsed for that, and dropped. */
function soundRoot({ file, parsed }: FileDocument, part: DocumentText | undefined): Tree | undefined {
  const [document, ...others] = parsed ? [parsed] : part ? parseDocumentText(part, { file, nearness: Nearness.template }) : [];
  return document && others.length === 0 && document.problems.length === 0 && document.duplicateKeys.length === 0 ? document.root : undefined;
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

function skippable(text: string, kinds: ReadonlySet<string>): Identity | undefined {
  const kind = scanIdentity(text);
  return kind && !kinds.has(kindKey(kind)) && !kind.kind.endsWith('List') && !isSuspicious(text) && !mayBeReadByController(text) ? kind : undefined;
}
