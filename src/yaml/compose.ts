/** From the package's document to our compact tree: values, aliases, merge keys, duplicate keys, limits. */
import { isAlias, isMap, isNode, isScalar, isSeq, type Alias, type Document, type Node as YamlNode, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Range } from '../source.ts';
import { MAX_DEPTH, MAX_EXPANDED_NODES } from './limits.ts';
import { resolvePlain, resolveTagged } from './scalar.ts';
import type {
  AliasTree, DuplicateKey, EntryTree, MappingTree, ScalarStyle, ScalarTree, SequenceTree, Trace, Tree, YamlDocument, YamlProblem,
} from './tree.ts';
import { ReadMapping, resolveAlias } from './tree.ts';


const STYLES: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: 'plain', QUOTE_SINGLE: 'single', QUOTE_DOUBLE: 'double', BLOCK_LITERAL: 'literal', BLOCK_FOLDED: 'folded',
};

export interface ComposeContext {
  readonly trace: Trace;
  /** Offset of the document's text in the file. */
  readonly offset: number;
  readonly range: Range;
}

/** A document that the package read without error. */
export function composeDocument(document: Document.Parsed, context: ComposeContext): YamlDocument {
  const composition = new Composition(context);
  const { range } = context;
  try {
    const root = document.contents && !isEmptyScalar(document.contents) ? composition.tree(document.contents, 0) : undefined;
    const { problems, duplicateKeys, shared } = composition;
    return { ...(root ? { root } : {}), range, problems, duplicateKeys, ...(shared.length > 0 ? { shared } : {}) };
  } catch (error) {
    if (error instanceof Refusal) return { range, problems: [error.problem], duplicateKeys: [] };
    throw error;
  }
}

/** A block at the end of a file that lacks its last line end lacks it, too; the package adds one. */
function blockText({ traced, file }: Trace, text: string, { start, end }: Range): string {
  const source = traced?.text ?? file.text;
  const lastLine = source.slice(Math.max(start, source.lastIndexOf('\n') + 1));
  const isCut = end === source.length && lastLine.length < end - start && lastLine.trim() !== '';
  return isCut && text.endsWith('\n') ? text.slice(0, -1) : text;
}

class Refusal extends Error {
  readonly problem: YamlProblem;

  constructor(message: string, range: Range) {
    super(message);
    this.problem = { message, range };
  }
}

interface Anchored {
  readonly tree: Tree;
  readonly weight: number;
  isUsed: boolean;
}

/** The composition of one document: anchors seen so far and the weight of all that was expanded. */
class Composition {
  readonly problems: YamlProblem[] = [];
  readonly duplicateKeys: DuplicateKey[] = [];
  readonly shared: Range[] = [];
  readonly #context: ComposeContext;
  readonly #anchors = new Map<string, Anchored>();
  #weight = 0;

  constructor(context: ComposeContext) {
    this.#context = context;
  }

  tree(node: unknown, depth: number): Tree {
    const weightBefore = this.#weight;
    this.#weight += 1;
    if (isScalar(node)) return this.#anchored(node, this.#scalar(node), weightBefore);
    if (depth >= MAX_DEPTH) throw new Refusal(`nested deeper than ${MAX_DEPTH} levels`, this.#rangeOf(isNode(node) ? node : undefined));
    if (isMap(node)) return this.#anchored(node, this.#mapping(node, depth), weightBefore);
    if (isSeq(node)) return this.#anchored(node, this.#sequence(node, depth), weightBefore);
    return isAlias(node) ? this.#alias(node) : this.#nothing(this.#context.range.end);
  }

  #anchored({ anchor }: Scalar | YAMLMap | YAMLSeq, tree: Tree, weightBefore: number): Tree {
    if (anchor !== undefined) this.#anchors.set(anchor, { tree, weight: this.#weight - weightBefore, isUsed: false });
    return tree;
  }

