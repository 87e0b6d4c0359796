/** One problem as lines: what, why, where, and what a fix would change. */
import type { Paint } from '../report/ansi.ts';
import { codeFrame } from '../report/code-frame.ts';
import { plural } from '../report/summary.ts';
import type { ChangedFile, Hunk } from '../fix/preview.ts';
import { SourceFile } from '../source.ts';
import type { Detail, Entry, OfferedChange } from './table.ts';
import { fit, fitEnd, wrap } from './text.ts';

export interface LineOptions {
  readonly width: number;
  readonly paint: Paint;
}

/** More related places than this are counted, and so are more changed lines. */
const maximalRelated = 8;
const maximalChangedLines = 200;
/** Unchanged lines shown around a changed one; the code frame shows more. */
const context = 1;

/** All that is known of it, what is to be decided first; `detail` is absent while it is being looked at. */
export function detailLines(entry: Entry, detail: Detail | undefined, options: LineOptions): string[] {
  const head = [...headLines(entry, options), ...messageLines(entry, options)];
  if (detail === undefined) return [...head, '', options.paint('faint', 'looking …')];
  const blocks = [fixLines(entry, detail, options), frameLines(entry, detail, options), whyLines(detail, options), relatedLines(detail, options), extentLines(detail, options)];
  return [...head, ...blocks.filter((lines) => lines.length > 0).flatMap((lines) => ['', ...lines])];
}

function headLines({ severity, rule, file, line, column }: Entry, { width, paint }: LineOptions): string[] {
  const place = `${file}:${line}:${column}`;
  const words = `${severity} ${rule}`;
  const room = width - words.length - 2;
  if (room >= place.length) return [`${paint(severity, severity)} ${paint('rule', fit(rule, width))}  ${paint('path', fitEnd(place, room))}`];
  return [`${paint(severity, severity)} ${paint('rule', fit(rule, width - severity.length - 1))}`, paint('path', fitEnd(place, width))];
}

function messageLines({ message, environments }: Entry, { width }: LineOptions): string[] {
  return wrap(environments.length > 0 ? `${message} (in ${environments.join(', ')})` : message, width);
}

function whyLines({ why }: Detail, { width, paint }: LineOptions): string[] {
  return wrap(`why: ${why}`, width, { indent: 5 }).map((line) => paint('faint', line));
}

function frameLines({ severity }: Entry, { excerpt }: Detail, { width, paint }: LineOptions): string[] {
  if (!excerpt) return [];
  const { path, text, range, concealed } = excerpt;
  return codeFrame({ file: new SourceFile(path, text), range }, { width, paint, style: severity, concealed: () => concealed });
}

function fixLines(entry: Entry, { fix, value }: Detail, options: LineOptions): string[] {
  if (!fix) return [options.paint('faint', fit(value === undefined ? 'no fix: open the file, or suppress it' : 'no fix: edit the value, open the file, or suppress it', options.width))];
  const title = wrap(`fix: ${fix.title}`, options.width, { indent: 5 }).map((line) => options.paint('fix', line));
  return [...title, ...safetyLines(fix, options), ...changeLines(fix.files, entry.file, options)];
}

/** What the fix reaches, as far as that is known. */
function safetyLines({ safety, alsoChanges, reaches }: OfferedChange, { width, paint }: LineOptions): string[] {
  if (alsoChanges.length > 0) return wrap(`also changes: ${alsoChanges.join(', ')}`, width, { indent: 14 }).map((line) => paint('warning', line));
  const reach = reaches === undefined ? UNKNOWN_REACH : reaches.length === 0 ? 'changes nothing that is deployed' : `changes: ${reaches.join(', ')}`;
  return [...(safety === 'review' ? [paint('warning', fit('to be reviewed', width))] : []), ...wrap(reach, width, { indent: 9 }).map((line) => paint('faint', line))];
}

/** Stands there until it is measured. */
export const UNKNOWN_REACH = 'changes: being measured …';

/** The file is named where it is another than that of the problem. */
function changeLines(files: readonly ChangedFile[], file: string, options: LineOptions): string[] {
  const lines = files.flatMap((changed) => {
    const isNamed = files.length > 1 || changed.path !== file || changed.kind !== 'changed';
    return [...(isNamed ? [nameLine(changed, options)] : []), ...changed.hunks.flatMap((hunk) => hunkLines(hunk, options))];
  });
  const left = lines.length - maximalChangedLines;
  return left > 0 ? [...lines.slice(0, maximalChangedLines), options.paint('faint', `and ${plural(left, 'more line')}`)] : lines;
}

const KINDS = { changed: '', added: ' (new file)', removed: ' (removed)' } as const;

function nameLine({ path, kind }: ChangedFile, { width, paint }: LineOptions): string {
  return `${paint('path', fitEnd(path, width - KINDS[kind].length))}${KINDS[kind]}`;
}

function hunkLines({ oldStart, newStart, lines }: Hunk, { width, paint }: LineOptions): string[] {
  const numbered = numberedLines({ oldStart, newStart, lines });
  const digits = `${Math.max(...numbered.map(({ number }) => number), 1)}`.length;
  const isNear = (index: number): boolean => numbered.slice(Math.max(0, index - context), index + context + 1).some(({ sign }) => sign !== ' ');
  const first = numbered.findIndex((_, index) => isNear(index));
  return numbered.flatMap(({ sign, number, text }, index) => {
    if (!isNear(index)) return index > first && isNear(index + 1) ? [paint('faint', `${' '.repeat(digits)} ...`)] : [];
    const shown = fit(text.replace(/\r$/, '').replaceAll('\t', '    '), width - digits - 3);
    return [`${paint('faint', `${number}`.padStart(digits))} ${paint(sign === '+' ? 'fix' : sign === '-' ? 'error' : 'faint', `${sign} ${shown}`.trimEnd())}`];
  });
}

interface NumberedLine {
  readonly sign: string;
  readonly number: number;
  readonly text: string;
}

/** A line that goes has its old number, every other one its new. */
function numberedLines({ oldStart, newStart, lines }: Pick<Hunk, 'oldStart' | 'newStart' | 'lines'>): NumberedLine[] {
  let [before, after] = [oldStart, newStart];
  return lines.flatMap((line): NumberedLine[] => {
    const [sign, text] = [line.slice(0, 1), line.slice(1)];
    if (sign === '\\') return [];
    const number = sign === '-' ? before : after;
    if (sign !== '+') before += 1;
    if (sign !== '-') after += 1;
    return [{ sign, number, text }];
  });
}

function relatedLines({ related }: Detail, { width }: LineOptions): string[] {
  const lines = related.slice(0, maximalRelated).flatMap(({ place, message }) => wrap(`see ${place} ${message}`, width, { indent: 4 }));
  const left = related.length - maximalRelated;
  return related.length === 0 ? [] : [...lines, ...(left > 0 ? [`and ${left} more`] : [])];
}

function extentLines({ applications, models }: Detail, { width, paint }: LineOptions): string[] {
  const lines = [...(models.length > 0 ? [`models: ${models.join(', ')}`] : []), ...(applications.length > 0 ? [`applications: ${applications.join(', ')}`] : [])];
  return lines.flatMap((line) => wrap(line, width, { indent: 2 })).map((line) => paint('faint', line));
}
