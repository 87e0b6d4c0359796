/** Functions whose result only chance, a clock or a secret decides: a fixed text of the right form, marked as unknown. */
import { FunctionError } from '../../go-template/functions.ts';
import { GoObject, Num, type Call, type Value } from '../../go-template/value.ts';
import type { TracedText } from '../../traced-text.ts';
import { fixed, intAt, textAt, unknownText, variadic, type FunctionTable } from './arguments.ts';

/** Longer texts serve nobody and cost memory. */
const MAX_RANDOM_LENGTH = 1_000_000;

/** A text that must not be read, with the reason in the reader's words. */
export function unknown(text: string, call: Call): TracedText {
  return unknownText(text, `${call.name} gives another result each time`, call);
}

function randomText(length: number, digit: string, call: Call): TracedText {
  if (length > MAX_RANDOM_LENGTH) throw new FunctionError(`mllint: more than ${MAX_RANDOM_LENGTH} random characters`);
  call.spend(Math.ceil(Math.max(0, length) / 64));
  return unknown(digit.repeat(Math.max(0, length)), call);
}

function random(name: string, digit: string): FunctionTable[number] {
  return [name, fixed(['int'], (args, call) => randomText(intAt(args, 0), digit, call))];
}

function certificate(call: Call): Value {
  return new GoObject('sprig.certificate', { fields: [['Cert', unknown('-----BEGIN CERTIFICATE-----\n', call)], ['Key', unknown('-----BEGIN RSA PRIVATE KEY-----\n', call)]] });
}

function randInt(call: Call): Num {
  return new Num('int', 0, unknown('0', call));
}

/** Every letter is there, in an order nobody knows. */
function shuffled(text: TracedText, call: Call): TracedText {
  const marked = text.tainted(`${call.name} gives another result each time`);
  return marked.segments.length > 0 ? marked : unknown(text.text, call);
}

export const unknowableFunctions: FunctionTable = [
  random('randAlphaNum', 'a'),
  random('randAlpha', 'a'),
  random('randAscii', 'a'),
  random('randNumeric', '1'),
  ['randBytes', fixed(['int'], (args, call) => randomText(Math.ceil(intAt(args, 0) / 3) * 4, 'A', call))],
  ['randInt', fixed(['int', 'int'], (_args, call) => randInt(call))],
  ['uuidv4', fixed([], (_args, call) => unknown('00000000-0000-4000-8000-000000000000', call))],
  ['shuffle', fixed(['string'], (args, call) => shuffled(textAt(args, 0), call))],
  ['bcrypt', fixed(['string'], (_args, call) => unknown('$2a$10$unknown', call))],
  ['htpasswd', variadic(['string', 'string'], 'any', (args, call) => unknown(`${textAt(args, 0).text}:$2a$10$unknown`, call))],
  ['genPrivateKey', fixed(['string'], (_args, call) => unknown('-----BEGIN PRIVATE KEY-----\n', call))],
  ['derivePassword', variadic([], 'any', (_args, call) => unknown('unknown', call))],
  ['encryptAES', fixed(['string', 'string'], (_args, call) => unknown('dW5rbm93bg==', call))],
  ['decryptAES', fixed(['string', 'string'], (_args, call) => unknown('unknown', call))],
  ...['buildCustomCert', 'genCA', 'genCAWithKey', 'genSelfSignedCert', 'genSelfSignedCertWithKey', 'genSignedCert', 'genSignedCertWithKey'].map(
    (name) => [name, variadic([], 'any', (_args, call) => certificate(call))] as const,
  ),
];
