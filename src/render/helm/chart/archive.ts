/** Packed charts. Follows pkg/chart/loader/archive/archive.go of helm/helm, its limits included. */
import { gunzipSync } from 'node:zlib';
import { ArchiveError, tarEntries, type TarEntry } from './tar.ts';

/** What an archive holds, named as Helm names it: below the chart's folder. */
export interface PackedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The largest chart, and the largest file of one, in bytes: Helm's limits. */
export const MAX_CHART_BYTES = 100 * 1024 * 1024;
export const MAX_CHART_FILE_BYTES = 5 * 1024 * 1024;
/** Headers and padding come on top of what the files hold. */
const MAX_TAR_BYTES = MAX_CHART_BYTES + 8 * 1024 * 1024;

const MAX_FILES = 10_000;

/** The files of a packed chart and how large it is unpacked; throws an {@link ArchiveError} with a clause that names the limit. */
export function unpackChart(packed: Uint8Array): { readonly files: readonly PackedFile[]; readonly size: number } {
  const archive = unzipped(packed);
  const files: PackedFile[] = [];
  let left = MAX_CHART_BYTES;
  for (const entry of tarEntries(archive)) {
    if (entry.kind === 'folder') continue;
    const name = nameInChart(entry);
    left -= entry.bytes.length;
    if (left <= 0) throw new ArchiveError(`decompressed chart is larger than the maximum size ${MAX_CHART_BYTES}`);
    if (entry.bytes.length > MAX_CHART_FILE_BYTES) {
      throw new ArchiveError(`decompressed chart file ${JSON.stringify(entry.name)} is larger than the maximum file size ${MAX_CHART_FILE_BYTES}`);
    }
    if (files.length >= MAX_FILES) throw new ArchiveError(`it holds more than ${MAX_FILES} files`);
    files.push({ name, bytes: entry.bytes });
  }
  if (files.length === 0) throw new ArchiveError('no files in chart archive');
  return { files, size: archive.length };
}

function unzipped(packed: Uint8Array): Uint8Array {
  if (packed[0] !== 0x1f || packed[1] !== 0x8b) throw new ArchiveError('gzip: invalid header');
  try {
    return gunzipSync(packed, { maxOutputLength: MAX_TAR_BYTES });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new ArchiveError(`decompressed chart is larger than the maximum size ${MAX_CHART_BYTES}`);
    throw new ArchiveError(`it is no gzip archive: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Without the first folder; what would lie elsewhere is refused, and links, which Helm takes for empty files. */
function nameInChart({ name, kind }: TarEntry): string {
  if (kind !== 'file') throw new ArchiveError(`it holds ${JSON.stringify(name)}, which is ${kind === 'link' ? 'a link' : 'no regular file'}; only files and folders are read`);
  const [first = '', ...rest] = name.split(name.includes('\\') ? '\\' : '/');
  if (first === '' || (rest.length > 1 && rest[0] === '')) throw new ArchiveError('chart illegally contains absolute paths');
  const inside = cleaned(rest);
  if (inside === undefined) throw new ArchiveError('chart illegally references parent directory');
  if (inside === '') throw new ArchiveError(`chart illegally contains content outside the base directory: ${JSON.stringify(name)}`);
  if (/^[A-Za-z]:\//.test(inside)) throw new ArchiveError('chart contains illegally named files');
  if (first === 'Chart.yaml') throw new ArchiveError('chart yaml not in base directory');
  return inside;
}

/** `path.Clean`; `undefined` for what begins with `..`. */
function cleaned(parts: readonly string[]): string | undefined {
  const kept: string[] = [];
  for (const part of parts) {
    if (part === '' || part === '.') continue;
    if (part !== '..') kept.push(part);
    else if (kept.pop() === undefined) return undefined;
  }
  return kept[0]?.startsWith('..') === true ? undefined : kept.join('/');
}
