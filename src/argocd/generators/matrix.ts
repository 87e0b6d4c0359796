/**
 * The matrix generator: every combination of the parameters of two children.
 * Follows argo-cd, applicationset/generators/matrix.go.
 */
import { Node } from '../../yaml/node.ts';
import type { EntryTree } from '../../yaml/tree.ts';
import { resolveAlias } from '../../yaml/tree.ts';
import { SubstitutionError } from '../template/substitute.ts';
import { expandChild } from './combination.ts';
import { failed, joined, madeOf, MAX_ERRORS, NOTHING, type Expansion, type GeneratorContext, type GeneratorError, type ParameterSet, type Unexpandable } from './generator.ts';
import { hasPlaceholder, interpolated } from './interpolate.ts';
import { overridden } from './override.ts';
import { entriesOf, parameterSet, printed } from './parameters.ts';

/** What one matrix gives at most: of a set only the first thousand Applications are looked at anyway. */
const MAX_COMBINATIONS = 10_000;

export function expandMatrix(matrix: Node, context: GeneratorContext, depth: number): Expansion {
  const [first, second, ...more] = matrix.get('generators').items();
  if (!first || !second) return failed(matrix, 'found less than two generators, Matrix support only two');
  if (more.length > 0) return failed(matrix.get('generators'), 'found more than two generators, Matrix support only two');
  const left = expandChild(first, context, { depth });
  if (left.unexpandable.length > 0 && left.sets.length === 0) return left;
  const childOf = secondChild(second, context, depth);
  const parts: Expansion[] = [{ ...left, sets: [] }];
  const over: Unexpandable[] = [];
  let count = 0;
  let errors = 0;
  for (const a of left.sets) {
    const right = childOf(a);
    const room = MAX_COMBINATIONS - count;
    const combined = combinations(a, right.sets.slice(0, room), matrix, context);
    count += combined.sets.length;
    errors += combined.errors.length + right.errors.length;
    parts.push({ ...right, sets: [] }, combined);
    if (right.sets.length > room) over.push(tooMany(matrix));
    if (errors > MAX_ERRORS || over.length > 0) break;
  }
  return joined([...parts, { ...NOTHING, unexpandable: over }]);
}

function tooMany(at: Node): Unexpandable {
  return { at, missing: 'limit', why: `of the combinations of the matrix only the first ${MAX_COMBINATIONS} are looked at`, needs: 'smaller generators in the matrix' };
}

/** The second child for each set of the first; where it holds no placeholder it is always the same. */
function secondChild(child: Node, context: GeneratorContext, depth: number): (set: ParameterSet) => Expansion {
  let same: Expansion | undefined;
  if (!hasPlaceholder(child.tree)) return () => (same ??= expandChild(child, context, { depth }));
  return (set) => {
    try {
      return expandChild(interpolated(child, set, context.dialect), context, { depth, selector: child.get('selector') });
    } catch (error) {
      if (error instanceof SubstitutionError) return failed(Node.root(error.tree), error.message);
      throw error;
    }
  };
}

function combinations(a: ParameterSet, others: readonly ParameterSet[], matrix: Node, { dialect, budget }: GeneratorContext): Expansion {
  budget.addSets(others.length);
  const sets: ParameterSet[] = [];
  const errors: GeneratorError[] = [];
  for (const b of others) {
    const combined = dialect.isGo ? overridden(b, a) : united(a, b, matrix);
    if ('message' in combined) return { ...NOTHING, sets, errors: [combined] };
    sets.push(madeOf(combined, a, b));
  }
  return { ...NOTHING, sets, errors };
}

/** In the default dialect both children must agree where both say something. `utils.CombineStringMaps` makes texts of all values. */
function united(a: ParameterSet, b: ParameterSet, matrix: Node): ParameterSet | GeneratorError {
  const like = a.parameters.tree ?? b.parameters.tree ?? matrix.tree;
  if (!like) return a;
  const own = entriesOf(a.parameters.tree).flatMap(asText);
  const known = new Map(own.map((entry) => [entry.key.text, entry]));
  const more: EntryTree[] = [];
  for (const entry of entriesOf(b.parameters.tree).flatMap(asText)) {
    const before = known.get(entry.key.text);
    if (!before) more.push(entry);
    else if (textOf(before) !== textOf(entry)) return conflict(before, entry);
  }
  return parameterSet([...own, ...more], like);
}

function conflict(a: EntryTree, b: EntryTree): GeneratorError {
  const message = `found duplicate key ${a.key.text} with different value, a: ${textOf(a)} ,b: ${textOf(b)}`;
  return { at: Node.root(b.value), message };
}

function textOf({ value }: EntryTree): string {
  const tree = resolveAlias(value);
  return tree.kind === 'scalar' ? tree.text : '';
}

/** What is no scalar (only `elementsYaml` and `flatList` give that) no placeholder can use as text. */
function asText(entry: EntryTree): EntryTree[] {
  const tree = resolveAlias(entry.value);
  return tree.kind === 'scalar' ? [{ key: entry.key, value: printed(tree) }] : [entry];
}
