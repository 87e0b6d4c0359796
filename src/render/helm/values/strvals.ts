/** `--set`, `--set-string` and `--set-file`. Follows pkg/strvals/parser.go of helm/helm (Helm 4.1), its oddities included. */
import { goQuote, goQuoteRune } from '../../go-template/quote.ts';
import { Bool, Dict, List, Num, type Value } from '../../go-template/value.ts';
import { TracedText } from '../../traced-text.ts';
import { conversionError, MAP, SetError, SetLimit, SLICE } from './set-error.ts';
import { SetLine } from './set-line.ts';

/** What a value on the line stands for. Throws a {@link SetError} where there is no such thing. */
export type ReadValue = (text: TracedText) => Value;

/** What all lines of one chart may set together. */
export class SetBudget {
  #slots = MAX_SLOTS;

  /** Charges for the items of a list, the empty ones included. */
  spend(slots: number): void {
    this.#slots -= slots;
    if (this.#slots < 0) throw new SetLimit('the parameters of all Applications together are more, or make longer lists, than are looked at');
  }
}

const MAX_SLOTS = 1_000_000;
const MAX_INDEX = 65_536;
const MAX_LEVEL = 30;
/** Helm counts names only: lists of lists may nest as deep as the line is long. */
const MAX_LISTS = 500;

/** Sets what a line says into values, which change. Throws a {@link SetError} with Helm's message, or a {@link SetLimit}. */
export function setInto(values: Dict, line: TracedText, { read, budget }: { readonly read: ReadValue; readonly budget: SetBudget }): void {
  const parser = new Parser(new SetLine(line), read, budget);
  while (parser.key(values, 0) === 'more');
}

/** `false` is a boolean, `12` a whole number, `012` and `1.5` are text; `null` removes a default. */
export function typedValue(text: TracedText): Value {
  const word = text.text.toUpperCase();
  if (word.length === text.length && (word === 'TRUE' || word === 'FALSE')) return new Bool(word === 'TRUE', text);
  if (word === 'NULL') return null;
  if (text.text === '0') return new Num('int64', 0n, text);
  if (!/^(?:[1-9]|[+-][0-9])[0-9]*$/.test(text.text) || text.length > 64) return text;
  const number = BigInt(text.text.replace(/^\+/, ''));
  return BigInt.asIntN(64, number) === number ? new Num('int64', number, text) : text;
}

/** `--set-string`. */
export function textValue(text: TracedText): Value {
  return text;
}

/** `end` is Go's io.EOF, also from deep inside: the line ends there, and whatever was set stays. */
type Outcome = 'more' | 'end';

class Parser {
  readonly #line: SetLine;
  readonly #read: ReadValue;
  readonly #budget: SetBudget;
  #listsInLists = 0;

  constructor(line: SetLine, read: ReadValue, budget: SetBudget) {
    this.#line = line;
    this.#read = read;
    this.#budget = budget;
  }

  /** One `name=value` into a mapping. */
  key(data: Dict, level: number): Outcome {
    const { text: key, end } = this.#line.until('=[,.');
    switch (end) {
      case '[':
        return this.#indexed(data, key, level);
      case '=':
        return this.#assign((value) => put(data, key, value));
      case '.':
        return this.#nested(data, key, level + 1);
      case ',':
        throw new SetError(`key ${goQuote(key.text)} has no value (cannot end with ,)`);
      default:
        if (key.length === 0) return 'end';
        throw new SetError(`key ${goQuote(key.text)} has no value`);
    }
  }

  #indexed(data: Dict, key: TracedText, level: number): Outcome {
    const index = this.#index();
    if (index === undefined) return 'end';
    const known = data.get(key.text);
    if (known !== undefined && !(known instanceof List)) throw conversionError(known, SLICE);
    const list = known ?? new List([]);
    const outcome = this.#item(list, index, level);
    put(data, key, list);
    return outcome;
  }

