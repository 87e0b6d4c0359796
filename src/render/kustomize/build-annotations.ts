/**
 * Annotations in which kustomize remembers what it did; now and then its output is committed with them.
 * Follows kustomize 5.7, api/internal/utils/annotations.go and `BuildAnnotations` of api/resource/resource.go.
 */
import { entryOf, resolveAlias, type MappingTree } from '../../yaml/tree.ts';
import { withEntry } from './compose-tree.ts';
import type { Behavior, Resource } from './resource.ts';
import { textAt, valueAt } from './resource.ts';

const DOMAIN = 'internal.config.kubernetes.io/';

const NAMES: ReadonlySet<string> = new Set([
  ...['previousKinds', 'previousNames', 'prefixes', 'suffixes', 'previousNamespaces', 'allowNameChange', 'allowKindChange', 'refBy', 'generatorBehavior',
    'needsHashSuffix', 'path', 'index', 'seqindent', 'id', 'annotations-migration-resource-id'].map((name) => `${DOMAIN}${name}`),
  'config.kubernetes.io/path', 'config.kubernetes.io/index', 'config.k8s.io/id',
]);

/** Takes what an object remembers out of its annotations. */
export function withMemory(resource: Resource): Resource {
  const annotations = valueAt(resource.tree, 'metadata', 'annotations');
  const mapping = annotations && resolveAlias(annotations);
  if (mapping?.kind !== 'mapping' || !mapping.entries.some(({ key }) => NAMES.has(key.text))) return resource;
  const list = (name: string): string[] => {
    const text = textAt(mapping, `${DOMAIN}${name}`);
    return text === '' ? [] : text.split(',');
  };
  const kinds = list('previousKinds');
  const namespaces = list('previousNamespaces');
  const previous = list('previousNames').map((name, index) => ({ name, kind: kinds[index] ?? '', namespace: namespaces[index] ?? '' }));
  return {
    ...resource, previous, prefixes: list('prefixes'), suffixes: list('suffixes'), behavior: behaviorOf(textAt(mapping, `${DOMAIN}generatorBehavior`)),
    needsHash: textAt(mapping, `${DOMAIN}needsHashSuffix`) === 'enabled', tree: withoutBuildAnnotations(resource.tree),
  };
}

function behaviorOf(text: string): Behavior {
  return text === 'create' || text === 'replace' || text === 'merge' ? text : 'unspecified';
}

/** The object without them. */
export function withoutBuildAnnotations(tree: MappingTree): MappingTree {
  const metadata = entryOf(tree, 'metadata');
  const parent = metadata && resolveAlias(metadata.value);
  const annotations = parent?.kind === 'mapping' ? entryOf(parent, 'annotations') : undefined;
  const mapping = annotations && resolveAlias(annotations.value);
  if (!metadata || parent?.kind !== 'mapping' || !annotations || mapping?.kind !== 'mapping') return tree;
  const entries = mapping.entries.filter(({ key }) => !NAMES.has(key.text));
  if (entries.length === mapping.entries.length) return tree;
  return withEntry(tree, metadata.key, withEntry(parent, annotations.key, { ...mapping, entries }));
}
