/** Encodings and digests. Follow strings.go and crypto.go of Masterminds/sprig. What comes out is derived from what went in. */
import { Buffer } from 'node:buffer';
import { hexDigest } from '../../../digest.ts';
import { decodeBase32, decodeBase64, EncodingError, encodeBase32 } from './base64.ts';
import { computedText, fixed, textAt, type FunctionTable } from './arguments.ts';

/** A function from text to text whose result is derived from its argument. */
function convert(name: string, run: (text: string) => string): FunctionTable[number] {
  return [name, fixed(['string'], (args) => computedText(run(textAt(args, 0).text), ...args))];
}

/** What cannot be decoded becomes the message. */
function decoding(decode: (text: string) => Buffer): (text: string) => string {
  return (text) => {
    try {
      return decode(text).toString('utf8');
    } catch (error) {
      if (error instanceof EncodingError) return error.message;
      throw error;
    }
  };
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
  convert('b64dec', decoding(decodeBase64)),
  convert('b32enc', (text) => encodeBase32(Buffer.from(text))),
  convert('b32dec', decoding(decodeBase32)),
  convert('sha1sum', (text) => hexDigest('sha1', text)),
  convert('sha256sum', (text) => hexDigest('sha256', text)),
  convert('sha512sum', (text) => hexDigest('sha512', text)),
  convert('adler32sum', adler32),
];
