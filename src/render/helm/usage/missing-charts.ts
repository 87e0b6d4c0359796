/** What a chart's own templates say of charts that are missing. */
import { Dict, type Value } from '../../go-template/value.ts';
import type { ChartResult } from '../helm.ts';
import { noFacts } from './facts.ts';
import { Interpretation } from './interpretation.ts';
import type { ReadTree, ValuePath } from './read-tree.ts';

/**
 * Whether some template asks for a value that only a missing chart would define: then nobody knows what it prints.
 * What the parent gives its children wins over their own values, and is known.
 */
export function asksForMissing({ templates: { set, files }, missing, values }: ChartResult): boolean {
  if (missing.length === 0) return false;
  const facts = noFacts();
  const interpretation = new Interpretation(set, facts);
  for (const { name, prefix } of files) interpretation.file(name, { prefix });
  return missing.some((name) => isUndefinedBelow([name], { reads: facts.reads, value: values.get(name) }));
}

/** A key that no chart has: it is read where every key is. */
const ANY_KEY = '\0';

function isUndefinedBelow(path: ValuePath, { reads, value }: { reads: ReadTree; value: Value | undefined }): boolean {
  const coverage = reads.coverage(path);
  if (coverage === 'none') return false;
  if (!(value instanceof Dict)) return value === undefined;
  if (coverage === 'all' || reads.coverage([...path, ANY_KEY]) !== 'none') return true;
  return reads.keysAt(path).some((key) => isUndefinedBelow([...path, key], { reads, value: value.get(key) }));
}
