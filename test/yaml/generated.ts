/** YAML documents as people write them: every style, comments, blank lines, anchors, merge keys, CRLF, several in a file, with or without a last line end. */
import fc from 'fast-check';

type Lines = readonly string[];

interface Entry {
  readonly key: string;
  /** `? key` and `: value` on lines of their own. */
  readonly isExplicit: boolean;
  readonly above: Lines;
  readonly comment: string;
  readonly value: Value;
}

type Value =
  | { readonly kind: 'inline'; readonly text: string }
  | { readonly kind: 'folded'; readonly lines: Lines }
  | { readonly kind: 'literal'; readonly header: string; readonly lines: Lines; readonly blank: boolean }
  | { readonly kind: 'mapping'; readonly entries: readonly Entry[] }
  | { readonly kind: 'sequence'; readonly items: readonly Item[]; readonly indented: boolean; readonly isBelowDash: boolean };

interface Item {
  readonly above: Lines;
  readonly comment: string;
  readonly value: Value;
}

export interface Generated {
  readonly text: string;
  /** Written the plain way: blocks, plain or quoted values, comments, and nothing that aliases or explicit keys share. */
  readonly isPlain: boolean;
}

const KEYS = ['name', 'image', 'a', 'spec', 'x-y', 'app.kubernetes.io/name', '"quoted key"', "'it''s'", '12', 'yes', 'über', '鍵', 'two words'];
const SCALARS = [
  '1', '0', '-3.5', 'true', 'no', '', 'null', '~', 'plain', 'two words', "'single'", "'it''s'", '"double"', '"a \\"b\\" \\n"', '"5"', "'0777'", '1.10',
  's3://bucket/fraud/v3', 'sha256:abc', '0x1F', '1_000', '2024-01-01', '""', "''", '"# no comment"', 'a#b', '-x', '100m', '"{{ x }}"', '👍 ok', '"tab\\there"', '"👍 \\u00e9"', `long ${'words that go on '.repeat(12)}end`, '!!str 5', '!custom x', '日本語',
];
/** Values that go over several lines; those below are indented. */
const FOLDED: readonly Lines[] = [
  ['plain text', 'that goes on'], ['"double', '', 'quoted \\', 'text"'], ["'single", "it''s'"], ['{', '  a: 1, # one', '  b: [x, k]', '}'], ['[', '  x,', '  # about k', '  k,', ']'], ['{a: 1,', 'b: 2}'], ['[x,', 'k]'],
];
const SIMPLE = SCALARS.filter((text) => !text.startsWith('!'));
const FLOWS = [
  '{}', '[]', '{ }', '{a: 1}', '{ a: 1, b: two }', '[x, "y", 3]', '[{a: 1}, []]', '{"json": true, "list": [1, 2]}', '{a: , b: 1}', '{a, b}', '[ 1 ]', '{a: {b: {}}}', '[1,]', '{a: 1,}',
];

const keys = fc.uniqueArray(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 4 });
const comments = fc.oneof({ weight: 4, arbitrary: fc.constant('') }, { weight: 1, arbitrary: fc.constantFrom(' # why', '  # {a: 1}', ' ', ' # tab\there', '\t# after a tab') });
const above = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Lines>([]) },
  { weight: 1, arbitrary: fc.constantFrom<Lines>([''], ['# about'], ['', '# about', '# - more'], ['# apart', ''], ['   ', '# tab\there']) },
);
const inline = fc.constantFrom(...SCALARS, ...FLOWS).map((text): Value => ({ kind: 'inline', text }));
const simple = fc.constantFrom(...SIMPLE).map((text): Value => ({ kind: 'inline', text }));
const folded = fc.constantFrom(...FOLDED).map((lines): Value => ({ kind: 'folded', lines }));
const literal = blocks('|', '|-', '|+', '>', '>-', '>+', '|2');
const plainLiteral = blocks('|', '|-', '>', '>-');

