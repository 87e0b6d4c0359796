/** A map in an expression whose values are made whenever they are read. */
import { unchecked } from '../unchecked.ts';

class LazyMap extends Map<string, unknown> {
  readonly #makers: ReadonlyMap<string, () => unknown>;

  constructor(makers: ReadonlyMap<string, () => unknown>) {
    super();
    this.#makers = makers;
  }

  override get(key: string): unknown {
    return this.#makers.get(key)?.();
  }

  override has(key: string): boolean {
    return this.#makers.has(key);
  }

  override get size(): number {
    return this.#makers.size;
  }

  override keys(): MapIterator<string> {
    return unchecked<MapIterator<string>>(this.#makers.keys());
  }

  override *values(): MapIterator<unknown> {
    for (const key of this.keys()) yield this.get(key);
  }

  override *entries(): MapIterator<[string, unknown]> {
    for (const key of this.keys()) yield [key, this.get(key)];
  }

  override [Symbol.iterator](): MapIterator<[string, unknown]> {
    return this.entries();
  }
}
// The package tells what a value is by its constructor.
Object.defineProperty(LazyMap.prototype, 'constructor', { value: Map });

export function lazyMap(makers: ReadonlyMap<string, () => unknown>): Map<string, unknown> {
  return new LazyMap(makers);
}
