/** Cases as folders: a small repository, what mllint says of it, and what all fixes make of it. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repair } from '../src/fix/repair.ts';
import type { Texts } from '../src/fix/texts.ts';
import { run, SharedRenders, type RunResult } from '../src/mllint.ts';
import { memorySnapshot } from '../src/snapshot/memory.ts';
import type { Snapshot } from '../src/snapshot/snapshot.ts';
import type { Finding } from '../src/finding.ts';

export const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));

/** The clock of all tests. */
export const NOW = new Date('2026-11-23T12:00:00Z');

export interface Case {
  readonly rule: string;
  readonly name: string;
  readonly folder: string;
}

/** Every case below fixtures/rules, by rule. */
export function ruleCases(): Case[] {
  const root = join(fixtures, 'rules');
  return folders(root).flatMap((group) =>
    folders(join(root, group)).flatMap((rule) =>
      folders(join(root, group, rule)).map((name) => ({ rule: `${group}/${rule}`, name, folder: join(root, group, rule, name) })),
    ),
  );
}

function folders(path: string): string[] {
  return existsSync(path) ? readdirSync(path).filter((name) => statSync(join(path, name)).isDirectory()).sort() : [];
}

export type Files = Readonly<Record<string, Uint8Array | string>>;

/** The input files of a case, by path. */
export function filesOf(folder: string, prefix = ''): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  for (const name of readdirSync(join(folder, prefix)).sort()) {
    const path = prefix === '' ? name : `${prefix}/${name}`;
    if (path === 'expected.txt' || path === 'fixed') continue;
    if (statSync(join(folder, path)).isDirectory()) Object.assign(files, filesOf(folder, path));
    else files[path] = readFileSync(join(folder, path));
  }
  return files;
}

export async function lintFiles(files: Files): Promise<RunResult> {
  return run({ snapshot: memorySnapshot(files), now: NOW });
}

/** `path:line:col severity rule message` */
export function lineOf({ at, severity, rule, message }: Finding): string {
  const { line, column } = at.file.position(at.range.start);
  return `${at.file.path}:${line}:${column} ${severity} ${rule} ${message}`;
}

/** Lints a tree in memory with what fixes make of it, as the product does. */
export function lintOver(snapshot: Snapshot, options: { readonly rules?: readonly string[] } = {}): (changed: Texts) => Promise<RunResult> {
  const renders = new SharedRenders();
  return async (texts) => {
    const changes = new Map([...texts].map(([path, text]) => [path, text === undefined ? undefined : new TextEncoder().encode(text)]));
    return run({ snapshot: snapshot.over?.(changes) ?? snapshot, now: NOW, renders, ...options });
  };
}

/** What all fixes that stand, those for review included, make of the files: the changed ones only. */
export async function fixAll(files: Files): Promise<Record<string, string>> {
  const lint = lintOver(memorySnapshot(files));
  const { changed } = await repair({ lint, changed: new Map(), linted: await lint(new Map()), originals: new Map(), takesReview: true, wants: () => true });
  return Object.fromEntries([...changed].flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])));
}
