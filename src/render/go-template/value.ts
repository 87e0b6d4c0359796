/**
 * The values that Go templates compute with, each knowing who wrote it.
 * Go's types matter to what a template prints: `int64` 1000000 prints 1000000, `float64` prints 1e+06.
 */
import type { Location } from '../../source.ts';
import { TracedText } from '../traced-text.ts';
import type { Execution } from './execution.ts';
import type { Signature, TemplateFunction } from './functions.ts';

/** `null` is Go's untyped nil; a string is always a {@link TracedText}. */
export type Value = null | TracedText | Bool | Num | List | Dict | GoObject | Func;

export class Bool {
  readonly value: boolean;
  /** The text it was read from, if a person wrote it. */
  readonly traced: TracedText | undefined;

  constructor(value: boolean, traced?: TracedText) {
    this.value = value;
    this.traced = traced;
  }
}

export type NumKind = 'int' | 'int64' | 'uint8' | 'rune' | 'float64' | 'duration';

/** Whole kinds hold a bigint within 64 bits, `float64` a number. */
export class Num {
  readonly kind: NumKind;
  readonly value: number | bigint;
  /** The text it was read from, if a person wrote it; computed numbers carry a text derived from their inputs. */
  readonly traced: TracedText | undefined;

  constructor(kind: NumKind, value: number | bigint, traced?: TracedText) {
    this.kind = kind;
    this.value = kind === 'float64' ? Number(value) : BigInt.asIntN(64, BigInt(value));
    this.traced = traced;
  }
}

/** What a slice holds: `list` is `[]interface {}`, `map` is `map[string]interface {}`. */
export type ElementType = 'any' | 'string' | 'byte' | 'int' | 'list' | 'map';

/** A slice. `elementType` is what `%T` and typed comparisons see. */
export class List {
  readonly items: Value[];
  readonly elementType: ElementType;
  /** The authored sequence, if any. */
  readonly at: Location | undefined;

  constructor(items: Value[], options: { elementType?: ElementType; at?: Location | undefined } = {}) {
    this.items = items;
    this.elementType = options.elementType ?? 'any';
    this.at = options.at;
  }
}

export interface Entry {
  readonly key: TracedText;
  value: Value;
}

/** A `map[string]any`; templates may change it (`set`, `unset`, `merge`). Go iterates over it in sorted key order. */
export class Dict {
  readonly entries: Map<string, Entry>;
  /** The authored mapping nearest the environment, if any. */
  readonly at: Location | undefined;
  /** `string` for `map[string]string`. */
  readonly elementType: 'any' | 'string';
  /** Those of a named map type, such as Helm's `Values`; a method hides the key of its name. */
  methods: ReadonlyMap<string, Callable | TemplateFunction> | undefined;

  constructor(
    entries: Iterable<readonly [TracedText | string, Value]> = [],
    options: { at?: Location | undefined; elementType?: 'any' | 'string' } = {},
  ) {
    this.entries = new Map();
    this.at = options.at;
    this.elementType = options.elementType ?? 'any';
    for (const [key, value] of entries) this.set(key, value);
  }

  get(key: string): Value | undefined {
    return this.entries.get(key)?.value;
  }

  set(key: TracedText | string, value: Value): void {
    const text = typeof key === 'string' ? new TracedText(key) : key;
    this.entries.set(text.text, { key: text, value });
  }

  sortedEntries(): Entry[] {
    return [...this.entries.values()].sort((a, b) => compareBytes(a.key.text, b.key.text));
  }
}

/** What a method or function of a template sees of the call. */
export interface Call {
  /** As written, for messages. */
  readonly name: string;
  /** The action that calls. */
  readonly at: Location;
  /** Charges the budget of the run before work that grows with an argument (`repeat`, `until`); throws when it is used up. */
  spend(steps: number): void;
  /** The run that calls, for `include` and `tpl`. */
  readonly execution: Execution;
}

export type Callable = (args: readonly Value[], call: Call) => Value;

/** A Go struct or a named type with methods: `.Files`, `.Capabilities.APIVersions`, a semver. */
export class GoObject {
  /** Go's name of the type, as messages print it: `chart.Metadata`. */
  readonly typeName: string;
  readonly fields: ReadonlyMap<string, Value>;
  /** A method without a signature takes any number of values of any type. */
  readonly methods: ReadonlyMap<string, Callable | TemplateFunction>;
  /** What `{{ . }}` prints. */
  readonly print: (() => TracedText) | undefined;
  /** What JSON and YAML show, where that is another text than `print`. */
  readonly marshal: (() => TracedText) | undefined;
  /** What `index` and `range` see, for named map and slice types. */
  readonly underlying: Dict | List | undefined;

  constructor(
    typeName: string,
    parts: {
      fields?: Iterable<readonly [string, Value]>;
      methods?: Iterable<readonly [string, Callable | TemplateFunction]>;
      print?: () => TracedText;
      marshal?: () => TracedText;
      underlying?: Dict | List;
    } = {},
  ) {
    this.typeName = typeName;
    this.fields = new Map(parts.fields ?? []);
    this.methods = new Map(parts.methods ?? []);
    this.print = parts.print;
    this.marshal = parts.marshal;
    this.underlying = parts.underlying;
  }
}

/** A function as a value (only `call` uses it). */
export class Func {
  readonly name: string;
  readonly run: Callable;
  /** Without one it takes any number of values of any type. */
  readonly signature: Signature | undefined;

  constructor(name: string, run: Callable, signature?: Signature) {
    this.name = name;
    this.run = run;
    this.signature = signature;
  }
}

/** Go compares strings by their UTF-8 bytes, which is the order of code points. */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return surrogateLast(left) - surrogateLast(right);
  }
  return a.length - b.length;
}

/** UTF-16 puts surrogates before U+E000–U+FFFF; by code point they come after. */
function surrogateLast(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
