/** Which cluster a source is rendered for, where the configuration says what is different about the clusters of environments. */
import type { Config } from '../config/config.ts';
import type { ClusterFacts } from '../model.ts';
import type { Destined } from '../render/source.ts';
import { environmentFinder, type Whereabouts } from '../serving/environment.ts';

export interface ClusterChoice {
  ofApplication(application: Destined): ClusterFacts;
  at(whereabouts: Whereabouts): ClusterFacts;
}

/** Asked before anything was rendered, so that only what an Application says itself can name its environment. */
export function clusterChoice(config: Config): ClusterChoice {
  const isSame = (config.environments ?? []).every(({ cluster }) => Object.keys(cluster).length === 0);
  if (isSame) return { ofApplication: () => config.cluster, at: () => config.cluster };
  const { find, declared } = environmentFinder(config);
  const here = config.environments?.find(({ isHere }) => isHere)?.name;
  const at = (whereabouts: Whereabouts): ClusterFacts => {
    const name = find(whereabouts) ?? here;
    return { ...config.cluster, ...(name === undefined ? {} : declared(name)?.cluster) };
  };
  return { at, ofApplication: (application) => at(whereaboutsOf(application)) };
}

function whereaboutsOf({ name, namespace, source, sources }: Destined): Whereabouts {
  const spec = source.node.root.get('spec');
  const destination = ['name', 'server'].map((key) => spec.get('destination', key)).find((node) => node.isKnown && node.text !== undefined);
  const files = sources.flatMap(({ node, path = '' }) => node.get('helm', 'valueFiles').items().flatMap((file) => (file.isKnown && file.text !== undefined ? [`${path}/${file.text}`] : [])));
  return {
    valueFiles: files, folder: sources.map(({ path }) => path ?? '').join('/'), namespace, application: name,
    branches: sources.flatMap(({ targetRevision }) => targetRevision ?? []),
    ...(destination ? { cluster: destination.text } : {}),
  };
}
