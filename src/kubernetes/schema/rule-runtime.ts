/**
 * What rules in CEL call that were compiled to JavaScript (src/dev/validators/rule-code.ts). Where the evaluator may say something else, or an error, they
 * are unsure, and the evaluator decides. Values are plain data (plain-data.ts).
 */
import { nanosecondsOf } from '../go-duration.ts';
import { compareQuantities, parseQuantity, type Quantity } from '../quantity.ts';

/** Thrown instead of an error, which would be made with its stack. */
const UNSURE = Symbol('unsure');

/** Longer lists cost more than a validator may: the evaluator counts what they cost. */
const MAX_ITEMS = 100;

const MAX_SUMMAND = 2 ** 32;

let isInDoubt = false;

/** Runs a validator; says besides whether a rule was left to the evaluator. */
export function watchingDoubts(run: () => boolean): { readonly fits: boolean; readonly isInDoubt: boolean } {
  isInDoubt = false;
  const fits = run();
  return { fits, isInDoubt };
}

export const ruleRuntime = {
  /** All rules at one place. */
  holds(rules: (self: unknown) => boolean, self: unknown): boolean {
    if (self === null || self === undefined) return true;
    try {
      return rules(self);
    } catch (error) {
      if (error !== UNSURE) throw error;
      isInDoubt = true;
      return true;
    }
  },
  unsure,
  truth(value: unknown): boolean {
    return typeof value === 'boolean' ? value : unsure();
  },
  /** Of nanoseconds, too, which are compared with nothing else. */
  amount(value: unknown): number | bigint {
    return typeof value === 'bigint' || (typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER) ? value : unsure();
  },
  /** Of two texts, or of two whole numbers that stay as exact as they are. */
  sum(a: unknown, b: unknown): unknown {
    if (typeof a === 'string' && typeof b === 'string') return a + b;
    return isSummand(a) && isSummand(b) ? a + b : unsure();
  },
  nanoseconds(value: unknown): bigint {
    return nanosecondsOf(ruleRuntime.text(value)) ?? unsure();
  },
  quantityOrder(a: unknown, b: unknown): number {
    return compareQuantities(quantity(a), quantity(b));
  },
  text(value: unknown): string {
    return typeof value === 'string' ? value : unsure();
  },
  /** `string()` of a text or a whole number. */
  written(value: unknown): string {
    return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : ruleRuntime.text(value);
  },
  has(object: unknown, name: string): boolean {
    return valueIn(object, name) !== undefined;
  },
  /** Of an object the schema says that a field is always there, because it has a default, or never. */
  isObject(value: unknown): boolean {
    return isObject(value) || unsure();
  },
  field(object: unknown, name: string, otherwise?: unknown): unknown {
    return valueIn(object, name) ?? otherwise ?? unsure();
  },
  entry(container: unknown, key: unknown): unknown {
    if (Array.isArray(container)) return typeof key === 'number' && key >= 0 && key < container.length ? (container[key] ?? unsure()) : unsure();
    return typeof key === 'string' ? (valueIn(container, key) ?? unsure()) : unsure();
  },
  isSame,
  contains(value: unknown, container: unknown): boolean {
    if (Array.isArray(container)) return ruleRuntime.items(container).some((item) => isSame(value, item));
    return typeof value === 'string' ? valueIn(container, value) !== undefined : unsure();
  },
  size(value: unknown): number {
    if (Array.isArray(value)) return value.length;
    if (typeof value === 'string') return [...value].length;
    return typeof value === 'object' && value !== null ? Object.keys(value).length : unsure();
  },
  items(value: unknown): readonly unknown[] {
    return Array.isArray(value) && value.length <= MAX_ITEMS ? value : unsure();
  },
  keys(value: unknown): readonly string[] {
    if (!isObject(value)) return unsure();
    const keys = Object.keys(value);
    return keys.length <= MAX_ITEMS ? keys : unsure();
  },
  all: <T>(items: readonly T[], holds: (item: T) => boolean): boolean => items.every(holds),
  exists: <T>(items: readonly T[], holds: (item: T) => boolean): boolean => items.some(holds),
  existsOne: <T>(items: readonly T[], holds: (item: T) => boolean): boolean => items.filter(holds).length === 1,
  filter: <T>(items: readonly T[], holds: (item: T) => boolean): readonly T[] => items.filter(holds),
};

function unsure(): never {
  throw UNSURE; // eslint-disable-line @typescript-eslint/only-throw-error
}

function isSummand(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= MAX_SUMMAND;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Plain data inherits nothing, so that every name is a key. */
function valueIn(object: unknown, name: string): unknown {
  return isObject(object) ? object[name] : unsure();
}

function quantity(value: unknown): Quantity {
  return parseQuantity(ruleRuntime.text(value)) ?? unsure();
}

/** Of scalars: those of different types are never the same. */
function isSame(a: unknown, b: unknown): boolean {
  return scalar(a) === scalar(b);
}

function scalar(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'bigint') return ruleRuntime.amount(value);
  return typeof value === 'string' || typeof value === 'boolean' ? value : unsure();
}
