/** The rendered template of a set as an Application. */
import { entryOf, resolveAlias, type EntryTree, type MappingTree, type ScalarTree, type Tree } from '../yaml/tree.ts';

/**
 * apiVersion and kind stand where the set's own stand, so that everything has a place; the namespace is always the set's.
 * Follows argo-cd, applicationset/controllers/template/template.go.
 */
export function applicationTree(set: Tree, template: Tree): MappingTree {
  const owner = resolveAlias(set);
  const body = resolveAlias(template);
  const ownEntries = owner.kind === 'mapping' ? owner : undefined;
  const bodyEntries = body.kind === 'mapping' ? body.entries : [];
  const entries: EntryTree[] = [];
  const apiVersion = ownEntries && entryOf(ownEntries, 'apiVersion');
  const kind = ownEntries && entryOf(ownEntries, 'kind');
  if (apiVersion) entries.push(apiVersion);
  if (kind) entries.push({ ...kind, value: renamed(resolveAlias(kind.value), 'Application') });
  entries.push(...bodyEntries);
  return { kind: 'mapping', entries, isFlow: false, start: body.start, end: body.end, trace: body.trace };
}

/** The Application in the namespace of its set, whatever template and patch say. */
export function inNamespaceOf(set: Tree, application: MappingTree): MappingTree {
  const owner = resolveAlias(set);
  return {
    ...application,
    entries: application.entries.map((entry) => (entry.key.text === 'metadata' ? withNamespace(entry, owner.kind === 'mapping' ? owner : undefined) : entry)),
  };
}

function renamed(tree: Tree, text: string): Tree {
  const scalar: ScalarTree = { kind: 'scalar', value: text, text, style: 'plain', start: tree.start, end: tree.end, trace: tree.trace };
  return scalar;
}

function withNamespace(entry: EntryTree, set: MappingTree | undefined): EntryTree {
  const metadata = resolveAlias(entry.value);
  const setMetadata = set && entryOf(set, 'metadata');
  const setMapping = setMetadata && resolveAlias(setMetadata.value);
  const namespace = setMapping?.kind === 'mapping' ? entryOf(setMapping, 'namespace') : undefined;
  if (metadata.kind !== 'mapping') return entry;
  const others = metadata.entries.filter((own) => own.key.text !== 'namespace');
  return { ...entry, value: { ...metadata, entries: namespace ? [...others, namespace] : others } };
}
