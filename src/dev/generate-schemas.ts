/** schemas/kinds and schemas/definitions: what `kubernetes/schema` validates against, one file a kind and a shared part; and which of their patterns need no RE2. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unchecked } from '../unchecked.ts';
import { catalogOf, indexOf } from './schemas/catalog.ts';
import { provenPatterns } from './patterns/proven.ts';
import { groupOf, packages, sourceOf } from './schemas/kinds.ts';
import type { GeneratedFolder } from './generated-file.ts';
import { filesIn, textOf, writeFresh } from './write.ts';

export const schemaFolders: GeneratedFolder = { paths: ['schemas/kinds', 'schemas/definitions'], files: (root) => cached(root, schemaFiles) };

/** The texts of all files by their path. */
export function schemaFiles(root: string): Map<string, string> {
  const catalog = catalogOf(root);
  const { kinds, definitions } = catalog;
  const files = new Map<string, string>();
  const add = (path: string, content: unknown): void => {
    if (files.has(path)) throw new Error(`${path} would be written twice`);
    files.set(path, `${JSON.stringify(content, undefined, 1)}\n`);
  };
  for (const kind of kinds) add(kindPath(kind), kind);
  for (const [name, schema] of definitions) add(`schemas/definitions/${name}.json`, schema);
  add('schemas/kinds/index.json', indexOf(catalog));
  add('schemas/patterns.json', provenPatterns([...kinds, ...definitions.values()]));
  refuseEqualIgnoringCase([...files.keys()]);
  return files;
}

/** `schemas/kinds/apps/v1/Deployment.json`; the core group's folder is called `core`. */
function kindPath({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): string {
  return `schemas/kinds/${groupOf(apiVersion) || 'core'}/${apiVersion.split('/').at(-1) ?? ''}/${kind}.json`;
}

/** Some file systems do not tell `JSON.json` from `Json.json`. */
function refuseEqualIgnoringCase(paths: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const other = seen.get(path.toLowerCase());
    if (other !== undefined) throw new Error(`${path} and ${other} are one file on some systems`);
    seen.set(path.toLowerCase(), path);
  }
}

/** Reading the packages takes some 15 seconds, and gives the same as long as neither they nor what is made of them change. */
function cached(root: string, make: (root: string) => Map<string, string>): Map<string, string> {
  const file = join(root, 'node_modules/.cache/mllint', `schemas-${inputsDigest(root)}.json`);
  const known = textOf(file);
  if (known !== undefined) return new Map(unchecked<[string, string][]>(JSON.parse(known)));
  const files = make(root);
  writeFresh(file, JSON.stringify([...files]));
  return files;
}

/** What the files follow from: the packages by their versions, everything else by its bytes. */
function inputsDigest(root: string): string {
  const hash = createHash('sha256');
  for (const name of [...packages.map((each) => each.name), '@kubernetes-models/apimachinery']) hash.update(sourceOf(root, name));
  for (const folder of ['src/dev/schemas', 'src/dev/patterns', 'schemas/supplements', 'schemas/kserve']) {
    for (const path of filesIn(join(root, folder))) hash.update(path).update(readFileSync(join(root, folder, path)));
  }
  for (const path of ['src/dev/generate-schemas.ts', 'src/kubernetes/scope.ts', 'src/kubernetes/api-versions/facts.ts', 'src/cel/rules-below.ts']) hash.update(readFileSync(join(root, path)));
  return hash.digest('hex').slice(0, 16);
}
