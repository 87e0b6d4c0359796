/** Where one document of a file ends and the next begins. A line that starts with `---` always separates, even in block text. */

import type { YamlDocument } from './tree.ts';

export interface DocumentText {
  readonly text: string;
  /** Offset in the file. */
  readonly start: number;
}

/** The documents of a file as texts; pieces of comments and blank lines before the first `---` go with it. */
export function splitDocuments(text: string): DocumentText[] {
  const starts = separatorOffsets(text);
  if (starts.length === 0) return [{ text, start: 0 }];
  if (isOnlyPreamble(text.slice(0, starts[0]))) starts[0] = 0;
  else starts.unshift(0);
  return starts.map((start, index) => ({ text: text.slice(start, starts[index + 1]), start }));
}

function separatorOffsets(text: string): number[] {
  const offsets: number[] = [];
  for (let at = text.startsWith('---') ? 0 : next(text, 0); at >= 0; at = next(text, at)) {
    const after = text.charCodeAt(at + 3);
    if (Number.isNaN(after) || after === 10 || after === 13 || after === 32 || after === 9) offsets.push(at);
  }
  return offsets;
}

function next(text: string, from: number): number {
  const at = text.indexOf('\n---', from);
  return at < 0 ? -1 : at + 1;
}

/** Comments, blank lines and directives (`%YAML 1.2`) belong to the document that follows. */
function isOnlyPreamble(text: string): boolean {
  return text.split('\n').every((line) => line.trim() === '' || line.startsWith('#') || line.trimStart().startsWith('#') || line.startsWith('%'));
}

/** A document that cannot be read: the whole part, so that what it was meant to be can still be seen. */
export function unreadable({ text, start }: DocumentText, message: string, offset = 0): YamlDocument {
  const problem = { message, range: { start: start + offset, end: start + offset } };
  return { range: { start, end: start + text.length }, problems: [problem], duplicateKeys: [] };
}
