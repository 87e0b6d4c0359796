/** `reflect.DeepEqual`: types count, so the int 4 of a template is not the float64 4 of a value file. */
import { Bool, Dict, List, Num, type Value } from '../../go-template/value.ts';
import { TracedText } from '../../traced-text.ts';

/** Charges a run's budget: containers may share each other, so that small values unfold to endless ones. */
type Spend = (steps: number) => void;

export function isDeepEqual(a: Value, b: Value, spend: Spend): boolean {
  if (a === b) return !(a instanceof Num && Number.isNaN(a.value));
  if (a === null || b === null) return false;
  if (a instanceof TracedText) return b instanceof TracedText && a.text === b.text;
  if (a instanceof Bool) return b instanceof Bool && a.value === b.value;
  if (a instanceof Num) return b instanceof Num && a.kind === b.kind && a.value === b.value;
  if (a instanceof List) return b instanceof List && isListEqual(a, b, spend);
  if (a instanceof Dict) return b instanceof Dict && isDictEqual(a, b, spend);
  return false;
}

function isListEqual(a: List, b: List, spend: Spend): boolean {
  if (a.elementType !== b.elementType || a.items.length !== b.items.length) return false;
  spend(1 + (a.items.length >> 3));
  return a.items.every((item, index) => isDeepEqual(item, b.items[index] ?? null, spend));
}

function isDictEqual(a: Dict, b: Dict, spend: Spend): boolean {
  if (a.elementType !== b.elementType || a.entries.size !== b.entries.size) return false;
  spend(1 + (a.entries.size >> 3));
  for (const [key, { value }] of a.entries) {
    const other = b.get(key);
    if (other === undefined || !isDeepEqual(value, other, spend)) return false;
  }
  return true;
}

/** Values that were seen; scalars are found at once, containers one by one. */
export class SeenValues {
  readonly #scalars = new Set<string>();
  readonly #others: Value[] = [];
  readonly #spend: Spend;

  constructor(spend: Spend) {
    this.#spend = spend;
  }

  has(value: Value): boolean {
    const key = scalarKey(value);
    if (key !== undefined) return this.#scalars.has(key);
    this.#spend(1 + (this.#others.length >> 3));
    return this.#others.some((known) => isDeepEqual(known, value, this.#spend));
  }

  add(value: Value): void {
    const key = scalarKey(value);
    if (key === undefined) this.#others.push(value);
    else this.#scalars.add(key);
  }
}

/** The same for equal scalars; undefined for containers, and for NaN, which equals nothing. */
function scalarKey(value: Value): string | undefined {
  if (value === null) return 'nil';
  if (value instanceof TracedText) return `"${value.text}`;
  if (value instanceof Bool) return String(value.value);
  if (!(value instanceof Num) || Number.isNaN(value.value)) return undefined;
  return `${value.kind} ${value.value}`;
}
