/** Kubernetes' own functions of lists, and version 3 of cel-go's (k8s.io/apiserver, pkg/cel/library/lists.go, 0.36; cel-go 0.26, ext/lists.go, sets.go). */
import { Duration, UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import { spend } from '../cost.ts';
import { isEqual } from '../equality.ts';
import { CelFailure } from '../failure.ts';
import { define, type Registered } from './registered.ts';

const MAX_RANGE = 1_000_000n;

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** What can be put into an order. */
type Ordered = string | number | bigint | boolean | Date | Duration | UnsignedInt;

function orderedOf(value: unknown): Ordered {
  switch (typeof value) {
    case 'string': case 'number': case 'bigint': case 'boolean': return value;
    default:
  }
  if (value instanceof Date || value instanceof Duration || value instanceof UnsignedInt) return value;
  throw new CelFailure('no such overload: the items have no order');
}

/** Strings by their code points, everything else by its amount; two kinds that are not both numbers have no order. */
export function compare(a: unknown, b: unknown): number {
  spend(1);
  const [left, right] = [orderedOf(a), orderedOf(b)];
  const isNumber = (value: Ordered): boolean => typeof value === 'number' || typeof value === 'bigint' || value instanceof UnsignedInt;
  if (typeof left !== typeof right && !(isNumber(left) && isNumber(right))) throw new CelFailure('no such overload: the items are of different kinds');
  if (typeof left === 'string' && typeof right === 'string') return Buffer.compare(Buffer.from(left), Buffer.from(right));
  return left < right ? -1 : left > right ? 1 : 0;
}

function extreme(list: readonly unknown[], sign: 1 | -1, name: string): unknown {
  if (list.length === 0) throw new CelFailure(`${name} called on an empty list`);
  return list.reduce((best, value) => (compare(value, best) * sign > 0 ? value : best));
}

function sum(list: readonly unknown[]): unknown {
  spend(list.length);
  if (list.every((value) => typeof value === 'bigint')) return list.reduce<bigint>((total, value) => total + (typeof value === 'bigint' ? value : 0n), 0n);
  if (list.every((value) => typeof value === 'number')) return list.reduce<number>((total, value) => total + (typeof value === 'number' ? value : 0), 0);
  if (list.every((value) => value instanceof Duration)) return list.reduce<Duration>((total, value) => (value instanceof Duration ? total.addDuration(value) : total), new Duration(0n, 0));
  if (list.every((value) => value instanceof UnsignedInt)) return new UnsignedInt(list.reduce<bigint>((total, value) => total + (value instanceof UnsignedInt ? value.valueOf() : 0n), 0n));
  throw new CelFailure('no such overload: sum takes numbers or durations');
}

function isSorted(list: readonly unknown[]): boolean {
  return list.every((value, index) => index === 0 || compare(list[index - 1], value) <= 0);
}

function slice(list: readonly unknown[], start: bigint, end: bigint): unknown[] {
  if (start < 0n || end < 0n || start > end || end > list.length) throw new CelFailure(`cannot slice(${start}, ${end}) of ${list.length} items`);
  return list.slice(Number(start), Number(end));
}

function flatten(list: readonly unknown[], depth = 1n): unknown[] {
  if (depth < 0n) throw new CelFailure('level must be non-negative');
  return list.flatMap((value) => {
    spend(1);
    if (!isList(value) || depth === 0n) return [value];
    return depth > 1n ? flatten(value, depth - 1n) : value;
  });
}

function distinct(list: readonly unknown[]): unknown[] {
  const kept: unknown[] = [];
  for (const value of list) if (!kept.some((other) => isEqual(other, value))) kept.push(value);
  return kept;
}

function range(count: bigint): bigint[] {
  if (count > MAX_RANGE) throw new CelFailure(`range of more than ${MAX_RANGE}`);
  spend(Number(count < 0n ? 0n : count));
  return Array.from({ length: Number(count < 0n ? 0n : count) }, (_, index) => BigInt(index));
}

const hasAll = (list: readonly unknown[], others: readonly unknown[]): boolean => others.every((other) => list.some((value) => isEqual(value, other)));

export const listFunctions: readonly Registered[] = [
  define('list.isSorted(): bool', isSorted),
  define('list.sum(): dyn', sum),
  define('list.min(): dyn', (list: readonly unknown[]) => extreme(list, -1, 'min')),
  define('list.max(): dyn', (list: readonly unknown[]) => extreme(list, 1, 'max')),
  define('list.k8s_indexOf(dyn): int', (list: readonly unknown[], value: unknown) => BigInt(list.findIndex((item) => isEqual(item, value)))),
  define('list.k8s_lastIndexOf(dyn): int', (list: readonly unknown[], value: unknown) => BigInt(list.findLastIndex((item) => isEqual(item, value)))),
  define('list.slice(int, int): list<dyn>', slice),
  define('list.flatten(): list<dyn>', flatten),
  define('list.flatten(int): list<dyn>', flatten),
  define('list.distinct(): list<dyn>', distinct),
  define('list.reverse(): list<dyn>', (list: readonly unknown[]) => list.toReversed()),
  define('list.sort(): list<dyn>', (list: readonly unknown[]) => list.toSorted(compare)),
  define('ListsNamespace.range(int): list<int>', (_: unknown, count: bigint) => range(count)),
  define('SetsNamespace.contains(list, list): bool', (_: unknown, list: readonly unknown[], others: readonly unknown[]) => hasAll(list, others)),
  define('SetsNamespace.equivalent(list, list): bool', (_: unknown, a: readonly unknown[], b: readonly unknown[]) => hasAll(a, b) && hasAll(b, a)),
  define('SetsNamespace.intersects(list, list): bool', (_: unknown, a: readonly unknown[], b: readonly unknown[]) => a.some((value) => b.some((other) => isEqual(value, other)))),
];
