/** What every generator takes and gives. */
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Location } from '../../source.ts';
import type { Node } from '../../yaml/node.ts';
import type { RenderString } from '../template/substitute.ts';
import type { Here } from '../this-repository.ts';
import type { Cluster } from './cluster-inventory.ts';
import type { Budget } from './budget.ts';

/**
 * The parameters of one Application: a mapping whose scalars know who wrote them. In the default dialect it is flat
 * (`path.basename`, `values.size`), in the Go dialect nested.
 */
export interface ParameterSet {
  readonly parameters: Node;
  /** What a mistake that is reported would give if it were repaired. */
  readonly isSupposed?: boolean;
}

/** A set made of others; of a supposed one everything is supposed. */
export function madeOf(set: ParameterSet, ...others: readonly ParameterSet[]): ParameterSet {
  return others.some(({ isSupposed }) => isSupposed) ? { ...set, isSupposed: true } : set;
}

/** What it would take to expand a generator that asks somebody else; the rest is what mllint itself does not look at. */
export type Missing = 'cluster inventory' | 'forge' | 'plugin' | 'decision resource' | 'other repository' | 'limit' | 'known value' | 'readable file' | 'rest of the repository';

/** A generator that cannot be expanded offline, or not whole. */
export interface Unexpandable {
  readonly at: Node;
  readonly missing: Missing;
  readonly why: string;
  readonly needs: string;
}

/** A generator that the controller would refuse: the whole set yields nothing. */
export interface GeneratorError {
  readonly at: Node;
  readonly message: string;
  /** Where in the text of the node, if that is known. */
  readonly place?: Location;
  /** The key that is no generator, where that is the reason: argocd/generator-known reports it. */
  readonly unknownKind?: Node;
}

/** A pattern that does nothing. */
export type GeneratorWarning = GeneratorError;

export interface Expansion {
  readonly sets: readonly ParameterSet[];
  readonly unexpandable: readonly Unexpandable[];
  readonly errors: readonly GeneratorError[];
  readonly warnings: readonly GeneratorWarning[];
}

/** The dialect of the strings of one ApplicationSet. */
export interface Dialect {
  /** Parameters are nested, of any type, and printed by Go's `text/template`. */
  readonly isGo: boolean;
  readonly renderer: (parameters: Node) => RenderString;
  /** The same, but what nobody gives is an error in the Go dialect whatever `goTemplateOptions` say. */
  readonly strictRenderer: (parameters: Node) => RenderString;
}

/** The repository as the generators see it. */
export interface GeneratorSurroundings {
  readonly snapshot: Snapshot;
  readonly here: Here;
  /** Absent where nothing says which clusters there are. */
  readonly clusters: readonly Cluster[] | undefined;
  /** `applicationsetcontroller.enable.new.git.file.globbing` of the controller. */
  readonly fileGlobbing: 'pathspec' | 'doublestar';
  /** What all sets of the repository may take together. */
  readonly budget: Budget;
}

export interface GeneratorContext extends GeneratorSurroundings {
  readonly dialect: Dialect;
  /** Files that were read for their parameters. */
  readonly reads: Set<string>;
}

/** Expands the block of one kind, such as what stands under `list`. */
export type ExpandKind = (block: Node, context: GeneratorContext) => Expansion;

export const NOTHING: Expansion = { sets: [], unexpandable: [], errors: [], warnings: [] };

/** More errors than anybody reads. */
export const MAX_ERRORS = 10;

export function failed(at: Node, message: string): Expansion {
  return { ...NOTHING, errors: [{ at, message }] };
}

/** Says the same of the same place once: a child of a matrix is expanded many times. */
export function once<T extends { readonly at: Node }>(all: readonly T[], clause: (one: T) => string): T[] {
  const seen = new Set<string>();
  return all.filter((one) => {
    const { file, range } = one.at.at;
    const key = `${file.path}:${range.start}:${range.end}:${clause(one)}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Expansions one after the other. */
export function joined(parts: readonly Expansion[]): Expansion {
  if (parts.length === 1 && parts[0]) return parts[0];
  return {
    sets: parts.flatMap(({ sets }) => sets),
    unexpandable: once(parts.flatMap(({ unexpandable }) => unexpandable), ({ why }) => why),
    errors: once(parts.flatMap(({ errors }) => errors), ({ message }) => message),
    warnings: once(parts.flatMap(({ warnings }) => warnings), ({ message }) => message),
  };
}
