/** The mapping around an edit: what may come to light in it is no harm that the edit does. */
import { onceFor } from '../once.ts';
import type { Range, SourceFile } from '../source.ts';
import { covers, documentsAt } from '../yaml/edit-place.ts';
import { parseYaml } from '../yaml/parse.ts';
import type { Tree } from '../yaml/tree.ts';

/** Of what is no YAML, the lines that are indented at least as far as the first one of the edit. */
export function touchedBlock(file: SourceFile, edit: Range): Range {
  const range = withoutBlanks(file.text, edit);
  if (isNoYaml(file)) return indentedBlock(file, range);
  const root = documentsAt(file, range.start).find((document) => covers(document.range, range))?.root;
  return (root && smallestMapping(root, range)) ?? { start: 0, end: file.text.length };
}

const isNoYaml = onceFor((file: SourceFile) => parseYaml(file).documents.some(({ problems }) => problems.length > 0));

/** The line breaks and the indentation that an inserted line brings along belong to no mapping. */
function withoutBlanks(text: string, { start, end }: Range): Range {
  const written = text.slice(start, end);
  const first = start + (written.length - written.trimStart().length);
  return written.trim() === '' ? { start, end: start } : { start: first, end: first + written.trim().length };
}

function smallestMapping(root: Tree, range: Range): Range | undefined {
  let found: Range | undefined;
  for (let tree: Tree | undefined = root; tree && covers(tree, range); ) {
    if (tree.kind === 'mapping') found = tree;
    tree = childrenOf(tree).find((child) => covers(child, range) && child !== tree);
  }
  return found;
}

function childrenOf(tree: Tree): readonly Tree[] {
  if (tree.kind === 'mapping') return tree.entries.filter(({ mergedBy }) => !mergedBy).map(({ value }) => value);
  return tree.kind === 'sequence' ? tree.items : [];
}

function indentedBlock(file: SourceFile, { start }: Range): Range {
  const { line } = file.position(start);
  const indent = indentOf(file.line(line)) ?? 0;
  const isIn = (number: number): boolean => (indentOf(file.line(number)) ?? indent) >= indent;
  let first = line;
  let last = line;
  while (first > 1 && isIn(first - 1)) first -= 1;
  while (last < file.lineCount && isIn(last + 1)) last += 1;
  return { start: file.lineStart(first), end: file.lineStart(last + 1) };
}

function indentOf(line: string): number | undefined {
  return line.trim() === '' ? undefined : line.length - line.trimStart().length;
}
