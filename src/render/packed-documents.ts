/** The documents of several files as one message between threads: texts, numbers, and what is none. */
import { isUnreadable, type Unreadable } from '../snapshot/snapshot.ts';
import { SourceFile } from '../source.ts';
import { rememberFitting } from '../kubernetes/schema/fitting.ts';
import { isPackable, Packer, Unpacker, type Packed } from '../yaml/packed.ts';
import { rememberParsed } from '../yaml/parse.ts';
import type { YamlDocument } from '../yaml/tree.ts';
import { documentsOf, type FileDocument } from './documents.ts';

export interface PackedFiles extends Packed {
  /** The texts of the files, one behind the other. */
  readonly text: string;
}

/** Reads and parses files. What cannot be read or packed is left out: the receiver reads it as if there had been nobody else. */
export function packFiles(files: readonly (SourceFile | Unreadable)[], read: (file: SourceFile) => FileDocument[] = documentsOf): PackedFiles {
  const packer = new Packer();
  const texts: string[] = [];
  for (const file of files) {
    const documents = isUnreadable(file) ? undefined : read(file);
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

const SCANNED = 1;
const FITS = 2;

function writeFile(packer: Packer, text: string, documents: readonly FileDocument[]): void {
  packer.number(text.length);
  packer.number(documents.length);
  for (const { start, scanned, parsed, fits } of documents) {
    packer.number(start);
    packer.number((scanned ? SCANNED : 0) | (fits ? FITS : 0));
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
  const form = unpacker.number();
  const fits = (form & FITS) === 0 ? {} : { fits: true as const };
  if ((form & SCANNED) === 0) {
    const parsed = unpacker.document(file);
    if (fits.fits && parsed.root) rememberFitting(parsed.root);
    return { file, start, parsed, ...fits };
  }
  const [apiVersion, kind, namespace, name] = [unpacker.value(), unpacker.value(), unpacker.value(), unpacker.value()].map(String);
  return {
    file, start, ...fits,
    scanned: { apiVersion: apiVersion ?? '', kind: kind ?? '', ...(namespace ? { namespace } : {}), ...(name ? { name } : {}) },
  };
}
