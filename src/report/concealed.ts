/** What no report shows of a file: values of Secrets, whoever wrote them and wherever they stand. */
import type { Report } from '../finding.ts';
import { grouped } from '../groups.ts';
import { onceFor } from '../once.ts';
import { shown, type Range, type SourceFile } from '../source.ts';

/** The stretches of a file that are never shown, in the order in which they stand there. */
export type Concealed = (file: SourceFile) => readonly Range[];

/** What the run knows to be secret, and what stands in a Secret by the look of its text: what could not be parsed is shown, too. */
export function concealedIn({ secrets = [], findings, suppressed }: Pick<Report, 'secrets' | 'findings' | 'suppressed'>): Concealed {
  const found = [...findings, ...suppressed.map(({ finding }) => finding)].flatMap((finding) => finding.secrets ?? []);
  const places = [...secrets, ...found].map(shown);
  const byFile = grouped(places, ({ file }) => file.path);
  return onceFor((file: SourceFile) => {
    const known = (byFile.get(file.path) ?? []).map(({ range }) => range);
    return inOrder([...known, ...secretRanges(file)].filter(({ start, end }) => end > start));
  });
}

function inOrder(ranges: readonly Range[]): Range[] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

interface Line {
  readonly start: number;
  readonly text: string;
}

const SECRET_KIND = /^[ \t-]*["']?kind["']?:[ \t]*["']?Secret["']?[ \t]*(?:#.*)?$/;
const SECRET_BLOCK = /^([ \t-]*)["']?(?:data|stringData)["']?:/;
const COPY = 'kubectl.kubernetes.io/last-applied-configuration';

/** By lines, so that a document that no parser takes is masked, too. */
function secretRanges(file: SourceFile): Range[] {
  if (!file.text.includes('Secret') && !file.text.includes(COPY)) return [];
  return documentsOf(file).flatMap((lines) => [
    ...(lines.some(({ text }) => SECRET_KIND.test(text)) ? blocksOf(lines, (text) => SECRET_BLOCK.test(text)) : []),
    ...blocksOf(lines, (text) => text.includes(`${COPY}:`) || text.includes(`${COPY}":`) || text.includes(`${COPY}':`)),
  ]);
}

function documentsOf(file: SourceFile): Line[][] {
  const documents: Line[][] = [[]];
  for (let number = 1; number <= file.lineCount; number += 1) {
    const text = file.line(number);
    if (text.startsWith('---')) documents.push([]);
    documents.at(-1)?.push({ start: file.lineStart(number), text });
  }
  return documents;
}

/** Whatever stands behind such a key, and in the lines below it that stand deeper; the keys there stay. */
function blocksOf(lines: readonly Line[], opens: (text: string) => boolean): Range[] {
  const ranges: Range[] = [];
  let depth: number | undefined;
  for (const line of lines) {
    const { text } = line;
    const indent = indentOf(text);
    if (depth !== undefined && text.trim() !== '' && indent <= depth) depth = undefined;
    if (depth === undefined && opens(text)) {
      depth = indent;
      ranges.push(valueOf(line));
    } else if (depth !== undefined && !text.trimStart().startsWith('#') && !isAction(text)) ranges.push(valueOf(line));
  }
  return ranges;
}

/** A line of a template says where a secret comes from, and not what it is. */
function isAction(text: string): boolean {
  return text.includes('{{') && text.includes('}}');
}

function indentOf(text: string): number {
  return text.length - text.replace(/^[ \t-]+/, '').length;
}

const KEY = /^[ \t-]*(?:"[^"]{0,300}"|'[^']{0,300}'|[^\s:#{}[\],"']{1,300}):[ \t]*/;

/** What follows the key of a line; the whole of it where it has none. */
function valueOf({ start, text }: Line): Range {
  const key = KEY.exec(text)?.[0];
  const from = key === undefined ? indentOf(text) : key.length;
  const value = text.slice(from).trimEnd();
  return /^(?:[|>][-+0-9]*)?$/.test(value) ? { start, end: start } : { start: start + from, end: start + from + value.length };
}
