/** The failure of a template, worded as Go words it. */
import type { Location } from '../../source.ts';
import type { Node } from './ast.ts';
import { printNode } from './ast-print.ts';
import { byteLength } from './characters.ts';
import { goQuote } from './quote.ts';

/** Which bound a template ran into. */
export type LimitName = 'depth' | 'steps' | 'output';

export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  /** The innermost action that failed. */
  readonly at: Location;
  /** Every action on the way to it, the outermost first; the last is {@link at}. */
  readonly chain: readonly Location[];
  /** Set when a bound of mllint stopped the template, not Go. */
  readonly limit: LimitName | undefined;

  constructor(message: string, chain: readonly [Location, ...Location[]], options: { limit?: LimitName; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.chain = chain;
    this.at = chain.at(-1) ?? chain[0];
    this.limit = options.limit;
  }
}

/** `template: FILE:LINE:COLUMN: executing "NAME" at <NODE>: MESSAGE`. */
export function executionMessage(name: string, node: Node, message: string): string {
  return `template: ${place(node)}: executing ${goQuote(name)} at <${printNode(node)}>: ${message}`;
}

/** Go counts columns in bytes, from 0. */
function place({ tree, pos }: Node): string {
  const before = tree.source.text.slice(0, pos);
  const lineStart = before.lastIndexOf('\n') + 1;
  let line = 1;
  for (let at = before.indexOf('\n'); at >= 0; at = before.indexOf('\n', at + 1)) line += 1;
  return `${tree.parseName}:${line}:${byteLength(before.slice(lineStart))}`;
}

export function locationOfNode({ tree, start, end }: Node): Location {
  return tree.source.locate(start, end);
}
