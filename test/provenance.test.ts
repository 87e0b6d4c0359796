/** The promise that everything hangs on: a rendered value never loses where it was written. Held on the complete example. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Piece } from '../src/source.ts';
import { SourceFile } from '../src/source.ts';
import { setValue } from '../src/yaml/edit.ts';
import { Node } from '../src/yaml/node.ts';
import { parseYaml } from '../src/yaml/parse.ts';
import { applyFixes } from '../src/fix/apply.ts';
import { filesOf, fixtures } from './cases.ts';
import type { Application } from '../src/model.ts';
import { readFiles, renderedScalars, scalarsOf, type RenderedScalar } from './rendered-scalars.ts';

const example = filesOf(join(fixtures, 'ml-gitops'));
const decoder = new TextDecoder();

function placeOf({ at: { file, range } }: Piece): string {
  const { line, column } = file.position(range.start);
  return `${file.path}:${line}:${column}`;
}

describe('the values of fixtures/ml-gitops', () => {
  it('each trace to the line where a person wrote them', async () => {
    const scalars = renderedScalars(await readFiles(example));
    const lines = scalars.map(({ node, manifest, value }) => {
      const piece = node.piece;
      const owner = `${manifest.application?.name ?? ''} ${manifest.kind}/${manifest.name ?? ''} ${node.path.join('.')}`;
      return `${owner} = ${value} <- ${piece ? placeOf(piece) : 'nobody'}`;
    });
    expect(lines.filter((line) => line.endsWith('nobody'))).toEqual([]);
    expect(lines.length).toBeGreaterThan(900);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(join(fixtures, 'render/ml-gitops/provenance.txt'));
  });

  it('stand where they are said to stand', async () => {
    for (const { node, value } of renderedScalars(await readFiles(example))) {
      for (const piece of node.pieces.filter(({ verbatim }) => verbatim)) {
        const { file, range } = piece.at;
        const written = file.text.slice(range.start, range.end);
        const reread = parseYaml(new SourceFile('x', written)).documents[0]?.root;
        const texts = [written, reread?.kind === 'scalar' ? reread.text : '', written.slice(1, -1)];
        expect(texts, `${node.path.join('.')} ${value} ${placeOf(piece)}`).toContain(node.written);
      }
    }
  });
});

describe('mutating each authored value of fixtures/ml-gitops', () => {
  it('changes exactly the rendered values that name it', { timeout: 300_000 }, async () => {
    const before = renderedScalars(await readFiles(example));
    const valuesBefore = new Map(before.map(({ key, value }) => [key, value]));
    const wrong: string[] = [];
    let mutants = 0;
    for (const { path, scalar } of authoredScalars()) {
      const edits = setValue(scalar, mutated(scalar));
      if (!edits) continue;
      mutants += 1;
      const { texts } = applyFixes([{ title: '', safety: 'safe', edits }]);
      const after = renderedScalars(await readFiles({ ...example, ...Object.fromEntries(texts) }));
      const changed = changes(valuesBefore, new Map(after.map(({ key, value }) => [key, value])));
      const { start, end } = scalar.at.range;
      const growth = (texts.get(path)?.length ?? 0) - parsedFile(path).text.length;
      const named = new Set([...namedKeys(before, { path, start, end }), ...namedKeys(after, { path, start, end: end + growth })]);
      if (changed.size === named.size && [...changed].every((key) => named.has(key))) continue;
      wrong.push(`${path} ${scalar.path.join('.')}: ${changed.size} change, ${named.size} name it`);
    }
    expect(mutants).toBeGreaterThan(200);
    expect(wrong.length / mutants, wrong.join('\n')).toBeLessThanOrEqual(0.01);
  });
});

const parsedFiles = new Map<string, SourceFile>();

function parsedFile(path: string): SourceFile {
  const known = parsedFiles.get(path) ?? new SourceFile(path, decoder.decode(example[path]));
  parsedFiles.set(path, known);
  return known;
}

/** Every scalar of the YAML files that people write values in. */
function authoredScalars(): { path: string; scalar: Node }[] {
  const paths = Object.keys(example).filter((path) => /\.ya?ml$/.test(path) && !path.includes('/templates/') && !path.startsWith('.github'));
  return paths.flatMap((path) =>
    parseYaml(parsedFile(path)).documents.flatMap(({ root }) => (root ? scalarsOf(Node.root(root)).map((scalar) => ({ path, scalar })) : [])),
  );
}

/** What a person might write instead: the next number, the next version, another word. */
function mutated({ value }: Node): string | number | boolean {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  const text = typeof value === 'string' ? value : '';
  return /[0-8]$/.test(text) ? text.slice(0, -1) + String(Number(text.at(-1)) + 1) : `${text}x`;
}

interface Place {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** The rendered scalars that name an authored one: in a piece, in what it passed, or in the source that had them rendered at all. */
function namedKeys(scalars: readonly RenderedScalar[], place: Place): string[] {
  const selected = new Map<Application, boolean>();
  return scalars
    .filter(({ node, manifest: { application } }) => {
      if (node.pieces.some((piece) => names(piece, place))) return true;
      if (!application) return false;
      const known = selected.get(application) ?? selectors(application).some((selector) => selector.pieces.some((piece) => names(piece, place)));
      selected.set(application, known);
      return known;
    })
    .map(({ key }) => key);
}

/** What makes Argo CD render a source: that this is an Application, and what its source names. */
function selectors({ root, sources }: Application): Node[] {
  return [root.get('kind'), ...sources.flatMap(({ node }) => scalarsOf(node))];
}

/** Whether a piece, or what it passed, lies in the authored scalar: a list that was ranged over does not name its items. */
function names({ at, through }: Piece, { path, start, end }: Place): boolean {
  return [at, ...through].some(({ file, range }) => file.path === path && range.start >= start && range.end <= end);
}

function changes(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Set<string> {
  return new Set([...before.keys(), ...after.keys()].filter((key) => before.get(key) !== after.get(key)));
}
