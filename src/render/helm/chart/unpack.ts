/** The files of a packed chart, within bounds for one archive and for all of a repository. */
import type { Snapshot } from '../../../snapshot/snapshot.ts';
import type { Location } from '../../../source.ts';
import { RenderError } from '../errors.ts';
import { MAX_CHART_BYTES, MAX_CHART_FILE_BYTES, unpackChart } from './archive.ts';
import { PackedContent, type ChartFile, type Loading } from './chart-file.ts';
import { ArchiveError } from './tar.ts';

/** What all archives of a repository may hold together: a hundred of them must not take a hundred times as long as one. */
const MAX_UNPACKED_BYTES = 256 * 1024 * 1024;
/** Archives within archives: one can hold itself. */
const MAX_DEPTH = 8;

/** What deflate can make of one byte: what a refused archive may have cost. */
const MAX_RATIO = 1032;

const unpackedBytes = new WeakMap<Snapshot, number>();

export interface Unpacking {
  /** What names the archive. */
  readonly at: Location;
  /** How many archives lie around this one. */
  readonly depth: number;
  readonly loading: Loading;
}

/** Throws a RenderError that says which limit the archive exceeds. */
export function unpackedFiles(archive: ChartFile, { at, depth, loading }: Unpacking): ChartFile[] {
  if (depth >= MAX_DEPTH) throw new RenderError(`packed charts lie within each other more than ${MAX_DEPTH} deep`, { kind: 'limit', at });
  const { snapshot } = loading;
  const spent = unpackedBytes.get(snapshot) ?? 0;
  if (spent > MAX_UNPACKED_BYTES) throw new RenderError(`packed charts of this repository hold more than ${MAX_UNPACKED_BYTES} bytes together`, { kind: 'size', at });
  let packed: Uint8Array = new Uint8Array();
  try {
    packed = packedBytes(archive, loading);
    const { files, size } = unpackChart(packed);
    unpackedBytes.set(snapshot, spent + size);
    return files.map(({ name, bytes }) => {
      const path = `${archive.path}/${name}`;
      return { name, path, packed: new PackedContent(path, bytes, at) };
    });
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    unpackedBytes.set(snapshot, spent + Math.min(MAX_CHART_BYTES, packed.length * MAX_RATIO));
    throw new RenderError(error.message, { kind: 'subchart', at });
  }
}

function packedBytes({ name, path, packed }: ChartFile, { snapshot, reads }: Loading): Uint8Array {
  if (packed) return packed.bytes;
  reads.file(path, true);
  const bytes = snapshot.head(path, MAX_CHART_FILE_BYTES + 1) ?? new Uint8Array();
  if (bytes.length <= MAX_CHART_FILE_BYTES) return bytes;
  throw new ArchiveError(`chart file ${JSON.stringify(name)} is larger than the maximum file size ${MAX_CHART_FILE_BYTES}`);
}
