/** `derivePassword` and `decryptAES`, which give the same each time. Follow crypto.go of Masterminds/sprig and the Master Password algorithm, version 3. */
import { Buffer } from 'node:buffer';
import { decryptAes256, hmacSha256, masterKey } from '../../../digest.ts';
import { FunctionError } from '../../go-template/functions.ts';
import { Num, type Call } from '../../go-template/value.ts';
import type { TracedText } from '../../traced-text.ts';
import { computedText, fixed, textAt, type Arguments, type FunctionTable } from './arguments.ts';
import { decodeBase64, EncodingError } from './base64.ts';

/** The algorithm's templates: each letter stands for a class of characters. */
const TEMPLATES: ReadonlyMap<string, readonly string[]> = new Map([
  ['maximum', ['anoxxxxxxxxxxxxxxxxx', 'axxxxxxxxxxxxxxxxxno']],
  ['long', longTemplates()],
  ['medium', ['CvcnoCvc', 'CvcCvcno']],
  ['short', ['Cvcn']],
  ['basic', ['aaanaaan', 'aannaaan', 'aaannaaa']],
  ['pin', ['nnnn']],
]);

/** Three syllables of four letters with a digit and a sign after one of them; which syllables end in two consonants goes by this order. */
function longTemplates(): string[] {
  const syllables = ['CvcvCvcvCvcv', 'CvccCvcvCvcv', 'CvcvCvccCvcv', 'CvcvCvcvCvcc', 'CvccCvccCvcv', 'CvcvCvccCvcc', 'CvccCvcvCvcc'];
  return syllables.flatMap((word) => [4, 8, 12].map((at) => `${word.slice(0, at)}no${word.slice(at)}`));
}

const VOWELS = 'AEIOU';
const CONSONANTS = 'BCDFGHJKLMNPQRSTVWXYZ';
const LETTERS = VOWELS + VOWELS.toLowerCase() + CONSONANTS + CONSONANTS.toLowerCase();
const DIGITS = '0123456789';
const CLASSES: ReadonlyMap<string, string> = new Map([
  ['V', VOWELS], ['C', CONSONANTS], ['v', VOWELS.toLowerCase()], ['c', CONSONANTS.toLowerCase()], ['A', VOWELS + CONSONANTS], ['a', LETTERS], ['n', DIGITS],
  ['o', "@&%?,=[]_:-+*$#!'^~;()/."], ['x', `${LETTERS}${DIGITS}!@#$%^&*()`],
]);

const SEED = 'com.lyndir.masterpassword';
/** The key costs a tenth of a second. */
const KEY_STEPS = 60_000;

function withLength(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([uint32(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function derivePassword(args: Arguments, call: Call): TracedText {
  const [counter] = args;
  const [kind = '', password = '', user = '', site = ''] = [1, 2, 3, 4].map((index) => textAt(args, index).text);
  const templates = TEMPLATES.get(kind);
  if (!templates) return computedText(`cannot find password template ${kind}`, ...args);
  call.spend(KEY_STEPS);
  const key = masterKey(Buffer.from(password), Buffer.concat([Buffer.from(SEED), withLength(user)]));
  const count = counter instanceof Num ? Number(counter.value) : 0;
  const seed = hmacSha256(key, Buffer.concat([Buffer.from(SEED), withLength(site), uint32(count)]));
  const template = templates[(seed[0] ?? 0) % templates.length] ?? '';
  const characters = [...template].map((letter, index) => {
    const choice = CLASSES.get(letter) ?? '';
    return choice.charAt((seed[index + 1] ?? 0) % choice.length);
  });
  return computedText(characters.join(''), ...args);
}

const BLOCK = 16;

function decryptAes(args: Arguments): TracedText {
  const encrypted = textAt(args, 1).text;
  if (encrypted === '') return computedText('', ...args);
  if (textAt(args, 1).segments.some(({ origin }) => origin.unknown !== undefined)) return computedText('unknown', ...args);
  const key = Buffer.alloc(2 * BLOCK);
  Buffer.from(textAt(args, 0).text).copy(key);
  const bytes = decodedBytes(encrypted);
  if (bytes.length < BLOCK) throw new FunctionError(`runtime error: slice bounds out of range [:${BLOCK}] with capacity ${capacityOf(encrypted)}`);
  const body = bytes.subarray(BLOCK);
  if (body.length % BLOCK !== 0) throw new FunctionError('crypto/cipher: input not full blocks');
  if (body.length === 0) throw new FunctionError('runtime error: index out of range [-1]');
  const plain = decryptAes256(key, bytes.subarray(0, BLOCK), body);
  const end = plain.length - (plain.at(-1) ?? 0);
  if (end < 0) throw new FunctionError(`runtime error: slice bounds out of range [:${end}]`);
  return computedText(Buffer.from(plain.subarray(0, end)).toString('utf8'), ...args);
}

/** Go decodes into room for the longest text. */
function capacityOf(text: string): number {
  return Math.floor(Buffer.byteLength(text) / 4) * 3;
}

function decodedBytes(text: string): Buffer {
  try {
    return decodeBase64(text);
  } catch (error) {
    if (error instanceof EncodingError) throw new FunctionError(error.message);
    throw error;
  }
}

export const passwordFunctions: FunctionTable = [
  ['derivePassword', fixed(['uint32', 'string', 'string', 'string', 'string'], derivePassword)],
  ['decryptAES', fixed(['string', 'string'], decryptAes)],
];
