/** By what the items of a list are told apart, so that an inserted one leaves the others what they are. */
import type { Node } from '../yaml/node.ts';
import { contentOf } from '../yaml/content.ts';

export interface KeyedItems {
  /** The entry that tells them apart. */
  readonly name: string;
  /** For each item the text of that entry; no two are equal. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Kubernetes merges lists by such entries; lists of custom resources are told apart by the same. The first that fits every item counts. */
const NAMES = ['name', 'mountPath', 'devicePath', 'containerPort', 'port', 'alert', 'record', 'topologyKey', 'ip', 'uid', 'destination', 'key', 'type', 'host'];

export function keyedItems(before: readonly Node[], after: readonly Node[]): KeyedItems | undefined {
  for (const name of NAMES) {
    const [texts, others] = [distinctKeys(before, name), distinctKeys(after, name)];
    if (texts && others) return { name, before: texts, after: others };
  }
  return undefined;
}

/** Nothing where an item has none, or two have the same. */
function distinctKeys(items: readonly Node[], name: string): readonly string[] | undefined {
  const texts: string[] = [];
  for (const item of items) {
    const text = keyText(item, name);
    if (text === undefined) return undefined;
    texts.push(text);
  }
  return new Set(texts).size === texts.length ? texts : undefined;
}

function keyText(item: Node, name: string): string | undefined {
  const value = item.get(name);
  if (name === 'destination') return value.kind === 'mapping' ? contentOf(value) : undefined; // host, subset and port of a route
  if (value.kind !== 'scalar' || !value.isKnown || value.isNull) return undefined;
  const protocol = item.get('protocol');
  const isPort = name === 'containerPort' || name === 'port';
  return isPort && protocol.kind === 'scalar' && protocol.isKnown ? `${value.written}/${protocol.written}` : value.written;
}
