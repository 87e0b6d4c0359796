/** What the configuration says, as plain data. The words of YAML 1.2: `off`, `on`, `yes` and `no` are texts. */
import type { Node } from '../yaml/node.ts';
import { resolveAlias } from '../yaml/tree.ts';

const WORDS = new Map<string, boolean | null>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);

const DECIMAL = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const OCTAL_OR_HEX = /^0(?:o[0-7]+|x[0-9a-fA-F]+)$/;

export type PlainScalar = string | number | boolean | null;

/** The value of a scalar; `undefined` for everything else. */
export function plainScalar(node: Node): PlainScalar | undefined {
  const tree = node.tree && resolveAlias(node.tree);
  if (tree?.kind !== 'scalar') return undefined;
  if (tree.style !== 'plain') return tree.text;
  const word = WORDS.get(tree.text);
  if (word !== undefined) return word;
  return DECIMAL.test(tree.text) || OCTAL_OR_HEX.test(tree.text) ? Number(tree.text) : tree.text;
}

/** A value with all that is below it. */
export function plainValue(node: Node): unknown {
  if (node.kind === 'sequence') return node.items().map(plainValue);
  if (node.kind === 'mapping') return Object.fromEntries(node.entries().map(([key, value]) => [key, plainValue(value)]));
  return plainScalar(node);
}

/** Whether nothing is said: an absent key, or one whose entries are all commented out. */
export function saysNothing(node: Node): boolean {
  return node.kind === 'missing' || plainScalar(node) === null;
}

/** A value as a message names it. */
export function shownValue(node: Node): string {
  if (node.kind === 'mapping') return 'a mapping';
  if (node.kind === 'sequence') return isShortList(node) ? `the list ${JSON.stringify(plainValue(node))}` : 'a list';
  const value = plainScalar(node) ?? null;
  if (value === null) return 'nothing';
  return typeof value === 'string' ? quoted(value) : `the ${typeof value} ${node.written ?? ''}`;
}

function isShortList(node: Node): boolean {
  const items = node.items();
  return items.length > 0 && items.length <= 5 && items.every((item) => item.kind === 'scalar' && (item.written ?? '').length <= 20);
}

/** A name from the author's hand, short enough for one line. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}…` : text);
}
