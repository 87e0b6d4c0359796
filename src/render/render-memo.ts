/** What was rendered once is not rendered again: a set that deploys one release to twenty clusters renders one. */
import type { Snapshot } from '../snapshot/snapshot.ts';
import { SourceFile } from '../source.ts';
import type { ReadSet } from './helm/read-set.ts';
import type { Rendered, RenderedObject } from './rendered.ts';
import type { TracedText } from './traced-text.ts';

export class RenderMemo {
  readonly #known = new Map<string, Rendered>();
  readonly #shared: { readonly renders: SharedRenders; readonly snapshot: Snapshot } | undefined;

  /** `renders` are those of other trees, of which `snapshot` is one. */
  constructor(renders?: SharedRenders, snapshot?: Snapshot) {
    this.#shared = renders && snapshot && { renders, snapshot };
  }

  /** The result for inputs of that key; what was refused or left open is about one Application, and is not shared. */
  once(key: string, render: () => Rendered): Rendered {
    const known = this.#known.get(key) ?? this.#shared?.renders.find(key, this.#shared.snapshot);
    if (known) return anew(known);
    const result = render();
    if (result.raised.length > 0 || result.unverified.length > 0) return result;
    this.#known.set(key, result);
    if (result.readSet) this.#shared?.renders.keep(key, { rendered: result, readSet: result.readSet }, this.#shared.snapshot);
    return result;
  }
}

/** As many renders of old trees as one change of something shared makes anew in a large repository. */
const MAX_OLD_RENDERS = 256;

interface SharedRender {
  readonly rendered: Rendered;
  /** What was there, or could be looked for, when it was rendered. */
  readonly files: ReadonlyMap<string, SourceFile | Uint8Array | undefined>;
  readonly folders: ReadonlyMap<string, string>;
}

/** Renders of the trees of one history: base, head and what was before differ in little. Trees that share texts share the objects, too, by which they are compared here. */
export class SharedRenders {
  /** Those used last come last. */
  readonly #known = new Map<string, SharedRender>();
  #limit = Infinity;

  /** From here on trees come and go; what was kept before stays in memory as long as the trees do. Whoever says so first is heard. */
  limit(): void {
    if (this.#limit === Infinity) this.#limit = this.#known.size + MAX_OLD_RENDERS;
  }

  /** What was rendered from the same, as far as the snapshot holds the same. */
  find(key: string, snapshot: Snapshot): Rendered | undefined {
    const known = this.#known.get(key);
    if (!known) return undefined;
    const isSame = [...known.folders].every(([folder, entries]) => listed(folder, snapshot) === entries) && [...known.files].every(([path, file]) => isSameFile(file, path, snapshot));
    if (!isSame) return undefined;
    this.#known.delete(key);
    this.#known.set(key, known);
    return known.rendered;
  }

  keep(key: string, { rendered, readSet }: { readonly rendered: Rendered; readonly readSet: ReadSet }, snapshot: Snapshot): void {
    const folders = new Map([...readSet.folders].map((folder) => [folder, listed(folder, snapshot)]));
    // Files that were not read yet may be later.
    const around = [...readSet.folders].flatMap((folder) => snapshot.entries(folder).map((name) => (folder === '' ? name : `${folder}/${name}`)));
    const files = new Map([...readSet.files, ...readSet.absent, ...around].map((path) => [path, contentOf(path, snapshot)]));
    this.#known.delete(key);
    this.#known.set(key, { rendered, folders, files });
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= this.#limit) break;
      this.#known.delete(oldest);
    }
  }
}

function listed(folder: string, snapshot: Snapshot): string {
  return `${snapshot.kind(folder) ?? ''}\0${snapshot.entries(folder).join('\0')}`;
}

/** The text, the bytes of what is none, nothing for what is no file. */
function contentOf(path: string, snapshot: Snapshot): SourceFile | Uint8Array | undefined {
  if (snapshot.kind(path) !== 'file') return undefined;
  const file = snapshot.file(path);
  return file instanceof SourceFile ? file : snapshot.bytes(path);
}

function isSameFile(known: SourceFile | Uint8Array | undefined, path: string, snapshot: Snapshot): boolean {
  const now = contentOf(path, snapshot);
  if (now === known) return true;
  return known instanceof Uint8Array && now instanceof Uint8Array && Buffer.compare(known, now) === 0;
}

/** Objects of their own, because each belongs to one Application; the trees are shared. */
function anew(rendered: Rendered): Rendered {
  const copies = new Map(rendered.objects.map((object): [RenderedObject, RenderedObject] => [object, { ...object }]));
  const objects = [...copies.values()];
  const releases = rendered.releases.map((release) => ({ ...release, objects: release.objects.flatMap((object) => copies.get(object) ?? []) }));
  return { ...rendered, objects, releases };
}

const numbers = new WeakMap<SourceFile, number>();
let count = 0;

/** Tells files of one path apart that are of different trees. */
export function fileKey(file: SourceFile): number {
  const known = numbers.get(file) ?? (count += 1);
  numbers.set(file, known);
  return known;
}

/** Equal for texts that say the same and were written in the same places. */
export function textKey(text: TracedText | string): unknown {
  if (typeof text === 'string') return text;
  return [text.text, text.segments.map(({ start, origin }) => [start, fileKey(origin.author.file), origin.author.start, origin.from])];
}
