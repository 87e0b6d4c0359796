/** One reading of a configuration: what was found wrong on the way, and what is accepted without effect. */
import { suggest } from '../spelling.ts';
import { compareLocations, type Location } from '../source.ts';
import type { Node } from '../yaml/node.ts';
import type { ConfigProblem, NotYet } from './config.ts';
import { quoted, shownValue } from './plain-value.ts';

/** More say nothing new, and a hostile file could hold any number. */
const MAX_PROBLEMS = 100;

/** A value with the place where it was written, for what can only be judged later. */
export interface Placed<T> {
  readonly value: T;
  readonly at: Location;
}

export type Compiler = 'glob' | 'pattern' | 'cron';

export class Reading {
  readonly #problems: ConfigProblem[] = [];
  readonly #notYet = new Map<object, NotYet>();
  readonly #needs = new Set<Compiler>();

  /** In the order of the file. */
  get problems(): readonly ConfigProblem[] {
    return this.#problems.toSorted((a, b) => compareLocations(a.at, b.at));
  }

  get notYet(): readonly NotYet[] {
    return [...this.#notYet.values()].sort((a, b) => compareLocations(a.at, b.at));
  }

  /** What must be loaded to compile all that was read. */
  get needs(): ReadonlySet<Compiler> {
    return this.#needs;
  }

  need(compiler: Compiler): void {
    this.#needs.add(compiler);
  }

  report(at: Location, message: string): undefined {
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push({ at, message });
  }

  /** `expected` completes "takes …". */
  wrong(node: Node, expected: string): undefined {
    const name = nameOf(node);
    this.report(node.at, `${name === undefined ? node.at.file.path : quoted(name)} takes ${expected}, not ${shownValue(node)}`);
  }

  /** A name that is none of the known ones; `what` completes "is not …". */
  unknown(at: Location, name: string, { what, known }: { readonly what: string; readonly known: readonly string[] }): undefined {
    if (this.#problems.length >= MAX_PROBLEMS) return;
    const near = suggest(name, known);
    const few = known.length > 0 && known.length <= 12 ? `; known: ${known.join(', ')}` : '';
    this.report(at, `${quoted(name)} is not ${what}${near === undefined ? few : `; did you mean ${quoted(near)}?`}`);
  }

  /** Said once for what was declared once, however often it is used. */
  withoutEffect(declared: object, node: Node): void {
    const key = node.path.map((step) => (typeof step === 'number' ? '[]' : `.${step}`)).join('').slice(1);
    if (!this.#notYet.has(declared)) this.#notYet.set(declared, { at: node.key?.at ?? node.at, key });
  }
}

/** The nearest key above a value: an item is named by its list. */
function nameOf(node: Node): string | undefined {
  return node.path.findLast((step) => typeof step === 'string');
}
