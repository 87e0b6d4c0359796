/** Whatever document and whatever place: an edit does what it says, and nothing else. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addItem, removeKey, renameKey, setKey, setValue, type Edits, type PlainData, type PlainScalar } from '../../src/yaml/edit.ts';
import type { Node } from '../../src/yaml/node.ts';
import { allData, changed, edited, everyNode, fromJson, isListData, isMappingData, rootOf, type Data } from './edited.ts';
import { documents } from './generated.ts';

const RUNS = { numRuns: 500 };
const values: PlainScalar[] = [
  'v2', '', '5', 'yes', '1.10', 'null', 'a: b', 'x #y', "it's", 'say "hi"', 'back\\slash', 'two\nlines', ' lead', 'trail ', '- x', '{a}', 'a, b', '@x', '=', '<<', '...', '---', '~', '0o7',
  'tab\there', '\u2028', '👍', '\u0000', 5, -0.5, 1e21, true, null, 0, 'text\n', '# x', 'a:', ':a', '!t', '&a', '*a', '%d', '?', '-', '1_000', '2024-01-01', 'é', '\ufeff',
];
const scalar = fc.constantFrom(...values);
const nested: fc.Arbitrary<PlainData> = fc.oneof(
  scalar,
  fc.constantFrom<PlainData>({}, [], { limits: { cpu: '1', memory: '2Gi' } }, ['a', 'b'], [{ name: 'x', value: '1' }, [1, [2]]], { list: [{ a: [] }], empty: {} }),
);
const place = fc.nat();

/** Checks what an edit makes of a text; where none is possible, `mayRefuse` says whether that is right. */
function check(text: string, edits: Edits, expected: (root: Data) => Data | undefined): boolean {
  if (!edits) return false;
  const after = edited(text, edits);
  const [before, ...others] = allData(text);
  const wanted = [expected(before ?? null), ...others];
  expect(allData(after), `${JSON.stringify(text)}\n→ ${JSON.stringify(after)}`).toEqual(wanted);
  if (text.includes('\r\n') && !/[^\r]\n/.test(text)) expect(/[^\r]\n/.test(after), JSON.stringify(after)).toBe(false);
  return true;
}

function pick(nodes: readonly Node[], index: number): Node | undefined {
  return nodes[index % Math.max(1, nodes.length)];
}

/** Runs a property and counts how often there was an edit: refusing everything would keep every promise. */
function properties(name: string, least: number, run: (text: string, root: Node, index: number, value: PlainData, flat: PlainScalar) => boolean | undefined): void {
  test(name, () => {
    const count = { all: 0, done: 0 };
    fc.assert(
      fc.property(documents, place, nested, scalar, ({ text }, index, value, flat) => {
        const done = run(text, rootOf(text), index, value, flat);
        if (done === undefined) return;
        count.all += 1;
        if (done) count.done += 1;
      }),
      RUNS,
    );
    expect(count.done / count.all).toBeGreaterThan(least);
  });
}

properties('setValue changes the value and nothing else', 0.85, (text, root, index, _, value) => {
  const node = pick(everyNode(root).filter(({ kind }) => kind === 'scalar'), index);
  if (!node) return undefined;
  const edits = setValue(node, value);
  const done = check(text, edits, (data) => changed(data, node.path, () => value));
  if (edits) {
    const again = rootOf(edited(text, edits)).get(...node.path);
    expect(setValue(again, value)).toEqual([]);
    expect(comments(edited(text, edits))).toEqual(comments(text));
  }
  return done;
});

properties('setKey adds a last key, or replaces the value', 0.85, (text, root, index, value) => {
  const node = pick(everyNode(root).filter(({ kind, isNull }) => kind === 'mapping' || isNull), index);
  if (!node) return undefined;
  const key = ['added', 'name', 'a', 'yes', 'new key', '5'][index % 6] ?? 'added';
  const edits = setKey(node, key, value);
  const done = check(text, edits, (data) => changed(data, node.path, (inner) => withKey(inner, key, fromJson(value))));
  if (edits) expect(setKey(rootOf(edited(text, edits)).get(...node.path), key, value)).toEqual([]);
  if (edits && !node.has(key)) expect(comments(edited(text, edits)).filter((line) => !line.startsWith('"'))).toEqual(comments(text));
  return done;
});

properties('removeKey takes the entry out', 0.85, (text, root, index) => {
  const node = pick(everyNode(root).filter(({ key }) => key !== undefined), index);
  if (!node) return undefined;
  const edits = removeKey(node);
  const done = check(text, edits, (data) => changed(data, node.path, () => undefined));
  if (edits) expect(removeKey(rootOf(edited(text, edits)).get(...node.path))).toBeUndefined();
  return done;
});

properties('renameKey changes the key', 0.95, (text, root, index) => {
  const node = pick(everyNode(root).filter(({ key }) => key !== undefined), index);
  if (!node) return undefined;
  const name = ['renamed', 'off', 'a: b', '7', "d'or", '<<'][index % 6] ?? 'renamed';
  const edits = renameKey(node, name);
  const parent = node.path.slice(0, -1);
  return check(text, edits, (data) => changed(data, parent, (inner) => renamed(inner, String(node.path.at(-1)), name)));
});

properties('addItem adds a last item', 0.9, (text, root, index, value) => {
  const node = pick(everyNode(root).filter(({ kind, isNull }) => kind === 'sequence' || isNull), index);
  if (!node) return undefined;
  return check(text, addItem(node, value), (data) => changed(data, node.path, (inner) => [...(isListData(inner) ? inner : []), fromJson(value)]));
});

function withKey(data: Data, key: string, value: Data): Data {
  const entries = isMappingData(data) ? data.entries : [];
  const isThere = entries.some(([name]) => name === key);
  return { kind: 'mapping', entries: isThere ? entries.map(([name, old]) => [name, name === key ? value : old] as const) : [...entries, [key, value]] };
}

function renamed(data: Data, from: string, to: string): Data {
  return isMappingData(data) ? { ...data, entries: data.entries.map(([name, value]) => [name === from ? to : name, value] as const) } : data;
}

/** The comments of a text, without what only looks like one inside a block. */
function comments(text: string): string[] {
  const blocks = everyNode(rootOf(text)).flatMap(({ tree }) => (tree?.kind === 'scalar' && (tree.style === 'literal' || tree.style === 'folded') ? [tree] : []));
  const masked = blocks.reverse().reduce((left, { start, end }) => left.slice(0, left.indexOf('\n', start)) + '\n' + left.slice(end), text);
  return masked.split(/\r?\n/).flatMap((line) => /(?:^|\s)(# (?:why|about|- more|apart|header|footer|deep))\s*$/.exec(line)?.[1] ?? []);
}
