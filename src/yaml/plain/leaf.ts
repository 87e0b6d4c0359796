/** What both block and flow collections consist of. */
import { resolvePlain } from '../scalar.ts';
import type { EntryTree, ScalarStyle, ScalarTree, Trace } from '../tree.ts';

/** Above this a look through all keys costs more than a set of them. */
const FEW_KEYS = 8;

/** A scalar without a tag. */
export function leafOf(style: ScalarStyle, text: string, { start, end, trace }: { start: number; end: number; trace: Trace }): ScalarTree {
  return { kind: 'scalar', value: style === 'plain' ? resolvePlain(text) : text, text, style, start, end, trace };
}

/** Whether a key stands among the entries so far; each is asked for before it is added. */
export function keysOf(entries: readonly EntryTree[]): (key: string) => boolean {
  let keys: Set<string> | undefined;
  return (key) => {
    if (entries.length < FEW_KEYS) return entries.some((entry) => entry.key.text === key);
    keys ??= new Set(entries.map((entry) => entry.key.text));
    const isKnown = keys.has(key);
    keys.add(key);
    return isKnown;
  };
}
