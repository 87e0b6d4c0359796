/**
 * Strategic merge patches as far as an Application knows them: mappings are merged, null deletes, lists are replaced except finalizers and owners.
 * Follows k8s.io/apimachinery, pkg/util/strategicpatch/patch.go `mergeMap` and `mergeSlice`.
 */
import { entryOf, resolveAlias, type EntryTree, type MappingTree, type ScalarTree, type SequenceTree, type Tree } from '../../yaml/tree.ts';

/** A directive that there is not. */
export class StrategicMergeError extends Error {
  readonly tree: Tree;

  constructor(message: string, tree: Tree) {
    super(message);
    this.tree = tree;
  }
}

const DIRECTIVE = '$patch';
const RETAIN = '$retainKeys';
const ORDER = '$setElementOrder/';
const DELETE = '$deleteFromPrimitiveList/';

/** Lists of metadata that are merged, and by which key; texts are their own key. */
const MERGED_LISTS: ReadonlyMap<string, string> = new Map([['metadata.finalizers', ''], ['metadata.ownerReferences', 'uid']]);

export function strategicMerge(original: Tree, patch: Tree, path = ''): Tree {
  const base = resolveAlias(original);
  const over = resolveAlias(patch);
  if (base.kind === 'mapping' && over.kind === 'mapping') return mergedMapping(base, over, path);
  if (over.kind === 'sequence') return mergedList(base, over, path);
  return over.kind === 'mapping' ? withoutDirectives(over) : patch;
}

function mergedMapping(base: MappingTree, patch: MappingTree, path: string): MappingTree {
  const directive = directiveOf(patch);
  if (directive === 'delete') return { ...base, entries: [] };
  if (directive === 'replace') return { ...patch, entries: patch.entries.filter(({ key }) => key.text !== DIRECTIVE) };
  const entries = new Map(retained(base, patch).map((entry) => [entry.key.text, entry]));
  for (const entry of patch.entries) {
    const name = entry.key.text;
    if (name === DIRECTIVE || name === RETAIN || name.startsWith(ORDER)) continue;
    if (name.startsWith(DELETE)) deleteItems(entries, name.slice(DELETE.length), entry.value);
    else mergeEntry(entries, entry, path === '' ? name : `${path}.${name}`);
  }
  return { ...base, entries: [...entries.values()] };
}

function mergeEntry(entries: Map<string, EntryTree>, entry: EntryTree, path: string): void {
  const name = entry.key.text;
  const before = entries.get(name);
  if (isNull(entry.value)) entries.delete(name);
  else if (before && !isNull(before.value)) entries.set(name, { ...entry, value: strategicMerge(before.value, entry.value, path) });
  else entries.set(name, { ...entry, value: withoutDirectives(entry.value) });
}

function directiveOf(patch: MappingTree): string | undefined {
  const directive = entryOf(patch, DIRECTIVE);
  if (!directive) return undefined;
  const value = resolveAlias(directive.value);
  const text = value.kind === 'scalar' ? value.text : '';
  if (text === 'delete' || text === 'replace' || text === 'merge') return text;
  throw new StrategicMergeError(`unknown patch type ${JSON.stringify(text)}; delete, merge and replace are known`, directive.value);
}

function retained(base: MappingTree, patch: MappingTree): readonly EntryTree[] {
  const retain = entryOf(patch, RETAIN);
  const list = retain && resolveAlias(retain.value);
  if (list?.kind !== 'sequence') return base.entries;
  const names = new Set(list.items.map(scalarText));
  return base.entries.filter(({ key }) => names.has(key.text));
}

function deleteItems(entries: Map<string, EntryTree>, name: string, items: Tree): void {
  const entry = entries.get(name);
  const list = entry && resolveAlias(entry.value);
  const gone = resolveAlias(items);
  if (!entry || list?.kind !== 'sequence' || gone.kind !== 'sequence') return;
  const texts = new Set(gone.items.map(scalarText));
  entries.set(name, { ...entry, value: { ...list, items: list.items.filter((item) => !texts.has(scalarText(item))) } });
}

function mergedList(base: Tree, patch: SequenceTree, path: string): SequenceTree {
  const resolved = resolveAlias(base);
  const key = MERGED_LISTS.get(path);
  const items = patch.items.filter((item) => !isReplaceMarker(item));
  if (key === undefined || resolved.kind !== 'sequence' || items.length < patch.items.length) return { ...patch, items };
  const original = new Map(resolved.items.map((item) => [keyOf(item, key), item]));
  const own = new Map(items.map((item) => [keyOf(item, key), item]));
  const merged = [...own].filter(([, item]) => !isDeleted(item)).map(([name, item]): [string, Tree] => {
    const before = original.get(name);
    return [name, before ? strategicMerge(before, item) : item];
  });
  return { ...patch, items: inOrder(merged, [...original].filter(([name]) => !own.has(name)), [...original.keys()]) };
}

/** Items of the patch and items that it does not name, as `mergeSortedSlice` puts them together. */
function inOrder(patched: [string, Tree][], others: [string, Tree][], original: readonly string[]): Tree[] {
  const items: Tree[] = [];
  let at = 0;
  for (const [name, item] of others) {
    const place = original.indexOf(name);
    for (let next = patched[at]; next && original.includes(next[0]) && original.indexOf(next[0]) < place; next = patched[at]) {
      items.push(next[1]);
      at += 1;
    }
    items.push(item);
  }
  return [...items, ...patched.slice(at).map(([, item]) => item)];
}

function isDeleted(item: Tree): boolean {
  const tree = resolveAlias(item);
  return tree.kind === 'mapping' && directiveOf(tree) === 'delete';
}

/** `- $patch: replace` among the items of a list replaces all of it. */
function isReplaceMarker(item: Tree): boolean {
  const tree = resolveAlias(item);
  return tree.kind === 'mapping' && tree.entries.length === 1 && directiveOf(tree) === 'replace';
}

function keyOf(item: Tree, key: string): string {
  const tree = resolveAlias(item);
  const own = tree.kind === 'mapping' ? entryOf(tree, key)?.value : item;
  return own ? scalarText(own) : '';
}

/** What is new is taken without its nulls and directives. */
function withoutDirectives(tree: Tree): Tree {
  const resolved = resolveAlias(tree);
  if (resolved.kind !== 'mapping') return tree;
  const directive = directiveOf(resolved);
  if (directive === 'delete') return { ...resolved, entries: [] };
  const entries = resolved.entries.filter(({ key, value }) => !key.text.startsWith('$') && !isNull(value));
  return { ...resolved, entries: entries.map((entry) => ({ ...entry, value: withoutDirectives(entry.value) })) };
}

function isNull(tree: Tree): boolean {
  const resolved = resolveAlias(tree);
  return resolved.kind === 'scalar' && resolved.value === null;
}

function scalarText(tree: Tree): string {
  const resolved: ScalarTree | MappingTree | SequenceTree = resolveAlias(tree);
  return resolved.kind === 'scalar' ? resolved.text : '';
}
