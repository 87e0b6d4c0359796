import { compareQuantities, defineRule, number, quantityRatio, type Problem } from '#rule';
import { resourceNodes, type Amount } from '../shared/container-resources.ts';
import { dimensions, sizeOf } from '../shared/model-size.ts';
import { stagedFamilies, type StagedModel } from '../shared/staged-models.ts';
import { admitUnknown } from '../shared/unknown.ts';

export default defineRule({
  id: 'parity/size',
  on: 'repository',
  title: 'A later stage is not smaller than an earlier one',
  why: 'What was tested with more than production has says nothing about production: it runs out of memory or replicas there first.',
  severity: 'warning',
  options: { tolerance: number(0, 'By how much a later stage may be smaller, as a share of the earlier one: 0.1 allows a tenth.') },

  *check(repository, { tolerance }) {
    const families = stagedFamilies(repository);
    for (const family of families) {
      for (const dimension of new Set(family.flatMap(({ model }) => dimensions(model)))) {
        const sizes = largestPerEnvironment(family, dimension);
        for (const later of sizes) yield* smaller(later, sizes, { dimension, tolerance });
      }
    }
    admitUnknown(families.flat().flatMap(({ model: { resources, replicas } }) => [...resourceNodes(resources), replicas.min, replicas.max]));
  },
});

interface Size extends Amount {
  readonly environment: string;
  readonly stage: number;
}

/** Several models of one family in one environment may take turns: the largest counts. */
function largestPerEnvironment(family: readonly StagedModel[], dimension: string): Size[] {
  const largest = new Map<string, Size>();
  for (const { model, environment, stage } of family) {
    const amount = sizeOf(model, dimension);
    const before = largest.get(environment.name);
    if (!amount || (before && compareQuantities(before.quantity, amount.quantity) >= 0)) continue;
    largest.set(environment.name, { ...amount, environment: environment.name, stage });
  }
  return [...largest.values()];
}

function* smaller(later: Size, sizes: readonly Size[], { dimension, tolerance }: { dimension: string; tolerance: number }): Iterable<Problem> {
  const [first, ...rest] = sizes.filter(({ stage }) => stage < later.stage);
  if (!first) return;
  const largest = rest.reduce((best, size) => (compareQuantities(size.quantity, best.quantity) >= 0 ? size : best), first);
  if (!(quantityRatio(later.quantity, largest.quantity) < 1 - tolerance)) return;
  const resource = dimension.endsWith('Replicas') ? String(later.node.path.at(-1)) : dimension;
  yield {
    at: later.node,
    message: `${resource} is ${later.node.written ?? ''} in ${later.environment}, smaller than ${largest.node.written ?? ''} in ${largest.environment}`,
    related: [{ at: largest.node, message: `${largest.node.written ?? ''} in ${largest.environment}` }],
  };
}