function blocks(...headers: readonly string[]): fc.Arbitrary<Value> {
  return fc
    .record({ header: fc.constantFrom(...headers), lines: fc.array(fc.constantFrom('text', 'a: b', '# kept', 'x  '), { minLength: 1, maxLength: 3 }), blank: fc.boolean() })
    .map((block): Value => ({ kind: 'literal', ...block }));
}

interface Style {
  readonly leaf: fc.Arbitrary<Value>[];
  readonly explicit: fc.Arbitrary<boolean>;
}

function trees({ leaf, explicit }: Style): { mapping: fc.Arbitrary<Value>; sequence: fc.Arbitrary<Value> } {
  return fc.letrec<{ value: Value; mapping: Value; sequence: Value }>((tie) => ({
    value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, ...leaf, tie('mapping'), tie('sequence')),
    mapping: keys.chain((names) =>
      fc.tuple(...names.map((key) => fc.record({ key: fc.constant(key), isExplicit: explicit, above, comment: comments, value: tie('value') }))).map(
        (entries): Value => ({ kind: 'mapping', entries }),
      ),
    ),
    sequence: fc
      .record({
        items: fc.array(fc.record({ above, comment: comments, value: tie('value') }), { minLength: 1, maxLength: 3 }),
        indented: fc.boolean(), isBelowDash: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: explicit }),
      })
      .map((list): Value => ({ kind: 'sequence', ...list })),
  }));
}

const rare = fc.oneof({ weight: 12, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });
const everyStyle = trees({ leaf: [inline, literal, folded], explicit: rare });
const plainStyle = trees({ leaf: [simple, simple, plainLiteral], explicit: fc.constant(false) });

const around = {
  step: fc.constantFrom(2, 2, 4),
  gap: fc.constantFrom(1, 1, 3),
  eol: fc.constantFrom('\n', '\n', '\r\n'),
  head: fc.constantFrom('', '', '# header', '---', '# header\n\n', '--- # start', '%YAML 1.2\n---', 'zero: 0 # first\n---', '# header\n---\n# about'),
  foot: fc.constantFrom('', '', '# footer', '\n# footer', '    # deep', '---\nother: 1', '...', '---\n# only a comment', '\n\n'),
  endsWithBreak: fc.boolean(),
};

/** Every style that there is. */
export const documents: fc.Arbitrary<Generated> = fc
  .record({
    root: fc.oneof({ weight: 5, arbitrary: everyStyle.mapping }, { weight: 1, arbitrary: everyStyle.sequence }),
    ...around,
    alias: fc.constantFrom('', '', '', '', 'zz: *x', 'zz: [*x]', 'zz: {b: *x}', 'zz: {<<: *x}', 'zz:\n  <<: *x\n  own: 1', 'zz:\n  <<: [*x, {more: 2}]'),
  })
  .map(({ root, alias, ...layout }) => {
    const plain = print(root, 0, layout);
    const body = alias === '' ? plain : withAlias(plain, root.kind === 'sequence' ? alias.replace('zz:', '-').replaceAll('\n', '\n') : alias);
    return { text: textOf(body, layout), isPlain: false };
  });

/** Blocks, values on one line or as `|`, comments. */
export const plainDocuments: fc.Arbitrary<Generated> = fc
  .record({ root: plainStyle.mapping, ...around })
  .map(({ root, ...layout }) => ({ text: textOf(print(root, 0, layout), layout), isPlain: true }));

interface Around extends Layout {
  readonly eol: string;
  readonly head: string;
  readonly foot: string;
  readonly endsWithBreak: boolean;
}

function textOf(body: Lines, { head, foot, eol, endsWithBreak }: Around): string {
  const lines = [...(head === '' ? [] : [head]), ...body, ...(foot === '' ? [] : [foot])];
  return lines.join('\n').replaceAll('\n', eol) + (endsWithBreak ? eol : '');
}

