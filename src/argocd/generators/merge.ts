/**
 * The merge generator: the sets of the first child, with what the others say of the same keys.
 * Follows argo-cd, applicationset/generators/merge.go; sets come in the order of the first child, for which the controller has none.
 */
import { Node } from '../../yaml/node.ts';
import { resolveAlias, type Tree } from '../../yaml/tree.ts';
import { expandChild } from './combination.ts';
import { failed, joined, NOTHING, type Expansion, type GeneratorContext, type GeneratorError, type ParameterSet } from './generator.ts';
import { overridden } from './override.ts';
import { entriesOf, lookUp, parameterSet } from './parameters.ts';

export function expandMerge(merge: Node, context: GeneratorContext, depth: number): Expansion {
  const children = merge.get('generators').items();
  if (children.length < 2) return failed(merge, 'found less than two generators, Merge requires two or more');
  const parts = children.map((child) => expandChild(child, context, { depth }));
  const rest = { ...joined(parts), sets: [] };
  if (rest.errors.length > 0 || rest.unexpandable.length > 0) return rest;
  const keys = [...new Set(merge.get('mergeKeys').items().flatMap(({ text }) => text ?? []))].sort();
  if (keys.length === 0) return joined([rest, failed(merge, 'no merge keys were specified, Merge requires at least one')]);
  const [base, ...others] = parts.map(({ sets }) => byMergeKey(sets, keys, merge));
  if (!base) return rest;
  for (const sets of [base, ...others]) if ('message' in sets) return joined([rest, { ...NOTHING, errors: [sets] }]);
  return { ...rest, sets: merged(base, others, context) };
}

type ByMergeKey = ReadonlyMap<string, ParameterSet>;

/** Keys are looked up as they stand: `values.x` is a name in the default dialect and nothing in the Go dialect. */
function byMergeKey(sets: readonly ParameterSet[], keys: readonly string[], merge: Node): ByMergeKey | GeneratorError {
  const found = new Map<string, ParameterSet>();
  for (const set of sets) {
    const key = `{${keys.map((name) => `${JSON.stringify(name)}:${json(lookUp(set, name))}`).join(',')}}`;
    if (found.has(key)) {
      const message = 'the parameters from a generator were not unique by the given mergeKeys, Merge requires all param sets to be unique';
      return { at: merge.get('mergeKeys'), message: `${message}. Duplicate key was ${key}` };
    }
    found.set(key, set);
  }
  return found;
}

function merged(base: ByMergeKey | GeneratorError, others: readonly (ByMergeKey | GeneratorError)[], { dialect }: GeneratorContext): ParameterSet[] {
  if ('message' in base) return [];
  return [...base].map(([key, set]) => {
    let result = set;
    for (const sets of others) {
      const over = 'message' in sets ? undefined : sets.get(key);
      if (over) result = dialect.isGo ? overridden(result, over) : copiedOver(result, over);
    }
    return result;
  });
}

function copiedOver(set: ParameterSet, over: ParameterSet): ParameterSet {
  const like = set.parameters.tree ?? over.parameters.tree;
  return like ? parameterSet([...entriesOf(set.parameters.tree), ...entriesOf(over.parameters.tree)], like) : set;
}

/** As encoding/json writes it, keys sorted. */
function json(tree: Tree | undefined): string {
  if (!tree) return 'null';
  const resolved = resolveAlias(tree);
  if (resolved.kind === 'sequence') return `[${resolved.items.map(json).join(',')}]`;
  if (resolved.kind === 'scalar') return typeof resolved.value === 'bigint' ? String(resolved.value) : JSON.stringify(resolved.value);
  const entries = resolved.entries.map(({ key, value }) => [key.text, value] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${json(value)}`).join(',')}}`;
}
