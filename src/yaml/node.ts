/** The one view on a value and its places; whether Helm, an ApplicationSet or nobody stood in between makes no difference. */
import { shown, startOf, type Location, type Piece } from '../source.ts';
import { rangePieces, scalarPieces, unknownReason, type Stretch, type Way } from './pieces.ts';
import type { ScalarValue } from './scalar.ts';
import { entryOf, resolveAlias, type EntryTree, type MappingTree, type ScalarTree, type SequenceTree, type Trace, type Tree } from './tree.ts';

export type Path = readonly (string | number)[];

/** Thrown when a rule reads a value that cannot be known offline; the engine counts the rule as unverified there. */
export class UnknownValue extends Error {
  readonly node: Node;
  readonly reason: string;

  constructor(node: Node, reason: string) {
    super(`the value of ${node.path.join('.')} cannot be known here: ${reason}`);
    this.name = 'UnknownValue';
    this.node = node;
    this.reason = reason;
  }
}

/** A value, or the lack of one, at a path of a document. */
export class Node {
  readonly #tree: Tree | undefined;
  readonly #trace: Trace;
  /** The node that it was asked from: the parent, or one further above. */
  readonly #above: Node | undefined;
  /** The steps from there; a single one stands for itself, and says nothing where nothing is above. */
  readonly #steps: Path | string | number;
  /** The entry of the mapping that the value stands in. */
  readonly #entry: EntryTree | undefined;
  readonly #stretch: Stretch | undefined;
  #parent: Node | undefined;

  private constructor(tree: Tree | undefined, trace: Trace, above?: Node, steps: Path | string | number = '', entry?: EntryTree, stretch?: Stretch) {
    this.#tree = tree;
    this.#trace = trace;
    this.#above = above;
    this.#steps = steps;
    this.#entry = entry;
    this.#stretch = stretch;
  }

  /** The root of a document. */
  static root(tree: Tree): Node {
    return new Node(tree, tree.trace);
  }

  /** Most nodes are only passed through: the path is put together when somebody asks. */
  get path(): Path {
    const steps: (string | number)[] = [];
    this.#collectSteps(steps);
    return steps;
  }

