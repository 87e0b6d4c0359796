/** Contents of files in Git's object store, a folder at a time: asking Git costs more than a few files do. */
import { readObjects, type GitAnswer, type ProcessVariables } from './git-files.ts';
import { MAX_TEXT_BYTES } from './snapshot.ts';
import { tooLarge } from './tree.ts';

export interface Blob {
  readonly id: string;
  /** In bytes. */
  readonly size: number;
}

/** What is asked for at once, in bytes. */
const MAX_BATCH = 64 * 1024 * 1024;

export class GitBlobs {
  readonly #top: string;
  readonly #known = new Map<string, Uint8Array | undefined>();

  constructor(top: string) {
    this.#top = top;
  }

  /** The bytes of one file; its neighbours are read along. */
  one(blob: Blob, { with: neighbours, limit }: { readonly with: readonly Blob[]; readonly limit: number }): Uint8Array | string {
    if (blob.size > limit) return tooLarge(limit);
    if (!this.#known.has(blob.id)) this.#load(fitting([blob, ...neighbours.filter(({ id, size }) => !this.#known.has(id) && size <= MAX_TEXT_BYTES)]));
    return this.#known.get(blob.id) ?? 'is not in this clone';
  }

  /** Whether it was asked for. */
  has(id: string): boolean {
    return this.#known.has(id);
  }

  /** Contents that lie in no object store any more, such as those of a merge that was only tried. */
  remember(id: string, bytes: Uint8Array): void {
    this.#known.set(id, bytes);
  }

  /** The bytes of many small files by their ids. */
  read(blobs: readonly Blob[]): ReadonlyMap<string, Uint8Array> {
    this.#load(fitting(blobs.filter(({ id }) => !this.#known.has(id))));
    return new Map(blobs.flatMap(({ id }) => {
      const bytes = this.#known.get(id);
      return bytes ? [[id, bytes] as const] : [];
    }));
  }

  #load(blobs: readonly Blob[]): void {
    if (blobs.length === 0) return;
    for (const { id } of blobs) this.#known.set(id, undefined);
    const { output } = readObjects(this.#top, ['cat-file', '--batch'], { input: blobs.map(({ id }) => `${id}\n`).join('') });
    if (!output) return;
    for (let at = 0; at < output.length; ) {
      const end = output.indexOf(10, at);
      if (end < 0) return;
      const [id = '', kind, size] = output.toString('latin1', at, end).split(' ');
      at = end + 1;
      if (kind !== 'blob' || size === undefined) continue; // missing
      this.#known.set(id, new Uint8Array(output.subarray(at, at + Number(size))));
      at += Number(size) + 1;
    }
  }
}

/** The sizes of files in bytes, of those that are at hand; why Git does not say. */
export function blobSizes(top: string, ids: Iterable<string>, variables?: ProcessVariables): { readonly sizes?: ReadonlyMap<string, number> } & Pick<GitAnswer, 'why'> {
  const input = Array.from(ids, (id) => `${id}\n`).join('');
  const { output, why } = readObjects(top, ['cat-file', '--batch-check=%(objectname) %(objecttype) %(objectsize)'], { input, variables });
  if (!output) return { why };
  const sizes = new Map<string, number>();
  for (const line of output.toString('latin1').split('\n')) {
    const [id = '', kind, size] = line.split(' ');
    if (kind === 'blob') sizes.set(id, Number(size));
  }
  return { sizes, why };
}

/** The first is always asked for. */
function fitting(blobs: readonly Blob[]): Blob[] {
  let room = MAX_BATCH;
  return blobs.filter(({ size }, index) => {
    room -= size;
    return index === 0 || room >= 0;
  });
}
