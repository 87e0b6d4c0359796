/** fixtures/ml-gitops-kustomize: clean, and each value that comes through Kustomize tells who decides it. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/finding.ts';
import { applyFixes } from '../../src/fix/apply.ts';
import { run } from '../../src/mllint.ts';
import type { Application, Manifest, Repository } from '../../src/model.ts';
import { memorySnapshot } from '../../src/snapshot/memory.ts';
import { SourceFile, type Piece, type Range } from '../../src/source.ts';
import { setValue } from '../../src/yaml/edit.ts';
import { Node } from '../../src/yaml/node.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { filesOf, fixtures, lineOf, lintFiles, NOW, type Files } from '../cases.ts';
import { renderedScalars, scalarsOf, type RenderedScalar } from '../rendered-scalars.ts';

const example = filesOf(join(fixtures, 'ml-gitops-kustomize'));
const decoder = new TextDecoder();

describe('fixtures/ml-gitops-kustomize', () => {
  it('is clean, and nothing is left unverified', async () => {
    const { report } = await lintFiles(example);
    expect(report.findings.map(lineOf)).toEqual([]);
    expect(report.unverified).toEqual([]);
    expect(report.environments.map(({ name, stage, models }) => [name, stage, models.map(({ name: model, version }) => `${model} ${version ?? ''}`)])).toEqual([
      ['dev', 0, ['dev-churn-scorer 2.4.0', 'fraud-detector 47', 'fraud-detector-challenger 9']],
      ['staging', 1, ['churn-scorer-staging 2.3.1', 'fraud-detector 45', 'fraud-detector-challenger 8']],
      ['production', 2, ['fraud-detector 43', 'fraud-detector-challenger 7', 'prod-churn-scorer 2.3.1']],
    ]);
  });

  it('tells of each value where it was written', async () => {
    const { repository } = await read(example);
    const lines = renderedScalars(repository, keyOf).map(({ key, value, node: { piece } }) => `${key} = ${value} <- ${piece ? placeOf(piece) : 'nobody'}`);
    expect(lines.filter((line) => line.endsWith('nobody'))).toEqual([]);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(join(fixtures, 'render/ml-gitops-kustomize/provenance.txt'));
  });

  it('tells of a wrong value in a base by which kustomizations it comes', async () => {
    const path = 'models/churn-scorer/base/model.yaml';
    const text = decoder.decode(example[path]).replace('minReplicas: 1', 'minReplicas: 3');
    const { report } = await lintFiles({ ...example, [path]: text });
    expect(report.findings.map(lineOf)).toEqual([`${path}:17:18 error kserve/replicas minReplicas 3 is above maxReplicas 2`]);
    expect(report.findings[0]?.related.map(({ at, message }) => `${at.file.path}:${at.file.position(at.range.start).line} ${message}`)).toEqual([
      'models/churn-scorer/overlays/dev/kustomization.yaml:8 comes through this kustomization',
      'models/churn-scorer/overlays/production/kustomization.yaml:8 comes through this kustomization',
      'models/churn-scorer/overlays/staging/kustomization.yaml:8 comes through this kustomization',
    ]);
  });
});

describe('mutating each authored value of fixtures/ml-gitops-kustomize', () => {
  it('changes exactly the rendered values that name it, or is refused aloud', { timeout: 600_000 }, async () => {
    const before = new Map<string, readonly RenderedScalar[]>();
    for (const model of ['churn-scorer', 'fraud-detector']) before.set(model, renderedScalars((await read(filesOfModel(model))).repository, keyOf));
    const counts = { rendered: 0, refused: 0 };
    const wrong: string[] = [];
    for (const mutant of mutants()) {
      const model = modelOf(mutant.path);
      const { repository, refusals } = await read({ ...filesOfModel(model), [mutant.path]: mutant.text });
      const refused = new Set(refusals.flatMap(({ applications }) => applications));
      const isKept = ({ manifest }: RenderedScalar): boolean => !refused.has(manifest.application?.name ?? '');
      const old = (before.get(model) ?? []).filter(isKept);
      const after = renderedScalars(repository, keyOf);
      const changed = changes(old, after);
      const growth = mutant.text.length - parsedFile(mutant.path).text.length;
      const { end, stretch } = mutant;
      const later = { ...mutant, end: end + growth, stretch: { start: stretch.start, end: stretch.end + growth } };
      const named = new Set([...namedKeys(old, mutant), ...namedKeys(after, later)]);
      counts[refusals.length > 0 ? 'refused' : 'rendered'] += 1;
      if (changed.size === named.size && [...changed].every((key) => named.has(key))) continue;
      const odd = [...changed].filter((key) => !named.has(key)).concat([...named].filter((key) => !changed.has(key))).slice(0, 3);
      wrong.push(`${mutant.what}: ${changed.size} change, ${named.size} name it: ${odd.join(', ')}`);
    }
    expect(counts.rendered).toBeGreaterThan(200);
    expect(counts.refused).toBeGreaterThan(50);
    expect(wrong.length / counts.rendered, `${JSON.stringify(counts)}\n${wrong.join('\n')}`).toBeLessThanOrEqual(0.01);
  });
});

function modelOf(path: string): string {
  return path.startsWith('models/churn-scorer/') ? 'churn-scorer' : 'fraud-detector';
}

/** What one model is deployed from: the other one does not hang on it. */
function filesOfModel(model: string): Files {
  const others = ['churn-scorer', 'fraud-detector'].filter((other) => other !== model);
  return Object.fromEntries(Object.entries(example).filter(([path]) => !others.some((other) => path.startsWith(`models/${other}/`) || path.endsWith(`/${other}.yaml`))));
}