  #scalar(node: Scalar): ScalarTree {
    const style = STYLES[node.type ?? 'PLAIN'] ?? 'plain';
    const range = this.#rangeOf(node);
    const written = typeof node.value === 'string' ? node.value : '';
    const text = style === 'literal' || style === 'folded' ? blockText(this.#context.trace, written, range) : written;
    let value = style === 'plain' && node.tag === undefined ? resolvePlain(text) : text;
    if (node.tag !== undefined) {
      const tagged = resolveTagged(text, node.tag, style === 'plain');
      if (tagged === undefined) throw new Refusal(`cannot read ${JSON.stringify(text.slice(0, 40))} as ${node.tag.replace(/^.*:/, '!!')}`, range);
      value = tagged;
    }
    return { kind: 'scalar', value, text, style, start: range.start, end: range.end, trace: this.#context.trace };
  }

  /** In the order of the text, the later over the earlier: so does Kubernetes, even where a merge key stands below the key it replaces. */
  #mapping(node: YAMLMap, depth: number): MappingTree {
    const own = new Map<string, EntryTree>();
    const merged = new Map<string, EntryTree>();
    const hidden: EntryTree[] = [];
    for (const pair of node.items) {
      const entry = this.#entry(pair, depth);
      if (isMergeKey(entry.key)) {
        hidden.push(entry);
        for (const [key, brought] of this.#mergedEntries(entry)) {
          hide(own, key, hidden);
          merged.set(key, brought);
        }
        continue;
      }
      const first = hide(own, entry.key.text, hidden);
      if (first) this.duplicateKeys.push({ key: entry.key.text, first: rangeOnly(first.key), later: rangeOnly(entry.key) });
      if (merged.size > 0) merged.delete(entry.key.text);
      own.set(entry.key.text, entry);
    }
    const { start, end } = this.#rangeOf(node);
    const entries = [...own.values(), ...merged.values()];
    const isFlow = node.flow === true;
    const { trace } = this.#context;
    return new ReadMapping({ entries, ...(hidden.length > 0 ? { hidden } : {}), isFlow, start, end, trace });
  }

  #entry(pair: Pair, depth: number): EntryTree {
    const key = this.tree(pair.key, depth + 1);
    const resolved = resolveAlias(key);
    if (resolved.kind !== 'scalar') throw new Refusal('a mapping or list as a key', rangeOnly(key));
    // sigs.k8s.io/yaml: "unsupported map key of type".
    if (resolved.value === null) throw new Refusal('null as a key', rangeOnly(key));
    const value = pair.value === null ? this.#nothing(resolved.end) : this.tree(pair.value, depth + 1);
    return { key: resolved, value };
  }

  /** Of several mappings the first counts. */
  #mergedEntries({ key, value }: EntryTree): Map<string, EntryTree> {
    const resolved = resolveAlias(value);
    const sources = resolved.kind === 'sequence' ? resolved.items : [value];
    const found = new Map<string, EntryTree>();
    for (const source of sources) {
      const mapping = resolveAlias(source);
      if (mapping.kind !== 'mapping') throw new Refusal('map merge requires map or sequence of maps as the value', rangeOnly(key));
      this.#spend(mapping.entries.length, key);
      for (const entry of mapping.entries) {
        if (!found.has(entry.key.text)) found.set(entry.key.text, { ...entry, mergedBy: rangeOnly(source) });
      }
    }
    return found;
  }

  #sequence(node: YAMLSeq, depth: number): SequenceTree {
    const items = node.items.map((item) => this.tree(item, depth + 1));
    const range = this.#rangeOf(node);
    return { kind: 'sequence', items, isFlow: node.flow === true, start: range.start, end: range.end, trace: this.#context.trace };
  }

  #alias(node: Alias.Parsed | Alias): AliasTree {
    const range = this.#rangeOf(node);
    const anchored = this.#anchors.get(node.source);
    if (!anchored) throw new Refusal(`unknown anchor ${JSON.stringify(node.source.slice(0, 40))}`, range);
    this.#spend(anchored.weight, range);
    if (!anchored.isUsed) this.shared.push(rangeOnly(anchored.tree));
    anchored.isUsed = true;
    return { kind: 'alias', target: anchored.tree, start: range.start, end: range.end, trace: this.#context.trace };
  }

  #spend(weight: number, range: Range): void {
    this.#weight += weight;
    if (this.#weight > MAX_EXPANDED_NODES) {
      throw new Refusal(`aliases that stand for more than ${MAX_EXPANDED_NODES} nodes`, { start: range.start, end: range.end });
    }
  }

  #nothing(offset: number): ScalarTree {
    return { kind: 'scalar', value: null, text: '', style: 'plain', start: offset, end: offset, trace: this.#context.trace };
  }

  #rangeOf(node: YamlNode | undefined): Range {
    const range = node?.range;
    const { offset } = this.#context;
    return range ? { start: offset + range[0], end: offset + range[1] } : { start: offset, end: offset };
  }
}

function isMergeKey(key: ScalarTree): boolean {
  return key.text === '<<' && key.style === 'plain';
}

/** Takes an entry that a later one replaces out of the mapping. */
function hide(entries: Map<string, EntryTree>, key: string, hidden: EntryTree[]): EntryTree | undefined {
  const entry = entries.get(key);
  if (entry) {
    hidden.push(entry);
    entries.delete(key);
  }
  return entry;
}

function isEmptyScalar(node: unknown): boolean {
  return isScalar(node) && node.value === '' && node.type === 'PLAIN' && node.tag === undefined;
}

function rangeOnly({ start, end }: Range): Range {
  return { start, end };
}
