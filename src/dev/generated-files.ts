/** All generated files: how to bring them up to date, and which are not. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { GeneratedFile, GeneratedFolder } from './generated-file.ts';
import { configSchemaFile } from './generate-config-schema.ts';
import { rulePages } from './generate-rule-pages.ts';
import { rulesIndex } from './generate-rules-index.ts';
import { schemaFolders } from './generate-schemas.ts';
import { templateTexts } from './generate-templates.ts';
import { filesIn, textOf, writeFresh } from './write.ts';

/** In the order in which they are written; a later one may follow from an earlier one. */
const generatedFiles: readonly GeneratedFile[] = [rulesIndex, rulePages, configSchemaFile, templateTexts];
const generatedFolders: readonly GeneratedFolder[] = [schemaFolders];

/** Writes the generated files that are out of date, removes those that nothing generates any more, and returns the paths of both. */
export async function regenerate(root: string): Promise<string[]> {
  const written: string[] = [];
  for (const file of generatedFiles) {
    const content = await file.content(root);
    if (isFresh(root, file.path, content)) continue;
    writeFresh(join(root, file.path), content);
    written.push(file.path);
  }
  for (const folder of generatedFolders) {
    const files = folder.files(root);
    for (const path of staleIn(root, folder, files)) {
      const content = files.get(path);
      if (content === undefined) rmSync(join(root, path), { force: true });
      else writeFresh(join(root, path), content);
      written.push(path);
    }
  }
  return written;
}

/** The paths of the generated files that are out of date. */
export async function staleFiles(root: string): Promise<string[]> {
  const stale: string[] = [];
  for (const file of generatedFiles) {
    if (!isFresh(root, file.path, await file.content(root))) stale.push(file.path);
  }
  return [...stale, ...generatedFolders.flatMap((folder) => staleIn(root, folder, folder.files(root)))];
}

/** Files of generated folders that hold something else, are missing, or should not be there. */
function staleIn(root: string, { paths }: GeneratedFolder, files: ReadonlyMap<string, string>): string[] {
  const strays = paths.flatMap((path) => filesIn(join(root, path)).map((file) => `${path}/${file}`)).filter((path) => !files.has(path));
  return [...[...files].filter(([path, content]) => !isFresh(root, path, content)).map(([path]) => path), ...strays];
}

function isFresh(root: string, path: string, content: string): boolean {
  return textOf(join(root, path))?.replaceAll('\r\n', '\n') === content;
}
