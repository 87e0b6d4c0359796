/** What an edit of a file is, and the data that edits write. */
import type { Range, SourceFile } from '../source.ts';

/** Replace `range` of the file by `text`. */
export interface TextEdit {
  readonly file: SourceFile;
  readonly range: Range;
  readonly text: string;
}

export type Edits = readonly TextEdit[] | undefined;

export type PlainScalar = string | number | boolean | null;

/** Nested plain data as a fix writes it. */
export type PlainData = PlainScalar | readonly PlainData[] | { readonly [key: string]: PlainData };
