/** `quantity` and `semver` (k8s.io/apiserver, pkg/cel/library/quantity.go and semverlib.go, 0.36). */
import { parseQuantity } from '../../../kubernetes/quantity.ts';
import type { Comparable } from '../equality.ts';
import { CelFailure } from '../failure.ts';
import { define, type Registered, type RegisteredType } from './registered.ts';

export class QuantityValue implements Comparable {
  readonly nanos: bigint;

  constructor(nanos: bigint) {
    this.nanos = nanos;
  }

  equals(other: unknown): boolean {
    return other instanceof QuantityValue && other.nanos === this.nanos;
  }
}

const UNIT = 1_000_000_000n;

function needQuantity(text: string): QuantityValue {
  const quantity = parseQuantity(text);
  if (!quantity) throw new CelFailure(`${JSON.stringify(text)} is no quantity`);
  return new QuantityValue(quantity.nanos);
}

function asInteger({ nanos }: QuantityValue): bigint {
  if (!isInteger(nanos)) throw new CelFailure('cannot convert value to integer');
  return nanos / UNIT;
}

/** What an int holds. */
function isInteger(nanos: bigint): boolean {
  return nanos % UNIT === 0n && BigInt.asIntN(64, nanos / UNIT) === nanos / UNIT;
}

const signOf = (amount: bigint): bigint => (amount < 0n ? -1n : amount > 0n ? 1n : 0n);

const quantityFunctions: readonly Registered[] = [
  define('quantity(string): kubernetes.Quantity', needQuantity),
  define('isQuantity(string): bool', (text: string) => parseQuantity(text) !== undefined),
  define('sign(kubernetes.Quantity): int', ({ nanos }: QuantityValue) => signOf(nanos)),
  define('kubernetes.Quantity.sign(): int', ({ nanos }: QuantityValue) => signOf(nanos)),
  define('kubernetes.Quantity.isInteger(): bool', ({ nanos }: QuantityValue) => isInteger(nanos)),
  define('kubernetes.Quantity.asInteger(): int', asInteger),
  define('kubernetes.Quantity.asApproximateFloat(): double', ({ nanos }: QuantityValue) => Number(nanos) / 1e9),
  define('kubernetes.Quantity.add(kubernetes.Quantity): kubernetes.Quantity', (a: QuantityValue, b: QuantityValue) => new QuantityValue(a.nanos + b.nanos)),
  define('kubernetes.Quantity.add(int): kubernetes.Quantity', (a: QuantityValue, b: bigint) => new QuantityValue(a.nanos + b * UNIT)),
  define('kubernetes.Quantity.sub(kubernetes.Quantity): kubernetes.Quantity', (a: QuantityValue, b: QuantityValue) => new QuantityValue(a.nanos - b.nanos)),
  define('kubernetes.Quantity.sub(int): kubernetes.Quantity', (a: QuantityValue, b: bigint) => new QuantityValue(a.nanos - b * UNIT)),
  define('kubernetes.Quantity.isGreaterThan(kubernetes.Quantity): bool', (a: QuantityValue, b: QuantityValue) => a.nanos > b.nanos),
  define('kubernetes.Quantity.isLessThan(kubernetes.Quantity): bool', (a: QuantityValue, b: QuantityValue) => a.nanos < b.nanos),
  define('kubernetes.Quantity.compareTo(kubernetes.Quantity): int', (a: QuantityValue, b: QuantityValue) => signOf(a.nanos - b.nanos)),
];

export class Semver implements Comparable {
  readonly numbers: readonly bigint[];
  readonly pre: readonly string[];

  constructor(numbers: readonly bigint[], pre: readonly string[]) {
    this.numbers = numbers;
    this.pre = pre;
  }

  equals(other: unknown): boolean {
    return other instanceof Semver && compareSemver(this, other) === 0n;
  }
}

const SEMVER = /^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/;
const MAX_UINT = 1n << 64n;
const MAX_LENGTH = 1000;

