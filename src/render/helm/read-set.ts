/** What a render has read: a render whose read set is unchanged need not be repeated. */

export class ReadSet {
  readonly #files = new Set<string>();
  readonly #absent = new Set<string>();
  readonly #folders = new Set<string>();

  /** A file that was read, or looked for in vain. */
  file(path: string, exists: boolean): void {
    (exists ? this.#files : this.#absent).add(path);
  }

  /** A folder whose entries were listed. */
  listed(folder: string): void {
    this.#folders.add(folder);
  }

  /** Takes over what another has read. */
  add(other: ReadSet): void {
    for (const path of other.#files) this.#files.add(path);
    for (const path of other.#absent) this.#absent.add(path);
    for (const folder of other.#folders) this.#folders.add(folder);
  }

  get files(): ReadonlySet<string> {
    return this.#files;
  }

  get absent(): ReadonlySet<string> {
    return this.#absent;
  }

  get folders(): ReadonlySet<string> {
    return this.#folders;
  }
}
