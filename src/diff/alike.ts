/** Which items of two lists are versions of one another, where nothing tells them apart by name: those that have most in common, in order. */
import type { Node } from '../yaml/node.ts';
import type { Alignment } from './alignment.ts';
import { contentOf } from '../yaml/content.ts';
import { leavesOf } from './values.ts';

/** Longer lists are paired one after the other. */
const MAX_COMPARED = 64;
/** Of larger items only the first values are looked at. */
const MAX_VALUES = 200;
/** Items that have less in common are two different ones. */
const MIN_LIKENESS = 0.25;

export function alignAlike(before: readonly (Node | undefined)[], after: readonly (Node | undefined)[]): Alignment {
  const isSmall = before.length <= MAX_COMPARED && after.length <= MAX_COMPARED;
  const isSingle = before.length === 1 && after.length === 1;
  const [old, now] = [before.map(valuesIn), after.map(valuesIn)];
  const likeness = (i: number, j: number): number => {
    const [one, other] = [old[i], now[j]];
    if (!one || !other || before[i]?.kind !== after[j]?.kind) return 0;
    if (isSingle || (!isSmall && i === j)) return 1;
    if (!isSmall) return 0;
    const shared = [...one].filter((value) => other.has(value)).length / Math.max(one.size, other.size);
    return shared < MIN_LIKENESS ? 0 : shared;
  };
  return isSmall ? best(before.length, after.length, likeness) : inOrder(before.length, after.length, likeness);
}

/** Nothing for scalars: those that are not equal are two different ones. */
function valuesIn(node: Node | undefined): ReadonlySet<string> | undefined {
  if (!node || node.kind === 'scalar') return undefined;
  const values = new Set<string>();
  for (const [path, leaf] of leavesOf(node, '')) {
    values.add(`${path} ${contentOf(leaf)}`);
    if (values.size >= MAX_VALUES) break;
  }
  return values;
}

type Likeness = (i: number, j: number) => number;

/** The pairs with the greatest sum. */
function best(count: number, other: number, likeness: Likeness): Alignment {
  const sums = Array.from({ length: count + 1 }, () => new Array<number>(other + 1).fill(0));
  const at = (i: number, j: number): number => sums[i]?.[j] ?? 0;
  for (let i = count - 1; i >= 0; i -= 1) {
    for (let j = other - 1; j >= 0; j -= 1) {
      const row = sums[i];
      if (row) row[j] = Math.max(at(i + 1, j), at(i, j + 1), likeness(i, j) > 0 ? at(i + 1, j + 1) + likeness(i, j) : 0);
    }
  }
  const pairs: { before?: number; after?: number }[] = [];
  for (let [i, j] = [0, 0]; i < count || j < other;) {
    if (i < count && j < other && likeness(i, j) > 0 && at(i, j) === at(i + 1, j + 1) + likeness(i, j)) pairs.push({ before: i++, after: j++ });
    else if (i < count && (j >= other || at(i, j) === at(i + 1, j))) pairs.push({ before: i++ });
    else pairs.push({ after: j++ });
  }
  return pairs;
}

function inOrder(count: number, other: number, likeness: Likeness): Alignment {
  return Array.from({ length: Math.max(count, other) }, (_, index) => index).flatMap((index) => {
    const [before, after] = [index < count ? [{ before: index }] : [], index < other ? [{ after: index }] : []];
    return before.length > 0 && after.length > 0 && likeness(index, index) > 0 ? [{ before: index, after: index }] : [...before, ...after];
  });
}
