/** What the tests of edits share: documents as data, and texts after edits. */
import { SourceFile } from '../../src/source.ts';
import { Node } from '../../src/yaml/node.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import type { TextEdit } from '../../src/yaml/text-edit.ts';
import type { Tree } from '../../src/yaml/tree.ts';

/** A tree without its places; the order of keys counts. */
export type Data = { readonly kind: 'mapping'; readonly entries: readonly (readonly [string, Data])[] } | readonly Data[] | string | number | bigint | boolean | null;

export function dataOf(tree: Tree | undefined): Data {
  if (!tree) return null;
  if (tree.kind === 'alias') return dataOf(tree.target);
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'sequence') return tree.items.map(dataOf);
  return { kind: 'mapping', entries: tree.entries.map(({ key, value }) => [key.text, dataOf(value)] as const) };
}

/** Plain JSON data in the same form. */
export function fromJson(value: unknown): Data {
  if (Array.isArray(value)) return value.map(fromJson);
  if (typeof value === 'object' && value !== null) return { kind: 'mapping', entries: Object.entries(value).map(([key, inner]) => [key, fromJson(inner)] as const) };
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

export function rootOf(text: string, path = 'file.yaml'): Node {
  const { documents } = parseYaml(new SourceFile(path, text));
  const problem = documents.flatMap(({ problems }) => problems)[0];
  if (problem) throw new Error(`${problem.message} in ${JSON.stringify(text)}`);
  const root = documents.find((document) => document.root)?.root;
  if (!root) throw new Error(`no document in ${JSON.stringify(text)}`);
  return Node.root(root);
}

export function allData(text: string): Data[] {
  const { documents } = parseYaml(new SourceFile('file.yaml', text));
  return documents.flatMap(({ root, problems }) => {
    if (problems[0]) throw new Error(`${problems[0].message} in ${JSON.stringify(text)}`);
    return root ? [dataOf(root)] : [];
  });
}

/** Applies edits by themselves, to test them without fix/apply.ts. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  return [...edits].reverse().reduce((result, { range, text: put }) => result.slice(0, range.start) + put + result.slice(range.end), text);
}

/** A node and all below it. */
export function everyNode(node: Node): Node[] {
  return [node, ...node.items().flatMap(everyNode), ...node.entries().flatMap(([, value]) => everyNode(value))];
}

/** The data with what stands at a path replaced by what `change` makes of it; an entry that becomes `undefined` is left out. */
export function changed(data: Data, path: readonly (string | number)[], change: (data: Data) => Data | undefined): Data | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return change(data);
  if (isListData(data)) return data.map((item, index) => (index === step ? (changed(item, rest, change) ?? null) : item));
  if (!isMappingData(data)) return data;
  const entries = data.entries.flatMap(([key, value]) => {
    const result = key === step ? changed(value, rest, change) : value;
    return result === undefined ? [] : [[key, result] as const];
  });
  return { ...data, entries };
}

export function isListData(data: Data): data is readonly Data[] {
  return Array.isArray(data);
}

export function isMappingData(data: Data): data is Extract<Data, { kind: 'mapping' }> {
  return typeof data === 'object' && data !== null && !isListData(data);
}
