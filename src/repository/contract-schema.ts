/** `contract.schema`: a JSON schema that replaces that of the contract. The validator is the one that charts' schemas are held against. */
import type { Unverified } from '../finding.ts';
import type { ContractProblem } from '../model.ts';
import { SchemaDocument, SchemaError, SchemaLimit, SchemaUnknown } from '../render/helm/schema/document.ts';
import { Validator } from '../render/helm/schema/validator.ts';
import { firstCause, type Violation } from '../render/helm/schema/violation.ts';
import { treeValue } from '../render/helm/values/from-tree.ts';
import type { Claim } from '../serving/contract.ts';
import { Nearness, startOf, type SourceFile } from '../source.ts';
import type { Node } from '../yaml/node.ts';

export interface SchemaResult {
  /** What does not fit, by the block that claims the contract. */
  readonly problems: ReadonlyMap<Node, readonly ContractProblem[]>;
  readonly unverified: readonly Unverified[];
}

/** Holds every claim against the schema. What the schema means that is not known here is unverified, once. */
export function heldAgainstSchema(claims: readonly Claim[], schema: SourceFile): SchemaResult {
  const problems = new Map<Node, readonly ContractProblem[]>();
  try {
    const document = new SchemaDocument(schema.text);
    for (const { root } of claims) {
      if (!root.tree) continue;
      const violations = new Validator(document).violations(treeValue(root.tree, { nearness: Nearness.valueFile }));
      problems.set(root, violations.flatMap(separate).map((violation) => problemOf(violation, root)));
    }
  } catch (error) {
    if (!(error instanceof SchemaError || error instanceof SchemaUnknown || error instanceof SchemaLimit)) throw error;
    const needs = error instanceof SchemaUnknown ? 'a schema that needs no other' : 'a schema that can be used';
    return { problems: new Map(claims.map(({ root }) => [root, []])), unverified: [{ at: startOf(schema), what: `the contract schema ${schema.path}`, why: error.message, needs }] };
  }
  return { problems, unverified: [] };
}

/** Violations that have nothing to do with each other. */
function separate(violation: Violation): readonly Violation[] {
  return violation.isGroup || violation.isReference ? violation.causes.flatMap(separate) : [violation];
}

function problemOf(violation: Violation, root: Node): ContractProblem {
  const { path, text } = firstCause(violation);
  const at = path.reduce((node, step) => (node.kind === 'sequence' ? node.get(Number(step)) : node.get(step)), root);
  return { at, message: `${path.length === 0 ? 'the file' : path.join('.')} does not fit the schema: ${text}` };
}
