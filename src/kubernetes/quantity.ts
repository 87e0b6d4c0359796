/** Kubernetes quantities, exactly as `resource.ParseQuantity` of k8s.io/apimachinery reads them: `1000m` is `1`, `1Gi` is not `1G`. */

export interface Quantity {
  /** The amount in units of 10⁻⁹, the finest that Kubernetes keeps; what is finer is rounded away from zero. */
  readonly nanos: bigint;
}

interface Suffix {
  readonly base: 2n | 10n;
  readonly exponent: number;
}

const SUFFIXES: ReadonlyMap<string, Suffix> = new Map<string, Suffix>([
  ...['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'].map((name, index) => [name, { base: 10n, exponent: 3 * index - 9 }] as const),
  ...['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((name, index) => [name, { base: 2n, exponent: 10 * index + 10 }] as const),
]);

/** Kubernetes does read `m` and `.` as nothing at all. */
const FORM = /^([+-]?)([0-9]*)(?:\.([0-9]*))?([numkKMGTPEi]*|[eE][+-]?[0-9]+)$/;
const NANO_DIGITS = 9;
/** Longer texts and larger exponents are nothing that a person means, and would cost much to compute with. */
const MAX_LENGTH = 200;
const MAX_EXPONENT = 1000;
const MAX_BINARY_NANOS = ((1n << 63n) - 1n) * 10n ** 9n;

/** The quantity that a text or a YAML number stands for; `undefined` where Kubernetes would reject it. */
export function parseQuantity(value: string | number | bigint): Quantity | undefined {
  const text = String(value);
  const match = text === '' || text.length > MAX_LENGTH ? null : FORM.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', suffixText = ''] = match;
  const suffix = SUFFIXES.get(suffixText) ?? decimalExponent(suffixText);
  if (!suffix) return undefined;
  const nanos = amount(BigInt(`0${whole}${fraction}`), fraction.length, suffix);
  return { nanos: sign === '-' ? -nanos : nanos };
}

/** Negative where `a` is less than `b`, positive where it is more, 0 where they are the same amount. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
}

/** How many times `b` goes into `a`; infinite or not a number where `b` is 0, as in any division. */
export function quantityRatio(a: Quantity, b: Quantity): number {
  return Number(a.nanos) / Number(b.nanos);
}

/**
 * How Kubernetes spells a quantity that it writes back: `1000m` becomes `1`, `0.5Gi` becomes `512Mi`, `1.5` becomes `1500m`.
 * `undefined` for what is no quantity and for spellings that it may keep as they are: exponents, signs, superfluous zeros.
 * Follows k8s.io/apimachinery, pkg/api/resource/quantity.go `CanonicalizeBytes` (v0.34).
 */
export function canonicalQuantity(value: string | number | bigint): string | undefined {
  const text = String(value);
  const quantity = PLAIN.test(text) ? parseQuantity(text) : undefined;
  if (!quantity) return undefined;
  const { nanos } = quantity;
  const isWhole = nanos % UNIT === 0n;
  return text.endsWith('i') && isWhole && nanos >= 1024n * UNIT ? spelt(nanos / UNIT, 1024n, BINARY) : spelt(nanos, 1000n, DECIMAL);
}

const UNIT = 10n ** 9n;
const PLAIN = /^(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[numkMGTPE]|[KMGTPE]i)?$/;
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** With the largest suffix that leaves a whole number. */
function spelt(amount: bigint, step: bigint, suffixes: readonly string[]): string {
  if (amount === 0n) return '0';
  let rest = amount;
  let index = 0;
  while (index < suffixes.length - 1 && rest % step === 0n) {
    rest /= step;
    index += 1;
  }
  return `${rest}${suffixes[index] ?? ''}`;
}

function decimalExponent(suffix: string): Suffix | undefined {
  const isExponent = /^[eE][+-]?[0-9]+$/.test(suffix);
  const exponent = isExponent ? Number(suffix.slice(1)) : NaN;
  return Math.abs(exponent) <= MAX_EXPONENT ? { base: 10n, exponent } : undefined;
}

function amount(digits: bigint, decimals: number, { base, exponent }: Suffix): bigint {
  if (base === 10n) return shifted(digits, exponent - decimals + NANO_DIGITS);
  const nanos = shifted(digits * 2n ** BigInt(exponent), NANO_DIGITS - decimals);
  return nanos > MAX_BINARY_NANOS ? MAX_BINARY_NANOS : nanos;
}

/** `digits × 10^places`, rounded up to a whole number. */
function shifted(digits: bigint, places: number): bigint {
  if (places >= 0) return digits * 10n ** BigInt(places);
  const divisor = 10n ** BigInt(-places);
  return (digits + divisor - 1n) / divisor;
}
