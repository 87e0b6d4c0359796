/** Where a location is in the words of a report: file, lines and columns. */
import { shown, type Location, type SourceFile } from '../source.ts';
import type { FormatOptions } from './format.ts';

/** 1-based UTF-16 columns; the end is exclusive. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The place that a person would edit or look at. */
export function placeOf(at: Location): Place {
  return exactPlaceOf(shown(at));
}

/** For what lies in an archive, the place inside of it. */
export function innerPlaceOf(at: Location): Place | undefined {
  return at.file.shownAt === undefined ? undefined : exactPlaceOf(at);
}

function exactPlaceOf({ file, range }: Location): Place {
  return { file: file.path, ...spanOf(file, range.start, range.end) };
}

export function spanOf(file: SourceFile, from: number, to: number): Omit<Place, 'file'> {
  const start = file.position(from);
  const end = file.position(Math.max(from, to));
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

/** `path:line:column`, which terminals and editors make clickable. The text is not escaped. */
export function pointerTo({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

/** The path from the root of the Git repository, which is what GitHub, GitLab and other services resolve. */
export function inRepository(path: string, { rootInRepository = '' }: FormatOptions): string {
  return rootInRepository === '' ? path : `${rootInRepository}/${path}`;
}
