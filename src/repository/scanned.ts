/** Loose documents whose text shows what they are and that nothing holds: parsed for whoever looks at all manifests, one at a time. */
import { identityOf, kindKey, type Identity } from '../kubernetes/identity.ts';
import { DEFINITION_KIND, type FoundDefinition } from '../kubernetes/schema/custom-definitions.ts';
import type { CustomDefinitions, Manifest, ScannedManifests } from '../model.ts';
import { once } from '../once.ts';
import { objectsOfDocument } from '../render/directory.ts';
import type { DocumentFiles, FileDocument } from '../render/documents.ts';
import type { RenderedObject } from '../render/rendered.ts';
import { Nearness, type SourceFile } from '../source.ts';
import { splitDocuments, type DocumentText } from '../yaml/documents.ts';
import type { Node } from '../yaml/node.ts';
import { parseDocumentText } from '../yaml/parse.ts';

export interface ScannedOptions {
  /** Whether a file holds manifests that are applied as they stand. */
  readonly isLoose: (path: string) => boolean;
  readonly manifestOf: (object: RenderedObject) => Manifest | undefined;
  /** The same for what is known to fit, of which hardly anybody needs the root. */
  readonly fittingManifestOf: (identity: Identity, file: SourceFile, root: () => Node) => Manifest;
  readonly definitions: CustomDefinitions;
}

export function scannedManifests({ byPath }: DocumentFiles, { isLoose, manifestOf, fittingManifestOf, definitions }: ScannedOptions): ScannedManifests {
  const files = [...byPath].flatMap(([path, documents]) => (documents.some(({ scanned }) => scanned) && isLoose(path) ? [documents] : []));
  return {
    *headers() {
      for (const documents of files) for (const { scanned } of documents) if (scanned) yield { ...scanned, definitions };
    },
    *read() {
      for (const documents of files) {
        const parts = partsOf(documents);
        for (const document of documents) {
          const { scanned, file, start } = document;
          if (!scanned) continue;
          if (document.fits) yield fittingManifestOf(scanned, file, once(() => rootOf(parts().get(start), file)));
          else yield* objectsOf(parts().get(start), file).flatMap((object) => manifestOf(object) ?? []);
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
      yield { name: document.scanned.name ?? '', root: () => objectsOf(partsOf([document])().get(document.start), document.file)[0]?.root };
    }
  }
}

/** The documents of one file by where they start, split when somebody needs one. */
function partsOf([first]: readonly FileDocument[]): () => ReadonlyMap<number, DocumentText> {
  return once(() => new Map(first ? splitDocuments(first.file.text).map((part) => [part.start, part]) : []));
}

function objectsOf(part: DocumentText | undefined, file: SourceFile): RenderedObject[] {
  if (!part) return [];
  return parseDocumentText(part, { file, nearness: Nearness.template })
    .flatMap((document) => objectsOfDocument(document, file))
    .filter(({ root }) => identityOf(root) !== undefined);
}

/** Of what was parsed before and is one object. */
function rootOf(part: DocumentText | undefined, file: SourceFile): Node {
  const [object] = objectsOf(part, file);
  if (!object) throw new Error(`${file.path} holds no object where it held one`);
  return object.root;
}
