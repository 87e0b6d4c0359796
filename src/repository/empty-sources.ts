/** Sources that render nothing, told from those of which nobody can say what they render. */
import type { ApplicationSource, EmptySource } from '../model.ts';
import { directoryFiles } from '../render/directory.ts';
import { documentsOf } from '../render/documents.ts';
import type { Rendered } from '../render/rendered.ts';
import { isUnreadable, type Snapshot } from '../snapshot/snapshot.ts';

/** The sources that were rendered in full and gave no object; `parts` is what each of them gave. */
export function findEmptySources(sources: readonly ApplicationSource[], parts: readonly Rendered[], snapshot: Snapshot): EmptySource[] {
  return sources.flatMap((source, index) => {
    const part = parts[index];
    return part && isSurelyEmpty(part, snapshot) ? (emptySource(source, part, snapshot) ?? []) : [];
  });
}

/** A file that is no YAML is reported where it stands, and Argo CD refuses it or not for what is in it. */
function isSurelyEmpty({ objects, reads, unverified, isComplete }: Rendered, snapshot: Snapshot): boolean {
  if (objects.length > 0 || unverified.length > 0 || !isComplete) return false;
  return [...reads].every((path) => isWhole(path, snapshot));
}

function isWhole(path: string, snapshot: Snapshot): boolean {
  const file = snapshot.file(path);
  if (file === undefined || isUnreadable(file)) return false;
  return !/\.(?:ya?ml|json)$/i.test(path) || isTemplate(path) || documentsOf(file).every(({ parsed }) => (parsed?.problems.length ?? 0) === 0);
}

function isTemplate(path: string): boolean {
  return path.split('/').includes('templates');
}

function emptySource(source: ApplicationSource, { references }: Rendered, snapshot: Snapshot): EmptySource | undefined {
  const folder = references.find(({ what, found }) => what === 'path' && found)?.path;
  if (folder === undefined) return undefined;
  const chart = joined(folder, 'Chart.yaml');
  if (snapshot.kind(chart) === 'file') return isUnreadable(snapshot.file(chart)) ? undefined : { source, type: 'chart' };
  if (!hasOnlyFamiliarFiles(snapshot, folder)) return undefined;
  const unread = source.node.get('directory', 'recurse').value === true ? undefined : unreadFolder(snapshot, folder);
  return { source, type: 'folder', ...(unread === undefined ? {} : { unread }) };
}

/** What is in no way a manifest; anything else may be for jsonnet or for a plugin of the cluster. */
const FAMILIAR = /^\.|^(?:README|LICENSE|CHANGELOG|CODEOWNERS|OWNERS)\b|\.(?:ya?ml|json|md|txt)$/i;

function hasOnlyFamiliarFiles(snapshot: Snapshot, folder: string): boolean {
  return snapshot.entries(folder).every((name) => snapshot.kind(joined(folder, name)) === 'folder' || FAMILIAR.test(name));
}

function unreadFolder(snapshot: Snapshot, folder: string): string | undefined {
  return snapshot
    .entries(folder)
    .map((name) => joined(folder, name))
    .find((path) => snapshot.kind(path) === 'folder' && directoryFiles(snapshot, path, { isRecursive: true }).length > 0);
}

function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
