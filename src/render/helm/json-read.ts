/** JSON as Go's encoding/json reads it into `interface {}`; every scalar keeps the stretch it was read from. */
import { Bool, Dict, List, Num, type Value } from '../go-template/value.ts';
import { TracedText } from '../traced-text.ts';

/** Thrown with encoding/json's message. */
export class JsonSyntaxError extends Error {}

const MAX_DEPTH = 1000;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
 
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

/** `json.Unmarshal` into an empty interface. */
export function readJson(source: TracedText): Value {
  const reader = new Reader(source);
  return reader.document();
}

class Reader {
  readonly #source: TracedText;
  readonly #text: string;
  #at = 0;

  constructor(source: TracedText) {
    this.#source = source;
    this.#text = source.text;
  }

  document(): Value {
    this.#space();
    if (this.#at >= this.#text.length) throw new JsonSyntaxError('unexpected end of JSON input');
    const value = this.#value(0);
    this.#space();
    if (this.#at < this.#text.length) throw this.#unexpected('after top-level value');
    return value;
  }

  #space(): void {
    while (' \t\r\n'.includes(this.#text.charAt(this.#at) || 'x')) this.#at += 1;
  }

  #unexpected(where: string): JsonSyntaxError {
    const character = this.#text[this.#at];
    if (character === undefined) return new JsonSyntaxError('unexpected end of JSON input');
    const shown = character === "'" ? "'\\''" : character === '"' ? "'\"'" : `'${character}'`;
    return new JsonSyntaxError(`invalid character ${shown} ${where}`);
  }

  #value(depth: number): Value {
    if (depth > MAX_DEPTH) throw new JsonSyntaxError('exceeded max depth');
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
      default:
        return this.#isWord() ? this.#word() : this.#number();
    }
  }

  #object(depth: number): Dict {
    const dict = new Dict();
    this.#items('}', 'object key:value pair', () => {
      if (this.#text[this.#at] !== '"') throw this.#unexpected('looking for beginning of object key string');
      const key = this.#string();
      this.#space();
      if (this.#text[this.#at] !== ':') throw this.#unexpected('after object key');
      this.#at += 1;
      this.#space();
      dict.set(key, this.#value(depth + 1));
    });
    return dict;
  }

  #array(depth: number): List {
    const items: Value[] = [];
    this.#items(']', 'array element', () => {
      items.push(this.#value(depth + 1));
    });
    return new List(items);
  }

  #items(close: string, after: string, readOne: () => void): void {
    this.#at += 1;
    this.#space();
    if (this.#text[this.#at] === close) {
      this.#at += 1;
      return;
    }
    for (;;) {
      readOne();
      this.#space();
      const next = this.#text[this.#at];
      if (next !== ',' && next !== close) throw this.#unexpected(`after ${after}`);
      this.#at += 1;
      this.#space();
      if (next === close) return;
    }
  }

  #string(): TracedText {
    STRING.lastIndex = this.#at;
    const match = STRING.exec(this.#text);
    if (!match) {
      if (!this.#text.includes('"', this.#at + 1)) throw new JsonSyntaxError('unexpected end of JSON input');
      this.#at += 1;
      throw this.#unexpected('in string literal');
    }
    const start = this.#at + 1;
    this.#at += match[0].length;
    const inner = this.#source.slice(start, this.#at - 1);
    if (!inner.text.includes('\\')) return inner;
    const decoded: unknown = JSON.parse(match[0]);
    return TracedText.derived(String(decoded), [inner]);
  }

  #isWord(): boolean {
    return ['true', 'false', 'null'].some((word) => this.#text.startsWith(word, this.#at));
  }

  #word(): Value {
    for (const [word, value] of [['true', true], ['false', false], ['null', null]] as const) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      const text = this.#source.slice(this.#at, this.#at + word.length);
      this.#at += word.length;
      return value === null ? null : new Bool(value, text);
    }
    throw this.#unexpected('looking for beginning of value');
  }

  #number(): Num {
    NUMBER.lastIndex = this.#at;
    const match = NUMBER.exec(this.#text);
    if (!match) throw this.#unexpected('looking for beginning of value');
    const text = this.#source.slice(this.#at, this.#at + match[0].length);
    this.#at += match[0].length;
    return new Num('float64', Number(match[0]), text);
  }
}
