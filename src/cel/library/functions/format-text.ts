/** `"%s of %d".format([name, count])`, as cel-go writes values (0.26, ext/formatting_v2.go). */
import { Duration, UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import { spend } from '../cost.ts';
import { CelFailure } from '../failure.ts';
import { durationText, timestampText } from './time.ts';

const CLAUSE = /%(?:\.([0-9]{1,3}))?(.)?/gs;
const MAX_PRECISION = 100;

export function formatted(format: string, values: readonly unknown[]): string {
  let next = 0;
  return format.replace(CLAUSE, (_clause: string, precision: string | undefined, verb: string | undefined) => {
    if (verb === '%') return '%';
    if (verb === undefined) throw new CelFailure('format: the text ends within a clause');
    if (next >= values.length) throw new CelFailure(`format: there is no value for clause ${next + 1}`);
    const text = clauseText(verb, values[next++], precision === undefined ? 6 : Math.min(Number(precision), MAX_PRECISION));
    spend(1 + text.length / 10);
    return text;
  });
}

function clauseText(verb: string, value: unknown, precision: number): string {
  switch (verb) {
    case 's': return valueText(value);
    case 'd': return decimal(value);
    case 'f': return real(value, (amount) => amount.toFixed(precision));
    case 'e': return real(value, (amount) => amount.toExponential(precision).replace(/e([+-])([0-9])$/, 'e$10$2'));
    case 'b': return typeof value === 'boolean' ? (value ? '1' : '0') : integer(value, verb).toString(2);
    case 'o': return integer(value, verb).toString(8);
    case 'x': return hexadecimal(value);
    case 'X': return hexadecimal(value).toUpperCase();
    default: throw new CelFailure(`format: %${verb} is not a clause`);
  }
}

function integer(value: unknown, verb: string): bigint {
  if (typeof value === 'bigint') return value;
  if (value instanceof UnsignedInt) return value.valueOf();
  throw new CelFailure(`format: %${verb} takes an integer`);
}

function decimal(value: unknown): string {
  return typeof value === 'number' ? doubleText(value) : integer(value, 'd').toString();
}

function real(value: unknown, write: (amount: number) => string): string {
  const amount = typeof value === 'number' ? value : Number(integer(value, 'f'));
  return Number.isFinite(amount) ? write(amount) : doubleText(amount);
}

function hexadecimal(value: unknown): string {
  if (typeof value === 'string') return Buffer.from(value, 'utf8').toString('hex');
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return integer(value, 'x').toString(16);
}

function doubleText(amount: number): string {
  return Number.isNaN(amount) ? 'NaN' : amount === Infinity ? 'Infinity' : amount === -Infinity ? '-Infinity' : String(amount);
}

function valueText(value: unknown): string {
  spend(1);
  switch (typeof value) {
    case 'string': return value;
    case 'boolean': case 'bigint': return String(value);
    case 'number': return doubleText(value);
    default:
  }
  if (value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  if (value instanceof Map) return mapText([...value]);
  if (value instanceof Date) return timestampText(value);
  if (value instanceof Duration) return durationText(value);
  if (value instanceof UnsignedInt) return value.toString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) return mapText(Object.entries(value));
  if (typeof value === 'object' && 'name' in value && typeof value.name === 'string') return value.name;
  throw new CelFailure('format: %s takes no value of this kind');
}

function mapText(entries: readonly (readonly [unknown, unknown])[]): string {
  return `{${entries.map(([key, value]) => `${valueText(key)}: ${valueText(value)}`).sort().join(', ')}}`;
}
