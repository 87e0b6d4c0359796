/** Documents out of schemas: what fits, and what nearly fits. */
import { definition } from '../../../src/kubernetes/schema/catalog.ts';
import { dereferenced } from '../../../src/kubernetes/schema/deref.ts';
import type { KindSchema, Schema } from '../../../src/kubernetes/schema/schema.ts';
import { SourceFile } from '../../../src/source.ts';
import { unchecked } from '../../../src/unchecked.ts';
import { parseYaml } from '../../../src/yaml/parse.ts';
import type { Tree } from '../../../src/yaml/tree.ts';

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface SampleOptions {
  readonly random: () => number;
  /** How often something is put in that does not fit, from 0 to 1. */
  readonly wrong: number;
}

/** An object of a kind. */
export function sampleObject({ apiVersion, kind, schema }: KindSchema, options: SampleOptions): unknown {
  const value = sample(schema, options, 0);
  return { ...(typeof value === 'object' && value !== null ? value : {}), apiVersion, kind };
}

const MAX_DEPTH = 9;
const WRONG: readonly unknown[] = [null, true, 0, -1, 1.5, 1e12, '', 'text', '10Mi', 'x'.repeat(70), [], {}, [null], { a: 1 }];

function sample(written: Schema, options: SampleOptions, depth: number): unknown {
  const { random, wrong } = options;
  const one = <T>(all: readonly T[]): T => unchecked<T>(all[Math.floor(random() * all.length)]);
  if (random() < wrong) return one(WRONG);
  const schema = dereferenced(written, definition);
  if (schema.enum) return one(schema.enum);
  if (schema.format === 'quantity') return one(['1', '100m', '1Gi', 0.5]);
  if (schema['x-kubernetes-int-or-string'] === true) return one([1, '100m', '25%']);
  if (schema.type === 'object' || (schema.type === undefined && schema.properties)) return sampleMapping(schema, options, depth);
  if (schema.type === 'array') {
    const count = depth > MAX_DEPTH ? 0 : Math.max(schema.minItems ?? 0, Math.floor(random() * 3));
    return Array.from({ length: count }, () => (schema.items ? sample(schema.items, options, depth + 1) : 'x'));
  }
  if (schema.type === 'boolean') return random() < 0.5;
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(schema.minimum ?? 0, Math.floor(random() * Math.min(100, schema.maximum ?? 100)));
  if (schema.type === undefined) return one(['x', 1, true]);
  return sampleText(schema, one);
}

function sampleText({ format, minLength = 0 }: Schema, one: <T>(all: readonly T[]) => T): string {
  if (format === 'date-time') return '2026-01-31T12:00:00Z';
  if (format === 'byte') return 'YWJj';
  return one(['a', 'name', '10s', 'https://example.org', 'Always', 'v1']).padEnd(minLength, 'a');
}

function sampleMapping(schema: Schema, options: SampleOptions, depth: number): unknown {
  const { random, wrong } = options;
  const required = new Set(schema.required ?? []);
  const found: [string, unknown][] = [];
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const isWanted = required.has(name) ? random() >= wrong : depth < MAX_DEPTH && random() < (depth === 0 ? 0.9 : 0.25);
    if (isWanted) found.push([random() < wrong ? `${name}s` : name, sample(field, options, depth + 1)]);
  }
  if (typeof schema.additionalProperties === 'object' && depth < MAX_DEPTH) found.push(['key', sample(schema.additionalProperties, options, depth + 1)]);
  return Object.fromEntries(found);
}

/** Plain data as a document that was read; JSON is YAML. */
export function treeOf(data: unknown): Tree {
  const root = parseYaml(new SourceFile('sample.yaml', JSON.stringify(data))).documents[0]?.root;
  if (!root) throw new Error('no document');
  return root;
}
