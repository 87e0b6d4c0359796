/**
 * The short way from text to tree, without the package `yaml` and without tokens: for what nearly all manifests consist of, block mappings and
 * lists, scalars of one line, literal blocks and brackets that close in their line. Whatever else stands in a document, or is wrong with it, leaves
 * the document to the package: `test/yaml/plain.test.ts` holds both ways equal. It reads 20 times as fast and lets most runs do without the package.
 */
import type { DocumentText } from '../documents.ts';
import { MAX_DEPTH, MAX_TOKENS, TOKENS_PER_SCALAR } from '../limits.ts';
import { nameAt } from '../names.ts';
import { ReadMapping, type EntryTree, type MappingTree, type ScalarStyle, type ScalarTree, type SequenceTree, type Trace, type Tree, type YamlDocument } from '../tree.ts';
import { COLON, DASH, DOUBLE_QUOTE, GREATER, HASH, isBlankAt, isDash, isLineEnd, leave, mayStartPlain, NOT_PLAIN, OPENING_BRACE, OPENING_BRACKET, PIPE, SINGLE_QUOTE, SPACE } from './characters.ts';
import { readBlockScalar } from './block-scalar.ts';
import { FlowReader } from './flow.ts';
import { keysOf, leafOf } from './leaf.ts';
import { isDocumentMarker, Lines, NO_INDENT } from './lines.ts';
import { endOfPlain, endOfQuoted, unquoted } from './scalar-text.ts';

export interface PlainDocument {
  readonly document: YamlDocument;
  /** About how many tokens the package would have made of it. */
  readonly tokens: number;
}

/** The document that a text consists of; nothing where only the package can tell. */
export function readPlain({ text, start }: DocumentText, trace: Trace): PlainDocument | undefined {
  try {
    return new PlainReader(text, start, trace).document();
  } catch (error) {
    if (error === NOT_PLAIN) return undefined;
    throw error;
  }
}

/** The package counts 1024 characters from a key to its colon; a little less is near enough to leave it to the package. */
const MAX_KEY = 1000;

class PlainReader {
  readonly #lines: Lines;
  readonly #text: string;
  /** Offset of the document's text in the file. */
  readonly #offset: number;
  readonly #trace: Trace;
  /** Where the tree read last ends with what belongs to it. */
  #end = 0;
  #tokens = 0;

  constructor(text: string, offset: number, trace: Trace) {
    this.#lines = new Lines(text);
    this.#text = text;
    this.#offset = offset;
    this.#trace = trace;
  }

