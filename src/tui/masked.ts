/** Changes as they may be shown: values of Secrets are not, whoever edits beside them. */
import type { Fix } from '../finding.ts';
import type { ChangedFile, Hunk } from '../fix/preview.ts';
import type { Concealed } from '../report/concealed.ts';
import type { Range, SourceFile } from '../source.ts';

const MASK = '(masked)';
const KEY = /^.[ \t-]*(?:"[^"]{0,300}"|'[^']{0,300}'|[^\s:#{}[\],"']{1,300}):/;

/** Of a line that goes or stays what is concealed is masked; of a new line near such a one, everything but its key. */
export function masked(files: readonly ChangedFile[], { edits }: Fix, concealed: Concealed): readonly ChangedFile[] {
  return files.map((changed) => {
    const file = edits.find((edit) => edit.file.path === changed.path)?.file;
    const ranges = file ? concealed(file) : [];
    return file && ranges.length > 0 ? { ...changed, hunks: changed.hunks.map((hunk) => maskedHunk(hunk, file, ranges)) } : changed;
  });
}

function maskedHunk(hunk: Hunk, file: SourceFile, ranges: readonly Range[]): Hunk {
  let number = hunk.oldStart - 1;
  const old = hunk.lines.map((line) => {
    if (line.startsWith('+') || line.startsWith('\\')) return line;
    number += 1;
    return maskedLine(line, { start: file.lineStart(number), end: file.lineStart(number + 1) }, ranges);
  });
  const isNear = old.some((line, index) => line !== hunk.lines[index]);
  return { ...hunk, lines: isNear ? old.map((line) => (line.startsWith('+') ? keyOnly(line) : line)) : old };
}

function maskedLine(line: string, { start, end }: Range, ranges: readonly Range[]): string {
  const hidden = ranges.find((range) => range.start < end && range.end > start);
  return hidden ? `${line.slice(0, 1 + Math.max(0, hidden.start - start))}${MASK}` : line;
}

function keyOnly(line: string): string {
  return `${KEY.exec(line)?.[0] ?? line.slice(0, 1)} ${MASK}`;
}
