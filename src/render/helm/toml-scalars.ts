/** TOML's numbers, truth values and dates. Follow github.com/BurntSushi/toml v1.6 (lex.go, parse.go). */
import { goQuote, goQuoteRune } from '../go-template/quote.ts';
import { Bool, Num, type Value } from '../go-template/value.ts';
import type { TracedText } from '../traced-text.ts';
import { timeObject } from './functions/time-object.ts';
import { parseTime, TimeError } from './functions/time-parse.ts';
import { fixedZone, type Zone } from './functions/time-zones.ts';
import type { TomlScanner } from './toml-scanner.ts';

/** What a value may start with, as long as it could be one. */
const NUMBER_OR_DATE = /^(?:0x[0-9A-Fa-f_]*|0o[0-7_]*|0b[01_]*|[0-9]+(?:[-:][-0-9:Tt .Zz+]*|[0-9_]*(?:[.eE][-0-9_.+eE]*)?))/;
const SIGNED = /^[-+](?:inf|nan|[0-9][0-9_]*(?:[.eE][-0-9_.+eE]*)?)/;

/** The number, truth value or date at the cursor. */
export function readTomlScalar(scanner: TomlScanner): Value {
  const rest = scanner.text.slice(scanner.at, scanner.at + 1000);
  const start = scanner.peek();
  if (/^[0-9]/.test(start)) return readNumberOrDate(scanner, rest);
  if (start === '-' || start === '+') return readSigned(scanner, rest);
  const word = /^(?:inf|nan)/.exec(rest)?.[0];
  if (word !== undefined) return floatOf(scanner, word, take(scanner, word));
  if (/^\p{L}/u.test(start)) return readWord(scanner, rest);
  if (start === '') scanner.fail('unexpected EOF; expected value');
  if (start === '.') {
    scanner.at += 1;
    scanner.fail("floats must start with a digit, not '.'");
  }
  return scanner.failOn((found) => `expected value but found ${found} instead`);
}

function take(scanner: TomlScanner, text: string): TracedText {
  const start = scanner.at;
  scanner.at += text.length;
  return scanner.source.slice(start, scanner.at);
}

function readWord(scanner: TomlScanner, rest: string): Value {
  const word = /^\p{L}+/u.exec(rest)?.[0] ?? '';
  const text = take(scanner, word);
  if (word === 'true' || word === 'false') return new Bool(word === 'true', text);
  return scanner.fail(`expected value but found ${goQuote(word)} instead`);
}

function readSigned(scanner: TomlScanner, rest: string): Value {
  const written = SIGNED.exec(rest)?.[0];
  const based = /^[-+]0[box]/.exec(rest)?.[0];
  if (based !== undefined) {
    scanner.at += 2;
    scanner.fail(`cannot use sign with non-decimal numbers: '${based}'`);
  }
  if (written !== undefined) return numberOf(scanner, written, take(scanner, written));
  scanner.at += 1;
  const word = /^(?:in?|na?)/.exec(rest.slice(1))?.[0];
  if (word !== undefined) {
    scanner.at += word.length;
    scanner.fail(`invalid float: '${rest.slice(0, word.length + 1)}'`);
  }
  const found = scanner.next();
  return scanner.fail(found === '.' ? "floats must start with a digit, not '.'" : `expected a digit but got ${goQuoteRune(found.codePointAt(0) ?? 0)}`);
}

function readNumberOrDate(scanner: TomlScanner, rest: string): Value {
  const written = NUMBER_OR_DATE.exec(rest)?.[0] ?? '';
  const bases = new Map([['0b', 'a binary'], ['0o', 'an octal'], ['0x', 'a hexadecimal']]);
  const base = bases.get(written.slice(0, 2));
  if (base !== undefined && (written.length === 2 || written[2] === '_')) {
    scanner.at += 2;
    scanner.fail(`not ${base} number: '${written.slice(0, 2)}${scanner.peek() || '\0'}'`);
  }
  if (/^[0-9]+[-:]/.test(written)) {
    const text = take(scanner, written);
    return dateOf(scanner, text.slice(0, written.trimEnd().length));
  }
  return numberOf(scanner, written, take(scanner, written));
}

