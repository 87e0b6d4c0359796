/** JSON as Go's encoding/json reads it into `interface {}`; every scalar keeps the stretch it was read from. */
import { Buffer } from 'node:buffer';
import { goQuoteRune } from '../go-template/quote.ts';
import { Bool, Dict, List, Num, type Value } from '../go-template/value.ts';
import { TracedText } from '../traced-text.ts';

/** Thrown with encoding/json's message. */
export class JsonSyntaxError extends Error {}

const WORDS = ['true', 'false', 'null'];
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

  /** Go takes the end of a word or number that was cut short for a space. */
  #unexpected(where: string, { isCut = false }: { isCut?: boolean } = {}): JsonSyntaxError {
    const code = this.#text.codePointAt(this.#at) ?? (isCut ? 0x20 : undefined);
    if (code === undefined) return new JsonSyntaxError('unexpected end of JSON input');
    const byte = code < 0x80 ? code : (Buffer.from(String.fromCodePoint(code))[0] ?? 0);
    const shown = byte === 0x27 ? "'\\''" : byte === 0x22 ? "'\"'" : goQuoteRune(byte);
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
      throw this.#brokenString();
    }
    const start = this.#at + 1;
    this.#at += match[0].length;
    const inner = this.#source.slice(start, this.#at - 1);
    if (!inner.text.includes('\\')) return inner;
    const decoded: unknown = JSON.parse(match[0]);
    return TracedText.derived(String(decoded), [inner]);
  }

  /** Where a string goes wrong. */
  #brokenString(): JsonSyntaxError {
    for (this.#at += 1; ; this.#at += 1) {
      const unit = this.#text[this.#at];
      if (unit === undefined || unit < ' ') return this.#unexpected('in string literal');
      if (unit !== '\\') continue;
      this.#at += 1;
      const letter = this.#text[this.#at];
      if (letter === undefined || !'"\\/bfnrtu'.includes(letter)) return this.#unexpected('in string escape code');
      if (letter !== 'u') continue;
      for (let digit = 0; digit < 4; digit += 1) {
        this.#at += 1;
        if (!/^[0-9a-fA-F]$/.test(this.#text[this.#at] ?? '')) return this.#unexpected('in \\u hexadecimal character escape');
      }
    }
  }

  #isWord(): boolean {
    return ['t', 'f', 'n'].includes(this.#text.charAt(this.#at));
  }

  #word(): Value {
    const start = this.#at;
    const word = WORDS.find((one) => one[0] === this.#text[start]) ?? 'null';
    for (const letter of word) {
      if (this.#text[this.#at] !== letter) throw this.#unexpected(`in literal ${word} (expecting '${letter}')`, { isCut: true });
      this.#at += 1;
    }
    return word === 'null' ? null : new Bool(word === 'true', this.#source.slice(start, this.#at));
  }

  #number(): Num {
    NUMBER.lastIndex = this.#at;
    const match = NUMBER.exec(this.#text);
    if (!match && this.#text[this.#at] !== '-') throw this.#unexpected('looking for beginning of value');
    const start = this.#at;
    this.#at += match?.[0].length ?? 1;
    if (!match) throw this.#unexpected('in numeric literal', { isCut: true });
    this.#checkNumberEnd(match[0]);
    const text = this.#source.slice(start, this.#at);
    return new Num('float64', Number(match[0]), text);
  }

  /** A point or an exponent wants digits. */
  #checkNumberEnd(number: string): void {
    const next = this.#text[this.#at];
    const isExponent = next === 'e' || next === 'E';
    if (!isExponent && (next !== '.' || /[.eE]/.test(number))) return;
    this.#at += isExponent && '+-'.includes(this.#text.charAt(this.#at + 1) || 'x') ? 2 : 1;
    throw this.#unexpected(isExponent ? 'in exponent of numeric literal' : 'after decimal point in numeric literal', { isCut: true });
  }
}