function semverOf(text: string, normalizes: boolean): Semver | undefined {
  const match = text.length > MAX_LENGTH ? null : SEMVER.exec(normalizes ? normalized(text) : text);
  if (!match) return undefined;
  const [, major = '', minor = '', patch = '', pre, build] = match;
  const identifiers = pre === undefined ? [] : pre.split('.');
  if ([...identifiers, ...(build?.split('.') ?? [])].includes('') || identifiers.some((part) => /^0[0-9]+$/.test(part))) return undefined;
  const numbers = [major, minor, patch].map(BigInt);
  return numbers.some((number) => number >= MAX_UINT) ? undefined : new Semver(numbers, identifiers);
}

/** Without `v` and leading zeros, with the parts that are missing. */
function normalized(text: string): string {
  const parts = text.replace(/^v/, '').split('.');
  const [major = '', minor, ...rest] = parts;
  const plain = (part: string): string => part.replace(/^0+(?=[0-9])/, '');
  if (minor === undefined) return /[+-]/.test(major) ? text : `${plain(major)}.0.0`;
  if (rest.length === 0) return /[+-]/.test(minor) ? text : `${plain(major)}.${plain(minor)}.0`;
  return [plain(major), plain(minor), plain(rest.join('.'))].join('.');
}

function compareSemver(a: Semver, b: Semver): bigint {
  for (const [index, number] of a.numbers.entries()) {
    const sign = signOf(number - (b.numbers[index] ?? 0n));
    if (sign !== 0n) return sign;
  }
  if (a.pre.length === 0 || b.pre.length === 0) return signOf(BigInt(b.pre.length - a.pre.length) * (a.pre.length === 0 && b.pre.length === 0 ? 0n : 1n));
  for (const [index, part] of a.pre.entries()) {
    const other = b.pre[index];
    if (other === undefined) return 1n;
    const sign = compareIdentifiers(part, other);
    if (sign !== 0n) return sign;
  }
  return a.pre.length < b.pre.length ? -1n : 0n;
}

/** Numbers come before words. */
function compareIdentifiers(a: string, b: string): bigint {
  const [isNumber, isOtherNumber] = [/^[0-9]+$/.test(a), /^[0-9]+$/.test(b)];
  if (isNumber && isOtherNumber) return signOf(BigInt(a) - BigInt(b));
  if (isNumber !== isOtherNumber) return isNumber ? -1n : 1n;
  return a < b ? -1n : a > b ? 1n : 0n;
}

function needSemver(text: string, normalizes = false): Semver {
  const semver = semverOf(text, normalizes);
  if (!semver) throw new CelFailure(`${JSON.stringify(text)} is no semantic version`);
  return semver;
}

const numberAt = (index: number) => ({ numbers }: Semver): bigint => numbers[index] ?? 0n;

const semverFunctions: readonly Registered[] = [
  define('semver(string): kubernetes.Semver', needSemver),
  define('semver(string, bool): kubernetes.Semver', needSemver),
  define('isSemver(string): bool', (text: string) => semverOf(text, false) !== undefined),
  define('isSemver(string, bool): bool', (text: string, normalizes: boolean) => semverOf(text, normalizes) !== undefined),
  define('kubernetes.Semver.major(): int', numberAt(0)),
  define('kubernetes.Semver.minor(): int', numberAt(1)),
  define('kubernetes.Semver.patch(): int', numberAt(2)),
  define('kubernetes.Semver.isGreaterThan(kubernetes.Semver): bool', (a: Semver, b: Semver) => compareSemver(a, b) > 0n),
  define('kubernetes.Semver.isLessThan(kubernetes.Semver): bool', (a: Semver, b: Semver) => compareSemver(a, b) < 0n),
  define('kubernetes.Semver.compareTo(kubernetes.Semver): int', compareSemver),
];

export const amountTypes: readonly RegisteredType[] = [{ name: 'kubernetes.Quantity', constructor: QuantityValue }, { name: 'kubernetes.Semver', constructor: Semver }];
export const amountFunctions: readonly Registered[] = [...quantityFunctions, ...semverFunctions];
