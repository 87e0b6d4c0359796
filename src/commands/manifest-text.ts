/** A manifest as YAML, with the author of each value beside it. */
import { isSecretValue } from '../kubernetes/secret-values.ts';
import { visible } from '../report/escape.ts';
import type { Manifest } from '../model.ts';
import type { Node } from '../yaml/node.ts';
import { entryLines, plainLeaf } from '../yaml/print-lines.ts';

export interface ManifestTextOptions {
  readonly withOrigins: boolean;
}

export function manifestText(manifest: Manifest, { withOrigins }: ManifestTextOptions): string {
  const owner = manifest.application ? `Application ${manifest.application.name}, ` : '';
  const lines = entryLines(manifest.root, '', {
    leafText: (leaf) => (isSecretValue(manifest, leaf.path) ? '"(masked)"' : plainLeaf(leaf)),
    ...(withOrigins ? { noteOf: origin } : {}),
  });
  return ['---', `# ${owner}from ${manifest.file.path}`, ...lines].map((line) => `${visible(line)}\n`).join('');
}

function origin({ piece }: Node): string {
  if (!piece) return '';
  const { line, column } = piece.at.file.position(piece.at.range.start);
  return `  # ${piece.at.file.path}:${line}:${column}`;
}
