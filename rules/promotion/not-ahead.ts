import { compareVersions, defineRule, type Problem, type Repository } from '#rule';
import { servedVersions, type ServedVersion } from '../shared/served-version.ts';
import { stagedFamilies, type StagedModel } from '../shared/staged-models.ts';
import { admitUnknown } from '../shared/unknown.ts';

export default defineRule({
  id: 'promotion/not-ahead',
  on: 'repository',
  title: 'No stage serves a version that no earlier stage serves',
  why: 'The version reached the later stage without having run in the one before: nobody has seen it work.',
  severity: 'error',
  locked: true,

  *check(repository) {
    const families = stagedFamilies(repository);
    for (const family of families) {
      const served = family.flatMap((staged) => servedIn(staged, repository));
      for (const later of served) {
        const problem = aheadOf(later, served.filter(({ stage }) => stage < later.stage));
        if (problem) yield problem;
      }
    }
    admitUnknown(families.flat().flatMap(({ model }) => (model.promoted ? [model.promoted.at] : model.sources.map(({ uri }) => uri))));
  },
});

interface Served extends ServedVersion {
  readonly environment: string;
  readonly stage: number;
}

function servedIn({ model, environment, stage }: StagedModel, repository: Repository): Served[] {
  return servedVersions(model, repository).map((served) => ({ ...served, environment: environment.name, stage }));
}

/** Only versions of one form are compared; where there are none in the earlier stages, nothing is said. */
function aheadOf(later: Served, earlier: readonly Served[]): Problem | undefined {
  const comparable = earlier.filter(({ version }) => compareVersions(later.version, version) !== undefined);
  const [first] = comparable;
  if (!first || comparable.some(({ version }) => isAtMost(later, version))) return undefined;
  const greatest = comparable.reduce((best, one) => (isAtMost(best, one.version) ? one : best), first);
  return {
    at: later.at,
    message: `version ${later.version.text} is ahead of every stage before ${later.environment}; the greatest there is ${greatest.version.text} in ${greatest.environment}`,
    related: [{ at: greatest.at, message: `${greatest.version.text} in ${greatest.environment}` }],
  };
}

function isAtMost({ version }: Served, other: ServedVersion['version']): boolean {
  return (compareVersions(version, other) ?? 1) <= 0;
}
