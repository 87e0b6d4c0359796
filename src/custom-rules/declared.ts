/** Rules that a configuration states, as they stand there. */
import type { Severity } from '../finding.ts';
import type { Node } from '../yaml/node.ts';

/** What such a rule can look at. */
export const CUSTOM_SUBJECTS = ['manifest', 'model', 'application', 'environment'] as const;

export interface DeclaredRule {
  readonly id: string;
  readonly on: (typeof CUSTOM_SUBJECTS)[number];
  /** `Kind.group`, or `Kind` for the core group; of manifests only, every kind without it. */
  readonly kinds?: readonly string[];
  /** Where it is not true the rule says nothing. */
  readonly when?: string;
  /** What holds. */
  readonly expression: string;
  readonly message: string;
  /** Gives a text in place of the message. */
  readonly messageExpression?: string;
  readonly severity?: Severity;
}

/** With the mapping that it was read from. */
export interface PlacedRule {
  readonly value: DeclaredRule;
  readonly node: Node;
}

/** The variables of each kind of subject. `base` is there for objects alone: see custom-rule.ts. */
export const VARIABLES: Readonly<Record<DeclaredRule['on'], readonly string[]>> = {
  manifest: ['self', 'environment', 'base'],
  model: ['self', 'environment', 'model'],
  application: ['self', 'environment'],
  environment: ['self', 'environment'],
};
