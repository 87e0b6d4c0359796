/** A configuration and those that it extends. */
import { posix } from 'node:path';
import type { SourceFile } from '../source.ts';
import { Node } from '../yaml/node.ts';
import { parseYaml } from '../yaml/parse.ts';
import type { Settings } from './declaration.ts';
import { quoted } from './plain-value.ts';
import type { Placed, Reading } from './reading.ts';
import type { Preset } from './rule-settings.ts';
import type { Shape } from './shape.ts';

/** Gives the file that `extends` names, by its path relative to the root; nothing where there is none. */
export type ReadFile = (path: string) => SourceFile | undefined;

export interface Layers {
  readonly preset: Preset;
  /** The nearest first. */
  readonly settings: readonly Settings[];
}

export const PRESETS = ['recommended', 'strict'] as const;
const MAX_LAYERS = 5;

/** Reads a configuration file and all that it extends. */
export function readLayers(file: SourceFile, { shape, readFile, reading }: { shape: Shape<Settings>; readFile: ReadFile; reading: Reading }): Layers {
  const settings: Settings[] = [];
  const seen = new Set<string>();
  let preset: Preset = 'recommended';
  for (let current: SourceFile | undefined = file; current; ) {
    seen.add(posix.normalize(current.path));
    const layer = readSettings(current, shape, reading);
    settings.push(layer);
    const wanted = layer.extends;
    preset = PRESETS.find((known) => known === wanted?.value) ?? preset;
    current = wanted && !PRESETS.some((known) => known === wanted.value) ? extended(wanted, { seen, readFile, reading }) : undefined;
  }
  return { preset, settings };
}

function readSettings(file: SourceFile, shape: Shape<Settings>, reading: Reading): Settings {
  const documents = parseYaml(file).documents.filter(({ root, problems }) => root || problems.length > 0);
  for (const document of documents) {
    for (const { message, range } of document.problems) reading.report({ file, range }, message);
    for (const { key, later } of document.duplicateKeys) reading.report({ file, range: later }, `the key ${quoted(key)} stands here twice`);
  }
  const second = documents[1];
  if (second) reading.report({ file, range: { start: second.range.start, end: second.range.start } }, 'a configuration is one document');
  const root = documents[0]?.root;
  return (root && shape.read(Node.root(root), reading)) ?? {};
}

interface Following {
  readonly seen: ReadonlySet<string>;
  readonly readFile: ReadFile;
  readonly reading: Reading;
}

function extended({ value, at }: Placed<string>, { seen, readFile, reading }: Following): SourceFile | undefined {
  if (!/\.ya?ml$/.test(value)) return reading.unknown(at, value, { what: 'a preset or a .yaml file', known: PRESETS });
  const path = value.startsWith('/') ? posix.normalize(value) : posix.join(posix.dirname(at.file.path), value);
  if (isOutside(path) && !isOutside(at.file.path)) return reading.report(at, `${quoted(value)} lies outside the root`);
  if (seen.has(path)) return reading.report(at, `${quoted(value)} extends itself in a circle`);
  if (seen.size >= MAX_LAYERS) return reading.report(at, `more than ${MAX_LAYERS} configurations extend each other`);
  return readFile(path) ?? reading.report(at, `there is no file ${quoted(value)}`);
}

function isOutside(path: string): boolean {
  return path.startsWith('/') || path === '..' || path.startsWith('../');
}
