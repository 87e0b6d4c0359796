/** A comment that silences a finding, where its author wrote the line. */
import type { Finding, Fix, TextEdit } from '../finding.ts';
import type { SourceFile } from '../source.ts';

export interface Suppression {
  readonly reason: string;
  /** The last day of a snooze, `2027-01-31`. */
  readonly until?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Why these words cannot stand in a comment; nothing where they can. */
export function whyNoComment({ reason, until }: Suppression): string | undefined {
  if (reason.trim() === '') return 'a reason is needed';
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(reason)) return 'the reason must be one line';
  return until === undefined || DAY.test(until) ? undefined : `${JSON.stringify(until)} is no day such as 2027-01-31`;
}

/** Ways to write the comment, the most readable first: behind the line, then alone above it. Whether one of them counts, only linting tells. */
export function suppressionFixes({ rule, at: { file, range } }: Pick<Finding, 'rule' | 'at'>, { reason, until }: Suppression): Fix[] {
  if (file.shownAt) return [];
  const what = until === undefined ? `mllint-ignore ${rule}` : `mllint-snooze ${until} ${rule}`;
  const comment = `${what} -- ${reason.trim()}`;
  const { line } = file.position(range.start);
  const fixes = [behind(file, line, `# ${comment}`), above(file, line, `# ${comment}`), behindInTemplate(file, line, `{{/* # ${comment} */}}`)];
  return fixes.flatMap((edit): Fix[] => (edit ? [{ title: until === undefined ? `ignore ${rule}` : `snooze ${rule} until ${until}`, safety: 'review', edits: [edit] }] : []));
}

/** A line that ends in a comment keeps it: what stands behind it is part of it. */
function behind(file: SourceFile, line: number, comment: string): TextEdit | undefined {
  const text = file.line(line);
  const trimmed = text.trimEnd();
  if (trimmed === '' || /^(?:---|\.\.\.)/.test(trimmed)) return undefined;
  const at = file.lineStart(line) + trimmed.length;
  return { file, range: { start: at, end: file.lineStart(line) + text.length }, text: ` ${comment}` };
}

function above(file: SourceFile, line: number, comment: string): TextEdit {
  const start = file.lineStart(line);
  const indent = /^[ ]*/.exec(file.line(line))?.[0] ?? '';
  const newline = file.text.includes('\r\n') ? '\r\n' : '\n';
  return { file, range: { start, end: start }, text: `${indent}${comment}${newline}` };
}

function behindInTemplate(file: SourceFile, line: number, comment: string): TextEdit | undefined {
  return file.text.includes('{{') ? behind(file, line, comment) : undefined;
}
