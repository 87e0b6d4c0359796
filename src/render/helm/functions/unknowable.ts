/** Functions whose result only chance decides: a fixed text of the right form, marked as unknown. Follow strings.go and crypto.go of Masterminds/sprig. */
import { Buffer } from 'node:buffer';
import { FunctionError } from '../../go-template/functions.ts';
import { Num, type Call } from '../../go-template/value.ts';
import type { TracedText } from '../../traced-text.ts';
import { computedText, fixed, intAt, textAt, unknownText, type Arguments, type FunctionTable } from './arguments.ts';

/** Longer texts serve nobody and cost memory. */
const MAX_RANDOM_LENGTH = 1_000_000;

/** A text that must not be read, with the reason in the reader's words. */
export function unknown(text: string, call: Call): TracedText {
  return unknownText(text, `${call.name} gives another result each time`, call);
}

function randomText(length: number, characters: string, call: Call): TracedText {
  if (length > MAX_RANDOM_LENGTH) throw new FunctionError(`mllint: more than ${MAX_RANDOM_LENGTH} random characters`);
  call.spend(Math.ceil(Math.max(0, length) / 64));
  return unknown(characters.repeat(Math.ceil(Math.max(0, length) / characters.length)).slice(0, Math.max(0, length)), call);
}

function random(name: string, characters: string): FunctionTable[number] {
  return [name, fixed(['int'], (args, call) => randomText(intAt(args, 0), characters, call))];
}

function randomBytes(args: Arguments, call: Call): TracedText {
  const count = intAt(args, 0);
  if (count < 0) throw new FunctionError('runtime error: makeslice: len out of range');
  return randomText(Math.ceil(count / 3) * 4, 'A', call);
}

function randomNumber(args: Arguments, call: Call): Num {
  const [least, most] = [intAt(args, 0), intAt(args, 1)];
  if (most <= least) throw new FunctionError('invalid argument to Intn');
  return new Num('int', least, unknown(String(least), call));
}

/** Every letter is there, in an order nobody knows. */
function shuffled(text: TracedText, call: Call): TracedText {
  const marked = text.tainted(`${call.name} gives another result each time`);
  return marked.segments.length > 0 ? marked : unknown(text.text, call);
}

const LONGEST_PASSWORD = 72;

/** A salted digest, or the message that the password is too long. */
function bcrypt(password: TracedText, call: Call): TracedText {
  if (Buffer.byteLength(password.text) > LONGEST_PASSWORD) {
    return computedText('failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes', password);
  }
  return unknown(`$2a$10$${'a'.repeat(53)}`, call);
}

function htpasswd(args: Arguments, call: Call): TracedText {
  const user = textAt(args, 0);
  if (user.text.includes(':')) return computedText(`invalid username: ${user.text}`, user);
  const digest = bcrypt(textAt(args, 1), call).text;
  return unknown(`${user.text}:${digest}`, call);
}

const BLOCK = 16;

function encryptAes(args: Arguments, call: Call): TracedText {
  const length = Buffer.byteLength(textAt(args, 1).text);
  if (length === 0) return computedText('', ...args);
  return randomText(Math.ceil((BLOCK + (Math.floor(length / BLOCK) + 1) * BLOCK) / 3) * 4, 'A', call);
}

export const unknowableFunctions: FunctionTable = [
  random('randAlphaNum', 'a1'),
  random('randAlpha', 'a'),
  random('randAscii', 'a'),
  random('randNumeric', '1'),
  ['randBytes', fixed(['int'], randomBytes)],
  ['randInt', fixed(['int', 'int'], randomNumber)],
  ['uuidv4', fixed([], (_args, call) => unknown('00000000-0000-4000-8000-000000000000', call))],
  ['shuffle', fixed(['string'], (args, call) => shuffled(textAt(args, 0), call))],
  ['bcrypt', fixed(['string'], (args, call) => bcrypt(textAt(args, 0), call))],
  ['htpasswd', fixed(['string', 'string'], htpasswd)],
  ['encryptAES', fixed(['string', 'string'], encryptAes)],
];
