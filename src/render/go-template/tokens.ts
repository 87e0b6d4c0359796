/** What the lexer hands to the parser. */
import { byteLength, offsetOfRune } from './characters.ts';
import { goQuote } from './quote.ts';

const keywords = ['block', 'break', 'continue', 'define', 'else', 'end', 'if', 'nil', 'range', 'template', 'with'] as const;

export type Keyword = (typeof keywords)[number];

export type TokenType =
  | Keyword
  | 'error'
  | 'bool'
  | 'char'
  | 'charConstant'
  | 'complex'
  | 'assign'
  | 'declare'
  | 'EOF'
  | 'field'
  | 'identifier'
  | 'leftDelim'
  | 'leftParen'
  | 'number'
  | 'pipe'
  | 'rawString'
  | 'rightDelim'
  | 'rightParen'
  | 'space'
  | 'string'
  | 'text'
  | 'variable'
  | 'dot';

export interface Token {
  readonly type: TokenType;
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

const keywordTypes: ReadonlyMap<string, Keyword> = new Map(keywords.map((keyword) => [keyword, keyword]));

export function keywordOf(word: string): Keyword | undefined {
  return keywordTypes.get(word);
}

/** A token as messages show it. */
export function printToken({ type, value }: Token): string {
  if (type === 'EOF') return 'EOF';
  if (type === 'error') return value;
  if (type === 'dot' || keywordTypes.has(type)) return `<${value}>`;
  if (byteLength(value) > 10) return `${goQuote(value.slice(0, offsetOfRune(value, 10)))}...`;
  return goQuote(value);
}
