/** YAML trees as template values. Follows sigs.k8s.io/yaml, which goes by way of JSON: every number is a float64, every key a string. */
import { authorOf } from '../../../yaml/author.ts';
import { contentRange, scalarOffsets } from '../../../yaml/offsets.ts';
import type { MappingTree, ScalarTree, SequenceTree, Tree } from '../../../yaml/tree.ts';
import type { Location } from '../../../source.ts';
import { Bool, Dict, List, Num, type Value } from '../../go-template/value.ts';
import { concat, TracedText } from '../../traced-text.ts';
import { formatFloat } from '../go-number.ts';
import { spelled } from '../scalar-text.ts';

export interface Reading {
  /** How near to the environment the file stands; see `Nearness`. */
  readonly nearness: number;
  /** The value hangs on an alias or a merge key: never edited for its own sake. */
  readonly isShared?: boolean;
}

/** A fresh value: templates may change the containers. */
export function treeValue(tree: Tree, reading: Reading): Value {
  switch (tree.kind) {
    case 'alias':
      return treeValue(tree.target, { ...reading, isShared: true });
    case 'mapping':
      return mappingValue(tree, reading);
    case 'sequence':
      return new List(tree.items.map((item) => treeValue(item, reading)), { at: locationOf(tree) });
    case 'scalar':
      return scalarValue(tree, reading);
  }
}

export function mappingValue(tree: MappingTree, reading: Reading): Dict {
  const dict = new Dict([], { at: locationOf(tree) });
  for (const { key, value, mergedBy } of tree.entries) {
    const how = mergedBy ? { ...reading, isShared: true } : reading;
    dict.set(keyText(key, how), treeValue(value, how));
  }
  return dict;
}

/** Where a tree stands; what was rendered has no place of its own. */
function locationOf(tree: MappingTree | SequenceTree): Location | undefined {
  if (tree.trace.traced) return undefined;
  return { file: tree.trace.file, range: { start: tree.start, end: tree.end } };
}

function scalarValue(tree: ScalarTree, reading: Reading): Value {
  const { value } = tree;
  if (value === null) return null;
  const text = scalarText(tree, reading);
  if (typeof value === 'boolean') return new Bool(value, text);
  if (typeof value === 'number' || typeof value === 'bigint') return new Num('float64', Number(value), text);
  return text;
}

/** YAML keys that are numbers or booleans become text, as JSON wants it. */
function keyText(tree: ScalarTree, reading: Reading): TracedText {
  const text = scalarText(tree, reading);
  const { value } = tree;
  if (typeof value === 'string' || value === null) return text;
  return spelled(typeof value === 'number' && !Number.isInteger(value) ? formatFloat(value) : String(value), text);
}

/** The decoded text of a scalar with its author. */
export function scalarText(tree: ScalarTree, reading: Reading): TracedText {
  const { traced } = tree.trace;
  return traced ? renderedText(tree, traced) : TracedText.of(authorOf(tree, reading.nearness, reading.isShared));
}

/** A scalar inside rendered text: stretches that were not escaped keep their authors. */
function renderedText(tree: ScalarTree, traced: TracedText): TracedText {
  const { start, end } = contentRange(tree);
  const offsets = scalarOffsets(tree, traced.text);
  if (typeof offsets === 'number') return traced.slice(start, end);
  if (offsets === undefined) return TracedText.derived(tree.text, [traced.slice(start, end)]);
  const parts: TracedText[] = [];
  for (let from = 0; from < tree.text.length; ) {
    const to = endOfRun(tree.text, traced.text, offsets, from);
    const [rawFrom = start, rawTo = end] = [offsets[from], offsets[to]];
    if (to > from) parts.push(traced.slice(rawFrom, rawFrom + to - from));
    else parts.push(TracedText.derived(tree.text.charAt(from), [traced.slice(rawFrom, Math.max(rawTo, rawFrom + 1))]));
    from = Math.max(to, from + 1);
  }
  return concat(parts);
}

/** Up to where decoded and raw text run in step. */
function endOfRun(text: string, raw: string, offsets: readonly number[], from: number): number {
  const base = (offsets[from] ?? 0) - from;
  let to = from;
  while (to < text.length && offsets[to] === base + to && raw[base + to] === text[to]) to += 1;
  return to;
}
