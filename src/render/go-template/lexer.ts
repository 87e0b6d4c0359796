/** Splits a template into tokens, state for state as Go's lexer does. */
import { isSpace, spaceCharacters } from './characters.ts';
import { lexInsideAction } from './lex-action.ts';
import { Scanner } from './scanner.ts';
import type { Token } from './tokens.ts';

export interface LexerOptions {
  readonly leftDelim: string;
  readonly rightDelim: string;
  /** `break` and `continue` are words of the language unless functions have these names. */
  readonly isKeyword: (word: 'break' | 'continue') => boolean;
}

/** The next token. */
export function nextToken(scanner: Scanner): Token {
  return scanner.isInsideAction ? lexInsideAction(scanner) : lexText(scanner);
}

export function startLexing(text: string, options: LexerOptions): Scanner {
  return new Scanner(text, options);
}

function lexText(scanner: Scanner): Token {
  for (;;) {
    const found = scanner.input.indexOf(scanner.leftDelim, scanner.pos);
    if (found < 0) return lexRest(scanner);
    if (found > scanner.pos) {
      scanner.pos = found;
      const trimmed = scanner.hasLeftTrimMarker(found + scanner.leftDelim.length) ? trimRight(scanner.input, scanner.start, found) : found;
      scanner.moveTo(trimmed);
      const token = scanner.take('text');
      scanner.skipTo(found);
      if (token.value.length > 0) return token;
    }
    const token = lexLeftDelim(scanner);
    if (token) return token;
  }
}

function lexRest(scanner: Scanner): Token {
  scanner.moveTo(scanner.input.length);
  return scanner.take(scanner.pos > scanner.start ? 'text' : 'EOF');
}

function trimRight(input: string, start: number, end: number): number {
  let at = end;
  while (at > start && spaceCharacters.includes(input.charAt(at - 1))) at -= 1;
  return at;
}

/** The start of an action; a comment is passed over, then there is no token. */
function lexLeftDelim(scanner: Scanner): Token | undefined {
  const start = scanner.pos;
  scanner.pos += scanner.leftDelim.length;
  const afterMarker = scanner.hasLeftTrimMarker(scanner.pos) ? 2 : 0;
  if (scanner.input.startsWith('/*', scanner.pos + afterMarker)) {
    scanner.skipTo(scanner.pos + afterMarker);
    return lexComment(scanner);
  }
  const token = scanner.take('leftDelim');
  scanner.isInsideAction = true;
  scanner.actionStart = start;
  scanner.skipTo(scanner.pos + afterMarker);
  scanner.parenDepth = 0;
  return token;
}

function lexComment(scanner: Scanner): Token | undefined {
  const close = scanner.input.indexOf('*/', scanner.pos + 2);
  if (close < 0) return scanner.fail('unclosed comment');
  scanner.pos = close + 2;
  const delim = scanner.rightDelimAt(scanner.pos);
  if (!delim) return scanner.fail('comment ends before closing delimiter');
  scanner.moveTo(scanner.pos);
  scanner.take('space');
  scanner.pos += delim.length;
  while (delim.trims && isSpace(scanner.input.charCodeAt(scanner.pos))) scanner.pos += 1;
  scanner.skipTo(scanner.pos);
  return undefined;
}
