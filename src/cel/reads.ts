/** What an expression looked at, so that what it says can be shown where a person would look. */
import type { Node } from '../yaml/node.ts';

const MAX_KEPT = 10_000;

export class Reads {
  /** In the order in which they were read; only the last ones matter. */
  #read: Node[] = [];
  #count = 0;
  readonly #nodes = new WeakMap<object, Node>();
  #decision: { readonly item: Node; readonly count: number } | undefined;

  /** For the next evaluation; the values stay. */
  clear(): void {
    this.#read = [];
    this.#count = 0;
    this.#decision = undefined;
  }

  add(node: Node): void {
    this.#count += 1;
    if (this.#read.length >= MAX_KEPT) this.#read = this.#read.slice(MAX_KEPT / 2);
    this.#read.push(node);
  }

  /** Which node an object or list came from. */
  remember(value: object, node: Node): void {
    this.#nodes.set(value, node);
  }

  /** An `all` or `exists` ended at this item. Those within it have said more already. */
  decided(item: unknown): void {
    const node = typeof item === 'object' && item !== null ? this.#nodes.get(item) : this.#read.findLast((read) => isScalar(read, item));
    if (!node || (this.#decision && this.#decision.count === this.#count && isBelow(this.#decision.item, node))) return;
    this.#decision = { item: node, count: this.#count };
  }

  /** Of what lies below the value that the expression is about: what was read last, in the item that decided; else that value. */
  shownAt(self: Node): Node {
    const below = this.#read.filter((node) => node.exists && isBelow(node, self));
    const item = this.#decision?.count === this.#count ? this.#decision.item : undefined;
    const inItem = item && below.findLast((node) => isBelow(node, item));
    return inItem ?? item ?? below.at(-1) ?? self;
  }
}

function isScalar(node: Node, value: unknown): boolean {
  if (node.kind !== 'scalar' || !node.isKnown) return false;
  return node.value === value || (typeof value === 'bigint' && node.number === Number(value));
}

/** Whether it is in the other one, or is it. */
function isBelow(node: Node, above: Node): boolean {
  const [path, start] = [node.path, above.path];
  return node.root === above.root && path.length >= start.length && start.every((step, index) => step === path[index]);
}
