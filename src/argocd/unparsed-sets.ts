/** ApplicationSets that are no YAML because of template actions on lines of their own: what they would be without those lines. */
import { Nearness, type SourceFile } from '../source.ts';
import { splitDocuments } from '../yaml/documents.ts';
import { parseDocumentText } from '../yaml/parse.ts';
import type { YamlDocument } from '../yaml/tree.ts';

/** More lines than anybody writes into one set by mistake. */
const MAX_BLOCKS = 50;

/**
 * The document as it would be if every condition held: lines with `{{ if … }}` and its `{{ end }}` are blank, and so is what stands after `{{ else }}`
 * or is repeated by `{{ range … }}`. Nothing where the document is broken by something else, too. Places are those of the file.
 */
export function withoutTemplateLines(file: SourceFile, document: YamlDocument): YamlDocument | undefined {
  // What a parser gave up in ends where it did.
  const part = splitDocuments(file.text).findLast((one) => one.start <= document.range.start);
  if (!part) return undefined;
  const { start } = part;
  const lines = part.text.split('\n');
  const blocks = blocksOf(lines);
  let [problem] = document.problems;
  for (let left = MAX_BLOCKS; problem && left > 0; left -= 1) {
    const broken = file.text.slice(start, problem.range.start).split('\n').length - 1;
    const at = lines.findLastIndex((_, index) => index <= broken && index >= broken - MAX_DISTANCE && blocks.has(index));
    const block = blocks.get(at);
    if (!block) return undefined;
    for (const index of block.blanked) lines[index] = (lines[index] ?? '').replace(/[^\r]/g, ' ');
    for (const index of block.own) blocks.delete(index);
    const [parsed, ...others] = parseDocumentText({ text: lines.join('\n'), start }, { file, nearness: Nearness.template });
    if (others.length > 0) return undefined;
    if (parsed && parsed.problems.length === 0) return parsed;
    problem = parsed?.problems[0];
  }
  return undefined;
}

/** How far behind such a line a parser may notice. */
const MAX_DISTANCE = 3;

/** What belongs together: an action and, where it opens something, all that goes with it. */
interface Block {
  /** The lines of its actions. */
  readonly own: number[];
  /** These, and what is left out with them. */
  readonly blanked: number[];
}

interface OpenBlock extends Block {
  isLeftOut: boolean;
}

const OPENING: ReadonlySet<string> = new Set(['if', 'with', 'range', 'define', 'block']);

/** The blocks of all actions that have lines to themselves, by each of these lines. */
function blocksOf(lines: readonly string[]): Map<number, Block> {
  const blocks = new Map<number, Block>();
  const open: OpenBlock[] = [];
  for (const [index, line] of lines.entries()) {
    const word = actionOf(line);
    for (const block of open) if (block.isLeftOut) block.blanked.push(index);
    if (word === undefined) continue;
    if (OPENING.has(word)) open.push({ own: [], blanked: [], isLeftOut: word !== 'if' && word !== 'with' });
    const isOfOpen = OPENING.has(word) || word === 'else' || word === 'end';
    const block = (isOfOpen ? open.at(-1) : undefined) ?? { own: [], blanked: [], isLeftOut: false };
    block.own.push(index);
    if (!block.blanked.includes(index)) block.blanked.push(index);
    if (word === 'else') block.isLeftOut = true;
    if (word === 'end') open.pop();
    blocks.set(index, block);
  }
  return blocks;
}

/** The first word of an action that has a line to itself: `if`, `end`, or whatever else it is. */
function actionOf(line: string): string | undefined {
  const text = line.trim();
  if (!text.startsWith('{{') || !text.endsWith('}}') || text.indexOf('}}') !== text.length - 2) return undefined;
  return /^\{\{-?\s*([a-z]*)/.exec(text)?.[1] ?? '';
}
