/** Takes an entry out of a list of the policy: its lines, and the comment lines directly above it. */
import type { TextEdit } from '../finding.ts';
import type { Node } from '../yaml/node.ts';

/** Nothing for lists in brackets, and where an anchor or an alias ties the entry to others. */
export function withoutEntry({ tree: range, at: { file } }: Node): readonly TextEdit[] | undefined {
  if (!range) return undefined;
  const { line: first } = file.position(range.start);
  const dash = /^(\s*)-\s+$/.exec(file.text.slice(file.lineStart(first), range.start));
  const { line: last } = file.position(Math.max(range.start, range.end - 1));
  const rest = file.text.slice(range.end, file.lineStart(last + 1)).trim();
  if (!dash || (rest !== '' && !rest.startsWith('#')) || /[&*]/.test(file.text.slice(range.start, range.end))) return undefined;
  let from = first;
  while (from > 1 && file.line(from - 1).startsWith(`${dash[1] ?? ''}#`)) from -= 1;
  return [{ file, range: { start: file.lineStart(from), end: file.lineStart(last + 1) }, text: '' }];
}
