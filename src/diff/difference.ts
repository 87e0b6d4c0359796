/** How two values differ: mappings by their keys, lists by what tells their items apart. */
import type { Difference, ItemDifference, OrderDifference } from '../model/difference.ts';
import type { Node } from '../yaml/node.ts';
import { align } from './alignment.ts';
import { alignAlike } from './alike.ts';
import { contentOf, isSame } from '../yaml/content.ts';
import { keyedItems, type KeyedItems } from './item-keys.ts';

/** `undefined` where they are the same. */
export function differenceOf(before: Node, after: Node): Difference | undefined {
  if (isSame(before, after)) return undefined;
  if (before.kind === 'mapping' && after.kind === 'mapping') return { kind: 'mapping', entries: entryDifferences(before, after) };
  if (before.kind === 'sequence' && after.kind === 'sequence') return listDifference(before, after);
  return { kind: 'replaced', ...(before.exists ? { before } : {}), ...(after.exists ? { after } : {}) };
}

/** In the order after the change; what is gone stands behind the key that it stood behind. */
function entryDifferences(before: Node, after: Node): (readonly [string, Difference])[] {
  const [old, now] = [new Map(before.entries()), new Map(after.entries())];
  return merged([...old.keys()], [...now.keys()]).flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    const difference = was && is ? differenceOf(was, is) : oneSided(was, is);
    return difference ? [[key, difference] as const] : [];
  });
}

function oneSided(before: Node | undefined, after: Node | undefined): Difference {
  return { kind: 'replaced', ...(before ? { before } : {}), ...(after ? { after } : {}) };
}

/** The keys of both, those that are gone behind the ones that they followed. */
function merged(before: readonly string[], after: readonly string[]): string[] {
  const now = new Set(after);
  const gone = new Map<string | undefined, string[]>();
  let last: string | undefined;
  for (const key of before) {
    if (now.has(key)) last = key;
    else gone.set(last, [...(gone.get(last) ?? []), key]);
  }
  return [...(gone.get(undefined) ?? []), ...after.flatMap((key) => [key, ...(gone.get(key) ?? [])])];
}

function listDifference(before: Node, after: Node): Difference {
  const [old, now] = [before.items(), after.items()];
  const keyed = keyedItems(old, now);
  if (!keyed) return { kind: 'list', items: itemsByContent(old, now) };
  const order = orderOf(keyed, before, after);
  return { kind: 'list', items: itemsByKey(old, now, keyed), ...(order ? { order } : {}) };
}

function itemsByKey(before: readonly Node[], after: readonly Node[], keys: KeyedItems): ItemDifference[] {
  const old = new Map(keys.before.map((text, index) => [text, index]));
  const now = new Map(keys.after.map((text, index) => [text, index]));
  return merged(keys.before, keys.after).flatMap((text) => {
    const [was, is] = [old.get(text), now.get(text)];
    const [one, other] = [was === undefined ? undefined : before[was], is === undefined ? undefined : after[is]];
    const difference = one && other ? differenceOf(one, other) : oneSided(one, other);
    const key = keys.name === 'destination' ? {} : { key: { name: keys.name, text } };
    return difference ? [{ ...key, index: is ?? was ?? 0, difference }] : [];
  });
}

function orderOf({ before, after }: KeyedItems, was: Node, is: Node): OrderDifference | undefined {
  const [old, now] = [new Set(before), new Set(after)];
  const [first, then] = [before.filter((text) => now.has(text)), after.filter((text) => old.has(text))];
  return first.every((text, index) => text === then[index]) ? undefined : { before: first, after: then, was, is };
}

/** Equal items are the same one; what lies between them is told apart by how much is alike. */
function itemsByContent(before: readonly Node[], after: readonly Node[]): ItemDifference[] {
  const items: ItemDifference[] = [];
  let [gone, come]: [number[], number[]] = [[], []];
  const settle = (): void => {
    const paired = alignAlike(gone.map((index) => before[index]), come.map((index) => after[index]));
    for (const pair of paired) {
      const [was, is] = [pair.before === undefined ? undefined : gone[pair.before], pair.after === undefined ? undefined : come[pair.after]];
      const [one, other] = [was === undefined ? undefined : before[was], is === undefined ? undefined : after[is]];
      const difference = one && other ? differenceOf(one, other) : oneSided(one, other);
      if (difference) items.push({ index: is ?? was ?? 0, difference });
    }
    [gone, come] = [[], []];
  };
  for (const pair of align(before.map(contentOf), after.map(contentOf))) {
    if (pair.before !== undefined && pair.after !== undefined) settle();
    else if (pair.before !== undefined) gone.push(pair.before);
    else if (pair.after !== undefined) come.push(pair.after);
  }
  settle();
  return items;
}
