/** What makes a finding the same finding in another run: rule, file and path inside it, never a line number. */
import { hexDigest } from '../digest.ts';
import type { Location } from '../source.ts';
import { parseYaml } from '../yaml/parse.ts';
import type { Tree, YamlFile } from '../yaml/tree.ts';

/** The path of what stands at a place of an authored file; for what is no YAML, what stands in the line. */
export function authoredPath(at: Location): string {
  const file = parseYaml(at.file);
  const path = pathIn(file, at.range.start);
  return path ?? `~${at.file.line(at.file.position(at.range.start).line).trim()}`;
}

/** Equal for the same finding in another run; `occurrence` tells equal ones apart. */
export function fingerprintOf(rule: string, at: Location, occurrence: number): string {
  const identity = [rule, at.file.path, authoredPath(at), occurrence === 0 ? '' : String(occurrence)].join('\0');
  return hexDigest('sha256', identity).slice(0, 32);
}

function pathIn({ documents }: YamlFile, offset: number): string | undefined {
  if (documents.some(({ problems }) => problems.length > 0)) return undefined;
  const index = documents.findIndex(({ range }) => offset < range.end);
  const document = documents[index === -1 ? documents.length - 1 : index];
  if (!document?.root) return undefined;
  const path: string[] = [];
  for (let tree: Tree | undefined = document.root; tree; ) tree = stepInto(tree, offset, path);
  return `${index}:${path.join('/')}`;
}

function stepInto(tree: Tree, offset: number, path: string[]): Tree | undefined {
  if (tree.kind === 'mapping') {
    for (const { key, value, mergedBy } of tree.entries) {
      if (mergedBy || offset < key.start || offset > Math.max(key.end, value.end)) continue;
      path.push(key.text);
      return value;
    }
  }
  if (tree.kind === 'sequence') {
    const index = tree.items.findIndex((item) => offset >= item.start && offset <= item.end);
    if (index >= 0) {
      path.push(String(index));
      return tree.items[index];
    }
  }
  return undefined;
}
