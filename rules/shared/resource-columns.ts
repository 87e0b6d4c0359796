/** Environments side by side: which resources each of them requests or limits. */
import type { Node, ServedModel } from '#rule';
import { letterDistance } from './letter-distance.ts';
import { resourceNames, type ResourceBlock } from './container-resources.ts';
import type { StagedModel } from './staged-models.ts';

/** What one environment names in a block, and where; several models of a family may take turns in it. */
export interface ResourceColumn {
  readonly environment: string;
  readonly blocks: readonly Node[];
  readonly names: ReadonlyMap<string, Node>;
  /** What names the model there, which its own file says where everything else is shared. */
  readonly model: Node;
}

/** What the webhook refuses, and a misspelt key, are said by `kserve/one-implementation` and `kubernetes/schema`. */
function isSaidElsewhere({ sources, resources, from }: ServedModel): boolean {
  if (resources.exists || !('kind' in from)) return false;
  const parent = resources.parent;
  const isMisspelt = parent?.kind === 'mapping' && parent.keys().some(({ text = '' }) => text !== 'resources' && letterDistance(text.toLowerCase(), 'resources') <= MAX_DISTANCE);
  return isMisspelt || (from.kind === 'InferenceService' && sources.length === 0 && from.root.get('spec', 'predictor').has('container'));
}

const MAX_DISTANCE = 2;

/** One column for each environment of a family; none where one of them cannot be known. */
export function columnsOf(family: readonly StagedModel[], block: ResourceBlock): ResourceColumn[] {
  const columns = new Map<string, ResourceColumn>();
  for (const { model, environment } of family) {
    if (isSaidElsewhere(model)) return [];
    const names = resourceNames(model.resources, block);
    if (!names) return [];
    const at = model.resources.get(block);
    const before = columns.get(environment.name);
    const named = names.map((name) => [name, at.get(name)] as const);
    columns.set(environment.name, {
      environment: environment.name,
      blocks: [...(before?.blocks ?? []), at],
      names: new Map([...(before?.names ?? []), ...named]),
      model: before?.model ?? model.sources[0]?.uri ?? model.resources,
    });
  }
  return [...columns.values()];
}
