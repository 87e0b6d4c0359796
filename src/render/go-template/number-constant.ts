/** Number constants: all the types that one may stand for, as Go's parser works them out. */
import { goQuote } from './quote.ts';
import { unquoteCharacter } from './unquote.ts';

export interface NumberConstant {
  readonly int: bigint | undefined;
  readonly uint: bigint | undefined;
  readonly float: number | undefined;
  readonly isComplex: boolean;
}

const maxInt64 = (1n << 63n) - 1n;
const maxUint64 = (1n << 64n) - 1n;

/** The constant, or Go's message. */
export function parseNumber(text: string, type: 'charConstant' | 'complex' | 'number'): NumberConstant | string {
  if (type === 'charConstant') return parseCharacter(text);
  if (type === 'complex' || (text.endsWith('i') && parseFloatConstant(text.slice(0, -1)) !== undefined)) return parseComplex(text);
  const whole = parseWhole(text);
  const int = whole !== undefined && whole <= maxInt64 && whole >= -maxInt64 - 1n ? whole : undefined;
  const isUnsigned = whole !== undefined && (whole === 0n || !/^[+-]/.test(text));
  const uint = whole !== undefined && isUnsigned && whole >= 0n && whole <= maxUint64 ? whole : undefined;
  if (int !== undefined || uint !== undefined) return { int, uint, float: Number(int ?? uint), isComplex: false };
  const float = parseFloatConstant(text);
  if (float === undefined) return `illegal number syntax: ${goQuote(text)}`;
  if (!/[.eEpP]/.test(text)) return `integer overflow: ${goQuote(text)}`;
  return { ...wholesOf(float), float, isComplex: false };
}

function wholesOf(float: number): { int: bigint | undefined; uint: bigint | undefined } {
  if (!Number.isInteger(float)) return { int: undefined, uint: undefined };
  const whole = BigInt(float);
  return {
    int: whole >= -maxInt64 - 1n && whole <= maxInt64 ? whole : undefined,
    uint: whole >= 0n && whole <= maxUint64 ? whole : undefined,
  };
}

function parseCharacter(text: string): NumberConstant | string {
  const decoded = unquoteCharacter(text);
  if (decoded === 'invalid syntax') return decoded;
  if (decoded === 'malformed') return `malformed character constant: ${text}`;
  return { int: BigInt(decoded.code), uint: BigInt(decoded.code), float: decoded.code, isComplex: false };
}

/** mllint has no complex numbers: no configuration computes with them. */
function parseComplex(text: string): NumberConstant | string {
  const zero = /^[+-]?0+i$/.test(text);
  return zero ? { int: 0n, uint: 0n, float: 0, isComplex: true } : { int: undefined, uint: undefined, float: undefined, isComplex: true };
}

/** `strconv.ParseInt(text, 0, …)` without a bound. */
function parseWhole(text: string): bigint | undefined {
  const [, sign = '', digits = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  const prefixed = /^0[xX]_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*$|^0[oO]_?[0-7]+(?:_[0-7]+)*$|^0[bB]_?[01]+(?:_[01]+)*$/.test(digits);
  const octal = /^0(?:_?[0-7])+$/.test(digits);
  const decimal = /^(?:0|[1-9](?:_?[0-9])*)$/.test(digits);
  if (!prefixed && !octal && !decimal) return undefined;
  const plain = digits.replaceAll('_', '').toLowerCase();
  const value = BigInt(octal ? `0o${plain.slice(1)}` : plain);
  return sign === '-' ? -value : value;
}

/** `strconv.ParseFloat` as far as the lexer lets numbers through; undefined also where it overflows. */
function parseFloatConstant(text: string): number | undefined {
  const hex = /^([+-]?)0[xX]_?((?:[0-9a-fA-F]_?)*)(?:\.((?:_?[0-9a-fA-F])*))?[pP]([+-]?[0-9]+(?:_[0-9]+)*)$/.exec(text);
  if (hex) return hexFloat(hex);
  if (!/^[+-]?(?:[0-9](?:_?[0-9])*(?:\.(?:[0-9](?:_?[0-9])*)?)?|\.[0-9](?:_?[0-9])*)(?:[eE][+-]?[0-9](?:_?[0-9])*)?$/.test(text)) return undefined;
  const value = Number(text.replaceAll('_', ''));
  return Number.isFinite(value) ? value : undefined;
}

function hexFloat([, sign = '', whole = '', fraction = '', exponent = '']: RegExpExecArray): number | undefined {
  const digits = (whole + fraction).replaceAll('_', '');
  if (digits === '' || digits.length > 200) return undefined;
  const scale = Number(exponent.replaceAll('_', '')) - 4 * fraction.replaceAll('_', '').length;
  const value = scaled(BigInt(`0x${digits}`), scale);
  if (!Number.isFinite(value)) return undefined;
  return sign === '-' ? -value : value;
}

/** A whole number times a power of two, rounded once: further bits than a double holds become one sticky bit. */
function scaled(mantissa: bigint, exponent: number): number {
  const extra = Math.max(0, mantissa.toString(2).length - 64);
  const kept = mantissa >> BigInt(extra);
  const sticky = kept << BigInt(extra) === mantissa ? 0n : 1n;
  const power = Math.max(-2000, Math.min(2000, exponent + extra));
  if (power >= 0) return Number((kept | sticky) << BigInt(power));
  return Number(kept | sticky) * 2 ** Math.max(power, -1000) * 2 ** Math.min(0, power + 1000);
}
