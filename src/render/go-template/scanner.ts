/** The cursor of the lexer: where it is, on which line, and what it has read of the current token. */
import { isSpace } from './characters.ts';
import type { LexerOptions } from './lexer.ts';
import type { Token, TokenType } from './tokens.ts';

export const endOfInput = -1;

export class Scanner {
  input: string;
  readonly leftDelim: string;
  readonly rightDelim: string;
  readonly isKeyword: LexerOptions['isKeyword'];
  pos = 0;
  /** Where the current token starts. */
  start = 0;
  isInsideAction = false;
  /** Where the current action starts, delimiter included. */
  actionStart = 0;
  parenDepth = 0;
  #line = 1;
  #startLine = 1;

  constructor(input: string, options: LexerOptions) {
    this.input = input;
    this.leftDelim = options.leftDelim;
    this.rightDelim = options.rightDelim;
    this.isKeyword = options.isKeyword;
  }

  /** Reads one character. */
  next(): number {
    const code = this.input.codePointAt(this.pos);
    if (code === undefined) return endOfInput;
    this.pos += code > 0xffff ? 2 : 1;
    if (code === 0x0a) this.#line += 1;
    return code;
  }

  peek(): number {
    return this.input.codePointAt(this.pos) ?? endOfInput;
  }

  /** Reads one character if it is one of these. */
  accept(characters: string): boolean {
    const code = this.peek();
    if (code === endOfInput || !characters.includes(String.fromCodePoint(code))) return false;
    this.next();
    return true;
  }

  acceptRun(characters: string): void {
    while (this.accept(characters));
  }

  /** Makes what was read a token. */
  take(type: TokenType): Token {
    const token = { type, value: this.input.slice(this.start, this.pos), start: this.start, end: this.pos, line: this.#startLine };
    if (type === 'EOF') return { ...token, value: 'EOF' };
    this.start = this.pos;
    this.#startLine = this.#line;
    return token;
  }

  /** Ends the current token here, counting its lines. */
  moveTo(pos: number): void {
    this.pos = pos;
    this.#line += linesIn(this.input, this.start, pos);
  }

  /** Passes over text that was not read character by character. */
  skipTo(pos: number): void {
    this.moveTo(pos);
    this.start = pos;
    this.#startLine = this.#line;
  }

  /** An error token; nothing follows it. */
  fail(message: string): Token {
    const token: Token = { type: 'error', value: message, start: this.start, end: Math.max(this.start, this.pos), line: this.#startLine };
    this.input = '';
    this.pos = 0;
    this.start = 0;
    return token;
  }

  /** `- ` after a left delimiter. */
  hasLeftTrimMarker(at: number): boolean {
    return this.input.charCodeAt(at) === 0x2d && isSpace(this.input.charCodeAt(at + 1));
  }

  /** The right delimiter at an offset, trim marker included. */
  rightDelimAt(at: number): { length: number; trims: boolean } | undefined {
    if (isSpace(this.input.charCodeAt(at)) && this.input.charCodeAt(at + 1) === 0x2d && this.input.startsWith(this.rightDelim, at + 2)) {
      return { length: 2 + this.rightDelim.length, trims: true };
    }
    return this.input.startsWith(this.rightDelim, at) ? { length: this.rightDelim.length, trims: false } : undefined;
  }

  /** Whether what follows may stand behind a word. */
  get isAtTerminator(): boolean {
    const code = this.peek();
    return code === endOfInput || isSpace(code) || '.,|:)('.includes(String.fromCodePoint(code)) || this.input.startsWith(this.rightDelim, this.pos);
  }
}

function linesIn(text: string, start: number, end: number): number {
  let lines = 0;
  for (let at = start; at < end; at += 1) if (text.charCodeAt(at) === 0x0a) lines += 1;
  return lines;
}
