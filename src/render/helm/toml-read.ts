/** Reads TOML 1.1. Follows github.com/BurntSushi/toml v1.6 (lex.go, parse.go, error.go); keys and scalars keep their authors. */
import { Dict, List, type Value } from '../go-template/value.ts';
import { TracedText } from '../traced-text.ts';
import type { Spend } from './json-text.ts';
import { readTomlScalar } from './toml-scalars.ts';
import { isBareKey, pathText, TomlError, TomlScanner } from './toml-scanner.ts';
import { readTomlString } from './toml-strings.ts';

const MAX_DEPTH = 200;

/** Throws a {@link TomlError}. */
export function readToml(text: TracedText, spend: Spend): Dict {
  const body = text.text.startsWith('\ufeff') ? text.slice(1) : text;
  spend(body.length);
  if (body.text.slice(0, 6).includes('\0')) throw new TomlError('toml: line 1: files cannot contain NULL bytes; probably using UTF-16; TOML files must be UTF-8');
  return new TomlReader(body).read();
}

class TomlReader {
  readonly #scanner: TomlScanner;
  readonly #root = new Dict();
  /** Tables that were only named on the way to others, and may still be opened. */
  readonly #implicit = new WeakSet<Dict>();
  #table: Dict = this.#root;
  #depth = 0;

  constructor(source: TracedText) {
    this.#scanner = new TomlScanner(source);
  }

  read(): Dict {
    const scanner = this.#scanner;
    for (scanner.skipLines(); !scanner.isAtEnd; scanner.skipLines()) {
      if (scanner.accept('[')) this.#readHeader();
      else this.#readPair(this.#table);
      scanner.key = '';
      this.#endLine();
    }
    return this.#root;
  }

