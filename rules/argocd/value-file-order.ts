import { addTo, defineRule, type Application, type Node, type SourceReference } from '#rule';

export default defineRule({
  id: 'argocd/value-file-order',
  on: 'application',
  title: "An environment's value file comes after the more general ones",
  why: 'Of several value files the last one wins: the general one takes back what the environment has set.',
  severity: 'warning',

  *check(application) {
    for (const files of valueFileLists(application)) {
      for (const [index, file] of files.entries()) {
        const later = file.environment === undefined ? undefined : files.slice(index + 1).find((other) => isMoreGeneral(other, file, application));
        if (!later) continue;
        // Shown at the general one, and where a set writes it: it is the same for every environment.
        const at = inTemplate(later.at, application) ?? later.at;
        yield {
          at,
          message: `"${at.text ?? ''}" comes after the value file of an environment, and overrides it`,
          related: [{ at: file.at, message: `of ${file.environment ?? ''}` }],
        };
      }
    }
  },
});

/** The same value in the template of the set, where that has one there. */
function inTemplate({ path }: Node, { applicationSet }: Application): Node | undefined {
  const written = applicationSet?.root.get('spec', 'template', ...path);
  return written?.exists === true && written.text !== undefined ? written : undefined;
}

/** The value files of each source, in their order. */
function valueFileLists({ references }: Application): SourceReference[][] {
  const lists = new Map<string, SourceReference[]>();
  for (const reference of references) {
    if (reference.what !== 'value file' || !reference.at.isKnown) continue;
    const list = reference.at.path.slice(0, -1).join('/');
    addTo(lists, list, reference);
  }
  return [...lists.values()];
}

/** Everything it is for, the other file is for, too; a file for something else may well come later. */
function isMoreGeneral(general: SourceReference, special: SourceReference, application: Application): boolean {
  const [few, many] = [subjectsOf(general, application), subjectsOf(special, application)];
  return few.size < many.size && [...few].every((word) => many.has(word));
}

/** Words of paths that say nothing of what a file is for. */
const EVERYBODYS = new Set([
  'values', 'value', 'yaml', 'yml', 'json', 'common', 'base', 'default', 'defaults', 'shared', 'global', 'all', 'env', 'envs', 'environment', 'environments',
  'config', 'configs', 'helm', 'chart', 'charts', 'overlay', 'overlays', 'apps', 'applications', 'models', 'clusters', 'stages',
]);

/** What a file is for, by the words of its path: `prod` and `eu` in `environments/prod/values-eu.yaml`. The chart's own values are for everybody. */
function subjectsOf({ path }: SourceReference, { references }: Application): Set<string> {
  const chart = references.find(({ what, path: folder }) => what === 'path' && path.startsWith(`${folder}/`))?.path;
  const words = (chart === undefined ? path : path.slice(chart.length)).toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return new Set(words.filter((word) => word !== '' && !EVERYBODYS.has(word)));
}
