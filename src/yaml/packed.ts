/** Trees as numbers: how they travel from one thread to another. What is plain travels; who meets aliases, merged or duplicate keys parses again. */
import type { SourceFile } from '../source.ts';
import { Nearness } from '../source.ts';
import { nameAt } from './names.ts';
import type { ScalarValue } from './scalar.ts';
import { ReadMapping, type EntryTree, type MappingTree, type ScalarStyle, type ScalarTree, type SequenceTree, type Trace, type Tree, type YamlDocument } from './tree.ts';

/** Numbers, and beside them what is none; both are read in the order in which they were written. */
export interface Packed {
  readonly numbers: Int32Array<ArrayBuffer>;
  /** Texts that do not stand in the source as they are, and numbers. */
  readonly values: readonly (string | number | bigint)[];
}

const SCALAR = 0;
const MAPPING = 1;
const SEQUENCE = 2;
const FLOW = 4;

const STYLES: readonly ScalarStyle[] = ['plain', 'single', 'double', 'literal', 'folded'];
const QUOTED = 1 << 5;
const DECODED = 2 << 5;
const TEXT = 3 << 5;

/** The values that a scalar may have; the first is its text, the last stands among the packed values. */
const VALUES: readonly (boolean | null | undefined)[] = [undefined, null, true, false];
const VALUE_SHIFT = 7;
const OTHER_VALUE = VALUES.length;

/** Writes documents one behind the other. */
export class Packer {
  #numbers = new Int32Array(1 << 14);
  #length = 0;
  #values: (string | number | bigint)[] = [];

  number(value: number): void {
    if (this.#length === this.#numbers.length) {
      const larger = new Int32Array(this.#length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.#length] = value;
    this.#length += 1;
  }

  value(value: string | number | bigint): void {
    this.#values.push(value);
  }

  /** Takes back what was written since. */
  mark(): () => void {
    const length = this.#length;
    const values = this.#values.length;
    return () => {
      this.#length = length;
      this.#values.length = values;
    };
  }

  document({ root, range }: YamlDocument, source: string): void {
    this.number(range.start);
    this.number(range.end);
    this.number(root ? 1 : 0);
    if (root) this.#tree(root, source);
  }

  /** All that was written; the packer is empty again. */
  take(): Packed {
    const packed = { numbers: this.#numbers.slice(0, this.#length), values: this.#values };
    this.#length = 0;
    this.#values = [];
    return packed;
  }

  #tree(tree: Tree, source: string): void {
    if (tree.kind === 'scalar') this.#scalar(tree, source);
    else if (tree.kind === 'mapping') this.#mapping(tree, source);
    else if (tree.kind === 'sequence') this.#sequence(tree, source);
    else throw new RangeError('an alias is not packed');
  }

  #scalar({ start, end, style, text, value }: ScalarTree, source: string): void {
    const form = formOf(text, source, start, end);
    const known = value === text ? 0 : VALUES.findIndex((one) => one === value);
    const kind = known < 0 ? OTHER_VALUE : known;
    this.number(SCALAR | (STYLES.indexOf(style) << 2) | form | (kind << VALUE_SHIFT));
    this.number(start);
    this.number(end);
    if (form === DECODED) this.value(text);
    if (kind === OTHER_VALUE && (typeof value === 'number' || typeof value === 'bigint')) this.value(value);
  }

  #mapping({ start, end, isFlow, entries }: MappingTree, source: string): void {
    this.number(MAPPING | (isFlow ? FLOW : 0));
    this.number(start);
    this.number(end);
    this.number(entries.length);
    for (const { key, value } of entries) {
      this.#scalar(key, source);
      this.#tree(value, source);
    }
  }

  #sequence({ start, end, isFlow, items }: SequenceTree, source: string): void {
    this.number(SEQUENCE | (isFlow ? FLOW : 0));
    this.number(start);
    this.number(end);
    this.number(items.length);
    for (const item of items) this.#tree(item, source);
  }
}

/** Whether a document can be packed: what is shared or hidden in it, or wrong with it, cannot. */
export function isPackable({ root, problems, duplicateKeys, shared }: YamlDocument): boolean {
  return problems.length === 0 && duplicateKeys.length === 0 && shared === undefined && (root === undefined || isPlain(root));
}

function isPlain(tree: Tree): boolean {
  if (tree.kind === 'scalar') return true;
  if (tree.kind === 'sequence') return tree.items.every(isPlain);
  return tree.kind === 'mapping' && tree.hidden === undefined && tree.entries.every(({ value, mergedBy }) => mergedBy === undefined && isPlain(value));
}

function formOf(text: string, source: string, start: number, end: number): number {
  if (text.length === end - start && source.startsWith(text, start)) return 0;
  return text.length === end - start - 2 && source.startsWith(text, start + 1) ? QUOTED : DECODED;
}

/** Reads what a {@link Packer} wrote, in the same order. */
export class Unpacker {
  readonly #packed: Packed;
  #at = 0;
  #valueAt = 0;

  constructor(packed: Packed) {
    this.#packed = packed;
  }

  number(): number {
    const value = this.#packed.numbers[this.#at] ?? 0;
    this.#at += 1;
    return value;
  }

  value(): string | number | bigint {
    const value = this.#packed.values[this.#valueAt] ?? '';
    this.#valueAt += 1;
    return value;
  }

  document(file: SourceFile): YamlDocument {
    const range = { start: this.number(), end: this.number() };
    if (this.number() === 0) return { range, problems: [], duplicateKeys: [] };
    return { root: this.#tree({ file, nearness: Nearness.template }), range, problems: [], duplicateKeys: [] };
  }

  #tree(trace: Trace): Tree {
    const head = this.number();
    const kind = head & 3;
    if (kind === SCALAR) return this.#scalar(head, trace);
    const start = this.number();
    const end = this.number();
    const length = this.number();
    const isFlow = (head & FLOW) !== 0;
    if (kind === MAPPING) return new ReadMapping({ entries: this.#entries(length, trace), isFlow, start, end, trace });
    const items: Tree[] = [];
    for (let index = 0; index < length; index += 1) items.push(this.#tree(trace));
    return { kind: 'sequence', items: items.slice(), isFlow, start, end, trace };
  }

  #entries(length: number, trace: Trace): EntryTree[] {
    const entries: EntryTree[] = [];
    for (let index = 0; index < length; index += 1) entries.push({ key: this.#key(this.number(), trace), value: this.#tree(trace) });
    return entries;
  }

  #key(head: number, trace: Trace): ScalarTree {
    if (head !== SCALAR) return this.#scalar(head, trace);
    const start = this.number();
    const end = this.number();
    const text = nameAt(trace.file.text, start, end);
    return { kind: 'scalar', value: text, text, style: 'plain', start, end, trace };
  }

  #scalar(head: number, trace: Trace): ScalarTree {
    const start = this.number();
    const end = this.number();
    const text = this.#text(head & TEXT, trace.file.text, start, end);
    const value = this.#scalarValue(head >> VALUE_SHIFT, text);
    return { kind: 'scalar', value, text, style: STYLES[(head >> 2) & 7] ?? 'plain', start, end, trace };
  }

  #text(form: number, source: string, start: number, end: number): string {
    if (form === DECODED) return String(this.value());
    return form === QUOTED ? source.slice(start + 1, end - 1) : source.slice(start, end);
  }

  #scalarValue(kind: number, text: string): ScalarValue {
    if (kind === 0) return text;
    return kind === OTHER_VALUE ? this.value() : (VALUES[kind] ?? null);
  }
}
