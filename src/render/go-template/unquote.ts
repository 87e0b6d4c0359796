/** Decodes Go's string and character constants, remembering where each character stood. */

export interface Unquoted {
  readonly text: string;
  /** Offset in the token of each offset into `text` (length + 1 entries); undefined when nothing was escaped. */
  readonly offsets: readonly number[] | undefined;
}

interface Decoded {
  readonly code: number;
  readonly next: number;
}

const simpleEscapes: ReadonlyMap<string, number> = new Map([
  ['a', 0x07],
  ['b', 0x08],
  ['f', 0x0c],
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
  ['v', 0x0b],
  ['\\', 0x5c],
]);
const hexEscapes: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

/** `strconv.Unquote` of a whole token; undefined where Go says `invalid syntax`. */
export function unquote(token: string): Unquoted | undefined {
  const inner = token.slice(1, -1);
  if (token.startsWith('`')) return inner.includes('\r') ? withoutReturns(inner) : { text: inner, offsets: undefined };
  if (!inner.includes('\\')) return inner.includes('\n') ? undefined : { text: inner, offsets: undefined };
  return decode(token);
}

/** `strconv.UnquoteChar` of a character constant's inside; the rest must be the closing quote. */
export function unquoteCharacter(token: string): { code: number } | 'invalid syntax' | 'malformed' {
  const decoded = decodeAt(token, 1, "'");
  if (!decoded) return 'invalid syntax';
  return token.slice(decoded.next) === "'" ? { code: decoded.code } : 'malformed';
}

function withoutReturns(inner: string): Unquoted {
  const offsets: number[] = [];
  let text = '';
  for (let index = 0; index < inner.length; index += 1) {
    const character = inner.charAt(index);
    if (character === '\r') continue;
    offsets.push(index + 1);
    text += character;
  }
  offsets.push(inner.length + 1);
  return { text, offsets };
}

function decode(token: string): Unquoted | undefined {
  const offsets: number[] = [];
  const end = token.length - 1;
  let text = '';
  let at = 1;
  let bytes: number[] = [];
  while (at < end) {
    const decoded = decodeAt(token, at, '"');
    if (!decoded || token.charAt(at) === '\n') return undefined;
    const isByte = decoded.code >= 0x80 && /^\\[x0-7]/.test(token.slice(at, at + 2));
    const character = isByte ? byteCharacter(bytes, decoded.code) : String.fromCodePoint(decoded.code);
    if (!isByte) bytes = [];
    for (let unit = 0; unit < character.length; unit += 1) offsets.push(at);
    text += character;
    at = decoded.next;
  }
  if (at !== end) return undefined;
  offsets.push(end);
  return { text, offsets };
}

/** Bytes written one by one (`\xc3\xa9`) make a character when the last has come; what never does is U+FFFD, as Go prints it. */
function byteCharacter(bytes: number[], byte: number): string {
  bytes.push(byte);
  const lead = bytes[0] ?? 0;
  const needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1;
  if (needed === 1) {
    bytes.length = 0;
    return '\ufffd';
  }
  if (bytes.length < needed) return '';
  const text = new TextDecoder().decode(Uint8Array.from(bytes));
  bytes.length = 0;
  return text;
}

function decodeAt(text: string, at: number, quote: string): Decoded | undefined {
  const code = text.codePointAt(at);
  if (code === undefined || text.charAt(at) === quote) return undefined;
  if (code !== 0x5c) return { code, next: at + (code > 0xffff ? 2 : 1) };
  const escape = text.charAt(at + 1);
  const simple = simpleEscapes.get(escape);
  if (simple !== undefined) return { code: simple, next: at + 2 };
  if (escape !== '' && escape === quote) return { code: quote.charCodeAt(0), next: at + 2 };
  const digits = hexEscapes.get(escape);
  if (digits !== undefined) return numeric(text, at + 2, { digits, radix: 16, maximum: digits === 2 ? 0xff : 0x10ffff });
  return /[0-7]/.test(escape) ? numeric(text, at + 1, { digits: 3, radix: 8, maximum: 0xff }) : undefined;
}

function numeric(text: string, at: number, form: { digits: number; radix: 8 | 16; maximum: number }): Decoded | undefined {
  const written = text.slice(at, at + form.digits);
  if (written.length < form.digits || !(form.radix === 16 ? /^[0-9a-fA-F]+$/ : /^[0-7]+$/).test(written)) return undefined;
  const code = Number.parseInt(written, form.radix);
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return code > form.maximum || isSurrogate ? undefined : { code, next: at + form.digits };
}
