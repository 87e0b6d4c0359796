/** Documents that no rule reads are parsed all the same where one folder holds the same object twice: kubernetes/object-once shows both places. */
import { addTo } from '../groups.ts';
import { groupOf, identityOf } from '../kubernetes/identity.ts';
import { documentsOf, type DocumentFiles, type FileDocument } from '../render/documents.ts';
import { folderOf } from '../snapshot/snapshot.ts';
import { Node } from '../yaml/node.ts';

/** The same documents, with those parsed that are one object. */
export function withRepeatedParsed({ byPath, unreadable }: DocumentFiles): DocumentFiles {
  const places = new Map<string, FileDocument[]>();
  for (const [path, documents] of byPath) {
    for (const document of documents) {
      const key = keyOf(folderOf(path), document);
      if (key !== undefined) addTo(places, key, document);
    }
  }
  const repeated = new Set([...places.values()].filter(({ length }) => length > 1).flat());
  if (repeated.size === 0) return { byPath, unreadable };
  return { byPath: new Map([...byPath].map(([path, documents]) => [path, parsedWhere(documents, repeated)])), unreadable };
}

function keyOf(folder: string, { scanned, parsed }: FileDocument): string | undefined {
  const identity = scanned ?? (parsed?.root && identityOf(Node.root(parsed.root)));
  if (identity?.name === undefined) return undefined;
  return [folder, groupOf(identity.apiVersion), identity.kind, identity.namespace ?? '', identity.name].join('\0');
}

function parsedWhere(documents: readonly FileDocument[], repeated: ReadonlySet<FileDocument>): readonly FileDocument[] {
  const [first] = documents;
  if (!first || !documents.some((document) => repeated.has(document))) return documents;
  const parsed = new Map(documentsOf(first.file).map((document) => [document.start, document]));
  return documents.map((document) => (repeated.has(document) ? (parsed.get(document.start) ?? document) : document));
}
