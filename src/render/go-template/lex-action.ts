/** The tokens between two delimiters. */
import { describeCharacter, isAlphaNumeric, isSpace } from './characters.ts';
import { goQuote } from './quote.ts';
import { endOfInput, type Scanner } from './scanner.ts';
import { keywordOf, type Token, type TokenType } from './tokens.ts';

export function lexInsideAction(scanner: Scanner): Token {
  if (scanner.rightDelimAt(scanner.pos)) {
    return scanner.parenDepth === 0 ? lexRightDelim(scanner) : scanner.fail('unclosed left paren');
  }
  const code = scanner.peek();
  if (code === endOfInput) return scanner.fail('unclosed action');
  if (isSpace(code)) return lexSpace(scanner);
  if (isNumberStart(scanner, code)) return lexNumber(scanner);
  if (isAlphaNumeric(code)) return lexIdentifier(scanner);
  scanner.next();
  return lexPunctuation(scanner, String.fromCodePoint(code), code);
}

function isNumberStart(scanner: Scanner, code: number): boolean {
  if (code === 0x2e) return isDigit(scanner.input.charCodeAt(scanner.pos + 1)) || scanner.pos + 1 >= scanner.input.length;
  return code === 0x2b || code === 0x2d || isDigit(code);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** The character has been read. */
function lexPunctuation(scanner: Scanner, character: string, code: number): Token {
  switch (character) {
    case '=':
      return scanner.take('assign');
    case ':':
      return scanner.next() === 0x3d ? scanner.take('declare') : scanner.fail('expected :=');
    case '|':
      return scanner.take('pipe');
    case '"':
      return lexQuoted(scanner, { quote: '"', type: 'string', message: 'unterminated quoted string' });
    case "'":
      return lexQuoted(scanner, { quote: "'", type: 'charConstant', message: 'unterminated character constant' });
    case '`':
      return lexRawQuote(scanner);
    case '$':
      return lexFieldOrVariable(scanner, 'variable');
    case '.':
      return lexFieldOrVariable(scanner, 'field');
    case '(':
      scanner.parenDepth += 1;
      return scanner.take('leftParen');
    case ')':
      scanner.parenDepth -= 1;
      return scanner.parenDepth < 0 ? scanner.fail('unexpected right paren') : scanner.take('rightParen');
    default:
      return code > 0x20 && code < 0x7f ? scanner.take('char') : scanner.fail(`unrecognized character in action: ${describeCharacter(code)}`);
  }
}

function lexRightDelim(scanner: Scanner): Token {
  const trims = scanner.rightDelimAt(scanner.pos)?.trims ?? false;
  if (trims) scanner.skipTo(scanner.pos + 2);
  scanner.pos += scanner.rightDelim.length;
  const token = scanner.take('rightDelim');
  let end = scanner.pos;
  while (trims && isSpace(scanner.input.charCodeAt(end))) end += 1;
  scanner.skipTo(end);
  scanner.isInsideAction = false;
  return token;
}

/** A run of spaces; its last one may belong to ` -}}`. */
function lexSpace(scanner: Scanner): Token {
  let spaces = 0;
  while (isSpace(scanner.peek())) {
    const delim = scanner.rightDelimAt(scanner.pos);
    if (delim?.trims && !isSpace(scanner.input.charCodeAt(scanner.pos + 1))) break;
    scanner.next();
    spaces += 1;
  }
  return spaces === 0 ? lexRightDelim(scanner) : scanner.take('space');
}

function lexIdentifier(scanner: Scanner): Token {
  while (isAlphaNumeric(scanner.peek())) scanner.next();
  const word = scanner.input.slice(scanner.start, scanner.pos);
  if (!scanner.isAtTerminator) return scanner.fail(`bad character ${describeCharacter(scanner.peek())}`);
  const keyword = keywordOf(word);
  if ((keyword === 'break' || keyword === 'continue') && !scanner.isKeyword(keyword)) return scanner.take('identifier');
  if (keyword) return scanner.take(keyword);
  return scanner.take(word === 'true' || word === 'false' ? 'bool' : 'identifier');
}

/** The `.` or `$` has been read. */
function lexFieldOrVariable(scanner: Scanner, type: 'field' | 'variable'): Token {
  if (scanner.isAtTerminator) return scanner.take(type === 'variable' ? 'variable' : 'dot');
  while (isAlphaNumeric(scanner.peek())) scanner.next();
  return scanner.isAtTerminator ? scanner.take(type) : scanner.fail(`bad character ${describeCharacter(scanner.peek())}`);
}

function lexQuoted(scanner: Scanner, form: { quote: string; type: TokenType; message: string }): Token {
  for (;;) {
    let code = scanner.next();
    if (code === 0x5c) {
      code = scanner.next();
      if (code !== endOfInput && code !== 0x0a) continue;
    }
    if (code === endOfInput || code === 0x0a) return scanner.fail(form.message);
    if (code === form.quote.charCodeAt(0)) return scanner.take(form.type);
  }
}

function lexRawQuote(scanner: Scanner): Token {
  for (;;) {
    const code = scanner.next();
    if (code === endOfInput) return scanner.fail('unterminated raw quoted string');
    if (code === 0x60) return scanner.take('rawString');
  }
}

/** Takes more than is valid: what is wrong, the parser notices. */
function lexNumber(scanner: Scanner): Token {
  if (!scanNumber(scanner)) return badNumber(scanner);
  const sign = scanner.peek();
  if (sign !== 0x2b && sign !== 0x2d) return scanner.take('number');
  return scanNumber(scanner) && scanner.input.charAt(scanner.pos - 1) === 'i' ? scanner.take('complex') : badNumber(scanner);
}

function badNumber(scanner: Scanner): Token {
  return scanner.fail(`bad number syntax: ${goQuote(scanner.input.slice(scanner.start, scanner.pos))}`);
}

function scanNumber(scanner: Scanner): boolean {
  scanner.accept('+-');
  const digits = scanner.accept('0') ? digitsAfterPrefix(scanner) : '0123456789_';
  scanner.acceptRun(digits);
  if (scanner.accept('.')) scanner.acceptRun(digits);
  const exponent = digits.length === 11 ? 'eE' : digits.length === 23 ? 'pP' : '';
  if (exponent !== '' && scanner.accept(exponent)) {
    scanner.accept('+-');
    scanner.acceptRun('0123456789_');
  }
  scanner.accept('i');
  if (!isAlphaNumeric(scanner.peek())) return true;
  scanner.next();
  return false;
}

function digitsAfterPrefix(scanner: Scanner): string {
  if (scanner.accept('xX')) return '0123456789abcdefABCDEF_';
  if (scanner.accept('oO')) return '01234567_';
  return scanner.accept('bB') ? '01_' : '0123456789_';
}
