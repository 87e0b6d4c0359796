/**
 * The short way from the package's tokens to our tree, which skips its document. For what nearly all manifests consist of:
 * mappings, lists and scalars. Whatever else stands in a document, or is wrong with it, leaves the document to the package.
 */
import { CST } from 'yaml';
import { blockText, MAX_DEPTH } from './compose.ts';
import { resolvePlain } from './scalar.ts';
import type { EntryTree, MappingTree, ScalarStyle, ScalarTree, SequenceTree, Trace, Tree, YamlDocument } from './tree.ts';

export interface PlainContext {
  readonly trace: Trace;
  /** Offset of the document's text in the file. */
  readonly offset: number;
}

/** The document that the tokens of a text consist of; nothing where only the package can tell. */
export function composePlain(tokens: readonly CST.Token[], context: PlainContext): YamlDocument | undefined {
  const document = tokens.at(-1);
  if (document?.type !== 'document' || !document.value || !tokens.every((token) => token === document || isBlank(token))) return undefined;
  try {
    return new PlainComposition(context).document(document, document.value);
  } catch (error) {
    if (error === NOT_PLAIN) return undefined;
    throw error;
  }
}

/** Thrown to end the attempt; without a stack of its own, because that would cost more than the attempt. */
const NOT_PLAIN = new Error('not plain');

function leave(): never {
  throw NOT_PLAIN;
}

/** What {@link gaps} found. */
const INDICATOR = 1;
const NEWLINE = 2;

/** Above this a look through all keys costs more than a set of them. */
const FEW_KEYS = 8;

class PlainComposition {
  readonly #trace: Trace;
  readonly #offset: number;
  /** Where the tree composed last ends with the comment behind it, as the package counts. */
  #end = 0;

  constructor({ trace, offset }: PlainContext) {
    this.#trace = trace;
    this.#offset = offset;
  }

  document({ offset, start, end }: CST.Document, value: CST.Token): YamlDocument {
    const found = gaps(start, 'doc-start', true);
    if (found === INDICATOR && (value.type === 'block-map' || value.type === 'block-seq')) leave();
    const root = this.#tree(value, 0);
    const range = { start: this.#offset + offset, end: this.#offset + endBehind(end, this.#end, true) };
    return { root, range, problems: [], duplicateKeys: [] };
  }

  #tree(token: CST.Token, depth: number): Tree {
    if (isFlowScalar(token) || token.type === 'block-scalar') return this.#scalar(token);
    if (depth >= MAX_DEPTH) leave();
    if (token.type === 'block-map') return this.#mapping(token, depth);
    if (token.type === 'block-seq') return this.#sequence(token, depth);
    if (token.type !== 'flow-collection') leave();
    return token.start.source === '{' ? this.#flowMapping(token, depth) : this.#flowSequence(token, depth);
  }

  #scalar(token: CST.FlowScalar | CST.BlockScalar): ScalarTree {
    if (token.type === 'scalar' && isOneLine(token.source)) {
      const end = token.offset + token.source.length;
      this.#end = endBehind(token.end, end, false);
      return this.#scalarTree('plain', token.source, token.offset, end);
    }
    const resolved = CST.resolveAsScalar(token, true, leave);
    if (token.type !== 'block-scalar') {
      const [start, end, behind] = resolved.range;
      this.#end = behind;
      return this.#scalarTree(FLOW_STYLES[token.type], resolved.value, start, end);
    }
    const [start, end, behind] = resolved.range;
    this.#end = behind;
    const range = { start: this.#offset + start, end: this.#offset + end };
    return this.#scalarTree(resolved.type === 'BLOCK_FOLDED' ? 'folded' : 'literal', blockText(this.#trace, resolved.value, range), start, end);
  }

  #scalarTree(style: ScalarStyle, text: string, start: number, end: number): ScalarTree {
    const value = style === 'plain' ? resolvePlain(text) : text;
    return { kind: 'scalar', value, text, style, start: this.#offset + start, end: this.#offset + end, trace: this.#trace };
  }

