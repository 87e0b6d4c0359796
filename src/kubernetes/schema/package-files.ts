/** The files that mllint's package carries beside its code. */
import { readFileSync } from 'node:fs';

/** The package: the bundle lies in `dist/`, sources in `src/`, what the tools of this project bundle for themselves in a cache. */
function packageFolder(url: string): URL {
  for (const folder of ['/dist/', '/src/', '/node_modules/.cache/mllint/']) {
    const at = url.lastIndexOf(folder);
    if (at >= 0) return new URL('./', url.slice(0, at + 1));
  }
  throw new Error(`the schemas of mllint are not found from ${url}`);
}

export const home = packageFolder(import.meta.url);
export const isBundled = import.meta.url.lastIndexOf('/dist/') > import.meta.url.lastIndexOf('/src/');

/** A file below `schemas/`. */
export function readSchemaFile(path: string): unknown {
  return JSON.parse(readFileSync(new URL(`schemas/${path}`, home), 'utf8'));
}
