/** Values as lines of YAML, for people: block style, one line for each scalar. Nothing here is read back. */
import type { Node } from './node.ts';

export interface LineOptions {
  /** How a scalar, or a container without content, is written. */
  readonly leafText: (leaf: Node) => string;
  /** Stands behind a leaf. */
  readonly noteOf?: (leaf: Node) => string;
}

const PLAIN = /^(?![.][0-9])[A-Za-z_./][A-Za-z0-9_./-]*$/;
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null|~|\.inf|\.nan)$/i;

/** A text as a scalar on one line. JSON's string syntax is YAML's, too; what is hidden in it is not made visible. */
export function scalarLine(text: string): string {
  return PLAIN.test(text) && !WORDS.test(text) ? text : JSON.stringify(text);
}

/** The entries of a mapping. */
export function entryLines(mapping: Node, indent: string, options: LineOptions): string[] {
  return mapping.entries().flatMap(([key, value]) => valueLines(`${indent}${scalarLine(key)}:`, value, indent, options));
}

/** A value behind its key, which begins where the key stands. */
export function valueLines(head: string, value: Node, indent: string, options: LineOptions): string[] {
  if (!hasContent(value)) return [`${head} ${leafLine(value, options)}`];
  if (value.kind === 'mapping') return [head, ...entryLines(value, `${indent}  `, options)];
  return [head, ...value.items().flatMap((item) => itemLines(item, indent, options))];
}

/** An item of a list. */
export function itemLines(item: Node, indent: string, options: LineOptions): string[] {
  if (!hasContent(item)) return [`${indent}- ${leafLine(item, options)}`];
  const inner = `${indent}  `;
  const [first = '', ...rest] = item.kind === 'sequence' ? item.items().flatMap((one) => itemLines(one, inner, options)) : entryLines(item, inner, options);
  return [`${indent}- ${first.slice(inner.length)}`, ...rest];
}

/** Whether something stands below. */
export function hasContent(node: Node): boolean {
  return node.kind === 'mapping' ? node.keys().length > 0 : node.kind === 'sequence' && node.items().length > 0;
}

function leafLine(leaf: Node, { leafText, noteOf }: LineOptions): string {
  return `${leafText(leaf)}${noteOf?.(leaf) ?? ''}`;
}

/** A leaf as it is, or why nobody knows it here. */
export function plainLeaf(leaf: Node): string {
  if (leaf.kind === 'mapping') return '{}';
  if (leaf.kind === 'sequence') return '[]';
  if (!leaf.isKnown) return JSON.stringify(`(not known here: ${leaf.unknown ?? ''})`);
  const { value } = leaf;
  if (typeof value === 'string') return scalarLine(value);
  return value === null || value === undefined ? 'null' : String(value);
}
