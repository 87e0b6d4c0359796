/** What cannot be known offline is said once everything else was said: reading it ends the check and counts as unverified. */
import { NotLookedAt, type ModelSource, type Node } from '#rule';

/** Sources that can be read first. */
export function knownFirst(sources: readonly ModelSource[]): readonly ModelSource[] {
  return [...sources].sort((a, b) => Number(b.uri.isKnown) - Number(a.uri.isKnown));
}

/** Reads the values that a rule had to pass over, the last thing it does. */
export function admitUnknown(nodes: Iterable<Node>): void {
  for (const node of nodes) void (node.isKnown ? undefined : node.value);
}

/** How much a rule compares; where it stops is said by {@link Bound.admit}, the last thing it does. */
export class Bound {
  readonly #what: string;
  readonly #most: number;
  #left: number;
  #stoppedAt: Node | undefined;

  /** `what` is compared, at most so many of them. */
  constructor(what: string, most: number) {
    this.#what = what;
    this.#most = most;
    this.#left = most;
  }

  /** Whether there is room for so many more; the first node for which there is none is where the rule stops. */
  allows(count: number, at: Node): boolean {
    this.#left -= count;
    if (this.#left < 0) this.#stoppedAt ??= at;
    return this.#left >= 0;
  }

  admit(): void {
    if (this.#stoppedAt) throw new NotLookedAt(this.#stoppedAt, `there are more than ${this.#most} ${this.#what}, and from here on they are not compared`, 'fewer of them in one environment');
  }
}
