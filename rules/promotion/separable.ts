import { addTo, defineRule, type Application, type ModelSource, type Node, type Problem, type Repository } from '#rule';
import { namedSources, servedVersions } from '../shared/served-version.ts';
import { listed, stagedFamilies, type StagedModel } from '../shared/staged-models.ts';
import { admitUnknown } from '../shared/unknown.ts';

export default defineRule({
  id: 'promotion/separable',
  on: 'repository',
  title: 'No two stages read the version of a model from the same line',
  why: 'Whoever changes the line changes both stages at once: the version cannot run in the earlier one first, and no gate can hold it back.',
  severity: 'warning',
  locked: true,

  *check(repository) {
    const families = stagedFamilies(repository);
    for (const family of families) {
      for (const readers of byPlace(family.flatMap((staged) => decidingPlaces(staged, repository)))) {
        const problem = problemOf(readers);
        if (problem) yield problem;
      }
    }
    admitUnknown(families.flat().flatMap(({ model }) => model.sources.map(({ uri }) => uri)));
  },
});

interface Reader {
  readonly at: Node;
  /** What deploys the model in the environment. */
  readonly application: Application | undefined;
  readonly environment: string;
  readonly stage: number;
  /** Where and at which revision Argo CD reads the repository for it. */
  readonly revisions: string;
}

/** The version, or the whole URI where it holds none. */
function decidingPlaces({ model, environment, stage }: StagedModel, repository: Repository): Reader[] {
  const revisions = revisionsOf(model.application);
  const versions = servedVersions(model, repository).map(({ at }) => at);
  const others = namedSources(model).filter(isUnversioned).map(({ uri }) => uri);
  return [...versions, ...others].map((at) => ({ at, application: model.application, environment: environment.name, stage, revisions }));
}

function isUnversioned({ uri, parsed }: ModelSource): boolean {
  return uri.isKnown && (uri.text ?? '') !== '' && !parsed.version;
}

/** One line at two revisions is two lines: a branch for each environment. */
function revisionsOf(application: Application | undefined): string {
  return (application?.sources ?? []).map(({ targetRevision = 'HEAD' }) => targetRevision).join('\0');
}

function byPlace(readers: readonly Reader[]): Reader[][] {
  const groups = new Map<string, Reader[]>();
  for (const reader of readers) {
    const { file, range } = reader.at.at;
    const key = [file.path, range.start, range.end, reader.revisions].join('\0');
    addTo(groups, key, reader);
  }
  return [...groups.values()];
}

function problemOf(readers: readonly Reader[]): Problem | undefined {
  const [first] = readers;
  if (!first || new Set(readers.map(({ stage }) => stage)).size < 2) return undefined;
  const environments = listed(readers.map(({ environment }) => environment));
  return { at: first.at, message: `${environments} read the version from this line, so that a new version reaches them at once; give each a line of its own`, related: deployers(readers) };
}

/** The Applications, where each is named, once for each environment. */
function deployers(readers: readonly Reader[]): NonNullable<Problem['related']> {
  const byEnvironment = new Map(readers.flatMap(({ application, environment }) => (application ? [[environment, application] as const] : [])));
  return [...byEnvironment].map(([environment, { name, root }]) => ({ at: root.get('metadata', 'name'), message: `${environment} gets it by Application ${name}` }));
}
