/** All generated files: how to bring them up to date, and which are not. */
import { join } from 'node:path';
import type { GeneratedFile } from './generated-file.ts';
import { configSchemaFile } from './generate-config-schema.ts';
import { rulePages } from './generate-rule-pages.ts';
import { rulesIndex } from './generate-rules-index.ts';
import { textOf, writeFresh } from './write.ts';

/** In the order in which they are written; a later one may follow from an earlier one. */
const generatedFiles: readonly GeneratedFile[] = [rulesIndex, rulePages, configSchemaFile];

/** Writes the generated files that are out of date and returns their paths. */
export async function regenerate(root: string): Promise<string[]> {
  const written: string[] = [];
  for (const file of generatedFiles) {
    const content = await file.content(root);
    if (isFresh(root, file, content)) continue;
    writeFresh(join(root, file.path), content);
    written.push(file.path);
  }
  return written;
}

/** The paths of the generated files that are out of date. */
export async function staleFiles(root: string): Promise<string[]> {
  const stale: string[] = [];
  for (const file of generatedFiles) {
    if (!isFresh(root, file, await file.content(root))) stale.push(file.path);
  }
  return stale;
}

function isFresh(root: string, file: GeneratedFile, content: string): boolean {
  return textOf(join(root, file.path))?.replaceAll('\r\n', '\n') === content;
}
