/** The parser's place in the tokens and what it knows at that place. */
import type { Template, Tree } from './ast.ts';
import { nextToken, startLexing } from './lexer.ts';
import type { ParseOptions } from './parser.ts';
import type { Scanner } from './scanner.ts';
import { TemplateError } from './template-error.ts';
import { printToken, type Token, type TokenType } from './tokens.ts';

/** `{{end}}` or `{{else}}`; of `{{else if` the rest is still to be read. */
export interface BlockEnd {
  readonly type: 'end' | 'else';
}

/** Blocks and parentheses within each other. Go lets its stack grow; ours does not. */
const maxDepth = 300;
const maxVariables = 2000;

export class ParseState {
  readonly tree: Tree;
  readonly templates = new Map<string, Template>();
  readonly hasFunction: (name: string) => boolean;
  variables: string[] = ['$'];
  rangeDepth = 0;
  /** The line of the left delimiter of the action being read, 0 outside. */
  actionLine = 0;
  readonly #scanner: Scanner;
  /** Three tokens of look-ahead; the first is the last one read. */
  readonly #tokens: Token[] = [{ type: 'EOF', value: '', start: 0, end: 0, line: 0 }];
  #peekCount = 0;
  #depth = 0;
  #end = 0;

  constructor(tree: Tree, options: ParseOptions) {
    this.tree = tree;
    this.hasFunction = options.hasFunction;
    this.#scanner = startLexing(tree.source.text, {
      leftDelim: options.leftDelim || '{{',
      rightDelim: options.rightDelim || '}}',
      isKeyword: (word) => !options.hasFunction(word),
    });
  }

  next(): Token {
    if (this.#peekCount > 0) this.#peekCount -= 1;
    else this.#tokens[0] = nextToken(this.#scanner);
    const token = this.#at(this.#peekCount);
    this.#end = token.end;
    return token;
  }

  peek(): Token {
    if (this.#peekCount === 0) {
      this.#peekCount = 1;
      this.#tokens[0] = nextToken(this.#scanner);
    }
    return this.#at(this.#peekCount - 1);
  }

  backup(): void {
    this.#peekCount += 1;
  }

  /** Puts back two tokens, of which the last is still there. */
  backup2(first: Token): void {
    this.#tokens[1] = first;
    this.#peekCount = 2;
  }

  backup3(first: Token, second: Token): void {
    this.#tokens[1] = second;
    this.#tokens[2] = first;
    this.#peekCount = 3;
  }

  nextNonSpace(): Token {
    for (;;) {
      const token = this.next();
      if (token.type !== 'space') return token;
    }
  }

  peekNonSpace(): Token {
    const token = this.nextNonSpace();
    this.backup();
    return token;
  }

  /** Where the last token read ends. */
  get end(): number {
    return this.#end;
  }

  expect(type: TokenType, context: string): Token {
    return this.expectOneOf(type, type, context);
  }

  expectOneOf(first: TokenType, second: TokenType, context: string): Token {
    const token = this.nextNonSpace();
    return token.type === first || token.type === second ? token : this.unexpected(token, context);
  }

  unexpected(token: Token, context: string): never {
    if (token.type !== 'error') return this.fail(`unexpected ${printToken(token)} in ${context}`);
    if (this.actionLine === 0 || this.actionLine === token.line) return this.fail(token.value);
    const started = ` started at ${this.tree.parseName}:${this.actionLine}`;
    return this.fail(token.value + (token.value.endsWith(' action') ? started : ` in action${started}`));
  }

  /** The token that messages name. */
  get last(): Token {
    return this.#at(0);
  }

  fail(message: string, { line, start, end }: Token = this.last): never {
    const { parseName, source } = this.tree;
    throw new TemplateError(`template: ${parseName}:${line}: ${message}`, [source.locate(start, end)]);
  }

  /** Parses a template inside the file: it sees neither the variables nor the loops around it. */
  enterTemplate(parse: () => void): void {
    const { variables, rangeDepth, actionLine } = this;
    this.variables = ['$'];
    this.rangeDepth = 0;
    this.actionLine = 0;
    parse();
    this.variables = variables;
    this.rangeDepth = rangeDepth;
    this.actionLine = actionLine;
  }

  declare(name: string): void {
    if (this.variables.length >= maxVariables) this.fail(`more than ${maxVariables} variables`);
    this.variables.push(name);
  }

  descend(): void {
    this.#depth += 1;
    if (this.#depth > maxDepth) this.fail(`blocks are nested more than ${maxDepth} deep`);
  }

  ascend(): void {
    this.#depth -= 1;
  }

  /** Parses what stands in parentheses. */
  enterParentheses<T>(parse: () => T): T {
    if (this.#depth >= maxDepth) this.fail('max expression depth exceeded');
    this.#depth += 1;
    const parsed = parse();
    this.#depth -= 1;
    return parsed;
  }

  #at(index: number): Token {
    const token = this.#tokens[index];
    if (!token) throw new RangeError(`no token ${index}`);
    return token;
  }
}