  document(): PlainDocument {
    const start = this.#start();
    const lines = this.#lines;
    const root = lines.indent === NO_INDENT ? undefined : this.#block(0);
    if (lines.indent !== NO_INDENT) leave();
    const range = { start: this.#offset + start, end: this.#offset + this.#text.length };
    return { document: { ...(root ? { root } : {}), range, problems: [], duplicateKeys: [] }, tokens: this.#tokens };
  }

  /** Comments above a document are no part of it, unless nothing else is. */
  #start(): number {
    const text = this.#text;
    let from = 0;
    let at = 0;
    for (;;) {
      at = from;
      while (text.charCodeAt(at) === SPACE) at += 1;
      if (at >= text.length || !(isLineEnd(text, at) || text.charCodeAt(at) === HASH)) break;
      const end = text.indexOf('\n', at);
      from = end < 0 ? text.length : end + 1;
    }
    if (at >= text.length) return this.#lines.advance(0);
    const isMarked = at === from && text.charCodeAt(at) === DASH && isDocumentMarker(text, at);
    this.#lines.advance(isMarked ? this.#lines.finishLine(at + 3) : from);
    if (isMarked && this.#lines.indent === NO_INDENT && !text.includes('#', at)) leave();
    return from;
  }

  /** The collection that starts at the next content. */
  #block(depth: number): Tree {
    const { at, indent } = this.#lines;
    return isDash(this.#text, at) ? this.#sequence(at, indent, depth) : this.#mapping(at, indent, depth);
  }

  #mapping(start: number, indent: number, depth: number, first?: ScalarTree): MappingTree {
    if (depth >= MAX_DEPTH) leave();
    const lines = this.#lines;
    const entries: EntryTree[] = [];
    const isKnown = keysOf(entries);
    for (let key = first ?? this.#key(lines.at); ; key = this.#key(lines.at)) {
      if (isKnown(key.text) || key.value === null || (key.text === '<<' && key.style === 'plain')) leave();
      entries.push({ key, value: this.#value(key.end - this.#offset + 1, indent, depth + 1) });
      if (lines.indent < indent) break;
      if (lines.indent > indent || isDash(this.#text, lines.at)) leave();
    }
    const end = this.#end;
    this.#end = lines.close(indent, end);
    return new ReadMapping({ entries, isFlow: false, start: this.#offset + start, end: this.#offset + end, trace: this.#trace });
  }

  #sequence(start: number, indent: number, depth: number): SequenceTree {
    if (depth >= MAX_DEPTH) leave();
    const lines = this.#lines;
    const items: Tree[] = [];
    for (;;) {
      items.push(this.#item(indent, depth + 1));
      if (lines.indent < indent) break;
      if (lines.indent > indent) leave();
      if (!isDash(this.#text, lines.at)) break;
    }
    const end = this.#end;
    this.#end = lines.close(indent, end);
    return { kind: 'sequence', items: items.slice(), isFlow: false, start: this.#offset + start, end: this.#offset + end, trace: this.#trace };
  }

  /** What stands behind a dash. */
  #item(indent: number, depth: number): Tree {
    const text = this.#text;
    let at = this.#lines.at + 1;
    while (text.charCodeAt(at) === SPACE) at += 1;
    if (isLineEnd(text, at) || text.charCodeAt(at) === HASH) return this.#below(this.#lines.at + 1, { list: indent + 1, mapping: indent + 1 }, depth) ?? leave();
    if (isDash(text, at)) {
      this.#lines.goTo(at);
      return this.#sequence(at, this.#lines.indent, depth);
    }
    const inline = this.#collectionOrBlock(at, indent, depth);
    if (inline) return inline;
    const scalar = this.#scalar(at);
    const end = scalar.end - this.#offset;
    if (text.charCodeAt(end) !== COLON || !isBlankAt(text, end + 1)) return this.#finished(scalar, indent);
    if (end - at > MAX_KEY) leave();
    this.#lines.goTo(at);
    return this.#mapping(at, this.#lines.indent, depth, scalar);
  }

  /** What stands behind a colon, or in the lines below it. */
  #value(behindColon: number, indent: number, depth: number): Tree {
    const text = this.#text;
    let at = behindColon;
    while (text.charCodeAt(at) === SPACE) at += 1;
    if (!isLineEnd(text, at) && !(text.charCodeAt(at) === HASH && at > behindColon)) {
      return this.#collectionOrBlock(at, indent, depth) ?? this.#finished(this.#scalar(at), indent);
    }
    const below = this.#below(behindColon, { list: indent, mapping: indent + 1 }, depth);
    if (below) return below;
    // Where nothing stands at all, the package has rules of its own for the comments that follow.
    if (this.#lines.indent !== indent || this.#lines.hasGap || !isLineEnd(text, at)) leave();
    this.#end = at;
    return this.#leaf('plain', '', at, at);
  }

  /** The collection in the lines below an indicator; nothing where they stand less deep than they may. */
  #below(from: number, least: { readonly list: number; readonly mapping: number }, depth: number): Tree | undefined {
    const lines = this.#lines;
    lines.advance(lines.finishLine(from));
    const isDeepEnough = lines.indent >= (isDash(this.#text, lines.at) ? least.list : least.mapping);
    return isDeepEnough ? this.#block(depth) : undefined;
  }

  #collectionOrBlock(at: number, indent: number, depth: number): Tree | undefined {
    const code = this.#text.charCodeAt(at);
    if (code === OPENING_BRACE || code === OPENING_BRACKET) {
      const flow = new FlowReader(this.#text, this.#offset, this.#trace);
      const tree = flow.read(at, depth);
      this.#count(flow.scalars);
      return this.#finished(tree, indent);
    }
    if (code !== PIPE && code !== GREATER) return undefined;
    const { text, end } = readBlockScalar(this.#text, at, indent);
    this.#end = this.#lines.advance(end);
    return this.#leaf(code === PIPE ? 'literal' : 'folded', text, at, end);
  }

  /** A value that ends in its line, with the rest of the line and the deeper comments below it. */
  #finished<T extends Tree>(tree: T, indent: number): T {
    const lines = this.#lines;
    this.#end = lines.advance(lines.finishLine(tree.end - this.#offset), indent);
    return tree;
  }

  #key(at: number): ScalarTree {
    const key = this.#scalar(at);
    const end = key.end - this.#offset;
    if (this.#text.charCodeAt(end) !== COLON || !isBlankAt(this.#text, end + 1) || end - at > MAX_KEY) leave();
    return key;
  }

  #scalar(at: number): ScalarTree {
    const text = this.#text;
    const code = text.charCodeAt(at);
    if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) {
      const end = endOfQuoted(text, at);
      return this.#leaf(code === DOUBLE_QUOTE ? 'double' : 'single', unquoted(text, at, end), at, end);
    }
    if (!mayStartPlain(text, at)) leave();
    const end = endOfPlain(text, at);
    const isKey = text.charCodeAt(end) === COLON;
    return this.#leaf('plain', isKey ? nameAt(text, at, end) : text.slice(at, end), at, end);
  }

  #count(scalars: number): void {
    this.#tokens += TOKENS_PER_SCALAR * scalars;
    if (this.#tokens > MAX_TOKENS) leave();
  }

  #leaf(style: ScalarStyle, text: string, start: number, end: number): ScalarTree {
    this.#count(1);
    return leafOf(style, text, { start: this.#offset + start, end: this.#offset + end, trace: this.#trace });
  }
}
