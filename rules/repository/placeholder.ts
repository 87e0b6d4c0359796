import { addTo, defineRule, stringsBelow, type Application, type Manifest, type Node, type Repository } from '#rule';
import { isExample } from '../shared/example-folders.ts';
import { unfilledIn, type Unfilled } from '../shared/unfilled.ts';

/** Keys whose values are names and addresses: nothing in the cluster fills them in. */
const KEYS: ReadonlySet<string> = new Set([
  'image', 'repository', 'registry', 'repoURL', 'storageUri', 'uri', 'host', 'hosts', 'hostname', 'hostnames', 'server', 'namespace', 'serviceAccountName',
  'secretName', 'name', 'runtime', 'storageClassName', 'claimName', 'targetRevision', 'chart', 'path', 'project', 'dnsNames', 'commonName', 'bucket', 'roleArn',
]);

export default defineRule({
  id: 'repository/placeholder',
  on: 'repository',
  title: 'Nothing that is deployed is still to be filled in',
  why: 'Argo CD substitutes nothing: the placeholder itself is applied, and the image, the host or the account of that name does not exist.',
  severity: 'warning',

  *check(repository) {
    for (const [first, ...others] of byText(placesIn(repository))) {
      if (!first) continue;
      const { at, unfilled: { text } } = first;
      const also = others.length === 0 ? '' : `, here and in ${others.length} more ${others.length === 1 ? 'place' : 'places'}`;
      const what = new Set([first, ...others].map(({ unfilled }) => unfilled.text)).size > 1 ? `"${text}" and others like it are` : `"${text}" is`;
      yield {
        at,
        message: `${what} still to be filled in${also}; nothing that deploys this puts anything in its place`,
        related: others.slice(0, MAX_RELATED).map((other) => ({ at: other.at, message: `"${other.unfilled.text}"` })),
      };
    }
  },
});

const MAX_RELATED = 10;

interface Place {
  /** The stretch that is to be filled in. */
  readonly at: Node;
  readonly unfilled: Unfilled;
}

function placesIn({ manifests, applications: created, applicationSets }: Repository): Place[] {
  const supposed = applicationSets.flatMap((set) => set.supposed);
  const applications = [...created, ...supposed];
  const declared = applications.filter(({ root }) => !isExample(root.at.file.path)).flatMap((application) => placesOf(application.root, 'argocd'));
  const deployed = [...manifests, ...supposed.flatMap((application) => application.manifests)].filter((manifest) => isDeployed(manifest, applications)).flatMap((manifest) => placesOf(manifest.root, manifest.application ? 'argocd' : 'by hand'));
  return distinct([...declared, ...deployed]);
}

/** What an Application renders; where there is none at all, everything that is no example. Applications are looked at for themselves. */
function isDeployed(manifest: Manifest, applications: readonly Application[]): boolean {
  const { apiVersion, kind } = manifest;
  // OpenShift fills in the parameters of its templates.
  if (kind === 'Template' && apiVersion === 'template.openshift.io/v1') return false;
  if (/^argoproj\.io\//.test(apiVersion) && /^Application(?:Set)?$/.test(kind)) return false;
  return manifest.application ? true : applications.length === 0 && !isExample(manifest.file.path);
}

/** What is applied by hand may pass a tool that knows variables first. */
function placesOf(root: Node, by: 'argocd' | 'by hand'): Place[] {
  const places: Place[] = [];
  for (const node of stringsBelow(root, { isEntered: (key) => !CONTENT.has(key), isWanted: isUnfilledName })) {
    const unfilled = node.isKnown && node.text !== undefined ? unfilledIn(node.text) : undefined;
    if (unfilled && (by === 'argocd' || unfilled.by === 'person')) places.push({ at: node.part(unfilled.start, unfilled.end), unfilled });
  }
  return places;
}

/** Data and variables belong to the program that reads them. */
const CONTENT: ReadonlySet<string> = new Set(['data', 'stringData', 'env', 'args', 'command', 'annotations']);

function isUnfilledName(text: string, key: string): boolean {
  return KEYS.has(key) && !text.includes('\n') && unfilledIn(text) !== undefined;
}

/** In the order of the places where people wrote them, each once. */
function distinct(places: readonly Place[]): Place[] {
  const byPlace = new Map(places.map((place) => [`${place.at.at.file.path}\0${String(place.at.at.range.start).padStart(9, '0')}\0${place.unfilled.text}`, place]));
  return [...byPlace].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place);
}

/** A repository that a script fills in is reported once. */
function byText(places: readonly Place[]): Place[][] {
  const groups = new Map<string, Place[]>();
  for (const place of places) {
    const { by, text } = place.unfilled;
    const key = by === 'script' ? by : text.replace(/^(replace|change)[_-]with[_-].*$/i, '$1-with');
    addTo(groups, key, place);
  }
  return [...groups.values()];
}
