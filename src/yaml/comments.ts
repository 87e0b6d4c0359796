/** Where the comments of a YAML text stand. By its tokens, so that a `#` inside quotes or block text is none. */
import { Parser, type CST } from 'yaml';
import type { Range } from '../source.ts';
import { splitDocuments } from './documents.ts';

export interface CommentScan {
  /** From the `#` to the end of the line, in the order of the text. */
  readonly comments: readonly Range[];
  /** Scalars of several lines, the header of block text included: no comment can stand inside. */
  readonly texts: readonly Range[];
}

/** Never throws: what is no YAML gives the comments that can be told. */
export function scanComments(text: string): CommentScan {
  const comments: Range[] = [];
  const texts: Range[] = [];
  for (const part of splitDocuments(text)) {
    for (const token of tokensOf(part.text)) {
      const range = rangeOf(token, part.start);
      if (token.type === 'comment') comments.push(range);
      else if (isText(token) && text.slice(range.start, range.end).includes('\n')) texts.push(range);
    }
  }
  return { comments: comments.sort(byStart), texts: texts.sort(byStart) };
}

/** Every token with those inside it; not recursive, because nothing bounds the depth here. */
function* tokensOf(text: string): Generator<CST.Token> {
  const waiting: CST.Token[] = [...new Parser().parse(text)];
  for (let token = waiting.pop(); token; token = waiting.pop()) {
    yield token;
    for (const part of partsOf(token)) if (part) waiting.push(part);
  }
}

function partsOf(token: CST.Token): readonly (CST.Token | null | undefined)[] {
  switch (token.type) {
    case 'document':
      return [...token.start, token.value, ...(token.end ?? [])];
    case 'block-map':
    case 'block-seq':
      return token.items.flatMap(partsOfItem);
    case 'flow-collection':
      return [token.start, ...token.items.flatMap(partsOfItem), ...token.end];
    case 'block-scalar':
      return token.props;
    case 'alias':
    case 'scalar':
    case 'single-quoted-scalar':
    case 'double-quoted-scalar':
    case 'doc-end':
      return token.end ?? [];
    default:
      return [];
  }
}

function partsOfItem({ start, key, sep, value }: CST.CollectionItem): readonly (CST.Token | null | undefined)[] {
  return [...start, key, ...(sep ?? []), value];
}

function isText(token: CST.Token): boolean {
  return token.type === 'block-scalar' || token.type === 'scalar' || token.type.endsWith('-quoted-scalar');
}

function rangeOf(token: CST.Token, offset: number): Range {
  const header = token.type === 'block-scalar' ? token.props.reduce((length, prop) => length + sourceLength(prop), 0) : 0;
  const start = offset + token.offset;
  return { start, end: start + header + sourceLength(token) };
}

function sourceLength(token: CST.Token): number {
  return 'source' in token ? token.source.length : 0;
}

function byStart(a: Range, b: Range): number {
  return a.start - b.start;
}
