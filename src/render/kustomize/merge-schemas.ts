/** How lists merge: what a strategic-merge patch needs to know of a kind. */

/** A part of the schema of a kind. */
export interface MergeSchema {
  /** Of a field of a mapping, from `properties` or `additionalProperties`. */
  field(name: string): MergeSchema | undefined;
  /** Of the items of a list. */
  items(): MergeSchema | undefined;
  /** `merge`, `replace`, `retainKeys` or several (`x-kubernetes-patch-strategy`). */
  readonly strategy: readonly string[];
  /** Keys that tell items of a list apart (`x-kubernetes-patch-merge-key`, `x-kubernetes-list-map-keys`). */
  readonly mergeKeys: readonly string[];
}

export interface MergeSchemas {
  /** Of a built-in kind, or of one that `openapi:` or `crds:` describes. */
  ofKind(apiVersion: string, kind: string): MergeSchema | undefined;
  /** Whether objects of the kind live in a namespace; `undefined` where the schema does not know it. */
  isNamespaced(apiVersion: string, kind: string): boolean | undefined;
}
