/** One model in the environments that have a place in the order. */
import { addTo, onceFor, type Environment, type Repository, type ServedModel } from '#rule';

export interface StagedModel {
  readonly model: ServedModel;
  readonly environment: Environment;
  /** Equal for the regions of one stage. */
  readonly stage: number;
}

/** The models of every family, in the order of stages; families of a single stage are left out. */
export const stagedFamilies = onceFor((repository: Repository): readonly (readonly StagedModel[])[] => {
  const families = new Map<string, StagedModel[]>();
  for (const model of repository.models) {
    const { environment, family } = model;
    if (environment?.stage === undefined || family === '') continue;
    const staged = { model, environment, stage: environment.stage };
    addTo(families, family, staged);
  }
  return [...families.values()].filter(hasSeveralStages).map((family) => family.sort((a, b) => a.stage - b.stage));
});

/** `dev and staging`, `dev, qa and staging`; with another last word `dev or staging`. */
export function listed(names: Iterable<string>, conjunction: 'and' | 'or' = 'and'): string {
  const all = [...new Set(names)];
  const last = all.pop() ?? '';
  return all.length === 0 ? last : `${all.join(', ')} ${conjunction} ${last}`;
}

function hasSeveralStages(family: readonly StagedModel[]): boolean {
  return new Set(family.map(({ stage }) => stage)).size > 1;
}
