/** What holds for all files and all rules, so that nobody has to remember it. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { conditions as stated, rules } from '../rules/index.ts';
import { staleFiles } from '../src/dev/generated-files.ts';
import { pageIds, ruleIds } from '../src/dev/rule-files.ts';
import { type ImportLine, importLines, importsIn, liesIn, sourceFiles } from './import-lines.ts';
import { layers, mayNotUseNode, mayUseNode, mayUseProcess, packages } from './layers.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = sourceFiles(root);
const covers = (prefixes: readonly string[], path: string): boolean => prefixes.some((prefix) => liesIn(path, prefix));

function layerOf(file: string): string | undefined {
  return Object.keys(layers)
    .filter((prefix) => liesIn(file, prefix))
    .sort((a, b) => b.length - a.length)[0];
}

function isAllowed({ file, target, of, typeOnly }: ImportLine): boolean {
  const layer = layers[layerOf(file) ?? ''];
  if (of === 'package') return covers(packages[target] ?? [], file);
  if (of === 'node') return covers(mayUseNode, file) && !covers(mayNotUseNode, file);
  return covers(layer?.imports ?? [], target) || (typeOnly && covers(layer?.types ?? [], target));
}

describe('layers', () => {
  it('every source file belongs to one', () => {
    expect(files.filter((file) => layerOf(file) === undefined)).toEqual([]);
  });

  it.each(Object.keys(layers))('%s imports only what it may', (layer) => {
    const lines = files.filter((file) => layerOf(file) === layer).flatMap((file) => importLines(root, file));
    const forbidden = lines.filter((line) => !isAllowed(line));
    expect(forbidden.map(({ file, target, typeOnly }) => `${file} imports ${typeOnly ? 'the types of ' : ''}${target}`)).toEqual([]);
  });

  it('only the entry point touches the process', () => {
    const touching = files.filter((file) => !covers(mayUseProcess, file) && touchesProcess(readFileSync(join(root, file), 'utf8')));
    expect(touching).toEqual([]);
  });

  it('are judged by all kinds of import lines', () => {
    const text = [
      "import a, { b } from './b.ts';",
      'import type {\n  C,\n} from "../c.ts";',
      "export * from '#rule';",
      "import 'yaml/util';",
      "await import('node:fs');",
    ];
    const found = importsIn('src/x/a.ts', text.join('\n')).map(({ target, of, typeOnly }) => [target, of, typeOnly]);
    expect(found).toEqual([
      ['src/x/b.ts', 'project', false],
      ['src/c.ts', 'project', true],
      ['src/rule.ts', 'project', false],
      ['yaml', 'package', false],
      ['node:fs', 'node', false],
    ]);
  });
});

describe('rules', () => {
  const conditions = files.flatMap((file) => conditionIds(readFileSync(join(root, file), 'utf8')));
  const ids = [...new Set([...ruleIds(root), ...conditions])].sort();

  it('are named by their paths', () => {
    expect([...rules, ...stated].map(({ id }) => id).sort()).toEqual(ruleIds(root));
  });

  it('have a page, as conditions do, and no page is left over', () => {
    expect(pageIds(root)).toEqual(ids);
  });

  it('have cases in which they find something and cases in which they are silent', () => {
    const kinds = ids.flatMap((id) => ['ok-', 'bad-'].map((prefix) => ({ id, prefix })));
    const missing = kinds.filter(({ id, prefix }) => !hasCase(id, prefix));
    expect(missing.map(({ id, prefix }) => `fixtures/rules/${id}/${prefix}*`)).toEqual([]);
  });

  it('have a case that is repaired where they offer fixes; that no other rule offers one, the cases show', () => {
    const fixable = [...rules, ...stated].filter((rule) => rule.fixable === true).map(({ id }) => id);
    const missing = fixable.filter((id) => !foldersIn(`fixtures/rules/${id}`).some((name) => existsSync(join(root, 'fixtures/rules', id, name, 'fixed'))));
    expect(missing.map((id) => `fixtures/rules/${id}/bad-*/fixed`)).toEqual([]);
    expect(fixable.filter((id) => !/\bfix/.test(readFileSync(join(root, `rules/${id}.md`), 'utf8'))), 'the page tells of the fix').toEqual([]);
  });

  it('have no cases left over', () => {
    const groups = foldersIn('fixtures/rules');
    const folders = groups.flatMap((group) => foldersIn(`fixtures/rules/${group}`).map((rule) => `${group}/${rule}`));
    expect(folders.filter((id) => !ids.includes(id))).toEqual([]);
  });
});

describe('generated files', () => {
  it('are up to date (npm run generate)', { timeout: 120_000 }, async () => {
    expect(await staleFiles(root)).toEqual([]);
  });
});

/** Conditions are defined where the stage raises them; their pages and cases lie with those of the rules. */
function conditionIds(text: string): string[] {
  return [...text.matchAll(/\bdefineCondition\(\{\s*id:\s*'([^']+)'/g)].flatMap(([, id]) => id ?? []);
}

function hasCase(id: string, prefix: string): boolean {
  return foldersIn(`fixtures/rules/${id}`).some((name) => name.startsWith(prefix));
}

function foldersIn(path: string): string[] {
  const folder = join(root, path);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

function touchesProcess(text: string): boolean {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return /(?<![\w$.'-])process\.[a-z]|['"](?:node:)?process['"]/.test(code);
}
