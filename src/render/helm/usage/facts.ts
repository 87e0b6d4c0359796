/** What the templates of a chart do, whatever values they are rendered with. */
import type { Node, Statement } from '../../go-template/ast.ts';
import { ReadTree, type ValuePath } from './read-tree.ts';

/** A way on which a template is reached: a file, or a `define` that others call with one kind of dot. */
export interface Context {
  /** Executed for itself, not only where it is called. */
  readonly isFile: boolean;
  readonly callers: { readonly site: Statement; readonly from: Context }[];
}

/** What an action does on one way. */
export interface Use {
  readonly site: Statement;
  readonly context: Context;
}

/** A value that is printed with nothing to fall back to. */
export interface ValueUse extends Use {
  readonly path: ValuePath;
}

/** A field of Helm's dot that Helm does not know; it prints nothing. */
export interface ForeignUse extends Use {
  readonly names: readonly string[];
}

export interface CallUse extends Use {
  readonly name: string;
}

/** How a template text is rendered by `tpl`: with the values of which chart. */
export interface TemplateFacts {
  readonly reads: ReadTree;
  /** What templates themselves put into the values. */
  readonly writes: ReadTree;
  readonly needed: ValueUse[];
  readonly foreign: ForeignUse[];
  /** Calls of functions that give another result each time. */
  readonly unstable: CallUse[];
  /** Keys that templates put into Helm's dot. */
  readonly ownKeys: Set<string>;
  /** Prefixes of the charts that render values as templates. */
  readonly rendersValues: Map<string, ValuePath>;
  /** Texts are rendered of which nothing is known. */
  rendersAnything: boolean;
}

export function noFacts(): TemplateFacts {
  return {
    reads: new ReadTree(), writes: new ReadTree(), needed: [], foreign: [], unstable: [], ownKeys: new Set(), rendersValues: new Map(), rendersAnything: false,
  };
}

/** Whether a use was reached in a render that ran these actions. */
export function isReached({ site, context }: Use, visited: ReadonlySet<Node>): boolean {
  if (!visited.has(site)) return false;
  const seen = new Set<Context>([context]);
  for (const { isFile, callers } of seen) {
    if (isFile) return true;
    for (const caller of callers) if (visited.has(caller.site)) seen.add(caller.from);
  }
  return false;
}
