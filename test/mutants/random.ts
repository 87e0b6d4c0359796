/** Numbers that a seed decides: xorshift with 32 bits. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed ^ 0x9e3779b9) | 0 || 1;
    for (let turn = 0; turn < 8; turn += 1) this.#next();
  }

  /** From 0 to below the limit. */
  below(limit: number): number {
    return this.#next() % limit;
  }

  /** One of them. */
  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.below(items.length)] ?? items[0];
  }

  /** So many of them at most, in the order in which they were given. */
  sample<T>(items: readonly T[], most: number): T[] {
    const left = items.map((_, index) => index);
    while (left.length > most) left.splice(this.below(left.length), 1);
    return left.flatMap((index) => items.slice(index, index + 1));
  }

  #next(): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return this.#state >>> 0;
  }
}
