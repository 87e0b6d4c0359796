/**
 * The laws of edits, on 10,200 documents in every style: outside of the edit no byte changes, made twice it changes nothing more, the data
 * are the same save for what was asked, and comments stay save those of what was taken away. `addItem` alone is no state but a step: a list
 * may hold an item twice. Made twice it adds two, and that a fix which adds an item does nothing more is asked of the rules: the finding is gone. An edit that cannot be made says so; how often
 * is counted, and must be rare in documents that are written the plain way.
 */
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { addItem, moveKey, removeKey, renameKey, setKey, setValue, type Edits, type PlainData, type PlainScalar } from '../../src/yaml/edit.ts';
import { Node } from '../../src/yaml/node.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { resolveAlias } from '../../src/yaml/tree.ts';
import { SourceFile } from '../../src/source.ts';
import { changed, edited, everyNode, fromJson, isListData, isMappingData, type Data } from '../yaml/edited.ts';
import { documents, plainDocuments, type Generated } from '../yaml/generated.ts';
import { commentsOf, packageData } from './oracle.ts';

const RUNS = 1700;
const KINDS = ['setValue', 'setKey', 'removeKey', 'renameKey', 'addItem', 'moveKey'] as const;
const values: PlainScalar[] = [
  'v2', '', '5', 'yes', '1.10', 'null', 'a: b', 'x #y', "it's", 'say "hi"', 'back\\slash', 'two\nlines', ' lead', 'trail ', '- x', '{a}', 'a, b', '@x', '=', '<<', '...', '---', '~', '0o7',
  'tab\there', '\u2028', '👍', '\u0000', 5, -0.5, 1e21, true, null, 0, 'text\n', '# x', 'a:', ':a', '!t', '&a', '*a', '%d', '?', '-', '1_000', '2024-01-01', 'é', '\ufeff',
];
const scalar = fc.constantFrom(...values);
const nested: fc.Arbitrary<PlainData> = fc.oneof(
  scalar,
  fc.constantFrom<PlainData>({}, [], { limits: { cpu: '1', memory: '2Gi' } }, ['a', 'b'], [{ name: 'x', value: '1' }, [1, [2]]], { list: [{ a: [] }], empty: {} }),
);

/** What one run is about. */
interface Trial {
  readonly text: string;
  readonly root: Node;
  readonly nodes: readonly Node[];
  readonly index: number;
  readonly value: PlainData;
  readonly flat: PlainScalar;
}

/** An edit, and what it has to make of the document. */
interface Attempt {
  readonly edits: Edits;
  readonly expected: (root: Data) => Data | undefined;
  /** What may be taken away or written anew; nothing where there may only be insertions. */
  readonly extent: { readonly start: number; readonly end: number } | undefined;
  /** The same once more, on what came of it: `[]` or nothing to do; of a step, one step further. */
  readonly again: (root: Node) => Edits;
  readonly isStep?: boolean;
  /** Comments of what is taken away may go. */
  readonly mayLoseComments: boolean;
}

type Law = (trial: Trial) => Attempt | undefined;

const counts = new Map<string, { runs: number; tried: number; refused: number; plainTried: number; plainRefused: number }>();

function law(name: (typeof KINDS)[number], { least, leastPlain }: { readonly least: number; readonly leastPlain: number }, attempt: Law): void {
  test(name, { timeout: 120_000 }, () => {
    const count = { runs: 0, tried: 0, refused: 0, plainTried: 0, plainRefused: 0 };
    counts.set(name, count);
    const texts = fc.oneof({ weight: 3, arbitrary: documents }, { weight: 1, arbitrary: plainDocuments });
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(), nested, scalar, (generated, at, index, value, flat) => {
        count.runs += 1;
        const done = tried(generated, at, { index, value, flat }, attempt);
        if (done === undefined) return;
        count.tried += 1;
        if (generated.isPlain) count.plainTried += 1;
        if (!done) count.refused += 1;
        if (!done && generated.isPlain) count.plainRefused += 1;
      }),
      { numRuns: RUNS, ...seedOf(name) },
    );
    expect(count.runs).toBe(RUNS);
    expect(1 - count.refused / count.tried, 'of all styles').toBeGreaterThan(least);
    expect(1 - count.plainRefused / count.plainTried, 'of the plain style').toBeGreaterThan(leastPlain);
  });
}

/** Fixed, so that a change of the code is what changes the outcome; `LAWS_SEED` tries others. */
function seedOf(name: (typeof KINDS)[number]): { seed: number } {
  const given = Number(process.env.LAWS_SEED ?? '20260101');
  return { seed: given + KINDS.indexOf(name) };
}

