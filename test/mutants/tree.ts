/** The texts of a clean repository, and places in them that are found by what stands there. */
import micromatch from 'micromatch';
import { isCollection, isMap, isPair, isScalar, isSeq, parseAllDocuments, type Pair } from 'yaml';

/** A mapping's entry or a list's item in a YAML file. Offsets count UTF-16 units of the file's text. */
export interface Place {
  readonly path: string;
  /** Keys and indices from the document's root. */
  readonly keys: readonly (string | number)[];
  /** The scalar as text; empty for mappings and lists. */
  readonly text: string;
  /** What is written of the value, quotes included; for a mapping or list, from its first key or hyphen to its end. */
  readonly value: Span;
  /** What is written of the key; absent for items of lists. */
  readonly key?: Span;
  /** Whole lines, from that of the key or hyphen to that in which the value ends. */
  readonly lines: Span;
  /** The line, from 1, of the key or hyphen of what the place stands in; 1 at the top. */
  readonly parentLine: number;
  /** Which document of the file, from 0. */
  readonly document: number;
}

/** A stretch of text that is no YAML, such as an action of a template. */
export interface Fragment {
  readonly path: string;
  readonly span: Span;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

type Keys = readonly (string | number)[];

export class Tree {
  readonly files: ReadonlyMap<string, string>;
  readonly #places = new Map<string, readonly Place[]>();

  constructor(files: ReadonlyMap<string, string>) {
    this.files = files;
  }

  text(path: string): string {
    const text = this.files.get(path);
    if (text === undefined) throw new Error(`there is no ${path}`);
    return text;
  }

  /** Paths that fit a glob, sorted. */
  paths(glob: string): string[] {
    return micromatch([...this.files.keys()], glob, { dot: true }).sort();
  }

  /** Entries and items at a path of keys such as `spec.template.spec.source.path` or `spec.*.name`; a key with a dot stands in brackets. */
  places(glob: string, keys: string): Place[] {
    const wanted = keysOf(keys);
    return this.paths(glob).flatMap((path) => this.#all(path).filter((place) => fits(place.keys, wanted)));
  }

  /** The one entry of the same document at a path of keys, if there is one. */
  beside(place: Place, keys: Keys): Place | undefined {
    return this.#all(place.path).find((other) => other.document === place.document && fits(other.keys, keys.map(String)));
  }

  /** Places in documents of one kind of object. */
  ofKind(glob: string, kind: string, keys: string): Place[] {
    return this.places(glob, keys).filter((place) => this.beside(place, ['kind'])?.text === kind);
  }

  /** Every occurrence of a text. */
  fragments(glob: string, wanted: string): Fragment[] {
    return this.paths(glob).flatMap((path) => {
      const text = this.text(path);
      const found: Fragment[] = [];
      for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) found.push({ path, span: { start: at, end: at + wanted.length } });
      return found;
    });
  }

  /** The line, from 1, of an offset. */
  line(path: string, offset: number): number {
    return lineAt(this.text(path), offset);
  }

  #all(path: string): readonly Place[] {
    const known = this.#places.get(path) ?? placesOf(path, this.text(path));
    this.#places.set(path, known);
    return known;
  }
}

export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** `a.b.*.[x.io/y]` as a list of keys. */
function keysOf(keys: string): string[] {
  return [...keys.matchAll(/\[([^\]]+)\]|([^.]+)/g)].map(([, bracketed, plain]) => bracketed ?? plain ?? '');
}

function fits(keys: Keys, wanted: readonly string[]): boolean {
  return keys.length === wanted.length && wanted.every((key, index) => key === '*' || key === String(keys[index]));
}

function placesOf(path: string, text: string): Place[] {
  const documents = parseAllDocuments(text);
  return 'empty' in documents ? [] : documents.flatMap((document, index) => below(document.contents, { path, text, document: index, keys: [], parentLine: 1 }));
}

interface Where {
  readonly path: string;
  readonly text: string;
  readonly document: number;
  readonly keys: Keys;
  readonly parentLine: number;
}

function below(node: unknown, where: Where): Place[] {
  if (isMap(node)) return node.items.flatMap((pair) => entry(pair, where));
  if (!isSeq(node)) return [];
  return node.items.flatMap((item, index) => {
    const range = rangeOf(item);
    if (!range || isPair(item)) return [];
    const start = where.text.lastIndexOf('-', range.start - 1);
    return placeAnd(item, { where, key: index, start, value: range });
  });
}

function entry({ key, value }: Pair, where: Where): Place[] {
  const [keyRange, range] = [rangeOf(key), rangeOf(value)];
  if (!isScalar(key) || !keyRange || !range) return [];
  return placeAnd(value, { where, key: String(key.value), start: keyRange.start, value: range, keySpan: keyRange });
}

function placeAnd(node: unknown, at: { where: Where; key: string | number; start: number; value: Span; keySpan?: Span }): Place[] {
  const { where, key, start, value, keySpan } = at;
  const keys = [...where.keys, key];
  const lines = wholeLines(where.text, { start, end: value.end });
  const text = isScalar(node) ? String(node.value) : '';
  const place: Place = { path: where.path, document: where.document, keys, text, value, lines, parentLine: where.parentLine, ...(keySpan ? { key: keySpan } : {}) };
  return [place, ...below(node, { ...where, keys, parentLine: lineAt(where.text, start) })];
}

function rangeOf(node: unknown): Span | undefined {
  if (!isScalar(node) && !isCollection(node)) return undefined;
  if (!node.range) return undefined;
  const [start, end] = node.range;
  return { start, end };
}

/** From the start of the first line to behind the last line's break; trailing blank lines do not count. */
function wholeLines(text: string, { start, end }: Span): Span {
  const last = start + text.slice(start, end).trimEnd().length;
  const next = text.indexOf('\n', last);
  return { start: text.lastIndexOf('\n', start - 1) + 1, end: next < 0 ? text.length : next + 1 };
}
