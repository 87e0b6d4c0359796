/** The compact form of a YAML document: what is there and where it stands. Views on it are {@link Node}s. */
import type { TracedText } from '../render/traced-text.ts';
import type { Location, Range, SourceFile } from '../source.ts';
import type { ScalarValue } from './scalar.ts';
import { shapeOf, type Shape } from './shape.ts';

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

/** The text that a tree was parsed from; with `traced`, offsets count in rendered text and origins tell the authors. */
export interface Trace {
  readonly file: SourceFile;
  readonly traced?: TracedText;
  /** See `Nearness` in source.ts; for authored files only. */
  readonly nearness: number;
}

/** How a part of a document came to where it stands. */
interface Brought {
  /** What named or selected it, such as the entries of kustomizations and of patches: the last one is nearest to the environment. */
  readonly passed?: readonly Location[];
}

export interface ScalarTree extends Range, Brought {
  readonly kind: 'scalar';
  readonly value: ScalarValue;
  /** The text after decoding, before `1.10` became a number. */
  readonly text: string;
  readonly style: ScalarStyle;
  readonly trace: Trace;
}

export interface EntryTree {
  readonly key: ScalarTree;
  readonly value: Tree;
  /** The alias through which a merge key (`<<`) brought the entry here. */
  readonly mergedBy?: Range;
}

export interface MappingTree extends Range, Brought {
  readonly kind: 'mapping';
  /** In the order of the file, each key once (of duplicates the last, as Kubernetes reads them), merged entries last. */
  readonly entries: readonly EntryTree[];
  /** What stands in the text but not among `entries`: merge keys, and duplicates that a later one replaces. For edits. */
  readonly hidden?: readonly EntryTree[];
  readonly isFlow: boolean;
  readonly trace: Trace;
}

export interface SequenceTree extends Range, Brought {
  readonly kind: 'sequence';
  readonly items: readonly Tree[];
  readonly isFlow: boolean;
  readonly trace: Trace;
}

/** `*name`: the target is shared with the place of the anchor. */
export interface AliasTree extends Range {
  readonly kind: 'alias';
  readonly target: Tree;
  readonly trace: Trace;
}

export type Tree = ScalarTree | MappingTree | SequenceTree | AliasTree;

/** The tree that an alias stands for. */
export function resolveAlias(tree: Tree): ScalarTree | MappingTree | SequenceTree {
  let resolved = tree;
  while (resolved.kind === 'alias') resolved = resolved.target;
  return resolved;
}

/**
 * A mapping as the readers make it: it finds the place of a key without a look at every entry, because each look is a way to the memory.
 * What is made from it by spreading does not inherit that.
 */
export class ReadMapping implements MappingTree {
  readonly kind = 'mapping';
  readonly entries: readonly EntryTree[];
  readonly hidden?: readonly EntryTree[];
  readonly isFlow: boolean;
  readonly start: number;
  readonly end: number;
  readonly trace: Trace;
  readonly #shape: Shape | undefined;

  constructor({ entries, hidden, isFlow, start, end, trace }: Omit<MappingTree, 'kind'>) {
    this.entries = entries.slice(); // what grew item by item keeps room for many more
    if (hidden) this.hidden = hidden;
    this.isFlow = isFlow;
    this.start = start;
    this.end = end;
    this.trace = trace;
    this.#shape = shapeOf(entries);
  }

  /** The entry of a key, merged ones included. */
  static entryOf(mapping: MappingTree, key: string): EntryTree | undefined {
    const shape = #shape in mapping ? mapping.#shape : undefined;
    if (!shape) return mapping.entries.find((entry) => entry.key.text === key);
    const place = shape.placeOf(key);
    return place === undefined ? undefined : mapping.entries[place];
  }
}

/** The entry of a key, merged ones included. */
export function entryOf(mapping: MappingTree, key: string): EntryTree | undefined {
  return ReadMapping.entryOf(mapping, key);
}

export interface YamlProblem {
  readonly message: string;
  readonly range: Range;
}

export interface DuplicateKey {
  readonly key: string;
  readonly first: Range;
  readonly later: Range;
}

export interface YamlDocument {
  /** Absent where the document is empty or cannot be read. */
  readonly root?: Tree;
  readonly range: Range;
  readonly problems: readonly YamlProblem[];
  readonly duplicateKeys: readonly DuplicateKey[];
  /** What aliases stand for: whoever edits there changes every place that names the anchor. */
  readonly shared?: readonly Range[];
}

export interface YamlFile {
  readonly file: SourceFile;
  readonly documents: readonly YamlDocument[];
}
