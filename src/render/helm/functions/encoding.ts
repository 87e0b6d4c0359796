/** Encodings and digests. Follow strings.go and crypto.go of Masterminds/sprig. What comes out is derived from what went in. */
import { Buffer } from 'node:buffer';
import { hexDigest } from '../../../digest.ts';
import { computedText, fixed, textAt, type FunctionTable } from './arguments.ts';

const BASE_32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A function from text to text whose result is derived from its argument. */
function convert(name: string, run: (text: string) => string): FunctionTable[number] {
  return [name, fixed(['string'], (args) => computedText(run(textAt(args, 0).text), ...args))];
}

function decodeBase64(text: string): string {
  const clean = text.replaceAll(/[\r\n]/g, '');
  const bad = firstBadBase64(clean);
  return bad === undefined ? Buffer.from(clean, 'base64').toString('utf8') : `illegal base64 data at input byte ${bad}`;
}

/** Where Go's decoder stops; offsets are right for text without line ends. */
function firstBadBase64(text: string): number | undefined {
  const body = /^[A-Za-z0-9+/]*/.exec(text)?.[0].length ?? 0;
  const padding = text.slice(body);
  const expected = (4 - (body % 4)) % 4;
  if (padding === '=='.slice(0, expected) && expected < 3) return undefined;
  if (padding === '') return body - (body % 4) + (expected === 3 ? 0 : 0);
  if (!padding.startsWith('=') || expected === 0 || expected === 3) return body;
  return padding.length < expected || padding[1] !== '=' ? Math.min(text.length, body + 1) : body + expected;
}

function encodeBase32(text: string): string {
  let output = '';
  let bits = 0;
  let value = 0;
  for (const byte of Buffer.from(text)) {
    value = (value << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) output += BASE_32.charAt((value >>> (bits - 5)) & 31);
    value &= (1 << bits) - 1;
  }
  if (bits > 0) output += BASE_32.charAt((value << (5 - bits)) & 31);
  return output.padEnd(Math.ceil(output.length / 8) * 8, '=');
}

function decodeBase32(text: string): string {
  const body = text.replaceAll(/[\r\n]/g, '').replace(/=+$/, '');
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const [index, character] of [...body].entries()) {
    const digit = BASE_32.indexOf(character);
    if (digit < 0) return `illegal base32 data at input byte ${index}`;
    value = ((value << 5) | digit) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >>> bits) & 0xff);
  }
  return Buffer.from(bytes).toString('utf8');
}

function adler32(text: string): string {
  let low = 1;
  let high = 0;
  for (const byte of Buffer.from(text)) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  return String(high * 65_536 + low);
}

export const encodingFunctions: FunctionTable = [
  convert('b64enc', (text) => Buffer.from(text).toString('base64')),
  convert('b64dec', decodeBase64),
  convert('b32enc', encodeBase32),
  convert('b32dec', decodeBase32),
  convert('sha1sum', (text) => hexDigest('sha1', text)),
  convert('sha256sum', (text) => hexDigest('sha256', text)),
  convert('sha512sum', (text) => hexDigest('sha512', text)),
  convert('adler32sum', adler32),
];
