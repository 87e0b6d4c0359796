/** YAML documents as people write them: every style, comments, blank lines, CRLF, with or without a last line end. */
import fc from 'fast-check';

type Lines = readonly string[];

interface Entry {
  readonly key: string;
  readonly above: Lines;
  readonly comment: string;
  readonly value: Value;
}

type Value =
  | { readonly kind: 'inline'; readonly text: string }
  | { readonly kind: 'literal'; readonly header: string; readonly lines: Lines; readonly blank: boolean }
  | { readonly kind: 'mapping'; readonly entries: readonly Entry[] }
  | { readonly kind: 'sequence'; readonly items: readonly Item[]; readonly indented: boolean };

interface Item {
  readonly above: Lines;
  readonly comment: string;
  readonly value: Value;
}

export interface Generated {
  readonly text: string;
}

const KEYS = ['name', 'image', 'a', 'spec', 'x-y', 'app.kubernetes.io/name', '"quoted key"', "'it''s'", '12', 'yes', 'über'];
const SCALARS = [
  '1', '0', '-3.5', 'true', 'no', '', 'null', '~', 'plain', 'two words', "'single'", "'it''s'", '"double"', '"a \\"b\\" \\n"', '"5"', "'0777'", '1.10',
  's3://bucket/fraud/v3', 'sha256:abc', '0x1F', '1_000', '2024-01-01', '""', "''", '"# no comment"', 'a#b', '-x', '100m', '"{{ x }}"', '👍 ok', '"tab\\there"',
];
const FLOWS = [
  '{}', '[]', '{ }', '{a: 1}', '{ a: 1, b: two }', '[x, "y", 3]', '[{a: 1}, []]', '{"json": true, "list": [1, 2]}', '{a: , b: 1}', '{a, b}', '[ 1 ]', '{a: {b: {}}}', '[1,]', '{a: 1,}',
];

const keys = fc.uniqueArray(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 4 });
const comments = fc.oneof({ weight: 4, arbitrary: fc.constant('') }, { weight: 1, arbitrary: fc.constantFrom(' # why', '  # {a: 1}', ' ') });
const above = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Lines>([]) },
  { weight: 1, arbitrary: fc.constantFrom<Lines>([''], ['# about'], ['', '# about', '# - more'], ['# apart', '']) },
);
const inline = fc.constantFrom(...SCALARS, ...FLOWS).map((text): Value => ({ kind: 'inline', text }));
const literal = fc
  .record({ header: fc.constantFrom('|', '|-', '|+', '>', '>-'), lines: fc.array(fc.constantFrom('text', 'a: b', '# kept', 'x  '), { minLength: 1, maxLength: 3 }), blank: fc.boolean() })
  .map((block): Value => ({ kind: 'literal', ...block }));

const { value, mapping, sequence } = fc.letrec<{ value: Value; mapping: Value; sequence: Value }>((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, inline, literal, tie('mapping'), tie('sequence')),
  mapping: keys.chain((names) =>
    fc.tuple(...names.map((key) => fc.record({ key: fc.constant(key), above, comment: comments, value: tie('value') }))).map(
      (entries): Value => ({ kind: 'mapping', entries }),
    ),
  ),
  sequence: fc
    .record({ items: fc.array(fc.record({ above, comment: comments, value: tie('value') }), { minLength: 1, maxLength: 3 }), indented: fc.boolean() })
    .map((list): Value => ({ kind: 'sequence', ...list })),
}));

export const documents: fc.Arbitrary<Generated> = fc
  .record({
    root: fc.oneof({ weight: 5, arbitrary: mapping }, { weight: 1, arbitrary: sequence }, { weight: 0, arbitrary: value }),
    step: fc.constantFrom(2, 2, 4),
    gap: fc.constantFrom(1, 1, 3),
    eol: fc.constantFrom('\n', '\n', '\r\n'),
    head: fc.constantFrom('', '', '# header', '---', '# header\n\n'),
    foot: fc.constantFrom('', '', '# footer', '\n# footer', '    # deep', '---\nother: 1', '...'),
    endsWithBreak: fc.boolean(),
    alias: fc.constantFrom('', '', '', '', 'zz: *x', 'zz: [*x]', 'zz: {b: *x}'),
  })
  .map(({ root, step, gap, eol, head, foot, endsWithBreak, alias }) => {
    const plain = print(root, 0, { step, gap });
    const body = alias === '' ? plain : withAlias(plain, root.kind === 'sequence' ? alias.replace('zz:', '-') : alias);
    const lines = [...(head === '' ? [] : [head]), ...body, ...(foot === '' ? [] : [foot])];
    return { text: lines.join('\n').replaceAll('\n', eol) + (endsWithBreak ? eol : '') };
  });

/** An anchor at the first value on the line of a key, and its alias at the end. */
function withAlias(lines: readonly string[], alias: string): readonly string[] {
  const at = lines.findIndex((line) => /^ *[a-z-]+: [^|>]/.test(line));
  if (at < 0 || lines.some((line) => /[|>]/.test(line))) return lines;
  return [...lines.map((line, index) => (index === at ? line.replace(': ', ': &x ') : line)), alias];
}

interface Layout {
  readonly step: number;
  readonly gap: number;
}

function print(tree: Value, indent: number, layout: Layout): string[] {
  const pad = ' '.repeat(indent);
  if (tree.kind === 'mapping') return tree.entries.flatMap((entry) => [...aboveLines(entry.above, pad), ...under(`${pad}${entry.key}:`, entry, indent, layout)]);
  if (tree.kind === 'sequence') return tree.items.flatMap((item) => [...aboveLines(item.above, pad), ...itemLines(item, indent, layout)]);
  return [`${pad}${tree.kind === 'inline' ? tree.text : ''}`];
}

function aboveLines(lines: Lines, pad: string): string[] {
  return lines.map((line) => (line === '' ? '' : pad + line));
}

function under(head: string, { comment, value: below }: Entry, indent: number, layout: Layout): string[] {
  if (below.kind === 'inline') return [`${head}${below.text === '' ? '' : ' '}${below.text}${comment}`];
  if (below.kind === 'literal') return block(`${head} `, comment, below, indent + layout.step);
  const inside = below.kind === 'sequence' && !below.indented ? indent : indent + layout.step;
  return [head + comment, ...print(below, inside, layout)];
}

function itemLines(item: Item, indent: number, layout: Layout): string[] {
  const dash = `${' '.repeat(indent)}-${' '.repeat(layout.gap)}`;
  const { value: below, comment } = item;
  if (below.kind === 'inline') return [below.text === '' ? dash.trimEnd() + comment : dash + below.text + comment];
  if (below.kind === 'literal') return block(dash, comment, below, indent + layout.step);
  const column = dash.length;
  const [first = '', ...rest] = print(withoutLead(below), column, layout);
  return [dash + first.slice(column), ...rest];
}

/** What follows a dash starts on its line. */
function withoutLead(tree: Value): Value {
  if (tree.kind === 'mapping') return { ...tree, entries: tree.entries.map((entry, index) => (index === 0 ? { ...entry, above: [] } : entry)) };
  if (tree.kind === 'sequence') return { ...tree, items: tree.items.map((item, index) => (index === 0 ? { ...item, above: [] } : item)) };
  return tree;
}

function block(head: string, comment: string, { header, lines, blank }: Extract<Value, { kind: 'literal' }>, indent: number): string[] {
  return [head + header + comment, ...lines.map((line) => ' '.repeat(indent) + line), ...(blank ? [''] : [])];
}