/** Whether the edit was made; nothing where the document has no place for one. */
function tried({ text }: Generated, at: number, rest: Pick<Trial, 'index' | 'value' | 'flat'>, attempt: Law): boolean | undefined {
  const roots = parseYaml(new SourceFile('file.yaml', text)).documents.flatMap(({ root }) => root ?? []);
  const which = at % Math.max(1, roots.length);
  const tree = roots[which];
  if (!tree) return undefined;
  const root = Node.root(tree);
  const made = attempt({ text, root, nodes: everyNode(root), ...rest });
  if (!made) return undefined;
  if (made.edits) hold(text, which, { ...made, edits: made.edits });
  return made.edits !== undefined;
}

type Made = Attempt & { readonly edits: NonNullable<Edits> };

function hold(text: string, which: number, made: Made): void {
  const { edits, extent, mayLoseComments } = made;
  const after = edited(text, edits);
  const shown = `${JSON.stringify(text)}\n→ ${JSON.stringify(after)}`;
  // (a) outside of the edit
  const gone = edits.map(({ range }) => ({ ...range, cut: text.slice(range.start, range.end) })).filter(({ cut }) => cut !== '');
  for (const { start, end } of gone) {
    const [before, behind] = extent ? [text.slice(start, Math.max(start, Math.min(end, extent.start))), text.slice(Math.min(end, Math.max(start, extent.end)), end)] : [text.slice(start, end), ''];
    expect(before + behind, shown).toMatch(/^(?:[\s,:]|- |#.*|~|null|\{\s*\}|\[\s*\])*$/);
  }
  if (text.includes('\r\n') && !/(?:^|[^\r])\n/.test(text)) expect(/(?:^|[^\r])\n/.test(after), shown).toBe(false);
  // (c) the data; without edits they are what was asked for already, as Kubernetes reads them
  if (edits.length > 0) holdData(text, after, which, made);
  // (b) twice
  holdAgain(after, which, made);
  // (d) comments
  const [kept, all] = [commentsOf(after).sort(), commentsOf(text).sort()];
  if (!mayLoseComments) expect(kept, shown).toEqual(all);
  else expect(lacking(all, kept), shown).toEqual([]);
}

/** As the other reader has them: what was asked, and nothing else. */
function holdData(text: string, after: string, which: number, { expected }: Made): void {
  const wanted = packageData(text).map((data, index) => (index === which ? (expected(data) ?? null) : data));
  const order = text.includes('<<') || after.includes('<<') ? inAnyOrder : (data: Data): Data => data; // a merge key has no place among the keys
  const [found, asked] = [packageData(after).map(order), wanted.map(order)];
  if (!isDeepStrictEqual(found, asked)) expect(found, `${JSON.stringify(text)}\n→ ${JSON.stringify(after)}`).toEqual(asked); // which is slow
}

function holdAgain(after: string, which: number, made: Made): void {
  const shown = JSON.stringify(after);
  const documentsAfter = parseYaml(new SourceFile('file.yaml', after)).documents;
  expect(documentsAfter.flatMap(({ problems }) => problems), shown).toEqual([]);
  const root = documentsAfter.flatMap((document) => document.root ?? [])[which];
  const edits = root && made.again(Node.root(root));
  if (made.isStep !== true) expect(edits ?? [], shown).toEqual([]);
  else if (!edits) expect.fail(`what was added to once is not added to twice: ${shown}`);
  else holdData(after, edited(after, edits), which, made);
}

/** What is in the second list and not in the first. */
function lacking(from: readonly string[], list: readonly string[]): string[] {
  const left = [...from];
  return list.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function pick(nodes: readonly Node[], index: number): Node | undefined {
  return nodes[index % Math.max(1, nodes.length)];
}

/** From the key of a value, or from itself, to its end. */
function extentOf(node: Node): { start: number; end: number } | undefined {
  const tree = node.tree && resolveAlias(node.tree);
  const key = node.key?.tree;
  return tree && { start: Math.min(key?.start ?? tree.start, tree.start), end: Math.max(key?.end ?? tree.end, tree.end) };
}

law('setValue', { least: 0.8, leastPlain: 0.99 }, ({ nodes, index, flat }) => {
  const node = pick(nodes.filter(({ kind }) => kind === 'scalar'), index);
  return node && {
    edits: setValue(node, flat), expected: (data) => changed(data, node.path, () => flat), extent: extentOf(node),
    again: (root) => setValue(root.get(...node.path), flat), mayLoseComments: false,
  };
});

law('setKey', { least: 0.8, leastPlain: 0.97 }, ({ nodes, index, value }) => {
  const node = pick(nodes.filter(({ kind, isNull }) => kind === 'mapping' || isNull), index);
  if (!node) return undefined;
  const key = ['added', 'name', 'a', 'yes', 'new key', '5'][index % 6] ?? 'added';
  return {
    edits: setKey(node, key, value), expected: (data) => changed(data, node.path, (inner) => withKey(inner, key, fromJson(value))),
    extent: node.has(key) ? extentOf(node.get(key)) : undefined, again: (root) => setKey(root.get(...node.path), key, value), mayLoseComments: node.has(key),
  };
});

law('removeKey', { least: 0.8, leastPlain: 0.97 }, ({ nodes, index }) => {
  const node = pick(nodes.filter(({ key }) => key !== undefined), index);
  return node && {
    edits: removeKey(node), expected: (data) => changed(data, node.path, () => undefined), extent: extentOf(node),
    again: (root) => removeKey(root.get(...node.path)), mayLoseComments: true,
  };
});

law('renameKey', { least: 0.9, leastPlain: 0.99 }, ({ nodes, index }) => {
  const node = pick(nodes.filter(({ key }) => key !== undefined), index);
  if (!node) return undefined;
  const name = ['renamed', 'off', 'a: b', '7', "d'or", '<<'][index % 6] ?? 'renamed';
  const parent = node.path.slice(0, -1);
  const step = String(node.path.at(-1));
  return {
    edits: renameKey(node, name), expected: (data) => changed(data, parent, (inner) => renamed(inner, step, name)), extent: node.key?.tree,
    again: (root) => renameKey(root.get(...parent, name), name), mayLoseComments: false,
  };
});

law('addItem', { least: 0.85, leastPlain: 0.98 }, ({ nodes, index, value }) => {
  const node = pick(nodes.filter(({ kind, isNull }) => kind === 'sequence' || isNull), index);
  return node && {
    edits: addItem(node, value), expected: (data) => changed(data, node.path, (inner) => [...(isListData(inner) ? inner : []), fromJson(value)]),
    extent: undefined, again: (root) => addItem(root.get(...node.path), value), isStep: true, mayLoseComments: false,
  };
});

law('moveKey', { least: 0.6, leastPlain: 0.95 }, ({ root, nodes, index }) => {
  const node = pick(nodes.filter(({ key }) => key !== undefined), index);
  if (!node) return undefined;
  const step = String(node.path.at(-1));
  const parent = node.path.slice(0, -1);
  const targets = nodes.filter(({ kind, path }) => kind === 'mapping' && !isBelow(path, node.path) && path.join('\0') !== parent.join('\0'));
  const inMissing = index % 4 === 0 && step !== 'wrapped' && step !== '<<';
  const to = inMissing ? root.get(...parent, 'wrapped') : pick(targets, Math.floor(index / 7));
  if (!to || to.has(step) || (inMissing && to.exists)) return undefined;
  return {
    edits: moveKey(node, to), extent: extentOf(node), mayLoseComments: false, again: (after) => moveKey(after.get(...node.path), after.get(...to.path)),
    expected: (data) => {
      const value = valueAt(data, node.path);
      if (inMissing) return changed(data, parent, (inner) => withEntry(inner, step, () => ['wrapped', { kind: 'mapping', entries: [[step, value]] }]));
      const there = changed(data, to.path, (inner) => withKey(inner, step, value)) ?? null;
      return changed(there, node.path, () => undefined);
    },
  };
});

afterAll(() => {
  const lines = [...counts].map(([name, { runs, tried: all, refused, plainTried, plainRefused }]) => `${name.padEnd(10)} ${runs} documents, ${all} edits, ${refused} refused; plain style ${plainTried}, ${plainRefused} refused`);
  const total = [...counts.values()].reduce((sum, { runs }) => sum + runs, 0);
  process.stdout.write(`${lines.join('\n')}\nlaws held on ${total} documents\n`);
  if (counts.size === KINDS.length) expect(total).toBeGreaterThanOrEqual(10_000);
});

function isBelow(path: Node['path'], above: Node['path']): boolean {
  return above.every((step, index) => path[index] === step);
}

function withKey(data: Data, key: string, value: Data): Data {
  const entries = isMappingData(data) ? data.entries : [];
  const isThere = entries.some(([name]) => name === key);
  return { kind: 'mapping', entries: isThere ? entries.map(([name, old]) => [name, name === key ? value : old] as const) : [...entries, [key, value]] };
}

function renamed(data: Data, from: string, to: string): Data {
  return withEntry(data, from, ([, value]) => [to, value]);
}

type EntryData = readonly [string, Data];

function withEntry(data: Data, name: string, change: (entry: EntryData) => EntryData): Data {
  return isMappingData(data) ? { ...data, entries: data.entries.map((entry) => (entry[0] === name ? change(entry) : entry)) } : data;
}

function valueAt(data: Data, path: Node['path']): Data {
  let at = data;
  for (const step of path) at = (isListData(at) ? at[Number(step)] : isMappingData(at) ? at.entries.find(([name]) => name === step)?.[1] : undefined) ?? null;
  return at;
}

function inAnyOrder(data: Data): Data {
  if (isListData(data)) return data.map(inAnyOrder);
  if (!isMappingData(data)) return data;
  return { ...data, entries: data.entries.map(([name, value]) => [name, inAnyOrder(value)] as const).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)) };
}