interface ReadExample {
  readonly repository: Repository;
  /** Why Argo CD would not deploy something. */
  readonly refusals: readonly Finding[];
}

const REFUSALS = new Set(['argocd/source-renders', 'argocd/source-exists', 'argocd/generator-expands', 'kustomize/builds', 'repository/readable']);

async function read(files: Files): Promise<ReadExample> {
  const { repository, report } = await run({ snapshot: memorySnapshot(files), now: NOW, rules: [...REFUSALS] });
  if (!repository) throw new Error(report.findings.map(({ message }) => message).join('\n'));
  return { repository, refusals: report.findings.filter(({ rule }) => REFUSALS.has(rule)) };
}

/** Names and kinds decide in which order kustomize prints: a manifest is told by its file, and its place among those of that file. */
function keyOf(manifest: Manifest, _: number, all: readonly Manifest[]): string {
  const start = ({ root }: Manifest): number => root.tree?.start ?? 0;
  const before = all.filter((other) => other.file.path === manifest.file.path && start(other) < start(manifest));
  return `${manifest.file.path}#${before.length}`;
}

function placeOf({ at: { file, range } }: Piece): string {
  const { line, column } = file.position(range.start);
  return `${file.path}:${line}:${column}`;
}

interface Place extends Range {
  readonly path: string;
  /** The characters that change. */
  readonly stretch: Range;
}

interface Mutant extends Place {
  readonly what: string;
  /** The whole file, changed. */
  readonly text: string;
}

/** Files that Kustomize takes as texts, whatever they hold. */
const OPAQUE = new Set(['models/fraud-detector/base/features.yaml', 'models/fraud-detector/base/feature-store.env']);

function mutants(): Mutant[] {
  // What Argo CD's own files decide is held by test/provenance.test.ts.
  return Object.keys(example).filter((path) => !path.startsWith('argocd/')).flatMap((path): Mutant[] => {
    if (OPAQUE.has(path)) return opaqueMutants(path);
    const scalars = parseYaml(parsedFile(path)).documents.flatMap(({ root }) => (root ? scalarsOf(Node.root(root)) : []));
    return scalars.flatMap((scalar) => {
      const edits = setValue(scalar, mutated(scalar));
      const text = edits && applyFixes([{ title: '', safety: 'safe', edits }]).texts.get(path);
      return text === undefined ? [] : [{ path, text, ...scalar.at.range, stretch: stretchOf(parsedFile(path).text, text), what: `${path} ${scalar.path.join('.')} = ${scalar.written ?? ''}` }];
    });
  });
}

/** A number in it is another one: of a file of variables in that line, of any other in all of it. */
function opaqueMutants(path: string): Mutant[] {
  const { text } = parsedFile(path);
  return [...text.matchAll(/\d+/g)].map(({ index, 0: digits }) => {
    const start = path.endsWith('.env') ? text.lastIndexOf('=', index) + 1 : 0;
    const end = path.endsWith('.env') ? text.indexOf('\n', index) : text.length;
    return { path, start, end, stretch: { start: index, end: index + digits.length }, what: `${path} ${digits}`, text: `${text.slice(0, index)}${Number(digits) + 1}${text.slice(index + digits.length)}` };
  });
}

function stretchOf(before: string, after: string): Range {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  let kept = 0;
  while (kept < Math.min(before.length, after.length) - start && before.at(-1 - kept) === after.at(-1 - kept)) kept += 1;
  return { start, end: before.length - kept };
}

const parsedFiles = new Map<string, SourceFile>();

function parsedFile(path: string): SourceFile {
  const known = parsedFiles.get(path) ?? new SourceFile(path, decoder.decode(example[path]));
  parsedFiles.set(path, known);
  return known;
}

/** What a person might write instead: the next number, the next version, another word. */
function mutated({ value }: Node): string | number | boolean {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  const text = typeof value === 'string' ? value : '';
  return /[0-8]$/.test(text) ? text.slice(0, -1) + String(Number(text.at(-1)) + 1) : `${text.trimEnd()}x`;
}

function namedKeys(scalars: readonly RenderedScalar[], place: Place): string[] {
  const selected = new Map<Application, boolean>();
  return scalars.filter(({ node, manifest: { application } }) => {
    if (node.pieces.some((piece) => names(piece, place))) return true;
    if (!application) return false;
    const known = selected.get(application) ?? selectors(application).some((selector) => selector.pieces.some((piece) => names(piece, place)));
    selected.set(application, known);
    return known;
  }).map(({ key }) => key);
}

/** What makes Argo CD build a source: that this is an Application, and what its source names. */
function selectors({ root, sources }: Application): Node[] {
  return [root.get('kind'), ...sources.flatMap(({ node }) => scalarsOf(node))];
}

/** Whether a piece, or what it passed, lies in the authored scalar and holds what changes there: of an image the tag may come from elsewhere. */
function names({ at, through }: Piece, { path, start, end, stretch }: Place): boolean {
  return [at, ...through].some(({ file, range }) =>
    file.path === path && range.start >= start && range.end <= end && range.start <= stretch.end && range.end >= stretch.start);
}

function changes(before: readonly RenderedScalar[], after: readonly RenderedScalar[]): Set<string> {
  const [old, now] = [before, after].map((scalars) => new Map(scalars.map(({ key, value }) => [key, value])));
  return new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])].filter((key) => old?.get(key) !== now?.get(key)));
}
