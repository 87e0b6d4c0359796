/** Cases as folders: a small repository, what mllint says of it, and what all fixes make of it. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fixpoint } from '../src/fix/loop.ts';
import { run, type RunResult } from '../src/mllint.ts';
import { memorySnapshot } from '../src/snapshot/memory.ts';
import { isUnreadable } from '../src/snapshot/snapshot.ts';
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

/** What all fixes, those for review included, make of the files: the changed ones only. */
export async function fixAll(files: Files): Promise<Record<string, string>> {
  const snapshot = memorySnapshot(files);
  const texts = new Map<string, string>();
  for (const path of snapshot.files) {
    const file = snapshot.file(path);
    if (file && !isUnreadable(file)) texts.set(path, file.text);
  }
  const fixed = await fixpoint(texts, async (current) => {
    const { report } = await lintFiles({ ...files, ...Object.fromEntries(current) });
    return report.findings.flatMap(({ fix }) => (fix ? [fix] : []));
  });
  return Object.fromEntries([...fixed.texts].filter(([path, text]) => text !== texts.get(path)));
}
