import { defineRule, fixOf, renameKey, type Application, type Manifest, type Node, type Problem } from '#rule';
import { scopeOf } from '../shared/api-groups.ts';
import { placeholdersIn } from '../shared/placeholders.ts';
import { listed } from '../shared/staged-models.ts';

const URL_EXAMPLE = 'a URL such as https://kubernetes.default.svc';

export default defineRule({
  id: 'argocd/destination',
  on: 'application',
  title: 'A destination names one cluster, and a namespace where objects need one',
  why: 'Argo CD refuses the Application with an InvalidSpecError, in the cluster and after the review: nothing is deployed.',
  severity: 'error',
  fixable: true,

  *check(application) {
    if (!isJudged(application)) return;
    yield* clusterProblems(application);
    const homeless = application.manifests.find(needsNamespace);
    const namespace = application.root.get('spec', 'destination', 'namespace');
    if (homeless && (namespace.value ?? '') === '') {
      yield { at: namespace, message: `no namespace, and ${homeless.kind} ${homeless.name ?? ''} names none either`, related: [{ at: homeless.root.get('metadata', 'name'), message: 'without a namespace' }] };
    }
  },
});

/** A patch or an excerpt has no project, which every Application needs, and names no cluster. */
function isJudged({ root, destination: { server, name } }: Application): boolean {
  return root.get('spec', 'project').exists || server !== undefined || name !== undefined;
}

function* clusterProblems(application: Application): Iterable<Problem> {
  const destination = application.root.get('spec', 'destination');
  const [server, name] = [destination.get('server'), destination.get('name')];
  const [url, cluster] = [server.text ?? '', name.text ?? ''];
  if (url !== '' && cluster !== '') {
    yield { at: name.key ?? name, message: 'both name and server are given; Argo CD accepts one of them', related: [{ at: server.key ?? server, message: 'the server' }] };
  } else if (url === '' && cluster === '') {
    yield { at: destination, message: 'names no cluster: one of server and name is missing' };
  } else if (url !== '' && !isUrl(url) && placeholdersIn(url, application).length === 0) {
    yield isName(url) ? nameAsServer(application, server) : { at: server, message: `server is "${url}", not ${URL_EXAMPLE}` };
  }
}

/** Where every Application of a set has a name there, the mistake is the key of the template. */
function nameAsServer({ applicationSet, destination }: Application, server: Node): Problem {
  const servers = applicationSet?.applications.map((application) => application.destination.server ?? '') ?? [];
  const isKey = servers.length > 0 && servers.every(isName);
  const written = listed((isKey ? servers : [destination.server ?? '']).map((name) => `"${name}"`));
  return {
    at: isKey ? (server.key ?? server) : server,
    message: `server is ${written}, not ${URL_EXAMPLE}; a cluster's name goes into \`name\``,
    fix: isKey || !applicationSet ? fixOf('call it name', 'review', renameKey(server, 'name')) : undefined,
  };
}

function isUrl(server: string): boolean {
  return /^https?:\/\/[^\s/]/.test(server);
}

/** No host or port in it. */
function isName(server: string): boolean {
  return /^[\w-]+$/.test(server);
}

function needsNamespace(manifest: Manifest): boolean {
  return scopeOf(manifest) === 'namespace' && (manifest.root.get('metadata', 'namespace').value ?? '') === '';
}
