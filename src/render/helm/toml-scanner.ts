/** The cursor that reads TOML, and its messages. Follows github.com/BurntSushi/toml v1.6 (lex.go, error.go). */
import { goQuote, goQuoteRune } from '../go-template/quote.ts';
import type { TracedText } from '../traced-text.ts';

/** No TOML; `message` is the package's. */
export class TomlError extends Error {}

export function isBareKey(text: string): boolean {
  return /^[A-Za-z0-9_-]+$/.test(text);
}

/** A path as messages show it. */
export function pathText(path: readonly string[]): string {
  return path.map((part) => (isBareKey(part) ? part : goQuote(part))).join('.');
}

/** A cursor over the text, which knows for messages how far it is and under which key. */
export class TomlScanner {
  readonly source: TracedText;
  readonly text: string;
  at = 0;
  /** The table's path and the key that is being given its value. */
  context: readonly string[] = [];
  key = '';

  constructor(source: TracedText) {
    this.source = source;
    this.text = source.text;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** The next character; empty at the end. */
  peek(): string {
    const code = this.text.codePointAt(this.at);
    if (code === undefined) return '';
    const isControl = (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) || code === 0x7f;
    if (isControl || (code === 0x0d && this.text[this.at + 1] !== '\n')) {
      this.fail(`TOML files cannot contain control characters: '0x${code.toString(16).padStart(2, '0')}'`);
    }
    return String.fromCodePoint(code);
  }

  next(): string {
    const character = this.peek();
    this.at += character.length;
    return character;
  }

  /** Whether a text stood here; it is behind the cursor then. */
  accept(text: string): boolean {
    const isHere = this.text.startsWith(text, this.at);
    if (isHere) this.at += text.length;
    return isHere;
  }

  skipBlanks(): void {
    while (this.text[this.at] === ' ' || this.text[this.at] === '\t') this.at += 1;
  }

  /** Blanks, line ends and comments. */
  skipLines(): void {
    for (;;) {
      const character = this.peek();
      if (character === '#') this.skipComment();
      else if (character !== '' && ' \t\r\n'.includes(character)) this.at += 1;
      else return;
    }
  }

  skipComment(): void {
    for (let character = this.peek(); character !== '' && character !== '\n' && character !== '\r'; character = this.peek()) this.at += character.length;
  }

  /** Fails on the character before the cursor, or at the end. */
  fail(message: string, { linesBack = 0 }: { linesBack?: number } = {}): never {
    const before = this.text.slice(0, this.at);
    const line = before.split('\n').length - (this.isAtEnd && linesBack === 0 && before.endsWith('\n') ? 1 : linesBack);
    const context = pathText(this.context);
    const last = this.key === '' ? context : context === '' ? this.key : `${context}.${this.key}`;
    throw new TomlError(`toml: line ${line}${last === '' ? '' : ` (last key ${goQuote(last)})`}: ${message}`);
  }

  /** Takes the character that should not be here, and fails. */
  failOn(message: (character: string) => string): never {
    const character = this.next();
    return this.fail(message(goQuoteRune(character.codePointAt(0) ?? 0)), character === '\n' ? { linesBack: 1 } : {});
  }
}
