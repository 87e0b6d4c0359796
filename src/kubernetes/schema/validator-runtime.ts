/** What compiled validators call. The same functions as the walk calls, so that both read a pattern, a format and a key in one way. */
import { parseQuantity } from '../quantity.ts';
import { fitsFormat } from './formats.ts';
import { matches } from './patterns.ts';
import { ruleRuntime } from './rule-runtime.ts';

export const validatorRuntime = {
  ...ruleRuntime,
  matches,
  isClosed(data: object, names: ReadonlySet<string>): boolean {
    for (const name in data) if (!names.has(name)) return false; // data has no prototype
    return true;
  },
  fits(format: string, data: unknown): boolean {
    if (format === 'quantity') return (typeof data === 'string' || typeof data === 'number') && parseQuantity(data) !== undefined;
    return typeof data !== 'string' || fitsFormat(format, data);
  },
  isOfLength(text: string, [least, most]: readonly [number, number | null]): boolean {
    const length = [...text].length;
    return length >= least && (most === null || length <= most);
  },
  isOfCount(data: object, [least, most]: readonly [number, number | null]): boolean {
    let count = 0;
    for (const value of Object.values(data)) if (value !== undefined) count += 1;
    return count >= least && (most === null || count <= most);
  },
  /** Without keys every item differs from every other. */
  isUnique(items: readonly unknown[], keys: readonly (readonly [string, unknown])[]): boolean {
    if (items.length < 2) return true;
    const seen = new Set<string>();
    for (const item of items) {
      const identity = keys.length === 0 ? item : identityOf(item, keys);
      if (identity === undefined) continue;
      const text = JSON.stringify(identity);
      if (seen.has(text)) return false;
      seen.add(text);
    }
    return true;
  },
};

function identityOf(item: unknown, keys: readonly (readonly [string, unknown])[]): unknown {
  if (typeof item !== 'object' || item === null) return undefined;
  const values = keys.map(([key, otherwise]): unknown => Reflect.get(item, key) ?? otherwise);
  return values.every((value) => value === null) ? undefined : values;
}