function numberOf(scanner: TomlScanner, written: string, text: TracedText): Value {
  if (/^[-+]?(?:inf|nan)$/.test(written) || (/[.eE]/.test(written) && !/^0x/.test(written))) return floatOf(scanner, written, text);
  if (!underscoresFit(written)) scanner.fail(`Invalid integer ${goQuote(written)}: underscores must be surrounded by digits`);
  if (hasLeadingZero(written)) scanner.fail(`Invalid integer ${goQuote(written)}: cannot have leading zeroes`);
  const size = BigInt(written.replaceAll('_', '').replace(/^[-+]/, ''));
  const value = written.startsWith('-') ? -size : size;
  if (BigInt.asIntN(64, value) !== value) scanner.fail(`${written} is out of range for int64`);
  return new Num('int64', value, text);
}

function underscoresFit(written: string): boolean {
  return !/^_|[^0-9A-Fa-f]_|__|_$|[^0-9A-Fa-f]$/.test(written);
}

function hasLeadingZero(written: string): boolean {
  return /^0[^box]/.test(written) || /^[-+]0./.test(written);
}

function floatOf(scanner: TomlScanner, written: string, text: TracedText): Value {
  const special = /^([-+]?)(inf|nan)$/.exec(written);
  if (special) return new Num('float64', special[2] === 'nan' ? NaN : special[1] === '-' ? -Infinity : Infinity, text);
  const parts = written.split(/[.eE]+/).filter((part) => part !== '');
  if (!parts.every(underscoresFit)) scanner.fail(`Invalid float ${goQuote(written)}: underscores must be surrounded by digits`);
  if (hasLeadingZero(parts[0] ?? '')) scanner.fail(`Invalid float ${goQuote(written)}: cannot have leading zeroes`);
  if (/\.(?![0-9])/.test(written)) scanner.fail(`Invalid float ${goQuote(written)}: '.' must be followed by one or more digits`);
  const clean = written.replaceAll('_', '');
  if (!/^[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$/.test(clean)) scanner.fail(`Invalid float value: ${goQuote(written)}`);
  const value = Number(clean);
  if (!Number.isFinite(value)) scanner.fail(`${written} is out of range for float64`);
  return new Num('float64', value, text);
}

interface DateForm {
  readonly layout: string;
  /** What Go calls the zone of dates without one. */
  readonly zone: Zone | undefined;
}

const FORMS: readonly DateForm[] = [
  { layout: '2006-01-02T15:04:05.999999999Z07:00', zone: undefined },
  { layout: '2006-01-02T15:04:05.999999999', zone: fixedZone('datetime-local', 0) },
  { layout: '2006-01-02', zone: fixedZone('date-local', 0) },
  { layout: '15:04:05.999999999', zone: fixedZone('time-local', 0) },
  { layout: '2006-01-02T15:04Z07:00', zone: undefined },
  { layout: '2006-01-02T15:04', zone: fixedZone('datetime-local', 0) },
  { layout: '15:04', zone: fixedZone('time-local', 0) },
];

function dateOf(scanner: TomlScanner, text: TracedText): Value {
  const written = text.text.replaceAll('z', 'Z').replaceAll(/[t ]/g, 'T');
  for (const { layout, zone } of FORMS) {
    try {
      const instant = parseTime(layout, written);
      if (!separatorsMatch(written, layout)) break;
      return timeObject({ instant: zone ? { ...instant, zone } : instant, sources: [text] });
    } catch (error) {
      if (!(error instanceof TimeError)) throw error;
    }
  }
  return scanner.fail(`invalid datetime: ${goQuote(written)}`);
}

/** Go would take `7:05`; TOML does not. */
function separatorsMatch(written: string, layout: string): boolean {
  const body = layout.split(/[.Z]/, 1)[0] ?? '';
  return [...body].every((character, index) => /[0-9]/.test(character) || written[index] === character);
}
