/** One edit of one manifest, small enough to be written down, with the same outcome whenever it is made. */
import { isCollection, isMap, isNode, isScalar, isSeq, parseDocument, type Document, type Pair } from 'yaml';
import { parseText, textOf } from './corpus-documents.ts';

export type Path = readonly (string | number)[];

export type Edit =
  /** The value in YAML, so that `1.0` and `1` can be told apart. */
  | { readonly op: 'set'; readonly path: Path; readonly value: string }
  | { readonly op: 'delete'; readonly path: Path }
  | { readonly op: 'rename'; readonly path: Path; readonly key: string }
  /** An entry of a list once more, at its end. */
  | { readonly op: 'repeat'; readonly path: Path };

/** The text after the edit; undefined where its path leads nowhere. */
export function edited(text: string, edit: Edit): string | undefined {
  const [document] = parseText(text);
  if (!document || !isApplied(document, edit)) return undefined;
  return textOf(document);
}

function isApplied(document: Document, edit: Edit): boolean {
  const parent = document.getIn(edit.path.slice(0, -1), true);
  const last = edit.path.at(-1);
  if (last === undefined || !isCollection(parent)) return false;
  switch (edit.op) {
    case 'set':
      parent.set(last, parseDocument(edit.value, { intAsBigInt: true }).contents);
      return true;
    case 'delete':
      return parent.delete(last);
    case 'rename':
      return isMap(parent) && isRenamed(parent.items, String(last), edit.key);
    case 'repeat':
      return isSeq(parent) && isRepeated(parent.items, last);
  }
}

function isRenamed(pairs: readonly Pair[], from: string, to: string): boolean {
  const pair = pairs.find(({ key }) => isScalar(key) && key.value === from);
  if (!pair || !isScalar(pair.key)) return false;
  pair.key.value = to;
  return true;
}

function isRepeated(items: unknown[], index: string | number): boolean {
  const item = items[Number(index)];
  if (item === undefined) return false;
  items.push(isNode(item) ? item.clone() : item);
  return true;
}