  #collectSteps(steps: (string | number)[]): void {
    if (!this.#above) return;
    this.#above.#collectSteps(steps);
    if (typeof this.#steps === 'object') steps.push(...this.#steps);
    else steps.push(this.#steps);
  }

  get root(): Node {
    return this.#above ? this.#above.root : this;
  }

  /** Few are asked for it: nodes between two that a path leads through are made then. */
  get parent(): Node | undefined {
    if (typeof this.#steps !== 'object') return this.#above;
    return (this.#parent ??= this.#above?.get(...this.#steps.slice(0, -1)));
  }

  get exists(): boolean {
    return this.#tree !== undefined;
  }

  get kind(): 'scalar' | 'mapping' | 'sequence' | 'missing' {
    return this.#resolved?.kind ?? 'missing';
  }

  /** Whether the value can be read offline; reading one that cannot throws {@link UnknownValue}. */
  get isKnown(): boolean {
    return this.unknown === undefined;
  }

  /** Why a scalar cannot be known offline. */
  get unknown(): string | undefined {
    const tree = this.#resolved;
    return tree?.kind === 'scalar' ? unknownReason(tree) : undefined;
  }

  /** The value of a scalar; `undefined` for everything else. */
  get value(): ScalarValue | undefined {
    const scalar = this.#scalar();
    if (!scalar) return undefined;
    return this.#stretch ? scalar.text.slice(this.#stretch.start, this.#stretch.end) : scalar.value;
  }

  /** The value where it is a string. */
  get text(): string | undefined {
    const value = this.value;
    return typeof value === 'string' ? value : undefined;
  }

  /** The value where it is a number. */
  get number(): number | undefined {
    const value = this.value;
    return typeof value === 'number' ? value : typeof value === 'bigint' ? Number(value) : undefined;
  }

  /** A scalar as its author spelt it, decoded: `1.10` even where YAML reads 1.1. */
  get written(): string | undefined {
    const scalar = this.#scalar();
    return scalar && this.#stretch ? scalar.text.slice(this.#stretch.start, this.#stretch.end) : scalar?.text;
  }

  get isNull(): boolean {
    const tree = this.#resolved;
    return tree?.kind === 'scalar' && tree.value === null;
  }

  /** The value below; never fails. What is missing is shown at its nearest ancestor. */
  get(...path: Path): Node {
    const [only] = path;
    if (only === undefined) return this;
    let tree = this.#tree;
    let trace = this.#trace;
    let entry: EntryTree | undefined;
    for (const step of path) {
      const here = tree && resolveAlias(tree);
      entry = here?.kind === 'mapping' && typeof step === 'string' ? entryOf(here, step) : undefined;
      tree = entry ? entry.value : here?.kind === 'sequence' && typeof step === 'number' ? here.items[step] : undefined;
      trace = tree?.trace ?? trace;
    }
    return new Node(tree, trace, this, path.length === 1 ? only : path, entry);
  }

  /** The items of a sequence; nothing for everything else. */
  items(): Node[] {
    const tree = this.#resolved;
    return tree?.kind === 'sequence' ? tree.items.map((item, index) => new Node(item, item.trace, this, index)) : [];
  }

  /** The keys of a mapping as nodes; nothing for everything else. */
  keys(): Node[] {
    const tree = this.#resolved;
    if (tree?.kind !== 'mapping') return [];
    return tree.entries.map((entry) => new Node(entry.key, entry.key.trace, this, entry.key.text));
  }

  /** The values of a mapping with their keys as text. */
  entries(): [string, Node][] {
    const tree = this.#resolved;
    if (tree?.kind !== 'mapping') return [];
    return tree.entries.map((entry) => [entry.key.text, this.#entryNode(entry)]);
  }

  has(key: string): boolean {
    const tree = this.#resolved;
    return tree?.kind === 'mapping' && entryOf(tree, key) !== undefined;
  }

  /** The key under which this value stands in its mapping. */
  get key(): Node | undefined {
    const entry = this.#entry;
    return entry && new Node(entry.key, entry.key.trace, this.#above, this.#steps);
  }

  /** `[start, end)` of a string, with its own places. */
  part(start: number, end: number): Node {
    const offset = this.#stretch?.start ?? 0;
    return new Node(this.#tree, this.#trace, this.#above, this.#steps, this.#entry, { start: offset + start, end: offset + end });
  }

  /** What people wrote of a scalar, in the order of the text. Empty for containers and missing values. */
  get pieces(): readonly Piece[] {
    const tree = this.#resolved;
    return tree?.kind === 'scalar' ? scalarPieces(tree, this.#stretch, this.#way()) : [];
  }

  /** The piece written nearest the environment; of equals the last. */
  get piece(): Piece | undefined {
    return this.pieces.reduce<Piece | undefined>((best, piece) => (best && best.nearness > piece.nearness ? best : piece), undefined);
  }

  /** Where a finding about this value is shown. */
  get at(): Location {
    return shown(this.#place() ?? startOf(this.#trace.file));
  }

  /** What brought the document as a whole here, such as the entries of kustomizations; the last one is nearest to the environment. */
  get passed(): readonly Location[] {
    return this.root.#resolved?.passed ?? [];
  }

  /** The compact tree behind the view; for edits and the renderers, not for rules. */
  get tree(): Tree | undefined {
    return this.#tree;
  }

  /** The text that the document was parsed from. */
  get trace(): Trace {
    return this.#trace;
  }

  get #resolved(): ScalarTree | MappingTree | SequenceTree | undefined {
    return this.#tree && resolveAlias(this.#tree);
  }

  #scalar(): ScalarTree | undefined {
    const tree = this.#resolved;
    if (tree?.kind !== 'scalar') return undefined;
    const reason = unknownReason(tree);
    if (reason !== undefined) throw new UnknownValue(this, reason);
    return tree;
  }

  #entryNode(entry: EntryTree): Node {
    return new Node(entry.value, entry.value.trace, this, entry.key.text, entry);
  }

  /** From this one up to the root. */
  #collectNodes(nodes: Node[]): void {
    nodes.push(this);
    if (this.parent) this.parent.#collectNodes(nodes);
  }

  #way(): Way {
    const borrowed: Location[] = [];
    const passed = new Set<Location>();
    const nodes: Node[] = [];
    this.#collectNodes(nodes);
    for (const node of nodes) {
      for (let tree = node.#tree; tree?.kind === 'alias'; tree = tree.target) {
        borrowed.push({ file: tree.trace.file, range: { start: tree.start, end: tree.end } });
      }
      const mergedBy = node.#entry?.mergedBy;
      if (mergedBy) borrowed.push({ file: node.#trace.file, range: mergedBy });
      for (const place of node.#resolved?.passed ?? []) passed.add(place);
    }
    return { places: [...borrowed, ...passed], isBorrowed: borrowed.length > 0 };
  }

  #place(): Location | undefined {
    const tree = this.#resolved;
    if (!tree) return this.#placeAbove();
    if (tree.kind === 'scalar') {
      const piece = this.piece;
      if (piece && (tree.end > tree.start || piece.at.range.end > piece.at.range.start)) return piece.at;
    }
    return this.key?.piece?.at ?? this.#first(tree) ?? this.#placeAbove();
  }

  #placeAbove(): Location | undefined {
    return this.parent && this.parent.#place();
  }

  /** A container without a key, such as an item of a list, is shown where its first content stands. */
  #first(tree: Tree): Location | undefined {
    if (tree.kind === 'mapping' && tree.entries[0]) return this.keys()[0]?.piece?.at;
    if (tree.kind === 'sequence' && tree.items[0]) return this.get(0).#place();
    const pieces = rangePieces(tree.trace, tree);
    return pieces.at(-1)?.at;
  }
}
