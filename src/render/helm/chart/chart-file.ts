/** One file of a chart, wherever it lies: in the repository, or in an archive there. */
import { decodeText } from '../../../snapshot/tree.ts';
import { isUnreadable, type Snapshot, type Unreadable } from '../../../snapshot/snapshot.ts';
import { SourceFile, startOf, type Location } from '../../../source.ts';
import { RenderError } from '../errors.ts';
import type { ReadSet } from '../read-set.ts';

/** A file of a chart, named as Helm names it: relative to the chart's folder. */
export interface ChartFile {
  readonly name: string;
  /** In the snapshot; for what is packed, the archive's path and the name in it. */
  readonly path: string;
  /** What an archive holds under that name. */
  readonly packed?: PackedContent;
}

/** What loading needs. */
export interface Loading {
  readonly snapshot: Snapshot;
  readonly reads: ReadSet;
}

/** The bytes of a packed file, decoded when somebody reads them. */
export class PackedContent {
  readonly bytes: Uint8Array;
  readonly #path: string;
  readonly #shownAt: Location;
  #file: SourceFile | Unreadable | undefined;

  /** @param shownAt what names the archive */
  constructor(path: string, bytes: Uint8Array, shownAt: Location) {
    this.bytes = bytes;
    this.#path = path;
    this.#shownAt = shownAt;
  }

  get file(): SourceFile | Unreadable {
    return (this.#file ??= this.#decoded());
  }

  #decoded(): SourceFile | Unreadable {
    const decoded = decodeText(this.#path, this.bytes);
    return isUnreadable(decoded) ? decoded : new SourceFile(decoded.path, decoded.text, { shownAt: this.#shownAt });
  }
}

/** A file as text, or why it is none. */
export function textOfFile({ path, packed }: ChartFile, { snapshot, reads }: Loading): SourceFile | Unreadable | undefined {
  if (packed) return packed.file;
  reads.file(path, snapshot.kind(path) !== undefined);
  return snapshot.file(path);
}

/** A file's text, which must be text; `undefined` where there is no such file. */
export function readChartFile(chartFile: ChartFile, loading: Loading): SourceFile | undefined {
  const file = textOfFile(chartFile, loading);
  if (isUnreadable(file)) throw new RenderError(`cannot load ${chartFile.path}: it ${file.why}`, { kind: chartFile.packed ? 'chart' : 'file', at: startOf(new SourceFile(chartFile.path, '')) });
  return file;
}

export function bytesOfFile({ path, packed }: ChartFile, { snapshot, reads }: Loading): Uint8Array {
  if (packed) return packed.bytes;
  reads.file(path, true);
  return snapshot.bytes(path) ?? new Uint8Array();
}
