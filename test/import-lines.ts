/** Reads the import lines of the project's sources; no resolver, because every import is written as the path it means. */
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import { filesIn } from '../src/dev/write.ts';

/** What one import line names. `target` is a path from the root for the project's own files, else the package's name. */
export interface ImportLine {
  readonly file: string;
  readonly target: string;
  readonly of: 'project' | 'node' | 'package';
  readonly typeOnly: boolean;
}

const statement = /^[ \t]*(?:import|export)\s+(type\s+)?(?:[\w$*{][^'"`;]*?\bfrom\s*)?['"]([^'"\n]+)['"]/gm;
const dynamic = /\bimport\(\s*['"`]([^'"`\n]+)['"`]/g;

/** Every source file of the product, without its tests. */
export function sourceFiles(root: string): string[] {
  return ['src', 'rules']
    .flatMap((folder) => filesIn(join(root, folder)).map((path) => `${folder}/${path}`))
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path));
}

/** All import lines of a file: static, re-exporting and dynamic. */
export function importLines(root: string, file: string): ImportLine[] {
  return importsIn(file, readFileSync(join(root, file), 'utf8'));
}

export function importsIn(file: string, text: string): ImportLine[] {
  const found = [...text.matchAll(statement)].map(([, type, target = '']) => importLine(file, target, type !== undefined));
  return [...found, ...[...text.matchAll(dynamic)].map(([, target = '']) => importLine(file, target, false))];
}

function importLine(file: string, target: string, typeOnly: boolean): ImportLine {
  if (target === '#rule') return { file, target: 'src/rule.ts', of: 'project', typeOnly };
  if (target.startsWith('.')) return { file, target: posix.join(posix.dirname(file), target), of: 'project', typeOnly };
  if (isBuiltin(target)) return { file, target, of: 'node', typeOnly };
  return { file, target: /^(?:@[^/]+\/)?[^/]+/.exec(target)?.[0] ?? target, of: 'package', typeOnly };
}

/** Whether a path is the prefix itself or lies below it; `src/rule` covers src/rule.ts and not src/rules.ts. */
export function liesIn(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`) || path.startsWith(`${prefix}.`);
}
