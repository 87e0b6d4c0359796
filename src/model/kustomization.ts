/** Kustomizations, and what each did in the builds that it is a part of. */
import type { Environment } from '../model.ts';
import type { Node } from '../yaml/node.ts';
import type { Application } from './application.ts';

/** What kustomizations added to a name, the innermost first. */
export interface NameAffixes {
  readonly prefixes: readonly string[];
  readonly suffixes: readonly string[];
}

/** A folder built by Kustomize. */
export interface Kustomization {
  readonly folder: string;
  readonly root: Node;
  /** Its part in every build that came through: its own, and those of others that include it. */
  readonly parts: readonly KustomizationPart[];
  /** A build that it is a part of was refused, or went on without something: what it selects may be in just that. */
  readonly isPartial: boolean;
}

/** What a kustomization did in one build, as the build saw it. */
export interface KustomizationPart extends BuildNotes {
  readonly application?: Application;
  readonly environment?: Environment;
}

export interface BuildNotes {
  /** The kustomization as it was built: with what an Application says over it. */
  readonly root: Node;
  readonly targets: readonly SelectedTarget[];
  readonly images: readonly SelectedImage[];
  readonly replacedLists: readonly ReplacedList[];
  readonly staleReferences: readonly StaleReference[];
}

/** What a target selected. Selecting nothing is no error: the entry then does nothing. */
export interface SelectedTarget {
  readonly what: 'patch' | 'replacement';
  /** The mapping with kind, name and so on. */
  readonly target: Node;
  readonly count: number;
  /** Where it selects nothing: the names of what it would select if it named none. */
  readonly near: readonly string[];
}

/** What an entry of `images` changed. */
export interface SelectedImage {
  /** The entry. */
  readonly image: Node;
  readonly count: number;
  /** Where it changes nothing: the names of the images that it could have changed, */
  readonly known: readonly string[];
  /** and the values that are such an image, in fields that kustomize does not look at. */
  readonly unreached: readonly { readonly at: Node; readonly kind: string }[];
}

/** A list that a strategic merge patch replaced whole, because nothing says by which key its items are merged. */
export interface ReplacedList {
  readonly kind: string;
  readonly name: string;
  /** The list of the patch. */
  readonly patch: Node;
  /** The list that was there. */
  readonly base: Node;
}

/** A field that still names a generated object as it was called before its name got a hash. */
export interface StaleReference {
  /** The name, in the object that was built. */
  readonly at: Node;
  readonly kind: 'ConfigMap' | 'Secret';
  /** What the object is called in the end. */
  readonly name: string;
  /** The entry that generates it. */
  readonly generator: Node;
}
