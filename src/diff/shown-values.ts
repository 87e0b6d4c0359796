/** Values of a difference as they may be shown: secrets masked, the unknown named, long ones cut around what differs. */
import { isSecretValue } from '../kubernetes/secret-values.ts';
import type { Document } from '../model/difference.ts';
import type { Node } from '../yaml/node.ts';
import { plainLeaf } from '../yaml/print-lines.ts';
import { isManifest } from '../kubernetes/identity.ts';

/** UTF-16 units of a value on one line. */
const MAX_LENGTH = 240;
/** What is shown before the first difference of a long value. */
const LEAD = 40;

export interface ShownPair {
  readonly before?: string;
  readonly after?: string;
}

export function isMasked(document: Document, { path }: Node): boolean {
  return isManifest(document) && isSecretValue(document, path);
}

export function shownLeaf(document: Document, leaf: Node): string {
  return isMasked(document, leaf) ? '"(masked)"' : clipped(plainLeaf(leaf), 0);
}

/** Two values that differ, cut so that the difference can be seen. */
export function shownPair(before: readonly [Document, Node], after: readonly [Document, Node]): Required<ShownPair> {
  if (isMasked(...before) || isMasked(...after)) return { before: '"(masked)"', after: '"(masked: another value)"' };
  const [was, is] = [plainLeaf(before[1]), plainLeaf(after[1])];
  let same = 0;
  while (same < was.length && same < is.length && was[same] === is[same]) same += 1;
  return { before: clipped(was, same), after: clipped(is, same) };
}

/** No surrogate pair is cut in half. */
function clipped(text: string, difference: number): string {
  if (text.length <= MAX_LENGTH) return text;
  const start = difference > MAX_LENGTH - LEAD ? difference - LEAD : 0;
  const part = text.slice(start, start + MAX_LENGTH).replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '');
  return `${start > 0 ? '…' : ''}${part}${start + MAX_LENGTH < text.length ? '…' : ''} # ${text.length} characters`;
}
