/** What the `yaml` package makes of a text: its data and its comments, to judge edits by another reader than the one that made them. */
import { Lexer, isAlias, isMap, isPair, isScalar, isSeq, parseAllDocuments, type Document } from 'yaml';
import type { Data } from '../yaml/edited.ts';

/** Stands before what is content, whatever it begins with. */
const CONTENT = '\u001f';

/** The documents with content, in the order of the file; keys in the order of the text, what a merge key brings last. */
export function packageData(text: string): Data[] {
  const documents = parseAllDocuments(text, { merge: true, uniqueKeys: false, strict: false, logLevel: 'silent' });
  const list: readonly Document[] = Array.isArray(documents) ? documents : [];
  return list.flatMap((document) => {
    const [error] = document.errors;
    if (error) throw new Error(`${error.message} in ${JSON.stringify(text)}`);
    return document.contents === null || (isScalar(document.contents) && document.contents.source === '') ? [] : [dataOf(document.contents, document)];
  });
}

function dataOf(node: unknown, document: Document): Data {
  if (isAlias(node)) return dataOf(node.resolve(document), document);
  if (isSeq(node)) return node.items.map((item) => dataOf(item, document));
  if (isMap(node)) return { kind: 'mapping', entries: entriesOf(node.items, document) };
  const value: unknown = isScalar(node) ? node.value : null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return value;
  if (value === null || value === undefined) return null;
  throw new Error(`a ${typeof value} is no data here`);
}

function entriesOf(items: readonly unknown[], document: Document): (readonly [string, Data])[] {
  const own = new Map<string, Data>();
  const merged = new Map<string, Data>();
  for (const pair of items) {
    if (!isPair(pair)) continue;
    const isMerge = isScalar(pair.key) && pair.key.source === '<<' && pair.key.type === 'PLAIN';
    if (isMerge) for (const [key, value] of mergedEntries(pair.value, document)) merged.set(key, merged.get(key) ?? value);
    else own.set(keyText(pair.key), dataOf(pair.value, document));
  }
  return [...own, ...[...merged].filter(([key]) => !own.has(key))];
}

function mergedEntries(value: unknown, document: Document): readonly (readonly [string, Data])[] {
  const source: unknown = isAlias(value) ? value.resolve(document) : value;
  if (isMap(source)) return entriesOf(source.items, document);
  return isSeq(source) ? source.items.flatMap((item) => mergedEntries(item, document)) : [];
}

function keyText(key: unknown): string {
  return isScalar(key) ? (key.source ?? String(key.value)) : String(key);
}

/** The comments of a text, as the lexer of the package finds them, in order. */
export function commentsOf(text: string): string[] {
  const found: string[] = [];
  let isContent = false;
  for (const token of new Lexer().lex(text)) {
    if (!isContent && token.startsWith('#')) found.push(token.trimEnd());
    isContent = token === CONTENT;
  }
  return found;
}