/** An anchor at the first value on the line of a key, or at the first block, and its alias at the end. */
function withAlias(lines: Lines, alias: string): Lines {
  const isMerge = alias.includes('<<');
  const at = lines.findIndex((line, index) => (isMerge ? /^ *[a-z-]+:(?: #.*)?$/.test(line) && /^ *[a-z]+:/.test(lines[index + 1] ?? '') && indentOf(lines[index + 1]) > indentOf(line) : /^ *[a-z-]+: [^|>]/.test(line)));
  if (at < 0 || lines.some((line) => /[|>]/.test(line))) return lines;
  return [...lines.map((line, index) => (index === at ? line.replace(/:(?= |$)/, ': &x') : line)), ...alias.split('\n')];
}

function indentOf(line = ''): number {
  return line.search(/\S|$/);
}

interface Layout {
  readonly step: number;
  readonly gap: number;
}

function print(tree: Value, indent: number, layout: Layout): string[] {
  const pad = ' '.repeat(indent);
  if (tree.kind === 'mapping') return tree.entries.flatMap((entry) => [...aboveLines(entry.above, pad), ...entryLines(entry, indent, layout)]);
  if (tree.kind === 'sequence') return tree.items.flatMap((item) => [...aboveLines(item.above, pad), ...itemLines(item, { indent, layout, isBelowDash: tree.isBelowDash })]);
  return [`${pad}${tree.kind === 'inline' ? tree.text : ''}`];
}

function entryLines(entry: Entry, indent: number, layout: Layout): string[] {
  const pad = ' '.repeat(indent);
  const isExplicit = entry.isExplicit && entry.value.kind === 'inline';
  return isExplicit ? [`${pad}? ${entry.key}`, ...under(`${pad}:`, entry, indent, layout)] : under(`${pad}${entry.key}:`, entry, indent, layout);
}

function aboveLines(lines: Lines, pad: string): string[] {
  return lines.map((line) => (line === '' ? '' : pad + line));
}

function under(head: string, { comment, value: below }: Entry, indent: number, layout: Layout): string[] {
  if (below.kind === 'inline') return [`${head}${below.text === '' ? '' : ' '}${below.text}${comment}`];
  if (below.kind === 'literal') return block(`${head} `, comment, below, indent + layout.step);
  if (below.kind === 'folded') return continued(`${head} `, comment, below.lines, indent + layout.step);
  const inside = below.kind === 'sequence' && !below.indented ? indent : indent + layout.step;
  return [head + comment, ...print(below, inside, layout)];
}

function itemLines(item: Item, { indent, layout, isBelowDash }: { readonly indent: number; readonly layout: Layout; readonly isBelowDash: boolean }): string[] {
  const dash = `${' '.repeat(indent)}-${' '.repeat(layout.gap)}`;
  const { value: below, comment } = item;
  if (below.kind === 'inline') return [below.text === '' ? dash.trimEnd() + comment : dash + below.text + comment];
  if (below.kind === 'literal') return block(dash, comment, below, indent + layout.step);
  if (below.kind === 'folded') return continued(dash, comment, below.lines, indent + layout.step);
  if (isBelowDash) return [dash.trimEnd() + comment, ...print(below, indent + layout.step, layout)];
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

function continued(head: string, comment: string, lines: Lines, indent: number): string[] {
  const isBraced = /^[{[]/.test(lines[0] ?? '');
  return [head + (lines[0] ?? ''), ...lines.slice(1).map((line) => (line === '' ? '' : ' '.repeat(indent) + line))].map((line, index, all) => (index === all.length - 1 && isBraced ? line + comment : line));
}

function block(head: string, comment: string, { header, lines, blank }: Extract<Value, { kind: 'literal' }>, indent: number): string[] {
  const pad = ' '.repeat(header === '|2' ? indentOf(head) + 2 : indent);
  return [head + header + comment, ...lines.map((line) => pad + line), ...(blank ? [''] : [])];
}
