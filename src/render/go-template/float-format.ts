/** `strconv.FormatFloat`. */
import { binary, exactDecimal, rounded, shortestDecimal, type Decimal } from './decimal.ts';

export type FloatVerb = 'e' | 'E' | 'f' | 'g' | 'G' | 'b' | 'x' | 'X';

/** A double with its sign; without a precision, the shortest text that reads back as the same double. */
export function formatFloat(value: number, verb: FloatVerb, precision?: number): string {
  if (Number.isNaN(value)) return 'NaN';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const magnitude = Math.abs(value);
  if (magnitude === Infinity) return sign === '-' ? '-Inf' : '+Inf';
  switch (verb) {
    case 'b':
      return sign + formatBinary(magnitude);
    case 'x':
    case 'X':
      return sign + formatHex(magnitude, verb, precision);
    default:
      return sign + formatDecimal(magnitude, verb, precision);
  }
}

/** What Go's `%v` prints. */
export function floatText(value: number): string {
  return formatFloat(value, 'g');
}

function formatDecimal(value: number, verb: 'e' | 'E' | 'f' | 'g' | 'G', precision: number | undefined): string {
  if (precision === undefined) return layOut(shortestDecimal(value), verb, undefined);
  const exact = exactDecimal(value);
  switch (verb) {
    case 'f':
      return fixed(rounded(exact, exact.point + precision), precision);
    case 'e':
    case 'E':
      return exponential(rounded(exact, precision + 1), precision, verb);
    default:
      return layOut(rounded(exact, precision || 1), verb, precision || 1);
  }
}

/** Chooses between `%e` and `%f` for `%g`; `%e` and `%f` keep all digits. */
function layOut(decimal: Decimal, verb: 'e' | 'E' | 'f' | 'g' | 'G', precision: number | undefined): string {
  const { digits, point } = decimal;
  if (verb === 'f') return fixed(decimal, Math.max(digits.length - point, 0));
  if (verb === 'e' || verb === 'E') return exponential(decimal, Math.max(digits.length - 1, 0), verb);
  const isWhole = digits.length >= point;
  const threshold = precision === undefined ? 6 : precision > digits.length && isWhole ? digits.length : precision;
  const exponent = point - 1;
  if (exponent < -4 || exponent >= threshold) return exponential(decimal, digits.length - 1, verb === 'G' ? 'E' : 'e');
  return fixed(decimal, Math.max(digits.length - point, 0));
}

function fixed({ digits, point }: Decimal, precision: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  if (precision <= 0) return whole;
  const fraction = '0'.repeat(Math.min(Math.max(-point, 0), precision)) + digits.slice(Math.max(point, 0));
  return `${whole}.${fraction.slice(0, precision).padEnd(precision, '0')}`;
}

function exponential({ digits, point }: Decimal, precision: number, letter: 'e' | 'E'): string {
  const fraction = precision > 0 ? `.${digits.slice(1).padEnd(precision, '0')}` : '';
  return `${digits.charAt(0) || '0'}${fraction}${letter}${exponentText(digits === '' ? 0 : point - 1)}`;
}

function exponentText(exponent: number): string {
  return (exponent < 0 ? '-' : '+') + String(Math.abs(exponent)).padStart(2, '0');
}

function formatBinary(value: number): string {
  const { mantissa, exponent } = binary(value);
  return `${mantissa}p${exponent < 0 ? '' : '+'}${exponent}`;
}

/** `0x1.8p+01`: the mantissa is shifted so that one hexadecimal digit, 1, stands before the point. */
function formatHex(value: number, verb: 'x' | 'X', precision: number | undefined): string {
  let { mantissa, exponent } = binary(value);
  exponent = mantissa === 0n ? 0 : exponent + 52;
  while (mantissa !== 0n && mantissa < 1n << 52n) {
    mantissa <<= 1n;
    exponent -= 1;
  }
  if (precision !== undefined && precision < 13) {
    const shift = BigInt(52 - precision * 4);
    mantissa = roundHalfEven(mantissa, shift);
    if (mantissa >= 1n << 53n) {
      mantissa >>= 1n;
      exponent += 1;
    }
  }
  const fraction = (mantissa & ((1n << 52n) - 1n)).toString(16).padStart(13, '0');
  const shown = precision === undefined ? fraction.replace(/0+$/, '') : fraction.slice(0, precision).padEnd(precision, '0');
  const text = `0x${mantissa === 0n ? 0 : 1}${shown === '' ? '' : `.${shown}`}p${exponentText(exponent)}`;
  return verb === 'X' ? text.toUpperCase() : text;
}

function roundHalfEven(value: bigint, shift: bigint): bigint {
  const kept = value >> shift;
  const rest = value - (kept << shift);
  const half = 1n << (shift - 1n);
  const up = rest > half || (rest === half && (kept & 1n) === 1n);
  return (up ? kept + 1n : kept) << shift;
}
