/** What a change makes different in what environments would hold. */
import type { Manifest } from '../model.ts';
import type { Node } from '../yaml/node.ts';
import type { Values } from './values.ts';

/** A manifest, or a value file that speaks for a model without being rendered. */
export type Document = Manifest | Values;

/** A value that is there on both sides and differs, or on one side only. */
export interface ValueDifference {
  /** For people: `spec.predictor.containers[main].image`. */
  readonly path: string;
  readonly before?: Node;
  readonly after?: Node;
}

/** How two values differ; what is equal is not in it. */
export type Difference =
  /** One of them is not there, or they have nothing in common. */
  | { readonly kind: 'replaced'; readonly before?: Node; readonly after?: Node }
  | { readonly kind: 'mapping'; readonly entries: readonly (readonly [key: string, difference: Difference])[] }
  | { readonly kind: 'list'; readonly items: readonly ItemDifference[]; readonly order?: OrderDifference };

export interface ItemDifference {
  /** The entry by which the item is told from the others, such as `name: main`; without it items go by their place. */
  readonly key?: { readonly name: string; readonly text: string };
  /** From 0, after the change; before it for what is gone. */
  readonly index: number;
  readonly difference: Difference;
}

/** Items that are there on both sides and stand in another order. */
export interface OrderDifference {
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** The lists. */
  readonly was: Node;
  readonly is: Node;
}

export interface DocumentDifference {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before?: Document;
  readonly after?: Document;
  /** For what is only there on one side its root. */
  readonly difference: Difference;
  /** The single values of it; found when somebody asks. */
  readonly values: () => readonly ValueDifference[];
}

/** What differs in one environment. */
export interface EnvironmentDifference {
  /** Empty for what belongs to none. */
  readonly name: string;
  /** Something of it could not be read or rendered, before or after: more may differ. */
  readonly isPartial: boolean;
  /** In the order of kinds and names. */
  readonly documents: readonly DocumentDifference[];
}
