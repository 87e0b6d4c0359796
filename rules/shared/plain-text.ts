/** What a value says, whatever way it is written. */
import type { Node } from '#rule';

const MAX_VALUES = 10_000;

/** Equal texts for equal values: keys in their order, numbers and words as YAML reads them. Ends at ten thousand values. */
export function plainText(node: Node, left = { values: MAX_VALUES }): string {
  left.values -= 1;
  if (left.values < 0) return '…';
  if (node.kind === 'sequence') return `[${node.items().map((item) => plainText(item, left)).join(',')}]`;
  if (node.kind === 'mapping') {
    const entries = [...node.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${plainText(value, left)}`).join(',')}}`;
  }
  const { value } = node;
  return value === undefined ? '' : typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}
