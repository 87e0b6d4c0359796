import { compareVersions, defineRule, instantText, isSameVersion, shortCommit, type Origin, type Problem, type Repository } from '#rule';
import { servedVersions, type ServedVersion } from '../shared/served-version.ts';
import { listed, stagedFamilies, type StagedModel } from '../shared/staged-models.ts';
import { admitUnknown } from '../shared/unknown.ts';

export default defineRule({
  id: 'promotion/not-ahead',
  on: 'repository',
  title: 'No stage serves a version that no earlier stage serves',
  why: 'The version reached the later stage without having run in the one before: nobody has seen it work.',
  severity: 'error',
  withoutBase: true,
  locked: true,

  *check(repository) {
    const families = stagedFamilies(repository);
    for (const family of families) {
      const served = family.flatMap((staged) => servedIn(staged, repository));
      for (const later of served) {
        const problem = aheadOf(later, served.filter(({ stage }) => stage < later.stage), repository);
        if (problem) yield problem;
      }
    }
    admitUnknown(families.flat().flatMap(({ model }) => (model.promoted ? [model.promoted.at] : model.sources.map(({ uri }) => uri))));
  },
});

interface Served extends ServedVersion {
  readonly family: string;
  readonly environment: string;
  readonly stage: number;
}

function servedIn({ model, environment, stage }: StagedModel, repository: Repository): Served[] {
  return servedVersions(model, repository).map((served) => ({ ...served, family: model.family, environment: environment.name, stage }));
}

/**
 * What stands in an earlier stage, or ran there, is not ahead. What the history shows to have come without that is. Where it shows neither, only
 * versions of one form are compared; where there are none in the earlier stages, nothing is said.
 */
function aheadOf(later: Served, earlier: readonly Served[], { origins = [] }: Repository): Problem | undefined {
  if (earlier.length === 0 || earlier.some(({ version }) => isSameVersion(version, later.version))) return undefined;
  const origin = origins.find(({ model, environment, version }) => model === later.family && environment === later.environment && isSameVersion({ ...later.version, text: version }, later.version));
  if (origin?.ranIn !== undefined) return undefined;
  if (origin?.entered) return { at: later.at, message: enteredText(later, origin.entered, earlier) };
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

function enteredText({ version, environment }: Served, entered: NonNullable<Origin['entered']>, earlier: readonly Served[]): string {
  const way = entered === 'working tree' ? 'would enter' : 'entered';
  const when = entered === 'working tree' ? '' : ` on ${instantText(entered.time)} (${shortCommit(entered.commit)})`;
  const others = earlier.map((one) => `${one.version.text} in ${one.environment}`);
  return `version ${version.text} ${way} ${environment}${when} and never ran in a stage before; there is ${listed(others)}`;
}

function isAtMost({ version }: Served, other: ServedVersion['version']): boolean {
  return (compareVersions(version, other) ?? 1) <= 0;
}
