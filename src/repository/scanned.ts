/** Loose documents whose text shows what they are and that nothing holds: parsed for whoever looks at all manifests, one at a time. */
import { identityOf, kindKey } from '../kubernetes/identity.ts';
import { DEFINITION_KIND, type FoundDefinition } from '../kubernetes/schema/custom-definitions.ts';
import type { CustomDefinitions, Manifest, ScannedManifests } from '../model.ts';
import { objectsOfDocument } from '../render/directory.ts';
import type { DocumentFiles, FileDocument } from '../render/documents.ts';
import type { RenderedObject } from '../render/rendered.ts';
import { Nearness, type SourceFile } from '../source.ts';
import { splitDocuments } from '../yaml/documents.ts';
import { parseDocumentText } from '../yaml/parse.ts';

export interface ScannedOptions {
  /** Whether a file holds manifests that are applied as they stand. */
  readonly isLoose: (path: string) => boolean;
  readonly manifestOf: (object: RenderedObject) => Manifest | undefined;
  readonly definitions: CustomDefinitions;
}

export function scannedManifests({ byPath }: DocumentFiles, { isLoose, manifestOf, definitions }: ScannedOptions): ScannedManifests {
  const files = [...byPath].flatMap(([path, documents]) => (documents.some(({ scanned }) => scanned) && isLoose(path) ? [documents] : []));
  return {
    *headers() {
      for (const documents of files) for (const { scanned } of documents) if (scanned) yield { ...scanned, definitions };
    },
    *read() {
      for (const documents of files) {
        for (const object of parsed(documents.filter(({ scanned }) => scanned))) {
          const manifest = manifestOf(object);
          if (manifest) yield manifest;
        }
      }
    },
  };
}

/** Definitions of kinds among them: parsed when something of their group is looked at. */
export function* scannedDefinitions({ byPath }: DocumentFiles, { isLoose }: Pick<ScannedOptions, 'isLoose'>): Iterable<FoundDefinition> {
  for (const [path, documents] of byPath) {
    for (const document of documents) {
      if (!document.scanned || kindKey(document.scanned) !== DEFINITION_KIND || !isLoose(path)) continue;
      yield { name: document.scanned.name ?? '', root: () => [...parsed([document])][0]?.root };
    }
  }
}

function* parsed(documents: readonly FileDocument[]): Iterable<RenderedObject> {
  const [first] = documents;
  if (!first) return;
  const { file } = first;
  const starts = new Set(documents.map(({ start }) => start));
  for (const part of splitDocuments(file.text)) if (starts.has(part.start)) yield* objectsOf(part, file);
}

function objectsOf(part: Parameters<typeof parseDocumentText>[0], file: SourceFile): RenderedObject[] {
  return parseDocumentText(part, { file, nearness: Nearness.template })
    .flatMap((document) => objectsOfDocument(document, file))
    .filter(({ root }) => identityOf(root) !== undefined);
}
