/**
 * Annotations that say where an object comes from and what changed it, for `buildMetadata`.
 * Follows kustomize 5.7, api/resource/origin.go.
 */
import { baseName } from '../../snapshot/snapshot.ts';
import { resolveAlias } from '../../yaml/tree.ts';
import type { Kustomization } from './kustomization.ts';
import { ORIGIN, withAnnotation } from './resource-list.ts';
import { textAt, valueAt, type Resource } from './resource.ts';

export const TRANSFORMATIONS = 'alpha.config.kubernetes.io/transformations';

/** One author of an object; paths are relative to the folder that is built. */
export interface Origin {
  readonly path?: string;
  readonly configuredIn?: string;
  readonly configuredBy?: { readonly apiVersion: string; readonly kind: string; readonly name?: string; readonly namespace?: string };
}

/** A built-in generator or transformer that a kustomization's own field configures. */
export function builtinOrigin(kind: string, originPath: string, { file }: Kustomization): Origin {
  return { configuredIn: joinOrigin(originPath, baseName(file.path)), configuredBy: { apiVersion: 'builtin', kind } };
}

/** A generator or transformer that stands in a file; `undefined` where nobody asked for origins. */
export function pluginOrigin({ tree }: Resource): Origin | undefined {
  const annotation = textAt(tree, 'metadata', 'annotations', ORIGIN);
  if (annotation === '') return undefined;
  const path = /^path: (.*)$/m.exec(annotation)?.[1];
  const name = textAt(tree, 'metadata', 'name');
  const namespace = textAt(tree, 'metadata', 'namespace');
  return {
    ...(path === undefined ? {} : { configuredIn: path }),
    configuredBy: {
      apiVersion: textAt(tree, 'apiVersion'), kind: textAt(tree, 'kind'), ...(name === '' ? {} : { name }), ...(namespace === '' ? {} : { namespace }),
    },
  };
}

/** Joins as Go's `filepath.Join` does, so that `overlay/../base` is `base`. */
export function joinOrigin(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

function originText(origin: Origin): string {
  return linesOf(origin).map((line) => `${line}\n`).join('');
}

function linesOf({ path, configuredIn, configuredBy }: Origin): string[] {
  const by = configuredBy ? Object.entries(configuredBy).map(([key, value]) => `  ${key}: ${value}`) : [];
  return [
    ...(path === undefined ? [] : [`path: ${path}`]),
    ...(configuredIn === undefined ? [] : [`configuredIn: ${configuredIn}`]),
    ...(by.length === 0 ? [] : ['configuredBy:', ...by]),
  ];
}

export function hasOrigin({ tree }: Resource): boolean {
  return valueAt(tree, 'metadata', 'annotations', ORIGIN) !== undefined;
}

export function withOrigin(resource: Resource, origin: Origin): Resource {
  return { ...resource, tree: withAnnotation(resource.tree, { name: ORIGIN, text: originText(origin), at: resource.at }) };
}

/** Notes on every object that a transformer went over it; one without an origin was made by it. */
export function withTransformation(resource: Resource, origin: Origin): Resource {
  if (!hasOrigin(resource)) return withOrigin(resource, origin);
  const known = textAt(resource.tree, 'metadata', 'annotations', TRANSFORMATIONS);
  const [first = '', ...rest] = linesOf(origin);
  const text = `${known}${[`- ${first}`, ...rest.map((line) => `  ${line}`)].map((line) => `${line}\n`).join('')}`;
  return { ...resource, tree: withAnnotation(resource.tree, { name: TRANSFORMATIONS, text, at: resource.at }) };
}

/** Whether an object is only there for the build itself. */
export function isLocal({ tree }: Resource): boolean {
  const annotations = valueAt(tree, 'metadata', 'annotations');
  const local = annotations && valueAt(annotations, 'config.kubernetes.io/local-config');
  const scalar = local && resolveAlias(local);
  return scalar !== undefined && !(scalar.kind === 'scalar' && scalar.text === 'false');
}
