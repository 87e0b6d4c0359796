import { addTo, compareQuantities, defineRule, type Node, type Problem, type ServedModel } from '#rule';
import { amountOf, resourceBlocks, resourceNames, resourceNodes, type ResourceBlock } from '../shared/container-resources.ts';
import { columnsOf, type ResourceColumn } from '../shared/resource-columns.ts';
import { listed, stagedFamilies } from '../shared/staged-models.ts';
import { admitUnknown } from '../shared/unknown.ts';

export default defineRule({
  id: 'parity/resources',
  on: 'repository',
  title: 'A model requests and limits the same resources in every stage',
  why: 'A model that was never limited before is killed for memory, or never scheduled, for the first time where it matters.',
  severity: 'error',

  *check(repository) {
    for (const model of repository.models) yield* requestsAboveLimits(model);
    for (const family of stagedFamilies(repository)) {
      for (const block of resourceBlocks) yield* differences(columnsOf(family, block), block);
    }
    admitUnknown(repository.models.flatMap(({ resources }) => resourceNodes(resources)));
  },
});

function* requestsAboveLimits({ resources }: ServedModel): Iterable<Problem> {
  for (const name of resourceNames(resources, 'requests') ?? []) {
    const request = amountOf(resources.get('requests', name));
    const limit = amountOf(resources.get('limits', name));
    if (!request || !limit || compareQuantities(request.quantity, limit.quantity) <= 0) continue;
    const message = `requests ${request.node.written ?? ''} ${name}, more than its limit of ${limit.node.written ?? ''}`;
    yield { at: request.node, message, related: [{ at: limit.node, message: 'the limit' }] };
  }
}

/** Shown where fewer differ: at a resource that only these have, else at what lacks it. */
function* differences(columns: readonly ResourceColumn[], block: ResourceBlock): Iterable<Problem> {
  const missing = new Map<ResourceColumn, string[]>();
  for (const name of new Set(columns.flatMap(({ names }) => [...names.keys()]))) {
    const having = columns.filter(({ names }) => names.has(name));
    const lacking = columns.filter(({ names }) => !names.has(name));
    if (having.length >= lacking.length) {
      for (const column of lacking) addTo(missing, column, name);
      continue;
    }
    for (const { environment, names } of having) {
      const at = names.get(name)?.key ?? names.get(name);
      if (at) yield { at, message: `${environment} has ${name} among its ${block}, ${subject(lacking)} not` };
    }
  }
  for (const [column, names] of missing) yield* lack(column, names, { block, columns });
}

/** Where nothing is asked for at all, the place that lacks it may be a template or base that every environment reads, and says nothing of this one. */
function placeOf(lacked: Node, model: Node, having: readonly ResourceColumn[]): Node {
  const { path } = lacked.at.file;
  const isEmpty = lacked.parent?.parent?.entries().length === 0;
  const isOwn = path === model.at.file.path || having.some(({ blocks }) => blocks.some(({ at }) => at.file.path === path));
  return isEmpty && !isOwn ? model : lacked;
}

function* lack({ environment, blocks, model }: ResourceColumn, missing: readonly string[], { block, columns }: { block: ResourceBlock; columns: readonly ResourceColumn[] }): Iterable<Problem> {
  const having = columns.filter(({ names }) => missing.some((name) => names.has(name)));
  const lacked = blocks[0]?.get(missing[0] ?? '');
  if (!lacked) return;
  const at = placeOf(lacked, model, having);
  yield {
    at,
    message: `${environment} has no ${listed(missing)} among its ${block}, ${subject(having)}`,
    related: having.flatMap((column) => column.blocks.map((node) => ({ at: node, message: column.environment }))),
  };
}

function subject(columns: readonly ResourceColumn[]): string {
  return `${listed(columns.map(({ environment }) => environment))} ${columns.length > 1 ? 'have' : 'has'}`;
}
