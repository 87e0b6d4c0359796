/** Which object a document is: enough to group, filter and name it without reading the rest. */
import type { Document, Manifest } from '../model.ts';
import type { Node } from '../yaml/node.ts';
import type { Tree } from '../yaml/tree.ts';

export interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name?: string;
}

const identities = new WeakMap<Tree, Identity | 'none'>();

/** The identity of a parsed document; `undefined` where apiVersion or kind is missing. Every stage asks, so it is remembered. */
export function identityOf(root: Node): Identity | undefined {
  const { tree } = root;
  if (!tree) return undefined;
  const known = identities.get(tree) ?? identityIn(root) ?? 'none';
  identities.set(tree, known);
  return known === 'none' ? undefined : known;
}

function identityIn(root: Node): Identity | undefined {
  const apiVersion = knownText(root.get('apiVersion'));
  const kind = knownText(root.get('kind'));
  if (!apiVersion || !kind) return undefined;
  const name = knownText(root.get('metadata', 'name'));
  const namespace = knownText(root.get('metadata', 'namespace'));
  return { apiVersion, kind, ...(name ? { name } : {}), ...(namespace ? { namespace } : {}) };
}

export function isSameIdentity(one: Identity, other: Identity): boolean {
  return one.apiVersion === other.apiVersion && one.kind === other.kind && one.namespace === other.namespace && one.name === other.name;
}

/** A string that can be read offline, else nothing; for places where a guess is worse than silence. */
export function knownText(node: Node): string | undefined {
  return node.isKnown ? node.text : undefined;
}

/** The API group: `''` for the core group. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** `Kind.group`, or `Kind` for the core group: how rules name the kinds they read. */
export function kindKey({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): string {
  const known = keys.get(apiVersion)?.get(kind);
  if (known !== undefined) return known;
  const group = groupOf(apiVersion);
  const key = group === '' ? kind : `${kind}.${group}`;
  if (keys.size < MAX_KNOWN) keys.set(apiVersion, (keys.get(apiVersion) ?? new Map<string, string>()).set(kind, key));
  return key;
}

/** Asked for every manifest by every stage: there are few kinds, and a text that is made once is also found faster. */
const keys = new Map<string, Map<string, string>>();
const MAX_KNOWN = 1000;

const API_VERSION = /^(?:apiVersion|"apiVersion"):[ \t]*["']?([A-Za-z0-9./-]+)["']?[ \t]*(?:#.*)?\r?$/m;
const KIND = /^(?:kind|"kind"):[ \t]*["']?([A-Za-z0-9]+)["']?[ \t]*(?:#.*)?\r?$/m;

const NAME = /^(name|namespace):[ \t]*["']?([A-Za-z0-9._-]+)["']?[ \t]*(?:#.*)?\r?$/;

/** The identity of a block-style document by a look at its text; `undefined` where only parsing can tell what kind it is. */
export function scanIdentity(text: string): Identity | undefined {
  const apiVersion = API_VERSION.exec(text)?.[1];
  const kind = KIND.exec(text)?.[1];
  return apiVersion && kind ? { apiVersion, kind, ...scanMetadata(text) } : undefined;
}

/** Name and namespace, from the lines that stand directly below `metadata:`. */
function scanMetadata(text: string): Pick<Identity, 'name' | 'namespace'> {
  const found: { name?: string; namespace?: string } = {};
  const start = METADATA.exec(text);
  if (!start) return found;
  let indent: number | undefined;
  for (let at = start.index + start[0].length, end = at; at <= text.length; at = end + 1) {
    end = text.indexOf('\n', at);
    if (end < 0) end = text.length;
    const line = text.slice(at, end);
    const rest = line.trimStart();
    if (rest === '' || rest === '\r' || rest.startsWith('#')) continue;
    const depth = line.length - rest.length;
    if (depth === 0) break;
    indent ??= depth;
    const [, key, value] = depth === indent ? (NAME.exec(rest) ?? []) : [];
    if (value !== undefined) found[key === 'name' ? 'name' : 'namespace'] = value;
  }
  return found;
}

const METADATA = /^metadata:[ \t]*(?:#.*)?\r?\n/m;

/** Whether a document is an object of Kubernetes, and not a file of values. */
export function isManifest(document: Document): document is Manifest {
  return 'apiVersion' in document;
}
