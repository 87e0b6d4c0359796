/** TOML's four kinds of strings. Follow github.com/BurntSushi/toml v1.6 (lex.go, parse.go). */
import { goQuote } from '../go-template/quote.ts';
import { concat, TracedText } from '../traced-text.ts';
import type { TomlScanner } from './toml-scanner.ts';

const NAMED: ReadonlyMap<string, string> = new Map([['b', '\b'], ['t', '\t'], ['n', '\n'], ['f', '\f'], ['r', '\r'], ['e', '\u001b'], ['"', '"'], ['\\', '\\']]);
/** Hexadecimal digits behind the letter, and the word for their count. */
const NUMBERED: ReadonlyMap<string, readonly [number, string]> = new Map([['x', [2, 'two']], ['u', [4, 'four']], ['U', [8, 'eight']]]);

/** The string whose quote stands at the cursor. */
export function readTomlString(scanner: TomlScanner, { canSpanLines }: { canSpanLines: boolean }): TracedText {
  const quote = scanner.next();
  const isLong = canSpanLines && scanner.text.startsWith(quote + quote, scanner.at);
  if (isLong) scanner.at += 2;
  const end = isLong ? quote.repeat(3) : quote;
  if (isLong && !scanner.accept('\r\n')) scanner.accept('\n');
  const parts: TracedText[] = [];
  let start = scanner.at;
  const flush = (): void => void parts.push(scanner.source.slice(start, scanner.at));
  for (;;) {
    const character = scanner.peek();
    if (character === '') scanner.fail(`unexpected EOF; expected ${quote === '"' ? `'${end}'` : `"${end}"`}`);
    if (!isLong && (character === '\n' || character === '\r')) {
      scanner.at += 1;
      scanner.fail('strings cannot contain newlines', { linesBack: 1 });
    }
    if (character === '\\' && quote === '"') {
      flush();
      parts.push(readEscape(scanner, { isLong }));
      start = scanner.at;
    } else if (isLong ? isEndOfLong(scanner, quote) : character === quote) {
      flush();
      scanner.at += end.length;
      return concat(parts);
    } else scanner.at += character.length;
  }
}

/** Up to two more quotes before the closing three belong to the text. */
function isEndOfLong(scanner: TomlScanner, quote: string): boolean {
  if (!scanner.text.startsWith(quote.repeat(3), scanner.at)) return false;
  if (scanner.text.startsWith(quote.repeat(6), scanner.at)) {
    scanner.at += 5;
    scanner.fail(quote === '"' ? `unexpected '""""""'` : `unexpected "''''''"`);
  }
  return scanner.text[scanner.at + 3] !== quote;
}

function readEscape(scanner: TomlScanner, { isLong }: { isLong: boolean }): TracedText {
  const start = scanner.at;
  scanner.at += 1;
  if (isLong && skipLineEnd(scanner)) return TracedText.empty;
  const letter = scanner.next();
  const named = NAMED.get(letter);
  if (named !== undefined) return TracedText.derived(named, [scanner.source.slice(start, scanner.at)]);
  const numbered = NUMBERED.get(letter);
  if (numbered) return readCodePoint(scanner, start, numbered);
  if (letter === ' ' || letter === '\t') scanner.fail(`invalid escape: '\\${letter}'`);
  return scanner.fail(`invalid escape in string '\\${letter === '' ? '\0' : letter}'`, letter === '' || letter === '\n' ? { linesBack: letter === '' ? 1 : 0 } : {});
}

/** A backslash at the end of a line swallows all space up to the next text. */
function skipLineEnd(scanner: TomlScanner): boolean {
  const space = /^[ \t\r\n]*/.exec(scanner.text.slice(scanner.at, scanner.at + 10_000))?.[0] ?? '';
  if (!space.includes('\n')) return false;
  scanner.at += space.length;
  return true;
}

function readCodePoint(scanner: TomlScanner, start: number, [length, count]: readonly [number, string]): TracedText {
  const from = scanner.at;
  for (let index = 0; index < length; index += 1) {
    if (/^[0-9A-Fa-f]$/.test(scanner.next())) continue;
    const letter = scanner.text.charAt(from - 1);
    scanner.fail(`expected ${count} hexadecimal digits after '\\${letter}', but got ${goQuote(scanner.text.slice(from - 2, scanner.at))} instead`);
  }
  const digits = scanner.text.slice(from, scanner.at);
  const code = parseInt(digits, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) scanner.fail(`Escaped character '\\u${digits}' is not valid UTF-8.`);
  return TracedText.derived(String.fromCodePoint(code), [scanner.source.slice(start, scanner.at)]);
}
