/** Environments side by side: which resources each of them requests or limits. */
import type { Node } from '#rule';
import { resourceNames, type ResourceBlock } from './container-resources.ts';
import type { StagedModel } from './staged-models.ts';

/** What one environment names in a block, and where; several models of a family may take turns in it. */
export interface ResourceColumn {
  readonly environment: string;
  readonly blocks: readonly Node[];
  readonly names: ReadonlyMap<string, Node>;
}

/** One column for each environment of a family; none where one of them cannot be known. */
export function columnsOf(family: readonly StagedModel[], block: ResourceBlock): ResourceColumn[] {
  const columns = new Map<string, ResourceColumn>();
  for (const { model, environment } of family) {
    const names = resourceNames(model.resources, block);
    if (!names) return [];
    const at = model.resources.get(block);
    const before = columns.get(environment.name);
    const named = names.map((name) => [name, at.get(name)] as const);
    columns.set(environment.name, {
      environment: environment.name,
      blocks: [...(before?.blocks ?? []), at],
      names: new Map([...(before?.names ?? []), ...named]),
    });
  }
  return [...columns.values()];
}
