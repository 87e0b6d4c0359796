/** Which values are read, as a tree of keys: `*` stands for every item of a list and for keys that only a render knows. */

export type ValuePath = readonly string[];

/** Every key, every item. */
export const EACH = '*';

/** `all` of it is read; only `part` of it, further down; `none` of it. */
export type Coverage = 'all' | 'part' | 'none';

interface ReadNode {
  isWhole: boolean;
  readonly children: Map<string, ReadNode>;
}

/** More reads than any chart has; a chart that goes beyond counts as reading everything. */
const MAX_READS = 50_000;

export class ReadTree {
  readonly #root: ReadNode = { isWhole: false, children: new Map() };
  #count = 0;
  /** What was answered since the last read: a thousand releases ask for the same paths. */
  readonly #coverages = new Map<string, Coverage>();

  /** Something looks at the value; what stands below it may stay unread. */
  touch(path: ValuePath): void {
    this.#at(path);
  }

  /** Something takes the value with everything below it. */
  whole(path: ValuePath): void {
    this.#at(path).isWhole = true;
    this.#coverages.clear();
  }

  /** How much of the value at a path is read. What is only looked at, with nothing below it ever read, counts as read. */
  coverage(path: ValuePath): Coverage {
    const key = path.join('\0');
    const known = this.#coverages.get(key) ?? this.#coverageOf(path);
    if (this.#coverages.size < MAX_READS) this.#coverages.set(key, known);
    return known;
  }

  #coverageOf(path: ValuePath): Coverage {
    let nodes: readonly ReadNode[] = [this.#root];
    for (const key of path) {
      if (nodes.some(({ isWhole }) => isWhole)) return 'all';
      nodes = nodes.flatMap((node) => step(node, key));
    }
    if (nodes.length === 0) return 'none';
    return nodes.some(({ isWhole, children }) => isWhole || children.size === 0) ? 'all' : 'part';
  }

  /** The keys that are read beside each other below a path. */
  keysAt(path: ValuePath): string[] {
    let nodes: readonly ReadNode[] = [this.#root];
    for (const key of path) nodes = nodes.flatMap((node) => step(node, key));
    return [...new Set(nodes.flatMap(({ children }) => [...children.keys()]))].filter((key) => key !== EACH).sort();
  }

  /** Every path that ends in a key, the shortest first. */
  pathsTo(key: string): ValuePath[] {
    const found: ValuePath[] = [];
    const queue: { readonly node: ReadNode; readonly path: ValuePath }[] = [{ node: this.#root, path: [] }];
    for (const { node, path } of queue) {
      for (const [name, child] of node.children) {
        const below = [...path, name];
        if (name === key) found.push(below);
        queue.push({ node: child, path: below });
      }
    }
    return found;
  }

  #at(path: ValuePath): ReadNode {
    let node = this.#root;
    for (const key of path) {
      let child = node.children.get(key);
      if (!child) {
        this.#count += 1;
        if (this.#count > MAX_READS) this.#root.isWhole = true;
        child = { isWhole: false, children: new Map() };
        if (this.#count <= MAX_READS) node.children.set(key, child);
        this.#coverages.clear();
      }
      node = child;
    }
    return node;
  }
}

function step({ children }: ReadNode, key: string): ReadNode[] {
  const each = children.get(EACH);
  const own = key === EACH ? [...children].flatMap(([name, child]) => (name === EACH ? [] : [child])) : [children.get(key)].filter((child) => child !== undefined);
  return each ? [...own, each] : own;
}
