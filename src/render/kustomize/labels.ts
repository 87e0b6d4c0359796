/**
 * Labels and annotations on everything. Follows kustomize 5.7, api/filters/labels/labels.go and api/filters/annotations/annotations.go.
 */
import { compareText, type Location } from '../../source.ts';
import { authorOf } from '../../yaml/author.ts';
import { resolveAlias, type EntryTree, type Tree } from '../../yaml/tree.ts';
import { TracedText } from '../traced-text.ts';
import type { BuildContext } from './build-context.ts';
import { BuildError } from './build-error.ts';
import { composedScalar, locationOf, withEntry } from './compose-tree.ts';
import { updateField, type FieldSpec } from './field-spec.ts';
import { broughtBy, idPlaces } from './passing.ts';
import type { Resource } from './resource.ts';

export interface LabelChange {
  readonly pairs: readonly EntryTree[];
  readonly specs: readonly FieldSpec[];
}

/** @throws BuildError where labels are no mapping */
export function setLabels(resources: readonly Resource[], { pairs, specs }: LabelChange, build: BuildContext): readonly Resource[] {
  const sorted = pairs.map(({ key, value }): EntryTree => ({ key, value: shared(value, build) })).sort((a, b) => compareText(a.key.text, b.key.text));
  return resources.map((resource) => {
    let { tree } = resource;
    for (const pair of sorted) {
      const at = locationOf(pair.key);
      build.budget.spend(specs.length, at);
      for (const spec of specs) {
        const places = [...(spec.places ?? []), ...idPlaces(resource.tree, spec)];
        tree = updateField(tree, spec, { update: (labels) => withLabel(labels, pair, places), created: 'mapping', at });
      }
    }
    return tree === resource.tree ? resource : { ...resource, tree };
  });
}

/** One text for many objects is never edited for the sake of one. */
function shared(value: Tree, { nearness }: BuildContext): Tree {
  const scalar = resolveAlias(value);
  if (scalar.kind !== 'scalar' || scalar.trace.traced) return value;
  return composedScalar(TracedText.of(authorOf(scalar, nearness, true)), scalar.trace.file, scalar.value);
}

function withLabel(labels: Tree, { key, value }: EntryTree, places: readonly Location[]): Tree {
  const mapping = resolveAlias(labels);
  if (mapping.kind === 'mapping') return withEntry(mapping, key, broughtBy(value, places));
  if (mapping.kind === 'scalar' && mapping.value === null) return labels;
  throw new BuildError(`wrong node kind: expected MappingNode but got ${mapping.kind === 'scalar' ? 'ScalarNode' : 'SequenceNode'}`, locationOf(labels));
}
