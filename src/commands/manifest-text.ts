/** A manifest as YAML, with the author of each value beside it. */
import { visible } from '../report/escape.ts';
import type { Manifest } from '../model.ts';
import type { Node, Path } from '../yaml/node.ts';
import { scalarText } from './yaml-scalar.ts';

export interface ManifestTextOptions {
  readonly withOrigins: boolean;
}

/** Values of a Secret are never printed, nor the copy of them that kubectl leaves behind. */
const MASKED_KEYS = new Set(['data', 'stringData']);
const COPY = 'kubectl.kubernetes.io/last-applied-configuration';

export function manifestText(manifest: Manifest, options: ManifestTextOptions): string {
  const owner = manifest.application ? `Application ${manifest.application.name}, ` : '';
  const lines = [`---`, `# ${owner}from ${visible(manifest.file.path)}`];
  const isSecret = manifest.kind === 'Secret' && manifest.apiVersion === 'v1';
  addEntries(manifest.root, '', { lines, options, isMasked: (path) => isSecret && isSecretPath(path) });
  return `${lines.join('\n')}\n`;
}

interface Printing {
  readonly lines: string[];
  readonly options: ManifestTextOptions;
  readonly isMasked: (path: Path) => boolean;
}

function isSecretPath([top, ...rest]: Path): boolean {
  if (top === 'metadata') return rest.at(-1) === COPY;
  return typeof top === 'string' && rest.length > 0 && MASKED_KEYS.has(top);
}

function addEntries(mapping: Node, indent: string, printing: Printing): void {
  for (const [key, value] of mapping.entries()) addValue(`${indent}${scalarText(key)}:`, value, { indent, printing });
}

function addValue(head: string, value: Node, { indent, printing }: { indent: string; printing: Printing }): void {
  const { lines } = printing;
  if (value.kind === 'mapping' && value.entries().length > 0) {
    lines.push(head);
    addEntries(value, `${indent}  `, printing);
  } else if (value.kind === 'sequence' && value.items().length > 0) {
    lines.push(head);
    for (const item of value.items()) addItem(item, indent, printing);
  } else {
    lines.push(`${head} ${leafText(value, printing)}${origin(value, printing.options)}`);
  }
}

function addItem(item: Node, indent: string, printing: Printing): void {
  if (item.kind === 'scalar' || (item.entries().length === 0 && item.items().length === 0)) {
    printing.lines.push(`${indent}- ${leafText(item, printing)}${origin(item, printing.options)}`);
    return;
  }
  const from = printing.lines.length;
  if (item.kind === 'sequence') for (const inner of item.items()) addItem(inner, `${indent}  `, printing);
  else addEntries(item, `${indent}  `, printing);
  const first = printing.lines[from] ?? '';
  printing.lines[from] = `${indent}- ${first.slice(indent.length + 2)}`;
}

function leafText(value: Node, { isMasked }: Printing): string {
  if (isMasked(value.path)) return '"(masked)"';
  if (value.kind === 'mapping') return '{}';
  if (value.kind === 'sequence') return '[]';
  if (!value.isKnown) return `"(not known here: ${visible(value.unknown ?? '')})"`;
  const content = value.value;
  if (typeof content === 'string') return scalarText(content);
  return content === null || content === undefined ? 'null' : String(content);
}

function origin(value: Node, { withOrigins }: ManifestTextOptions): string {
  const piece = value.piece;
  if (!withOrigins || !piece) return '';
  const { line, column } = piece.at.file.position(piece.at.range.start);
  return `  # ${visible(piece.at.file.path)}:${line}:${column}`;
}
