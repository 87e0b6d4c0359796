/** Base64 and Base32 as Go's encoding/base64 and encoding/base32 read them. */
import { Buffer } from 'node:buffer';

/** What cannot be read; `message` is Go's. */
export class EncodingError extends Error {}

function isLineEnd(character: string | undefined): boolean {
  return character === '\n' || character === '\r';
}

const BASE_64 = /^[A-Za-z0-9+/]$/;

/** `base64.StdEncoding.DecodeString`. Throws an {@link EncodingError} with the offset in bytes. */
export function decodeBase64(text: string): Buffer {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) checkBase64(Buffer.from(text).toString('latin1'));
  return Buffer.from(text.replaceAll(/[\r\n]/g, ''), 'base64');
}

function checkBase64(bytes: string): void {
  let at = 0;
  const skipLineEnds = (): void => {
    while (isLineEnd(bytes[at])) at += 1;
  };
  const fail = (offset: number): never => {
    throw new EncodingError(`illegal base64 data at input byte ${offset}`);
  };
  for (let digits = 0; ; ) {
    skipLineEnds();
    const character = bytes[at];
    if (character === undefined) {
      if (digits > 0) fail(at - digits);
      return;
    }
    at += 1;
    if (BASE_64.test(character)) {
      digits = (digits + 1) % 4;
      continue;
    }
    if (character !== '=' || digits < 2) fail(at - 1);
    if (digits === 2) {
      skipLineEnds();
      if (at === bytes.length) fail(at);
      if (bytes[at] !== '=') fail(at - 1);
      at += 1;
    }
    skipLineEnds();
    if (at < bytes.length) fail(at);
    return;
  }
}

const BASE_32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function encodeBase32(bytes: Uint8Array): string {
  const output: string[] = [];
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) output.push(BASE_32.charAt((value >>> (bits - 5)) & 31));
    value &= (1 << bits) - 1;
  }
  if (bits > 0) output.push(BASE_32.charAt((value << (5 - bits)) & 31));
  const text = output.join('');
  return text.padEnd(Math.ceil(text.length / 8) * 8, '=');
}

/** `base32.StdEncoding.DecodeString`. Throws an {@link EncodingError}. */
export function decodeBase32(text: string): Buffer {
  const bytes = Buffer.from(text).toString('latin1').replaceAll(/[\r\n]/g, '');
  const decoded: number[] = [];
  for (let start = 0; start < bytes.length; start += 8) {
    const group = bytes.slice(start, start + 8);
    const digits = digitsOf(group, start, bytes.length);
    decoded.push(...bytesOf(digits));
    if (digits.length < 8) break;
  }
  return Buffer.from(decoded);
}

/** The digits of eight characters; padding may follow in the last group only. */
function digitsOf(group: string, start: number, length: number): number[] {
  const fail = (offset: number): never => {
    throw new EncodingError(`illegal base32 data at input byte ${offset}`);
  };
  const isLast = start + 8 >= length;
  const digits: number[] = [];
  for (let index = 0; index < 8; index += 1) {
    const character = group[index];
    if (character === undefined) return fail(length - digits.length);
    if (character === '=' && index >= 2 && isLast) {
      if (group.length < 8) fail(length);
      for (let padding = index + 1; padding < 8; padding += 1) if (group[padding] !== '=') fail(start + padding - 1);
      if (index === 3 || index === 6) fail(start + index);
      return digits;
    }
    const digit = BASE_32.indexOf(character);
    if (digit < 0) fail(start + index);
    digits.push(digit);
  }
  return digits;
}

function bytesOf(digits: readonly number[]): number[] {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const digit of digits) {
    value = ((value << 5) | digit) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >>> bits) & 0xff);
  }
  return bytes;
}
