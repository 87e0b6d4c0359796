/** A file of the linted repository as text, and places in it. Knows nothing of YAML. */

/** UTF-16 offsets into {@link SourceFile.text}; `end` is exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** 1-based line and column; columns count UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Location {
  readonly file: SourceFile;
  readonly range: Range;
}

/** One stretch of a value and its author. */
export interface Piece {
  /** What a person wrote. */
  readonly at: Location;
  /** The value is exactly this text after decoding: editing it changes this value and nothing else. */
  readonly verbatim: boolean;
  /** Places the text passed on its way: actions, conditions, aliases, templates. */
  readonly through: readonly Location[];
  /** How near to one environment this was written, see {@link Nearness}. */
  readonly nearness: number;
}

/**
 * How near to one environment a text stands. Higher wins when a value has several authors.
 * Value files count up from `valueFile` in the order in which they are applied.
 */
export const Nearness = {
  template: 0,
  chartDefault: 1,
  valueFile: 2,
  inline: 1000,
  generatorElement: 1001,
} as const;

export interface SourceFileOptions {
  /** Shown instead of the file and never edited: what lies inside an archive is shown where the archive is named. */
  readonly shownAt?: Location;
  /** There is no such file yet: a fix that edits it makes it. */
  readonly isAbsent?: boolean;
}

/** One text file. `text` never starts with a byte order mark; offsets count without it. */
export class SourceFile {
  readonly path: string;
  readonly text: string;
  readonly shownAt: Location | undefined;
  readonly isAbsent: boolean;
  #lineStarts: number[] | undefined;

  /**
   * @param path relative to the root, with forward slashes
   * @param text decoded text without byte order mark
   */
  constructor(path: string, text: string, options: SourceFileOptions = {}) {
    this.path = path;
    this.text = text;
    this.shownAt = options.shownAt;
    this.isAbsent = options.isAbsent === true;
  }

  /** The position of an offset; offsets past the end are taken as the end. */
  position(offset: number): Position {
    const starts = this.lineStarts;
    const at = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (starts[low] ?? 0) + 1 };
  }

  /** The text of a 1-based line, without its line end. */
  line(number: number): string {
    const start = this.lineStarts[number - 1];
    if (start === undefined) return '';
    const end = this.lineStarts[number] ?? this.text.length;
    return this.text.slice(start, end).replace(/\r?\n$/, '');
  }

  /** The offset at which a 1-based line starts; the text's length when there is no such line. */
  lineStart(number: number): number {
    return this.lineStarts[number - 1] ?? this.text.length;
  }

  get lineCount(): number {
    return this.lineStarts.length;
  }

  private get lineStarts(): number[] {
    if (this.#lineStarts) return this.#lineStarts;
    const starts = [0];
    for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1)) starts.push(at + 1);
    return (this.#lineStarts = starts);
  }
}

/** The whole of a file, for what concerns no single line of it: its first position. */
export function startOf(file: SourceFile): Location {
  return { file, range: { start: 0, end: 0 } };
}

/** Where a location is shown: what lies in an archive is shown at the line that names the archive. */
export function shown(at: Location): Location {
  return at.file.shownAt ?? at;
}

/** Orders by code units, the same in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Orders locations by path, then by range. */
export function compareLocations(a: Location, b: Location): number {
  return compareText(a.file.path, b.file.path) || a.range.start - b.range.start || a.range.end - b.range.end;
}
