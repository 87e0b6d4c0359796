/** Parameters as trees whose scalars know their authors. */
import { floatText } from '../../render/go-template/float-format.ts';
import { TracedText } from '../../render/traced-text.ts';
import { Nearness } from '../../source.ts';
import { tracedScalar } from '../../yaml/author.ts';
import { Node } from '../../yaml/node.ts';
import { entryOf, resolveAlias, type EntryTree, type MappingTree, type ScalarTree, type SequenceTree, type Tree } from '../../yaml/tree.ts';
import { tracedString } from '../template/substitute.ts';
import type { ParameterSet } from './generator.ts';

/** What a person would edit to change what is derived from a node: its text, else its key, else what stands in it first. */
export function authorOfNode(node: Node): TracedText {
  for (const candidate of [node, node.key, node.keys()[0], node.items()[0]?.keys()[0], node.items()[0]]) {
    const tree = candidate?.tree && resolveAlias(candidate.tree);
    if (tree?.kind === 'scalar') return tracedScalar(tree, Nearness.generatorElement);
  }
  return TracedText.empty;
}

/** A text that nobody wrote, such as a folder's name, shown at what led to it. */
export function derived(text: string, from: TracedText): ScalarTree {
  const path = from.segments[0]?.origin.author.file.path ?? '';
  return tracedString(TracedText.derived(text, [from]), path);
}

/** Entries of one author. */
export class DerivedEntries {
  readonly #from: TracedText;
  /** The same names come again and again. */
  readonly #keys = new Map<string, ScalarTree>();

  constructor(from: TracedText) {
    this.#from = from;
  }

  text(text: string): ScalarTree {
    return derived(text, this.#from);
  }

  entry(key: string, value: string | Tree): EntryTree {
    return { key: this.#key(key), value: typeof value === 'string' ? this.text(value) : value };
  }

  #key(text: string): ScalarTree {
    const known = this.#keys.get(text);
    if (known) return known;
    const key = this.text(text);
    this.#keys.set(text, key);
    return key;
  }

  mapping(entries: readonly EntryTree[]): MappingTree {
    return mappingOf(entries, this.text(''));
  }

  list(items: readonly Tree[]): SequenceTree {
    const { trace } = this.text('');
    return { kind: 'sequence', items, isFlow: false, start: 0, end: 0, trace };
  }
}

/** A mapping of entries that stand in different places; `like` says where it is shown itself. Later entries of a key win. */
export function mappingOf(entries: readonly EntryTree[], like: Tree): MappingTree {
  const byKey = new Map(entries.map((entry) => [entry.key.text, entry]));
  return { kind: 'mapping', entries: [...byKey.values()], isFlow: false, start: like.start, end: like.end, trace: like.trace };
}

export function parameterSet(entries: readonly EntryTree[], like: Tree): ParameterSet {
  return { parameters: Node.root(mappingOf(entries, like)) };
}

/** The entries of a mapping; none of everything else. */
export function entriesOf(tree: Tree | undefined): readonly EntryTree[] {
  const resolved = tree && resolveAlias(tree);
  return resolved?.kind === 'mapping' ? resolved.entries : [];
}

export function lookUp({ parameters }: ParameterSet, name: string): Tree | undefined {
  const tree = parameters.tree && resolveAlias(parameters.tree);
  return tree?.kind === 'mapping' ? entryOf(tree, name)?.value : undefined;
}

/** A scalar as Go's `%v` prints it, with its author. */
export function printed(tree: ScalarTree): ScalarTree {
  const { value } = tree;
  if (typeof value === 'string') return tree;
  const text = value === null ? '<nil>' : typeof value === 'boolean' ? String(value) : floatText(Number(value));
  const traced = tracedScalar(tree, Nearness.generatorElement);
  return tracedString(traced.text === text ? traced : TracedText.derived(text, [traced]), tree.trace.file.path);
}

/** Nested deeper than this nothing is flattened; YAML itself is not read deeper. */
const MAX_DEPTH = 200;

/**
 * Every scalar of a tree by its path: `a.b`, `list.0.name`, printed as `%v`. Empty containers give nothing.
 * Follows github.com/jeremywohl/flatten v1.0.1, dot style, as the controller uses it.
 */
export function flattened(tree: Tree, prefix = '', depth = 0): EntryTree[] {
  const resolved = resolveAlias(tree);
  if (resolved.kind === 'scalar' || depth > MAX_DEPTH) return [];
  const named: (readonly [ScalarTree, Tree])[] = resolved.kind === 'mapping'
    ? resolved.entries.map(({ key, value }) => [prefix === '' ? key : renamed(key, `${prefix}.${key.text}`), value])
    : resolved.items.map((item, index) => [derived(prefix === '' ? String(index) : `${prefix}.${index}`, TracedText.empty), item]);
  return named.flatMap(([key, value]) => {
    const inner = resolveAlias(value);
    return inner.kind === 'scalar' ? [{ key, value: printed(inner) }] : flattened(inner, key.text, depth + 1);
  });
}

/** A key under a longer name. */
export function renamed(key: ScalarTree, name: string): ScalarTree {
  return tracedString(TracedText.derived(name, [tracedScalar(key, Nearness.generatorElement)]), key.trace.file.path);
}
