import { defineRule, type Application, type CodeOwners, type Environment, type Node, type Problem, type Repository } from '#rule';
import { ownerRuleOf } from '../shared/code-owners.ts';
import { servedVersions } from '../shared/served-version.ts';
import { listed } from '../shared/staged-models.ts';

/** What decides which policy is in force, whether it exists yet or not. */
const POLICY = ['mllint.yaml', 'mllint-baseline.yaml', 'mllint-exceptions.yaml'];

export default defineRule({
  id: 'promotion/reviewed',
  on: 'repository',
  title: 'Code owners review what decides the last stage, and the policy itself',
  why: 'Whoever may merge alone may also change the rules, the workflow that enforces them, or what production serves.',
  severity: 'warning',
  strictOnly: true,
  locked: true,

  *check(repository) {
    for (const environment of lastStage(repository)) {
      const deciding = decidingNodes(environment, repository);
      const [first] = deciding;
      if (!first) continue;
      const { codeOwners } = repository;
      if (!codeOwners) yield { at: first, message: `there is no CODEOWNERS file: nobody has to review what ${environment.name} serves` };
      else yield* unowned(codeOwners, [...deciding.map(({ at }) => at.file.path), ...POLICY, codeOwners.file.path, ...workflowsOf(repository)], environment);
    }
  },
});

/** The environments of the last stage that serve a model; with one stage only, there is nothing to be promoted. */
function lastStage({ environments }: Repository): readonly Environment[] {
  const serving = environments.filter(({ models, stage }) => models.length > 0 && stage !== undefined);
  const last = Math.max(...serving.map(({ stage = 0 }) => stage));
  return serving.some(({ stage = 0 }) => stage < last) ? serving.filter(({ stage }) => stage === last) : [];
}

/** Where versions are written, the values that only this environment has, and the Applications. */
function decidingNodes({ models, values, manifests, name }: Environment, repository: Repository): Node[] {
  const versions = models.flatMap((model) => [...servedVersions(model, repository).map(({ at }) => at), ...model.sources.map(({ uri }) => uri)]);
  const applications = new Set(manifests.flatMap(({ application }) => application ?? []));
  const declarations = [...applications].flatMap((application) => [application.applicationSet?.root ?? application.root, ...ownValues(application, name)]);
  return [...versions, ...values.map(({ root }) => root), ...declarations];
}

function ownValues({ references }: Application, environment: string): Node[] {
  return references.filter((reference) => reference.found && reference.environment === environment).map(({ at }) => at);
}

function workflowsOf({ workflows }: Repository): string[] {
  return workflows.filter(({ file }) => file.text.includes('mllint')).map(({ file }) => file.path);
}

const MAX_NAMES = 5;

function* unowned(codeOwners: CodeOwners, paths: readonly string[], { name }: Environment): Iterable<Problem> {
  const missing = [...new Set(paths)].sort().filter((path) => (ownerRuleOf(codeOwners, path)?.owners ?? []).length === 0);
  const [first] = missing;
  if (first === undefined) return;
  const more = missing.length > MAX_NAMES ? [`${missing.length - MAX_NAMES} more`] : [];
  const at = ownerRuleOf(codeOwners, first)?.at ?? codeOwners.at;
  yield { at, message: `nobody owns ${listed([...missing.slice(0, MAX_NAMES), ...more])}, which decide${missing.length === 1 ? 's' : ''} what ${name} serves` };
}