  #endLine(): void {
    const scanner = this.#scanner;
    scanner.skipBlanks();
    const character = scanner.peek();
    if (character === '' || '#\r\n'.includes(character)) return;
    scanner.failOn((found) => `expected a top-level item to end with a newline, comment, or EOF, but got ${found} instead`);
  }

  #readHeader(): void {
    const scanner = this.#scanner;
    const isArray = scanner.accept('[');
    const key: TracedText[] = [];
    do {
      scanner.skipBlanks();
      const start = scanner.peek();
      if (start === ']' || start === '') scanner.fail('unexpected end of table name (table names cannot be empty)');
      if (start === '.') scanner.fail('unexpected table separator (table names cannot be empty)');
      key.push(this.#readKeyPart());
      scanner.skipBlanks();
    } while (scanner.accept('.'));
    if (!scanner.accept(']')) scanner.failOn((found) => `expected '.' or ']' to end table name, but got ${found} instead`);
    if (isArray && !scanner.accept(']')) scanner.failOn((found) => `expected end of table array name delimiter ']', but got ${found} instead`);
    const path = key.map(({ text }) => text);
    this.#table = isArray ? this.#openArray(key, path) : this.#openTable(key, path);
    scanner.context = path;
  }

  #openTable(key: readonly TracedText[], path: readonly string[]): Dict {
    const { parent, last } = this.#parentOf(key);
    const existing = parent.get(last.text);
    if (existing === undefined) return this.#add(parent, last);
    if (existing instanceof Dict && this.#implicit.delete(existing)) return existing;
    this.#scanner.context = path.slice(0, -1);
    return this.#alreadyDefined(path);
  }

  #openArray(key: readonly TracedText[], path: readonly string[]): Dict {
    const { parent, last } = this.#parentOf(key);
    const existing = parent.get(last.text) ?? new List([], { elementType: 'map' });
    if (!isTableArray(existing)) return this.#scanner.fail(`Key '${pathText(path)}' was already created and cannot be used as an array.`);
    parent.set(last, existing);
    const table = new Dict();
    existing.items.push(table);
    return table;
  }

  #parentOf(key: readonly TracedText[]): { parent: Dict; last: TracedText } {
    let parent = this.#root;
    key.slice(0, -1).forEach((part, index) => {
      const below = parent.get(part.text);
      const table = below instanceof Dict ? below : below !== undefined && isTableArray(below) ? below.items.at(-1) : undefined;
      if (table instanceof Dict) parent = table;
      else if (below === undefined) this.#implicit.add((parent = this.#add(parent, part)));
      else this.#scanner.fail(`Key '${pathText(key.slice(0, index + 1).map(({ text }) => text))}' was already created as a hash.`);
    });
    return { parent, last: key.at(-1) ?? TracedText.empty };
  }

  #add(parent: Dict, key: TracedText): Dict {
    const table = new Dict();
    parent.set(key, table);
    return table;
  }

  #alreadyDefined(path: readonly string[]): never {
    return this.#scanner.fail(`Key '${pathText(path)}' has already been defined.`);
  }

  /** `a.b = value` into a table. */
  #readPair(table: Dict): void {
    const scanner = this.#scanner;
    const outer = scanner.context;
    const key = this.#readKey();
    const last = key.at(-1) ?? TracedText.empty;
    const { inner, blocked } = this.#dottedTable(table, key);
    scanner.context = [...outer, ...key.slice(0, -1).map(({ text }) => text)];
    scanner.key = last.text;
    const known = inner.get(last.text);
    const value = this.#readValue();
    scanner.key = last.text;
    if (blocked !== undefined) this.#alreadyDefined([...outer, ...key.slice(0, blocked + 1).map(({ text }) => text)]);
    if (known instanceof Dict && this.#implicit.has(known)) this.#implicit.delete(known);
    else if (known !== undefined || inner.entries.has(last.text)) this.#alreadyDefined([...scanner.context, last.text]);
    else inner.set(last, value);
    scanner.context = outer;
  }

  /** The table that the parts before the last name, each made if it must; or which part is none. */
  #dottedTable(table: Dict, key: readonly TracedText[]): { inner: Dict; blocked: number | undefined } {
    let inner = table;
    for (const [index, part] of key.slice(0, -1).entries()) {
      const below = inner.get(part.text);
      if (below instanceof Dict) this.#implicit.delete((inner = below));
      else if (below === undefined) this.#implicit.add((inner = this.#add(inner, part)));
      else return { inner: new Dict(), blocked: index };
    }
    return { inner, blocked: undefined };
  }

  #readKey(): TracedText[] {
    const scanner = this.#scanner;
    scanner.skipBlanks();
    if (scanner.peek() === '=' || scanner.isAtEnd) scanner.fail("unexpected '=': key name appears blank");
    if (scanner.peek() === '.') scanner.fail("unexpected '.': keys cannot start with a '.'");
    const key: TracedText[] = [];
    do {
      scanner.skipBlanks();
      if (key.length > 0 && scanner.peek() === '.') scanner.fail("unexpected '.'");
      if (key.length > 0 && scanner.peek() === '=') scanner.fail("unexpected '='");
      key.push(this.#readKeyPart());
      scanner.skipBlanks();
    } while (scanner.accept('.'));
    if (!scanner.accept('=')) {
      if (scanner.isAtEnd) scanner.fail("unexpected EOF; expected key separator '='");
      scanner.failOn((found) => `expected '.' or '=', but got ${found} instead`);
    }
    return key;
  }

  #readKeyPart(): TracedText {
    const scanner = this.#scanner;
    const quote = scanner.peek();
    if (quote === '"' || quote === "'") return readTomlString(scanner, { canSpanLines: false });
    const start = scanner.at;
    while (isBareKey(scanner.peek())) scanner.at += 1;
    return scanner.source.slice(start, scanner.at);
  }

  #readValue(): Value {
    const scanner = this.#scanner;
    scanner.skipBlanks();
    const start = scanner.peek();
    if (start === '"' || start === "'") return readTomlString(scanner, { canSpanLines: true });
    if (start !== '[' && start !== '{') {
      const scalar = readTomlScalar(scanner);
      scanner.peek(); // what follows a number may be the end of the whole text's validity
      return scalar;
    }
    if ((this.#depth += 1) > MAX_DEPTH) scanner.fail('mllint: nested too deeply');
    scanner.at += 1;
    const value = start === '[' ? this.#readArray() : this.#readInlineTable();
    this.#depth -= 1;
    return value;
  }

  #readArray(): List {
    const scanner = this.#scanner;
    const items: Value[] = [];
    for (;;) {
      scanner.skipLines();
      if (scanner.accept(']')) return new List(items);
      if (scanner.accept(',')) scanner.fail('unexpected comma');
      items.push(this.#readValue());
      scanner.skipLines();
      if (scanner.accept(',')) continue;
      if (scanner.accept(']')) return new List(items);
      const found = scanner.next();
      scanner.fail(`expected a comma (',') or array terminator (']'), but got ${found === '' ? 'end of file' : `'${found}'`}`);
    }
  }

  #readInlineTable(): Dict {
    const scanner = this.#scanner;
    const outer = { context: scanner.context, key: scanner.key };
    if (scanner.key !== '') scanner.context = [...scanner.context, scanner.key];
    scanner.key = '';
    const table = new Dict();
    for (;;) {
      scanner.skipLines();
      if (scanner.accept('}')) break;
      if (scanner.accept(',')) scanner.fail('unexpected comma');
      this.#readPair(table);
      scanner.skipLines();
      if (scanner.accept(',')) continue;
      if (scanner.accept('}')) break;
      const found = scanner.next();
      scanner.fail(`expected a comma or an inline table terminator '}', but got ${found === '' ? 'end of file' : `'${found}'`} instead`);
    }
    Object.assign(scanner, outer);
    return table;
  }
}

function isTableArray(value: Value): value is List {
  return value instanceof List && value.elementType === 'map';
}
