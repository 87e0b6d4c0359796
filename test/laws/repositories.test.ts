/**
 * The laws of `mllint --fix` on whole repositories with several mistakes at once, in random places: run again it changes nothing more; only
 * lines that its fixes edit are others afterwards; and nothing is found then that was not found before, or that one of the mistakes alone
 * has by itself (a misspelt key hides what stands beneath it). `REPOSITORIES=200` tries more, `LAWS_SEED` others.
 */
import { diffLines } from 'diff';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/finding.ts';
import type { Offer } from '../../src/fix/judge.ts';
import { repair, type Repaired } from '../../src/fix/repair.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { lintFiles, lintOver } from '../cases.ts';
import { runCommand } from '../history/run-command.ts';
import { brokenRepository, type BrokenRepository, type Texts } from './broken.ts';

const RUNS = Number(process.env.REPOSITORIES ?? '5');
const SEED = Number(process.env.LAWS_SEED ?? '20260101');
const FIX = ['--fix', '--yes', '--unsafe-fixes'];

const top = realpathSync(mkdtempSync(join(tmpdir(), 'mllint-laws-')));
const count = { repositories: 0, mistakes: 0, fixes: 0, refused: 0, left: 0 };

describe('mllint --fix on a repository with several mistakes', () => {
  it.each(Array.from({ length: RUNS }, (_, index) => SEED + index))('of seed %i', { timeout: 120_000 }, async (seed) => {
    const broken = brokenRepository(seed);
    const shown = `${broken.base}, ${broken.lineEnds}: ${broken.kinds.join(', ')}`;
    const root = mkdtempSync(join(top, 'root-'));
    put(root, broken.texts);
    const first = await runCommand(FIX, root);
    const after = textsBelow(root);
    const again = await runCommand(FIX, root);
    expect(textsBelow(root), `${shown}: fixed twice\n${first.err}${again.err}`).toEqual(after);
    expect(again.err.trimEnd().split('\n').at(-1), shown).toMatch(/^nothing to fix/);
    const done = await repaired(broken.texts);
    expect(textsBelow(root), `${shown}: on the disk and in memory`).toEqual(withChanges(broken.texts, done));
    expect(done.ended, shown).toBe('stable');
    onlyEdited(broken.texts, after, done.applied, shown);
    expect(await unheardOf(broken, done), shown).toEqual([]);
    count.repositories += 1;
    count.mistakes += broken.kinds.length;
    count.fixes += done.applied.length;
    count.refused += done.refused.length;
    count.left += done.linted.report.findings.length;
  });
});

function put(root: string, texts: Texts): void {
  for (const [path, text] of texts) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function textsBelow(root: string): Texts {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return new Map(paths.map((path) => [path.slice(root.length + 1), readFileSync(path, 'utf8')]));
}

interface Done extends Repaired {
  readonly found: readonly Finding[];
}

/** The same in memory, where each fix can be seen. */
async function repaired(texts: Texts): Promise<Done> {
  const lint = lintOver(memorySnapshot(Object.fromEntries(texts)));
  const linted = await lint(new Map());
  const done = await repair({ lint, changed: new Map(), linted, originals: new Map(), takesReview: true, wants: () => true });
  return { ...done, found: linted.report.findings };
}

function withChanges(texts: Texts, { changed }: Done): Texts {
  const all = new Map<string, string>(texts);
  for (const [path, text] of changed) {
    const mark = texts.get(path)?.startsWith('\u{feff}') === true ? '\u{feff}' : '';
    if (text === undefined) all.delete(path);
    else all.set(path, mark + text);
  }
  return new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Every line that differs is one that a fix edits, or is what a fix makes of one. */
function onlyEdited(before: Texts, after: Texts, applied: readonly Offer[], shown: string): void {
  const edited = new Map<string, Set<string>>();
  for (const { file, range, text } of applied.flatMap(({ fix }) => fix.edits)) {
    const [start, end] = [file.text.lastIndexOf('\n', range.start - 1) + 1, file.text.indexOf('\n', range.end)];
    const rest = file.text.slice(range.end, end < 0 ? undefined : end + 1);
    for (const line of [...(file.text.slice(start, range.end) + rest).split('\n'), ...(file.text.slice(start, range.start) + text + rest).split('\n')]) {
      edited.set(file.path, (edited.get(file.path) ?? new Set()).add(line));
    }
  }
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    const parts = diffLines(before.get(path) ?? '', after.get(path) ?? '').filter(({ added, removed }) => added || removed);
    const lines = parts.flatMap(({ value }) => value.replace(/\n$/, '').split('\n')).map((line) => line.replace('\u{feff}', ''));
    expect(lines.filter((line) => edited.get(path)?.has(line) !== true), `${shown}: ${path}`).toEqual([]);
  }
}

/** Findings that neither the broken repository had, nor one of its mistakes by itself. */
async function unheardOf({ alone }: BrokenRepository, { found, linted: { report } }: Done): Promise<string[]> {
  const known = new Set(found.map(words));
  let fresh = report.findings.map(words).filter((one) => !known.has(one));
  for (const texts of fresh.length > 0 ? alone : []) {
    const own = new Set((await lintFiles(Object.fromEntries(texts))).report.findings.map(words));
    fresh = fresh.filter((one) => !own.has(one));
  }
  return fresh;
}

function words({ rule, at, message }: Finding): string {
  return `${at.file.path} ${rule} ${message}`;
}

afterAll(() => {
  rmSync(top, { recursive: true, force: true });
  const { repositories, mistakes, fixes, refused, left } = count;
  if (repositories > 1) expect(fixes).toBeGreaterThan(repositories / 2); // else the laws are held of nothing
  process.stdout.write(`${repositories} repositories with ${mistakes} mistakes: ${fixes} fixes applied, ${refused} refused, ${left} findings left\n`);
});
