/** Exact decimal arithmetic on floats. Follows github.com/shopspring/decimal v1.4, which sprig's `addf` and its kin call. */
import { FunctionError } from '../../go-template/functions.ts';

interface Decimal {
  readonly digits: bigint;
  /** Digits after the point. */
  readonly scale: number;
}

/** `DivisionPrecision`. */
const DIVISION_SCALE = 16;

function decimalOf(value: number): Decimal {
  if (!Number.isFinite(value)) throw new FunctionError(`Cannot create a Decimal from ${Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'}`);
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

function numberOf({ digits, scale }: Decimal): number {
  return Number(`${digits}e-${scale}`);
}

function aligned(a: number, b: number): { left: bigint; right: bigint; scale: number } {
  const [first, second] = [decimalOf(a), decimalOf(b)];
  const scale = Math.max(first.scale, second.scale);
  const raise = (decimal: Decimal): bigint => decimal.digits * 10n ** BigInt(scale - decimal.scale);
  return { left: raise(first), right: raise(second), scale };
}

export function addDecimals(a: number, b: number): number {
  const { left, right, scale } = aligned(a, b);
  return numberOf({ digits: left + right, scale });
}

export function subtractDecimals(a: number, b: number): number {
  const { left, right, scale } = aligned(a, b);
  return numberOf({ digits: left - right, scale });
}

export function multiplyDecimals(a: number, b: number): number {
  const [left, right] = [decimalOf(a), decimalOf(b)];
  return numberOf({ digits: left.digits * right.digits, scale: left.scale + right.scale });
}

/** Rounded half away from zero at 16 digits after the point. */
export function divideDecimals(a: number, b: number): number {
  const { left, right } = aligned(a, b);
  if (right === 0n) throw new FunctionError('decimal division by 0');
  const scaled = (left < 0n ? -left : left) * 10n ** BigInt(DIVISION_SCALE + 1);
  const quotient = scaled / (right < 0n ? -right : right);
  const rounded = (quotient + 5n) / 10n;
  return numberOf({ digits: left < 0n === right < 0n ? rounded : -rounded, scale: DIVISION_SCALE });
}