  #nested(data: Dict, key: TracedText, level: number): Outcome {
    if (level > MAX_LEVEL) throw new SetError(`value name nested level is greater than maximum supported nested level of ${MAX_LEVEL}`);
    const known = data.get(key.text);
    if (known !== undefined && !(known instanceof Dict)) throw conversionError(known, MAP);
    const inner = known ?? new Dict();
    const outcome = this.key(inner, level);
    if (outcome === 'more' && inner.entries.size === 0) throw new SetError(`key map ${goQuote(key.text)} has no value`);
    if (inner.entries.size > 0) put(data, key, inner);
    return outcome;
  }

  /** What follows a `=`. */
  #assign(set: (value: Value) => void): Outcome {
    if (this.#line.isAtEnd) {
      set(TracedText.empty);
      return 'end';
    }
    set(this.#line.takes('{') ? this.#list() : this.#read(this.#line.until(',').text));
    return 'more';
  }

  /** `{a,b}`; Helm makes one empty item of `{}`. */
  #list(): List {
    const items: Value[] = [];
    for (;;) {
      const { text, end } = this.#line.until(',}');
      if (end === undefined) throw new SetError("list must terminate with '}'");
      this.#budget.spend(1);
      items.push(this.#read(text));
      if (end === ',') continue;
      this.#line.takes(',');
      return new List(items);
    }
  }

  /** The number between brackets; nothing where the line ends before it does. */
  #index(): number | undefined {
    const { text, end } = this.#line.until(']');
    if (end === undefined) return undefined;
    const written = text.text;
    if (!/^[+-]?[0-9]+$/.test(written)) throw new SetError(`error parsing index: strconv.Atoi: parsing ${goQuote(written)}: invalid syntax`);
    const number = written.length > 64 ? Infinity : Number(written);
    if (Math.abs(number) >= 2 ** 63) throw new SetError(`error parsing index: strconv.Atoi: parsing ${goQuote(written)}: value out of range`);
    return number;
  }

  /** What follows `[i]`. */
  #item(list: List, index: number, level: number): Outcome {
    if (index < 0) throw new SetError(`negative ${index} index not allowed`);
    const { text, end } = this.#line.until('[.=');
    if (text.length > 0) throw new SetError(`unexpected data at end of array index: [${Array.from(text.text, (character) => goQuoteRune(character.codePointAt(0) ?? 0)).join(' ')}]`);
    if (end === '[') return this.#listInList(list, index, level);
    if (end !== '=') return end === '.' ? this.#mappingInList(list, index, level) : 'end';
    this.#assign((value) => this.#setIndex(list, index, value));
    return 'more';
  }

  #listInList(list: List, index: number, level: number): Outcome {
    this.#listsInLists += 1;
    if (this.#listsInLists > MAX_LISTS) throw new SetLimit(`a parameter that nests more than ${MAX_LISTS} lists is not looked at`);
    const next = this.#index();
    if (next === undefined) return 'end';
    const known = list.items[index] ?? null;
    if (known !== null && !(known instanceof List)) throw conversionError(known, SLICE);
    const inner = known ?? new List([]);
    if (this.#item(inner, next, level) === 'end') return 'end';
    this.#setIndex(list, index, inner);
    return 'more';
  }

  #mappingInList(list: List, index: number, level: number): Outcome {
    const known = list.items[index];
    const inner = known instanceof Dict ? known : new Dict();
    if (known !== undefined && inner !== known) list.items[index] = inner;
    if (this.key(inner, level) === 'end') return 'end';
    this.#setIndex(list, index, inner);
    return 'more';
  }

  #setIndex({ items }: List, index: number, value: Value): void {
    if (index > MAX_INDEX) throw new SetError(`index of ${index} is greater than maximum supported index of ${MAX_INDEX}`);
    if (index >= items.length) this.#budget.spend(index + 1 - items.length);
    while (items.length < index) items.push(null);
    items[index] = value;
  }
}

function put(data: Dict, key: TracedText, value: Value): void {
  if (key.length > 0) data.set(key, value);
}
