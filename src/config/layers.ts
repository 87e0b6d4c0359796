/** A configuration and those that it extends. */
import { posix } from 'node:path';
import type { Location, SourceFile } from '../source.ts';
import type { Node } from '../yaml/node.ts';
import type { Unreadable } from '../snapshot/snapshot.ts';
import type { Settings } from './declaration.ts';
import { readDocument } from './document.ts';
import { quoted } from './plain-value.ts';
import type { Placed, Reading } from './reading.ts';
import type { Preset } from './rule-settings.ts';
import { withNode, type Shape } from './shape.ts';

/** Gives a file of the policy by its path relative to the root; nothing where there is none. */
export type ReadFile = (path: string) => SourceFile | Unreadable | undefined;

export interface Layers {
  readonly preset: Preset;
  /** The line that names it. */
  readonly presetAt?: Location;
  /** The nearest first. */
  readonly settings: readonly Settings[];
  /** The same as they are written. */
  readonly nodes: readonly Node[];
}

export const PRESETS = ['recommended', 'strict'] as const;
const MAX_LAYERS = 5;

interface Layer {
  readonly value: Settings;
  readonly node: Node;
}

/** Reads a configuration file and all that it extends. */
export function readLayers(file: SourceFile, { shape, readFile, reading }: { shape: Shape<Settings>; readFile: ReadFile; reading: Reading }): Layers {
  const settings: Settings[] = [];
  const nodes: Node[] = [];
  const seen = new Set<string>();
  let preset: Preset = 'recommended';
  let presetAt: Location | undefined;
  for (let current: SourceFile | undefined = file; current; ) {
    seen.add(posix.normalize(current.path));
    const read: Layer | undefined = readDocument(current, withNode(shape), { reading, what: 'a configuration' });
    const layer: Settings = read?.value ?? {};
    settings.push(layer);
    if (read) nodes.push(read.node);
    const wanted = layer.extends;
    preset = PRESETS.find((known) => known === wanted?.value) ?? preset;
    if (wanted?.value === preset) presetAt = wanted.at;
    current = wanted && !PRESETS.some((known) => known === wanted.value) ? extended(wanted, { seen, readFile, reading }) : undefined;
  }
  return { preset, ...(presetAt ? { presetAt } : {}), settings, nodes };
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
  return readable(readFile(path), { value, at }, reading);
}

/** A file that a configuration names. */
export function readable(file: SourceFile | Unreadable | undefined, { value, at }: Placed<string>, reading: Reading): SourceFile | undefined {
  if (file === undefined) return reading.report(at, `there is no file ${quoted(value)}`);
  return 'why' in file ? reading.report(at, `the file ${quoted(value)} ${file.why}`) : file;
}

export function isOutside(path: string): boolean {
  return path.startsWith('/') || path === '..' || path.startsWith('../');
}
