/** Where the schemas lie that mllint carries, and the validators that were compiled from them. Nothing is read before it is asked for. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { unchecked } from '../../unchecked.ts';
import { validatorRuntime } from './validator-runtime.ts';

/** Whether plain data fits; what it refuses may still be right, because a server is lax in places where it is not. */
export type Validator = (data: unknown) => boolean;

/** The package: the bundle lies in `dist/`, sources in `src/`, what the tools of this project bundle for themselves in a cache. */
function packageFolder(url: string): URL {
  for (const folder of ['/dist/', '/src/', '/node_modules/.cache/mllint/']) {
    const at = url.lastIndexOf(folder);
    if (at >= 0) return new URL('./', url.slice(0, at + 1));
  }
  throw new Error(`the schemas of mllint are not found from ${url}`);
}

const home = packageFolder(import.meta.url);
const isBundled = import.meta.url.lastIndexOf('/dist/') > import.meta.url.lastIndexOf('/src/');

/** A file below `schemas/`. */
export function readSchemaFile(path: string): unknown {
  return JSON.parse(readFileSync(new URL(`schemas/${path}`, home), 'utf8'));
}

/** From sources there are none: every document is looked at directly then, with the same verdict. */
export function loadValidator(path: string): Validator | undefined {
  if (!isBundled) return undefined;
  const load = createRequire(home);
  if (!hasRuntime) Object.assign(unchecked<object>(load('./dist/schemas/runtime.cjs')), validatorRuntime);
  hasRuntime = true;
  return unchecked<{ readonly kind: Validator }>(load(`./dist/schemas/${path}.cjs`)).kind;
}

let hasRuntime = false;
