/** "Did you mean": the nearest of the known names. */
import { addTo } from './groups.ts';

/** The known name nearest to a misspelt one, if one is near enough to be meant. */
export function suggest(name: string, known: Iterable<string>): string | undefined {
  let best: Near | undefined;
  for (const near of nearNames(name, known)) if (!best || near.distance < best.distance) best = near;
  return best?.name;
}

/** A known name, and how many single edits lie between it and the misspelt one; case, `-`, `_` and `.` do not count. */
export interface Near {
  readonly name: string;
  readonly distance: number;
}

/** All known names that are near enough to be meant, in the order given. */
export function nearNames(name: string, known: Iterable<string>): Near[] {
  const wanted = normal(name);
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  const near: Near[] = [];
  for (const candidate of known) {
    const distance = editDistance(wanted, normal(candidate), limit);
    if (distance <= limit) near.push({ name: candidate, distance });
  }
  return near;
}

function normal(name: string): string {
  return name.slice(0, 200).toLowerCase().replaceAll(/[-_.\s]/g, '');
}

/** Names that many misspelt ones are looked for among: the answers of {@link suggest}, found without comparing each with each. */
export class NameSearch {
  readonly #names = new Map<string, string>();
  readonly #plain: string[] = [];
  readonly #letters: number[] = [];
  /** What is left of names once a letter is taken out, or nothing: two names one edit apart have it in common. */
  readonly #shortened = new Map<string, string[]>();
  #left: number;
  #letterCount = 0;

  /** Of names that are alike in the same way the first one counts. At most `mostCompared` of all that are looked for together are compared letter by letter. */
  constructor(known: Iterable<string>, { mostCompared }: { readonly mostCompared: number }) {
    this.#left = mostCompared;
    for (const name of known) {
      const plain = normal(name);
      if (this.#names.has(plain)) continue;
      this.#names.set(plain, name);
      this.#plain.push(plain);
      this.#letters.push(lettersOf(plain));
      this.#letterCount += plain.length;
      if (this.#letterCount <= MAX_LETTERS) for (const short of shortened(plain)) addTo(this.#shortened, short, plain);
    }
  }

  /** Whether a name may be near that was not found, as there are too many, or too many were looked for. */
  get isExhausted(): boolean {
    return this.#left < 0 || this.#letterCount > MAX_LETTERS;
  }

  nearest(name: string): string | undefined {
    const wanted = normal(name);
    const found = this.#names.has(wanted) ? wanted : (this.#oneEditFrom(wanted) ?? this.#within(wanted, Math.floor(wanted.length / 3)));
    return found === undefined ? undefined : this.#names.get(found);
  }

  #oneEditFrom(wanted: string): string | undefined {
    const near = new Set([...shortened(wanted)].flatMap((short) => this.#shortened.get(short) ?? []).filter((one) => editDistance(wanted, one, 1) === 1));
    if (near.size < 2) return near.values().next().value;
    for (const one of this.#names.keys()) if (near.has(one)) return one;
    return undefined;
  }

  /** The first of the nearest that are two edits away, or more. */
  #within(wanted: string, limit: number): string | undefined {
    const letters = lettersOf(wanted);
    let most = limit;
    let best: string | undefined;
    for (let index = 0; index < this.#plain.length && most >= 2; index += 1) {
      const one = this.#plain[index] ?? '';
      if (Math.abs(one.length - wanted.length) > most || !couldBeNear(letters, this.#letters[index] ?? 0, most)) continue;
      this.#left -= 1;
      if (this.#left < 0) return undefined;
      const distance = editDistance(wanted, one, most);
      if (distance > most) continue;
      best = one;
      most = distance - 1;
    }
    return best;
  }
}

/** Of all names together: each takes memory for every one of its letters. */
const MAX_LETTERS = 2_000_000;

/** Which letters a name holds, a bit for each; some share one. */
function lettersOf(name: string): number {
  let letters = 0;
  for (let at = 0; at < name.length; at += 1) letters |= 1 << (name.charCodeAt(at) % 32);
  return letters;
}

/** Each letter that only one of two names holds takes an edit. */
function couldBeNear(one: number, other: number, limit: number): boolean {
  return bitsOf(one & ~other) <= limit && bitsOf(other & ~one) <= limit;
}

function bitsOf(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55_55_55_55);
  const fours = (pairs & 0x33_33_33_33) + ((pairs >>> 2) & 0x33_33_33_33);
  return Math.imul((fours + (fours >>> 4)) & 0x0f_0f_0f_0f, 0x01_01_01_01) >>> 24;
}

function shortened(name: string): Set<string> {
  const all = new Set([name]);
  for (let at = 0; at < name.length; at += 1) all.add(name.slice(0, at) + name.slice(at + 1));
  return all;
}

/** Damerau-Levenshtein with adjacent transpositions; anything above `limit` is only said to be above. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let distance = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + cost);
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (isSwap) distance = Math.min(distance, (beforeLast[column - 2] ?? 0) + 1);
      current.push(distance);
    }
    if (isAbove(current, limit) && isAbove(last, limit)) return limit + 1;
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? limit + 1;
}

function isAbove(row: readonly number[], limit: number): boolean {
  return row.every((distance) => distance > limit);
}
