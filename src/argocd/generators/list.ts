/**
 * The list generator: one set of parameters an element.
 * Follows argo-cd, applicationset/generators/list.go.
 */
import type { Node } from '../../yaml/node.ts';

/** One set of parameters: the element they come from. */
export interface ParameterSet {
  readonly element: Node;
}

/** A generator that cannot be expanded offline, or not yet. */
export interface Unexpandable {
  readonly at: Node;
  readonly why: string;
  readonly needs: string;
}

/** A generator that the controller would refuse: the whole set yields nothing. */
export interface GeneratorError {
  readonly at: Node;
  readonly message: string;
}

export interface Expansion {
  readonly sets: readonly ParameterSet[];
  readonly unexpandable: readonly Unexpandable[];
  readonly errors: readonly GeneratorError[];
}

const NOTHING: Expansion = { sets: [], unexpandable: [], errors: [] };

/** The parameter sets of one entry of `spec.generators`. */
export function expandGenerator(generator: Node, isGoTemplate: boolean): Expansion {
  const list = generator.get('list');
  const unexpandable = otherKinds(generator);
  if (!list.exists || list.isNull) return { ...NOTHING, unexpandable };
  const errors: GeneratorError[] = [];
  const sets: ParameterSet[] = [];
  for (const element of list.get('elements').items()) {
    const error = isGoTemplate ? undefined : flatError(element);
    if (error) errors.push(error);
    else sets.push({ element });
  }
  return { sets, unexpandable: [...unexpandable, ...unsupportedParts(generator, list)], errors };
}

/** Without goTemplate every parameter must be a string; `values` may be a map of strings. */
function flatError(element: Node): GeneratorError | undefined {
  for (const [name, value] of element.entries()) {
    const isFlat = value.text !== undefined || (name === 'values' && value.kind === 'mapping' && value.entries().every(([, inner]) => inner.text !== undefined));
    if (!isFlat) return { at: value, message: `parameter ${JSON.stringify(name)} is not a string, which only \`goTemplate: true\` allows` };
  }
  return undefined;
}

const NEEDS: Readonly<Record<string, string>> = {
  clusters: 'the inventory of clusters',
  scmProvider: 'the API of the forge',
  pullRequest: 'the API of the forge',
  plugin: 'the answer of the plugin',
  clusterDecisionResource: 'the status of the decision resource',
};

function otherKinds(generator: Node): Unexpandable[] {
  return generator
    .entries()
    .filter(([kind]) => kind !== 'list' && kind !== 'selector')
    .map(([kind, node]) => ({
      at: node,
      why: `the ${kind} generator is not expanded`,
      needs: NEEDS[kind] ?? 'a later version of mllint',
    }));
}

function unsupportedParts(generator: Node, list: Node): Unexpandable[] {
  const parts: [Node, string][] = [
    [list.get('elementsYaml'), '`elementsYaml`'],
    [list.get('template'), 'a template of the generator'],
    [generator.get('selector'), 'a `selector`'],
  ];
  return parts
    .filter(([node]) => node.exists && !node.isNull)
    .map(([at, what]) => ({ at, why: `${what} is not evaluated`, needs: 'a later version of mllint' }));
}
