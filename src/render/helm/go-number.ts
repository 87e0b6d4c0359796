/** How Go spells and reads numbers. Follows strconv (ftoa.go, atoi.go), encoding/json (encode.go) and github.com/spf13/cast (caste.go). */

interface Digits {
  readonly sign: string;
  readonly digits: string;
  readonly exponent: number;
}

/** The shortest decimal digits that read back as the number. */
function shortest(value: number): Digits {
  const [mantissa = '0', exponent = '0'] = Math.abs(value).toExponential().split('e');
  return { sign: value < 0 || Object.is(value, -0) ? '-' : '', digits: mantissa.replace('.', ''), exponent: Number(exponent) };
}

function scientific({ sign, digits, exponent }: Digits): string {
  const power = String(Math.abs(exponent)).padStart(2, '0');
  return `${sign}${digits[0] ?? '0'}${digits.length > 1 ? `.${digits.slice(1)}` : ''}e${exponent < 0 ? '-' : '+'}${power}`;
}

function positional({ sign, digits, exponent }: Digits): string {
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** `strconv.FormatFloat(value, 'g', -1, 64)`: 1000000 is `1e+06`. */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const parts = shortest(value);
  return value !== 0 && (parts.exponent < -4 || parts.exponent >= 6) ? scientific(parts) : positional(parts);
}

/** A float as encoding/json prints it; `undefined` where JSON has no spelling. */
export function formatJsonFloat(value: number): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  const size = Math.abs(value);
  const parts = shortest(value);
  if (size === 0 || (size >= 1e-6 && size < 1e21)) return positional(parts);
  return scientific(parts).replace(/e-0([0-9])$/, 'e-$1');
}

const MAX_INT64 = (1n << 63n) - 1n;
const MIN_INT64 = -(1n << 63n);

/** A float converted to `int64` on amd64: what does not fit becomes the smallest number. */
export function truncateFloat(value: number): bigint {
  if (!Number.isFinite(value)) return MIN_INT64;
  const whole = BigInt(Math.trunc(value));
  return whole > MAX_INT64 || whole < MIN_INT64 ? MIN_INT64 : whole;
}

const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F_]+)|0[bB]([01_]+)|0[oO]?([0-7_]+)|(0|[1-9][0-9_]*))$/;

/** `strconv.ParseInt(text, 0, 64)`; `undefined` where it fails. */
export function parseInteger(text: string): bigint | undefined {
  const match = INTEGER.exec(text);
  if (!match || text.length > 100 || /__|_$/.test(text)) return undefined;
  const [, sign, hex, binary, octal, decimal] = match;
  const digits = (hex ?? binary ?? octal ?? decimal ?? '').replaceAll('_', '');
  if (digits === '') return undefined;
  const prefix = hex !== undefined ? '0x' : binary !== undefined ? '0b' : octal !== undefined ? '0o' : '';
  const value = sign === '-' ? -BigInt(prefix + digits) : BigInt(prefix + digits);
  return value > MAX_INT64 || value < MIN_INT64 ? undefined : value;
}

/** `strconv.ParseInt(text, base, 64)` for bases up to ten; `undefined` where it fails. */
export function parseDigits(text: string, base: 8 | 10): bigint | undefined {
  const pattern = base === 8 ? /^[-+]?[0-7]{1,64}$/ : /^[-+]?[0-9]{1,64}$/;
  if (!pattern.test(text)) return undefined;
  const digits = text.replace(/^[-+]/, '');
  const size = BigInt(base === 8 ? `0o${digits}` : digits);
  const value = text.startsWith('-') ? -size : size;
  return value > MAX_INT64 || value < MIN_INT64 ? undefined : value;
}

/** `strconv.ParseFloat(text, 64)`; `undefined` where it fails. */
export function parseFloat64(text: string): number | undefined {
  if (/^[-+]?(?:inf|infinity)$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return NaN;
  if (!/^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** `trimZeroDecimal` of spf13/cast: `8.00` becomes `8`. */
export function trimZeroDecimal(text: string): string {
  let foundZero = false;
  for (let index = text.length; index > 0; index -= 1) {
    const unit = text[index - 1];
    if (unit === '0') foundZero = true;
    else if (unit === '.') {
      if (foundZero) return text.slice(0, index - 1);
    } else return text;
  }
  return text;
}
