/**
 * Strategic merge patches as Kustomize applies them: mappings are merged, null deletes, lists merge where the schema of the kind says so and are replaced elsewhere.
 * Follows kustomize 5.7, kyaml/yaml/merge2/merge2.go and kyaml/yaml/walk (map.go, walk.go, scalar.go).
 */
import type { Location } from '../../source.ts';
import type { Tree } from '../../yaml/tree.ts';
import type { Budget } from './build-context.ts';
import { BuildError } from './build-error.ts';
import { locationOf } from './compose-tree.ts';
import { draftOf, entryNamed, fieldOf, isMissing, isNull, scalarDraft, textOf, treeOf, type Draft, type EntryDraft, type MappingDraft } from './draft.ts';
import { takeDirective } from './merge-directive.ts';
import { mergeList } from './merge-list.ts';
import type { MergeSchema, MergeSchemas } from './merge-schemas.ts';
import { inStyleOf } from './scalar-style.ts';

export interface MergeOptions {
  /** Of the target's kind. */
  readonly schema?: MergeSchema | undefined;
  /** For objects that stand inside of others, such as the items of a `List`. */
  readonly schemas?: MergeSchemas | undefined;
  readonly budget: Budget;
  /** The patch, for what concerns all of it. */
  readonly at: Location;
  /** Told the path of every list that is replaced whole although both sides have items, for a kind without a schema. */
  readonly onReplaced?: (path: readonly string[]) => void;
}

/** The two that are merged: `base` is what is there, `patch` what is asked for; either may be absent. They are changed on the way. */
export interface Sides {
  readonly base: Draft | undefined;
  readonly patch: Draft | undefined;
}

export type Merge = (sides: Sides, schema: MergeSchema | undefined) => Draft | undefined;

/**
 * @returns the patched tree, composed of parts of both; `undefined` where the patch deletes all of it
 * @throws BuildError where the two do not fit together
 */
export function strategicMerge(target: Tree, patch: Tree, options: MergeOptions): Tree | undefined {
  const merged = new Merging(options).merge({ base: draftOf(target), patch: draftOf(patch) }, options.schema);
  return merged && treeOf(merged);
}

class Merging {
  readonly #options: MergeOptions;
  /** Where the merge is, as long as that is in mappings only. */
  readonly #path: string[] = [];

  constructor(options: MergeOptions) {
    this.#options = options;
  }

  merge(sides: Sides, given: MergeSchema | undefined): Draft | undefined {
    this.#options.budget.spend(1, this.#options.at);
    const schema = given ?? this.#schemaOf(sides.base) ?? this.#schemaOf(sides.patch);
    const first = isMissing(sides.base) ? sides.patch : sides.base;
    if (isMissing(first)) return this.#mapping(sides, schema);
    refuseOtherKinds(sides, first.kind);
    if (first.kind === 'mapping') return this.#mapping(sides, schema);
    if (first.kind === 'scalar') return sides.patch ?? sides.base;
    if (schema?.strategy.includes('merge') !== true) {
      if (!schema && hasItems(sides.base) && hasItems(sides.patch)) this.#options.onReplaced?.([...this.#path]);
      return sides.patch ?? sides.base;
    }
    return mergeList(sides, schema, { merge: (below, item) => this.merge(below, item), spend: (steps) => { this.#options.budget.spend(steps, this.#options.at); } });
  }

  /** An object without a schema of its own may be of a known kind. */
  #schemaOf(draft: Draft | undefined): MergeSchema | undefined {
    const apiVersion = textOf(fieldOf(draft, 'apiVersion'));
    const kind = textOf(fieldOf(draft, 'kind'));
    return apiVersion === '' || kind === '' ? undefined : this.#options.schemas?.ofKind(apiVersion, kind);
  }

  #mapping(sides: Sides, schema: MergeSchema | undefined): Draft | undefined {
    const target = mergedInto(sides);
    if (target?.kind !== 'mapping') return target;
    const { patch } = sides;
    for (const name of namesOf(target, patch)) {
      const own = entryNamed(target, name);
      const other = entryNamed(patch, name);
      this.#path.push(name);
      setField(target, { own, other, value: this.merge({ base: own?.value, patch: other?.value }, schema?.field(name)) });
      this.#path.pop();
    }
    return target;
  }
}

function hasItems(draft: Draft | undefined): boolean {
  return draft?.kind === 'sequence' && draft.items.length > 0;
}

/** Which of the two the fields of both are merged into; `undefined` where nothing is left. */
function mergedInto({ base, patch }: Sides): Draft | undefined {
  if (isMissing(base)) {
    if (patch?.kind === 'mapping' && directiveOfNew(patch) === 'delete') return undefined;
    return patch === undefined && base !== undefined && textOf(base) !== '' ? keptNull(base) : patch;
  }
  if (isNull(patch)) return undefined;
  const directive = takeDirective(patch);
  if (directive === 'delete') return undefined;
  return directive === 'replace' ? patch : base;
}

/** What is new may say something that is not known: it stays. */
function directiveOfNew(patch: MappingDraft): string | undefined {
  try {
    return takeDirective(patch);
  } catch (error) {
    if (error instanceof BuildError) return undefined;
    throw error;
  }
}

function keptNull(base: Draft): Draft {
  return base.kind === 'scalar' ? { ...base, isKept: true } : base;
}

/** Whatever is not null must be of one kind. */
function refuseOtherKinds({ base, patch }: Sides, kind: Draft['kind']): void {
  for (const side of [base, patch]) {
    if (!isMissing(side) && side.kind !== kind) refuseKind(side, kind);
  }
}

export function refuseKind({ kind, tree }: Draft, expected: Draft['kind']): never {
  throw new BuildError(`wrong node kind: expected ${NODE_KINDS[expected]} but got ${NODE_KINDS[kind]}`, locationOf(tree));
}

const NODE_KINDS = { scalar: 'ScalarNode', mapping: 'MappingNode', sequence: 'SequenceNode' } as const;

/** Upstream goes through them in order; of fields that each stand for themselves it makes no difference but for the first error. */
function namesOf(target: MappingDraft, patch: Draft | undefined): string[] {
  const names = new Set(target.entries.map(({ entry }) => entry.key.text));
  if (patch?.kind === 'mapping') for (const { entry } of patch.entries) names.add(entry.key.text);
  return [...names].sort();
}

interface Field {
  /** As it is in the target, and in the patch. */
  readonly own: EntryDraft | undefined;
  readonly other: EntryDraft | undefined;
  readonly value: Draft | undefined;
}

function setField(target: MappingDraft, { own, other, value }: Field): void {
  if (value === undefined || (value.kind === 'scalar' && value.scalar.value === null && !value.isKept)) {
    target.entries = target.entries.filter((entry) => entry !== own);
  } else if (own === undefined) {
    if (other) target.entries.push({ entry: other.entry, value });
  } else if (value !== own.value) {
    const taken: EntryDraft = { entry: other && value === other.value ? other.entry : own.entry, value: styledLike(own.value, value) };
    target.entries = target.entries.map((entry) => (entry === own ? taken : entry));
  }
}

function styledLike(before: Draft, value: Draft): Draft {
  if (before.kind !== 'scalar' || value.kind !== 'scalar') return value;
  const scalar = inStyleOf(before.scalar, value.scalar);
  return scalar === value.scalar ? value : scalarDraft(scalar);
}
