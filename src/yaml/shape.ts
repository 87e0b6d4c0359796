/** The keys of mappings in their order. Manifests of a kind have the same ones: a shape stands for all mappings that do. */

/** Mappings with more keys are no parts of manifests but tables. */
const MAX_KEYS = 40;
/** More than a large repository has. */
const MAX_SHAPES = 20_000;

let shapes = 0;

/** The keys so far, and the shapes of those that have one key more. */
export class Shape {
  readonly #keys: readonly string[];
  readonly #longer = new Map<string, Shape>();
  #places: ReadonlyMap<string, number> | undefined;

  constructor(keys: readonly string[]) {
    this.#keys = keys;
  }

  /** The shape with one key more; nothing where there are too many to be worth it. */
  with(key: string): Shape | undefined {
    const known = this.#longer.get(key);
    if (known || shapes >= MAX_SHAPES || this.#keys.length >= MAX_KEYS) return known;
    shapes += 1;
    const longer = new Shape([...this.#keys, key]);
    this.#longer.set(key, longer);
    return longer;
  }

  /** At which place a key stands. */
  placeOf(key: string): number | undefined {
    this.#places ??= new Map(this.#keys.map((name, place) => [name, place]));
    return this.#places.get(key);
  }
}

const NONE = new Shape([]);

/** The shape of what has these keys, each of them once. */
export function shapeOf(entries: readonly { readonly key: { readonly text: string } }[]): Shape | undefined {
  let shape: Shape | undefined = NONE;
  for (const { key } of entries) {
    shape = shape.with(key.text);
    if (!shape) return undefined;
  }
  return shape;
}
