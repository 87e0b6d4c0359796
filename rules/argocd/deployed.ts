import { defineRule, type Node, type Repository, type ServedModel } from '#rule';

export default defineRule({
  id: 'argocd/deployed',
  on: 'repository',
  title: 'The manifest of a served model is reached by some Application',
  why: 'The file looks like what runs, and Argo CD neither applies nor reverts anything of it.',
  severity: 'warning',
  strictOnly: true,
  needsAll: true,

  *check(repository) {
    if (repository.applications.length === 0) return;
    for (const model of repository.models) {
      if (model.application || isInUncoveredFolder(model, repository) || isReferenced(model, repository)) continue;
      yield { at: placeOf(model), message: `no Application deploys the model ${model.name}` };
    }
  },
});

/** The whole folder is what argocd/environments-covered reports. */
function isInUncoveredFolder({ from: { file } }: ServedModel, { uncoveredFolders }: Repository): boolean {
  return uncoveredFolders.some(({ folder }) => file.path.startsWith(`${folder}/`));
}

/** A value file that an Application reads is deployed, whether or not the model could be found in what was rendered. */
function isReferenced({ from: { file } }: ServedModel, { applications }: Repository): boolean {
  return applications.some(({ references }) => references.some(({ path }) => path === file.path));
}

function placeOf({ from, sources }: ServedModel): Node {
  const name = 'kind' in from ? from.root.get('metadata', 'name') : from.name;
  return name.exists ? name : (sources[0]?.uri ?? from.root);
}
