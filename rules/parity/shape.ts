import { defineRule, number, quantityRatio, type Node, type Problem, type ServedModel } from '#rule';
import { acceleratorKind } from '../shared/accelerator.ts';
import { amountOf, isAccelerator, resourceNames, resourceNodes } from '../shared/container-resources.ts';
import { stagedFamilies, type StagedModel } from '../shared/staged-models.ts';
import { admitUnknown } from '../shared/unknown.ts';

export default defineRule({
  id: 'parity/shape',
  on: 'repository',
  title: 'Limits stand in the same ratio to requests in every stage, on the same kind of accelerator',
  why: 'A model that may burst to four times its request was measured with room that it does not have where it matters; another accelerator has another speed and memory.',
  severity: 'warning',
  options: { tolerance: number(0.5, 'By how much the ratio of a limit to its request may differ, as a share of the other: with 0.5, 3 is the most after 2.') },

  *check(repository, { tolerance }) {
    const families = stagedFamilies(repository);
    for (const family of families) {
      for (const dimension of new Set(family.flatMap(({ model }) => dimensions(model)))) {
        yield* differing(family.flatMap((staged) => ratioOf(staged, dimension) ?? []), { dimension, tolerance });
      }
      yield* otherAccelerators(family);
    }
    admitUnknown(families.flat().flatMap(({ model }) => resourceNodes(model.resources)));
  },
});

function dimensions({ resources }: ServedModel): string[] {
  return (resourceNames(resources, 'limits') ?? []).filter((name) => !isAccelerator(name));
}

interface Ratio {
  readonly ratio: number;
  readonly at: Node;
  readonly environment: string;
  readonly stage: number;
}

function ratioOf({ model: { resources }, environment, stage }: StagedModel, dimension: string): Ratio | undefined {
  const limit = amountOf(resources.get('limits', dimension));
  const request = amountOf(resources.get('requests', dimension));
  if (!limit || !request) return undefined;
  const ratio = quantityRatio(limit.quantity, request.quantity);
  return Number.isFinite(ratio) && ratio > 0 ? { ratio, at: limit.node, environment: environment.name, stage } : undefined;
}

/** Each stage against the one that is nearest before it. */
function* differing(ratios: readonly Ratio[], { dimension, tolerance }: { dimension: string; tolerance: number }): Iterable<Problem> {
  const most = 1 + Math.max(0, tolerance);
  for (const later of ratios) {
    const before = ratios.findLast(({ stage }) => stage < later.stage);
    if (!before || Math.max(later.ratio / before.ratio, before.ratio / later.ratio) <= most * (1 + Number.EPSILON * 8)) continue;
    yield {
      at: later.at,
      message: `the limit of ${dimension} is ${spelt(later.ratio)} times its request in ${later.environment}, ${spelt(before.ratio)} times in ${before.environment}`,
      related: [{ at: before.at, message: `${spelt(before.ratio)} times in ${before.environment}` }],
    };
  }
}

function spelt(ratio: number): string {
  return String(Number(ratio.toPrecision(3)));
}

function* otherAccelerators(family: readonly StagedModel[]): Iterable<Problem> {
  const kinds = family.flatMap(({ model, environment, stage }) => {
    const kind = 'kind' in model.from ? acceleratorKind(model.from.root) : undefined;
    return kind ? [{ ...kind, environment: environment.name, stage }] : [];
  });
  for (const later of kinds) {
    const before = kinds.findLast(({ stage }) => stage < later.stage);
    if (!before || before.name === later.name) continue;
    yield {
      at: later.at,
      message: `the accelerator is ${later.name} in ${later.environment}, ${before.name} in ${before.environment}`,
      related: [{ at: before.at, message: `${before.name} in ${before.environment}` }],
    };
  }
}
