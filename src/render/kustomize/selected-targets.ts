/** What targets select, noted: kustomize goes on in silence where that is nothing. */
import type { Node } from '../../yaml/node.ts';
import type { BuildContext } from './build-context.ts';
import { originalId, type Resource } from './resource.ts';
import { compileSelector } from './selector.ts';

/** Of names that were perhaps meant nobody looks at more. */
const MAX_NAMES = 200;

/** The resources that the target of a patch selects. */
export function selectPatched(target: Node, resources: readonly Resource[], build: BuildContext): ReadonlySet<Resource> {
  const { budget, notes } = build;
  const selects = compileSelector(target, budget);
  const selected = resources.filter((resource) => {
    budget.spend(20, target.at);
    return selects(resource);
  });
  const near = selected.length > 0 ? [] : resources.filter(compileSelector(target, budget, { without: 'name' }));
  notes.target({ what: 'patch', target, count: selected.length, near: namesOf(near) });
  return new Set(selected);
}

/** Each name once, in the order of the resources. */
export function namesOf(resources: readonly Resource[]): string[] {
  const names = new Set<string>();
  for (const resource of resources) if (names.size < MAX_NAMES) names.add(originalId(resource).name);
  return [...names];
}
