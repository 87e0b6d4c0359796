/**
 * How many replicas the objects of a name have. Follows kustomize 5.7, api/internal/builtins/ReplicaCountTransformer.go and api/filters/replicacount.
 */
import type { Node } from '../../yaml/node.ts';
import { resolveAlias, type ScalarTree, type Tree } from '../../yaml/tree.ts';
import type { BuildContext } from './build-context.ts';
import { BuildError } from './build-error.ts';
import { derivedScalar, locationOf } from './compose-tree.ts';
import { updateField, type FieldSpec } from './field-spec.ts';
import { currentId, previousIds, type Gvk, type Resource } from './resource.ts';
import { inStyleOf } from './scalar-style.ts';

export interface ReplicaChange {
  /** An item of `replicas`. */
  readonly replica: Node;
  readonly specs: readonly FieldSpec[];
}

/** @throws BuildError where no object has the name */
export function setReplicas(resources: readonly Resource[], { replica, specs }: ReplicaChange, build: BuildContext): readonly Resource[] {
  const name = replica.get('name').text ?? '';
  const count = countOf(replica);
  let isFound = false;
  let result = resources;
  for (const spec of specs) {
    build.budget.spend(result.length, replica.at);
    result = result.map((resource) => {
      if (!isNamed(resource, name, spec)) return resource;
      isFound = true;
      const tree = updateField(resource.tree, spec, { update: (value) => replaced(value, count), created: 'scalar', at: replica.at });
      return tree === resource.tree ? resource : { ...resource, tree };
    });
  }
  if (isFound) return result;
  throw new BuildError(`resource with name ${name} does not match a config with the following GVK [${specs.map(gvkText).join(' ')}]`, replica.get('name').at);
}

function countOf(replica: Node): ScalarTree {
  const { tree } = replica.get('count');
  const scalar = tree && resolveAlias(tree);
  return scalar?.kind === 'scalar' && scalar.value !== null ? scalar : derivedScalar('0', replica.at, 0);
}

/** By any name it had. */
function isNamed(resource: Resource, name: string, { group = '', version = '', kind = '' }: FieldSpec): boolean {
  return [...previousIds(resource), currentId(resource)].some((id) =>
    id.name === name && (group === '' || group === id.group) && (version === '' || version === id.version) && (kind === '' || kind === id.kind));
}

function replaced(value: Tree, count: ScalarTree): Tree {
  const before = resolveAlias(value);
  if (before.kind === 'scalar') return inStyleOf(before, count);
  throw new BuildError(`wrong node kind: expected ScalarNode but got ${before.kind === 'mapping' ? 'MappingNode' : 'SequenceNode'}`, locationOf(value));
}

function gvkText({ group = '', version = '', kind = '' }: Partial<Gvk>): string {
  return `${kind || '[noKind]'}.${version || '[noVer]'}.${group || '[noGrp]'}`;
}
