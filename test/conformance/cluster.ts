/** Where objects go in a cluster, and what its API server says of them without keeping them. */
import type { KubeConfig } from '@kubernetes/client-node';
import { ask, type Answer } from './requests.ts';

export interface Addressed {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** A document that this server has no address for is refused like one that it answers with 404. */
export interface Verdict {
  readonly isAccepted: boolean;
  readonly status: number;
  readonly message: string;
}

const APPLY = { dryRun: 'All', fieldValidation: 'Strict', fieldManager: 'conformance', force: 'true' };
const CREATE = { dryRun: 'All', fieldValidation: 'Strict' };

export class Cluster {
  readonly #config: KubeConfig;
  readonly #resources = new Map<string, Promise<readonly Resource[]>>();

  constructor(config: KubeConfig) {
    this.#config = config;
  }

  /** Server-side apply of a text in YAML. */
  async apply(text: string, addressed: Addressed): Promise<Verdict> {
    const folder = await this.#folderOf(addressed);
    if (folder === undefined) return unknownKind(addressed);
    const path = `${folder}/${encodeURIComponent(addressed.name)}?${new URLSearchParams(APPLY).toString()}`;
    return verdictOf(await ask(this.#config, { method: 'PATCH', path, contentType: 'application/apply-patch+yaml', body: text }));
  }

  /** What `kubectl create` and Argo CD's first synchronization ask for. */
  async create(text: string, addressed: Addressed): Promise<Verdict> {
    const folder = await this.#folderOf(addressed);
    if (folder === undefined) return unknownKind(addressed);
    const path = `${folder}?${new URLSearchParams(CREATE).toString()}`;
    return verdictOf(await ask(this.#config, { method: 'POST', path, contentType: 'application/yaml', body: text }));
  }

  /** Creates an object and keeps it; one that is there already is as good. */
  async keep(text: string, addressed: Addressed): Promise<void> {
    const folder = await this.#folderOf(addressed);
    const answer = folder === undefined ? undefined : await ask(this.#config, { method: 'POST', path: folder, contentType: 'application/yaml', body: text });
    if (!answer || (answer.status >= 300 && answer.status !== 409)) throw new Error(`${addressed.kind} ${addressed.name} was not created: ${answer?.body ?? 'unknown kind'}`);
  }

  /** Waits until the resources of an API group are served. */
  async untilServed(apiVersion: string, kind: string): Promise<void> {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      this.#resources.delete(apiVersion);
      if ((await this.#resourcesOf(apiVersion)).some((resource) => resource.kind === kind)) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${kind} of ${apiVersion} is not served`);
  }

  /** Every version of every group that is served. */
  async apiVersions(): Promise<string[]> {
    const { body } = await ask(this.#config, { method: 'GET', path: '/apis' });
    const { groups }: { groups: readonly { readonly versions: readonly { readonly groupVersion: string }[] }[] } = JSON.parse(body);
    return ['v1', ...groups.flatMap(({ versions }) => versions.map(({ groupVersion }) => groupVersion))];
  }

  async #folderOf({ apiVersion, kind, namespace }: Addressed): Promise<string | undefined> {
    const resource = (await this.#resourcesOf(apiVersion)).find((each) => each.kind === kind && !each.name.includes('/'));
    if (!resource) return undefined;
    const within = resource.namespaced ? `/namespaces/${encodeURIComponent(namespace)}` : '';
    return `${apiFolder(apiVersion)}${within}/${resource.name}`;
  }

  #resourcesOf(apiVersion: string): Promise<readonly Resource[]> {
    const known = this.#resources.get(apiVersion);
    if (known) return known;
    const asked = this.#askResources(apiVersion);
    this.#resources.set(apiVersion, asked);
    return asked;
  }

  async #askResources(apiVersion: string): Promise<readonly Resource[]> {
    const { status, body } = await ask(this.#config, { method: 'GET', path: apiFolder(apiVersion) });
    if (status === 404) return [];
    if (status !== 200) throw new Error(`resources of ${apiVersion}: ${status} ${body}`);
    return JSON.parse(body).resources ?? [];
  }
}

function apiFolder(apiVersion: string): string {
  const parts = apiVersion.split('/').map(encodeURIComponent);
  return `${parts.length > 1 ? '/apis' : '/api'}/${parts.join('/')}`;
}

function unknownKind({ apiVersion, kind }: Addressed): Verdict {
  return { isAccepted: false, status: 404, message: `no matches for kind "${kind}" in version "${apiVersion}"` };
}

function verdictOf({ status, body }: Answer): Verdict {
  const isAccepted = status < 300;
  return { isAccepted, status, message: isAccepted ? '' : messageOf(body) };
}

function messageOf(body: string): string {
  try {
    const { message } = JSON.parse(body);
    return typeof message === 'string' ? message : body;
  } catch {
    return body;
  }
}
