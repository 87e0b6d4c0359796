/** The documents of several files as one message between threads: texts, numbers, and what is none. */
import { isUnreadable, type Unreadable } from '../snapshot/snapshot.ts';
import { SourceFile } from '../source.ts';
import { isPackable, Packer, Unpacker, type Packed } from '../yaml/packed.ts';
import { rememberParsed } from '../yaml/parse.ts';
import type { YamlDocument } from '../yaml/tree.ts';
import { documentsOf, type FileDocument, type KindsRead } from './documents.ts';

export interface PackedFiles extends Packed {
  /** The texts of the files, one behind the other. */
  readonly text: string;
}

/** Reads and parses files. What cannot be read or packed is left out: the receiver reads it as if there had been nobody else. */
export function packFiles(files: readonly (SourceFile | Unreadable)[], kinds: KindsRead): PackedFiles {
  const packer = new Packer();
  const texts: string[] = [];
  for (const file of files) {
    const documents = isUnreadable(file) ? undefined : documentsOf(file, kinds);
    if (!isUnreadable(file) && documents?.every(({ parsed }) => parsed === undefined || isPackable(parsed))) {
      texts.push(file.text);
      writeFile(packer, file.text, documents);
    } else {
      packer.number(LEFT_OUT);
    }
  }
  return { ...packer.take(), text: texts.join('') };
}

/** The files of a message by the paths that it was asked for. */
export function unpackFiles(packed: PackedFiles, paths: readonly string[]): { file: SourceFile; documents: FileDocument[] }[] {
  const unpacker = new Unpacker(packed);
  let at = 0;
  return paths.flatMap((path) => {
    const length = unpacker.number();
    if (length === LEFT_OUT) return [];
    const file = new SourceFile(path, packed.text.slice(at, at + length));
    at += length;
    const documents = Array.from({ length: unpacker.number() }, () => readDocument(unpacker, file));
    const parsed = documents.flatMap((document): readonly YamlDocument[] => (document.parsed ? [document.parsed] : []));
    if (parsed.length === documents.length) rememberParsed(file, parsed);
    return [{ file, documents }];
  });
}

/** Stands where the length of a text would. */
const LEFT_OUT = -1;

function writeFile(packer: Packer, text: string, documents: readonly FileDocument[]): void {
  packer.number(text.length);
  packer.number(documents.length);
  for (const { start, scanned, parsed } of documents) {
    packer.number(start);
    packer.number(scanned ? 1 : 0);
    if (scanned) {
      packer.value(scanned.apiVersion);
      packer.value(scanned.kind);
      packer.value(scanned.namespace ?? '');
      packer.value(scanned.name ?? '');
    }
    if (parsed) packer.document(parsed, text);
  }
}

function readDocument(unpacker: Unpacker, file: SourceFile): FileDocument {
  const start = unpacker.number();
  if (unpacker.number() === 0) return { file, start, parsed: unpacker.document(file) };
  const [apiVersion, kind, namespace, name] = [unpacker.value(), unpacker.value(), unpacker.value(), unpacker.value()].map(String);
  return {
    file, start,
    scanned: { apiVersion: apiVersion ?? '', kind: kind ?? '', ...(namespace ? { namespace } : {}), ...(name ? { name } : {}) },
  };
}
