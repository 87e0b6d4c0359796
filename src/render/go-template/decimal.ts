/** Exact decimal digits of doubles, rounded as Go's strconv rounds. */

/** `0.DIGITS × 10^point`; zero has no digits. */
export interface Decimal {
  readonly digits: string;
  readonly point: number;
}

/** The shortest digits that read back as the same double. */
export function shortestDecimal(value: number): Decimal {
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  return trimmed(mantissa.replace('.', ''), Number(exponent) + 1);
}

/** A positive double as it is, to the last of its up to 767 digits. */
export function exactDecimal(value: number): Decimal {
  const { mantissa, exponent } = binary(value);
  if (exponent >= 0) {
    const digits = (mantissa << BigInt(exponent)).toString();
    return trimmed(digits, digits.length);
  }
  const digits = (mantissa * 5n ** BigInt(-exponent)).toString();
  return trimmed(digits, digits.length + exponent);
}

/** Keeps so many digits; half goes to the even digit. */
export function rounded({ digits, point }: Decimal, count: number): Decimal {
  if (count >= digits.length) return { digits, point };
  if (count < 0) return { digits: '', point: 0 };
  if (!roundsUp(digits, count)) return trimmed(digits.slice(0, count), point);
  const up = (BigInt(digits.slice(0, count) || '0') + 1n).toString();
  return trimmed(up, point + (up.length > count ? 1 : 0));
}

function roundsUp(digits: string, count: number): boolean {
  const next = digits.charCodeAt(count) - 0x30;
  if (next !== 5 || digits.length > count + 1) return next >= 5;
  return count > 0 && (digits.charCodeAt(count - 1) - 0x30) % 2 === 1;
}

function trimmed(digits: string, point: number): Decimal {
  const kept = digits.replace(/0+$/, '');
  return kept === '' ? { digits: '', point: 0 } : { digits: kept, point };
}

const view = new DataView(new ArrayBuffer(8));

/** The whole mantissa and the power of two of a positive finite double. */
export function binary(value: number): { mantissa: bigint; exponent: number } {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & ((1n << 52n) - 1n);
  return biased === 0 ? { mantissa: fraction, exponent: -1074 } : { mantissa: fraction | (1n << 52n), exponent: biased - 1075 };
}
