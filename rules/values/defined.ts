import { defineRule, suggest, type Repository } from '#rule';
import { deployedReleases, holds, written, type Release } from '../shared/chart-releases.ts';
import { unreadValues } from '../shared/unread-values.ts';

export default defineRule({
  id: 'values/defined',
  on: 'repository',
  title: 'What a template prints is defined by some value file, or has a default',
  why: 'Helm prints nothing for a value that nobody defines: the field is empty, and Kubernetes falls back to its own default or refuses the manifest.',
  severity: 'warning',

  *check(repository) {
    let speltElsewhere: ReadonlySet<string> | undefined;
    for (const release of deployedReleases(repository)) {
      for (const { at, path } of release.templates.printed((one) => !isDefined(release, one))) {
        speltElsewhere ??= misspelt(repository);
        if (speltElsewhere.has(written(path))) continue;
        const meant = near(release, path);
        yield { at, message: `no value file defines ${written(path)}, and there is no default${meant === undefined ? '' : `; did you mean ${meant}?`}` };
      }
    }
  },
});

/** Where a value file has the key under another name, `values/used` says so there. */
function misspelt(repository: Repository): Set<string> {
  return new Set(unreadValues(repository, { wrapperCharts: true }).flatMap(({ meant }) => (meant ? [written(meant)] : [])));
}

/** Values of other charts are their own matter, and what is imported from them is not followed. */
function isDefined({ chart, values, ownValues }: Release, path: readonly string[]): boolean {
  const [first] = path;
  const dependencies = chart.metadata.get('dependencies').items();
  if (dependencies.some((one) => one.get('import-values').exists || [one.get('alias').text, one.get('name').text].includes(first))) return true;
  return [...values, ...(ownValues ? [ownValues] : [])].some((root) => holds(root, path));
}

function near({ values, ownValues }: Release, path: readonly string[]): string | undefined {
  const parent = path.slice(0, -1);
  const keys = [...values, ...(ownValues ? [ownValues] : [])].flatMap((root) => root.get(...parent).entries().map(([name]) => name));
  const name = suggest(path.at(-1) ?? '', keys);
  return name === undefined ? undefined : written([...parent, name]);
}
