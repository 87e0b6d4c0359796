/** Scalars of one line: where they end and what they say. */
import { BACKSLASH, CARRIAGE_RETURN, CLOSING_BRACE, CLOSING_BRACKET, COLON, COMMA, DOUBLE_QUOTE, HASH, isBlankAt, leave, LINE_FEED, OPENING_BRACE, OPENING_BRACKET, SINGLE_QUOTE, SPACE, TAB } from './characters.ts';

/** The end of a plain scalar in block context: before `: `, ` #` and the blanks that end the line. */
export function endOfPlain(text: string, from: number): number {
  let end = from;
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === SPACE) continue;
    if (code === LINE_FEED) break;
    if (code === COLON && isBlankAt(text, at + 1)) break;
    if (code === HASH && text.charCodeAt(at - 1) === SPACE) break;
    if (code === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED) break;
    if (code === TAB || code === CARRIAGE_RETURN) leave();
    end = at + 1;
  }
  return end;
}

/** The same between brackets; what only there has a meaning of its own ends it, too. */
export function endOfFlowPlain(text: string, from: number): number {
  let end = from;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === SPACE) continue;
    if (code === COMMA || isBracket(code)) break;
    if (code === COLON) {
      if (isBlankAt(text, at + 1)) break;
      const next = text.charCodeAt(at + 1);
      if (next === COMMA || isBracket(next)) leave();
    }
    if (code === LINE_FEED || code === CARRIAGE_RETURN || code === TAB) leave();
    if (code === HASH && text.charCodeAt(at - 1) === SPACE) leave();
    end = at + 1;
  }
  return end;
}

function isBracket(code: number): boolean {
  return code === OPENING_BRACKET || code === CLOSING_BRACKET || code === OPENING_BRACE || code === CLOSING_BRACE;
}

/** Behind the closing quote of a scalar that starts with one; it must end in its line. */
export function endOfQuoted(text: string, from: number): number {
  const quote = text.charCodeAt(from);
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LINE_FEED || code === CARRIAGE_RETURN) leave();
    if (code === BACKSLASH && quote === DOUBLE_QUOTE) at += 1;
    else if (code === quote) {
      if (quote !== SINGLE_QUOTE || text.charCodeAt(at + 1) !== SINGLE_QUOTE) return at + 1;
      at += 1;
    }
  }
  return leave();
}

/** What stands between quotes, decoded. */
export function unquoted(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1);
  if (text.charCodeAt(start) === SINGLE_QUOTE) return raw.includes("'") ? raw.replaceAll("''", "'") : raw;
  return raw.includes('\\') ? raw.replace(ESCAPE, unescaped) : raw;
}

const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|([^]?))/g;
const ESCAPES: ReadonlyMap<string, string> = new Map([['n', '\n'], ['t', '\t'], ['r', '\r'], ['"', '"'], ['\\', '\\'], ['/', '/'], [' ', ' '], ['0', '\0'], ['e', '\u001B'], ['b', '\b'], ['f', '\f']]);

function unescaped(_escape: string, hex: string | undefined, letter: string | undefined): string {
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
  return ESCAPES.get(letter ?? '') ?? leave();
}
