/** What rules in CEL say of a manifest, and of a definition that holds some. */
import type { Problem } from '../finding.ts';
import { isNamespaceToCome, NAMESPACE_TO_COME } from '../kubernetes/schema/adapted.ts';
import { definition, isCarried, isRuled } from '../kubernetes/schema/catalog.ts';
import { isPart, kindsFor } from '../kubernetes/schema/check.ts';
import { verdictOf } from '../kubernetes/schema/verdict.ts';
import type { Manifest } from '../model.ts';
import { UnknownValue, type Node } from '../yaml/node.ts';
import { compileExpression } from './expression.ts';
import { VALIDATION_VARIABLES, validationProblems } from './validations.ts';

/**
 * Of a whole manifest that fits its schema otherwise; what is laid over another object is not judged. With the old one: what its transition rules say.
 * Throws {@link UnknownValue} after the last problem where a value that a rule needs is not known.
 */
export function* celProblems(manifest: Manifest, old?: Manifest): Generator<Problem> {
  if (manifest.fits === true && !old) return;
  if ((isCarried(manifest.apiVersion, manifest.kind) && !isRuled(manifest.apiVersion, manifest.kind)) || isPart(manifest)) return;
  if (!old && verdictOf(manifest) === 'fits') return;
  const all = kindsFor(manifest).map((kind) => collected(validationProblems(manifest.root, kind, definition, old?.root)));
  const [first, ...others] = all;
  if (!first) return;
  const best = others.reduce((fewest, one) => (one.problems.length < fewest.problems.length ? one : fewest), first);
  yield* best.problems.map((problem) => ([problem.at, problem.at.parent].some((at) => at && isNamespaceToCome(at, manifest)) ? { ...problem, severity: 'info' as const, message: `${problem.message}${NAMESPACE_TO_COME}` } : problem));
  if (best.unknown) throw best.unknown;
}

function collected(problems: Iterable<Problem>): { readonly problems: readonly Problem[]; readonly unknown?: UnknownValue } {
  const found: Problem[] = [];
  try {
    for (const problem of problems) found.push(problem);
  } catch (error) {
    if (!(error instanceof UnknownValue)) throw error;
    return { problems: found, unknown: error };
  }
  return { problems: found };
}

const MAX_SHOWN = 20;

/** Rules of a CustomResourceDefinition that are no expressions: an API server refuses the definition, and mllint leaves them out on objects. */
export function* expressionProblems(root: Node): Generator<Problem> {
  const found: Problem[] = [];
  const versions = root.get('spec', 'versions').items();
  for (const schema of [...versions.map((version) => version.get('schema', 'openAPIV3Schema')), root.get('spec', 'validation', 'openAPIV3Schema')]) collectBelow(schema, found);
  yield* found;
}

/** Everywhere but in defaults, which are values. */
function collectBelow(schema: Node, found: Problem[]): void {
  if (found.length >= MAX_SHOWN) return;
  for (const rule of schema.get('x-kubernetes-validations').items()) {
    for (const key of ['rule', 'messageExpression']) found.push(...problemsOf(rule.get(key)));
  }
  for (const [, property] of schema.get('properties').entries()) collectBelow(property, found);
  for (const key of ['additionalProperties', 'items']) if (schema.get(key).kind === 'mapping') collectBelow(schema.get(key), found);
  for (const part of schema.get('allOf').items()) collectBelow(part, found);
}

function problemsOf(node: Node): Problem[] {
  const text = node.isKnown ? node.text : undefined;
  const program = text === undefined ? undefined : compileExpression(text, VALIDATION_VARIABLES);
  if (program?.kind !== 'mistake') return [];
  return [{ at: atOffset(node, program.offset), message: `this rule is no expression in CEL that an API server takes: ${program.message}` }];
}

/** The place in the text where that is one piece; the whole of it elsewhere. */
export function atOffset(node: Node, offset: number | undefined): Node {
  const length = node.text?.length ?? 0;
  if (offset === undefined || length === 0) return node;
  const start = Math.min(offset, length - 1); // what is missing is missing behind the last character
  return node.part(start, start + 1);
}