  #mapping({ offset, indent, items }: CST.BlockMap, depth: number): MappingTree {
    const entries: EntryTree[] = [];
    const isKnown = keysOf(entries);
    let end = offset;
    let commentEnd: number | undefined;
    for (const { start, key, sep, value } of items) {
      if (commentEnd !== undefined) leave();
      gaps(start, undefined, true);
      if (!key && !sep && !value) {
        commentEnd = endOf(start, end);
        continue;
      }
      if (!isFlowScalar(key) || key.indent !== indent || !sep || !value) leave();
      const found = gaps(sep, 'map-value-ind', false);
      if ((found & INDICATOR) === 0 || (value.type === 'block-map' && (found & NEWLINE) === 0)) leave();
      entries.push(this.#entry(key, sep, value, depth, isKnown));
      end = this.#end;
    }
    this.#end = commentEnd ?? end;
    return { kind: 'mapping', entries, isFlow: false, start: this.#offset + offset, end: this.#offset + end, trace: this.#trace };
  }

  /** Keys that merge, stand twice or are too long are not plain. */
  #entry(key: CST.FlowScalar, sep: readonly CST.SourceToken[], value: CST.Token, depth: number, isKnown: (key: string) => boolean): EntryTree {
    if (spansLines(key) || endOf(sep, 0) - key.offset > MAX_KEY) leave();
    const tree = this.#scalar(key);
    if (isKnown(tree.text) || (tree.text === '<<' && tree.style === 'plain')) leave();
    return { key: tree, value: this.#tree(value, depth + 1) };
  }

  #sequence({ offset, items }: CST.BlockSequence, depth: number): SequenceTree {
    const trees: Tree[] = [];
    let end = offset;
    let commentEnd: number | undefined;
    for (const { start, key, sep, value } of items) {
      const found = gaps(start, 'seq-item-ind', true);
      if (commentEnd !== undefined || key || sep) leave();
      if ((found & INDICATOR) === 0 && !value) {
        commentEnd = endOf(start, end);
        continue;
      }
      if ((found & INDICATOR) === 0 || !value) leave();
      trees.push(this.#tree(value, depth + 1));
      end = this.#end;
    }
    this.#end = commentEnd ?? end;
    return { kind: 'sequence', items: trees, isFlow: false, start: this.#offset + offset, end: this.#offset + end, trace: this.#trace };
  }

  #flowMapping(token: CST.FlowCollection, depth: number): MappingTree {
    const entries: EntryTree[] = [];
    const isKnown = keysOf(entries);
    for (const { key, sep, value } of flowItems(token)) {
      if (!isFlowScalar(key) || !sep || !isFlow(value) || gaps(sep, 'map-value-ind', false) !== INDICATOR) leave();
      entries.push(this.#entry(key, sep, value, depth, isKnown));
    }
    const [start, end] = this.#flowRange(token, '}');
    return { kind: 'mapping', entries, isFlow: true, start, end, trace: this.#trace };
  }

  #flowSequence(token: CST.FlowCollection, depth: number): SequenceTree {
    const items: Tree[] = [];
    for (const { key, sep, value } of flowItems(token)) {
      if (key || sep || !isFlow(value)) leave();
      items.push(this.#tree(value, depth + 1));
    }
    const [start, end] = this.#flowRange(token, ']');
    return { kind: 'sequence', items, isFlow: true, start, end, trace: this.#trace };
  }

  #flowRange({ offset, end: [closing, ...behind] }: CST.FlowCollection, bracket: string): [start: number, end: number] {
    if (closing?.source !== bracket) leave();
    const end = closing.offset + closing.source.length;
    this.#end = endBehind(behind, end, false);
    return [this.#offset + offset, this.#offset + end];
  }
}

const FLOW_STYLES = { scalar: 'plain', 'single-quoted-scalar': 'single', 'double-quoted-scalar': 'double', alias: 'plain' } as const;

/** The package counts 1024 characters from a key to its colon; a little less is near enough to leave it to the package. */
const MAX_KEY = 1000;

/** What stands between the parts of a collection: blanks, comments behind a blank, and the indicator once. */
function gaps(tokens: readonly CST.SourceToken[], indicator: CST.SourceToken['type'] | undefined, startsLine: boolean): number {
  let found = 0;
  let isSpaced = startsLine;
  for (const { type, source } of tokens) {
    if (type === 'newline') found |= NEWLINE;
    else if (type === indicator && (found & INDICATOR) === 0) found |= INDICATOR;
    else if (type === 'space' ? source.includes('\t') : type !== 'comment' || !isSpaced) leave();
    if (type !== 'comment') isSpaced = type !== indicator;
  }
  return found;
}

function isBlank({ type }: CST.Token): boolean {
  return type === 'space' || type === 'newline' || type === 'comment';
}

function isFlowScalar(token: CST.Token | null | undefined): token is CST.FlowScalar {
  return token?.type === 'scalar' ? token.source !== '' : token?.type === 'single-quoted-scalar' || token?.type === 'double-quoted-scalar';
}

function isFlow(token: CST.Token | undefined): token is CST.Token {
  return isFlowScalar(token) || token?.type === 'flow-collection';
}

/** A plain scalar that means what it says. */
function isOneLine(source: string): boolean {
  return !source.includes('\n') && !'\t,%|>@`'.includes(source.charAt(0));
}

function spansLines({ source, end }: CST.FlowScalar): boolean {
  return source.includes('\n') || end?.some(({ type }) => type === 'newline') === true;
}

/** The items of a list in brackets or braces on one line, separated by single commas; one more may end it. */
function flowItems({ items }: CST.FlowCollection): CST.FlowCollection['items'] {
  for (const [index, { start }] of items.entries()) {
    const isSeparated = gaps(start, 'comma', false);
    if (isSeparated !== (index === 0 ? 0 : INDICATOR) || start.some(({ type }) => type === 'comment')) leave();
  }
  const last = items.at(-1);
  return last && !last.key && !last.sep && !last.value ? items.slice(0, -1) : items;
}

/** Where comments and blanks behind a value end; a comment must not touch the value. */
function endBehind(tokens: readonly CST.SourceToken[] | undefined, offset: number, mayTouch: boolean): number {
  let end = offset;
  let isSpaced = mayTouch;
  for (const { type, source } of tokens ?? []) {
    if (type === 'space' || type === 'newline') isSpaced = true;
    else if (type !== 'comment' || !isSpaced) leave();
    end += source.length;
  }
  return end;
}

function endOf(tokens: readonly CST.SourceToken[], otherwise: number): number {
  const last = tokens.at(-1);
  return last ? last.offset + last.source.length : otherwise;
}

/** Whether a key stands among the entries so far; each is asked for before it is added. */
function keysOf(entries: readonly EntryTree[]): (key: string) => boolean {
  let keys: Set<string> | undefined;
  return (key) => {
    if (entries.length < FEW_KEYS) return entries.some((entry) => entry.key.text === key);
    keys ??= new Set(entries.map((entry) => entry.key.text));
    const isKnown = keys.has(key);
    keys.add(key);
    return isKnown;
  };
}
