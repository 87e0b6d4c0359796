/** When two values are the same: numbers of every kind by their amount, values of different kinds never (cel-go 0.26, common/types). */
import { Duration, UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import { spend } from './cost.ts';
import { CelFailure } from './failure.ts';

/** What a list without an order has: `''` for a set, else the fields that make an item the same, see value.ts. */
export const UNORDERED = Symbol.for('mllint.cel.unordered');

/** A value of one of Kubernetes' own types. */
export interface Comparable {
  equals(other: unknown): boolean;
}

export function isEqual(a: unknown, b: unknown): boolean {
  spend(1);
  if (a === b) return true;
  if (typeof a === 'string' && typeof b === 'string') return false;
  const [left, right] = [amountOf(a), amountOf(b)];
  if (left !== undefined || right !== undefined) return left !== undefined && right !== undefined && isSameAmount(left, right);
  if (Array.isArray(a)) return Array.isArray(b) && isSameList(a, b);
  if (a instanceof Map || isPlain(a)) return (b instanceof Map || isPlain(b)) && isSameMap(entriesOf(a), entriesOf(b));
  if (a instanceof Date) return b instanceof Date && a.getTime() === b.getTime();
  if (a instanceof Duration) return b instanceof Duration && a.seconds === b.seconds && a.nanos === b.nanos;
  if (a instanceof Uint8Array) return b instanceof Uint8Array && a.length === b.length && a.every((byte, index) => byte === b[index]);
  if (isOptional(a)) return isOptional(b) && a.hasValue() === b.hasValue() && (!a.hasValue() || isEqual(a.value(), b.value()));
  return isComparable(a) && a.constructor === b?.constructor && a.equals(b);
}

/** `a in b` */
export function contains(value: unknown, container: unknown): boolean {
  if (Array.isArray(container)) return container.some((item) => isEqual(value, item));
  if (container instanceof Map) return container.has(value) || (typeof value !== 'string' && [...container.keys()].some((key) => isEqual(value, key)));
  if (isPlain(container)) return Object.hasOwn(container, String(value));
  throw new CelFailure('no such overload: in');
}

/** Objects that the package makes of `{…}` in an expression have keys that are texts. */
function entriesOf(value: ReadonlyMap<unknown, unknown> | Readonly<Record<string, unknown>>): Map<unknown, unknown> {
  return value instanceof Map ? new Map(value) : new Map(Object.entries(value));
}

function isSameMap(a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.has(key) && isEqual(value, b.get(key)));
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  if (Reflect.get(a, UNORDERED) !== undefined) return a.every((value) => b.some((other) => isEqual(value, other)));
  return a.every((value, index) => isEqual(value, b[index]));
}

function amountOf(value: unknown): number | bigint | undefined {
  if (typeof value === 'bigint' || typeof value === 'number') return value;
  return value instanceof UnsignedInt ? value.valueOf() : undefined;
}

function isSameAmount(a: number | bigint, b: number | bigint): boolean {
  // eslint-disable-next-line eqeqeq -- an integer and a double of the same amount are equal
  return a == b;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function isComparable(value: unknown): value is Comparable {
  return typeof value === 'object' && value !== null && 'equals' in value;
}

interface OptionalValue {
  hasValue(): boolean;
  value(): unknown;
}

function isOptional(value: unknown): value is OptionalValue {
  return typeof value === 'object' && value !== null && 'orValue' in value;
}
