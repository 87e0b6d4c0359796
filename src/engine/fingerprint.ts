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

const readable = new WeakMap<YamlFile, boolean>();

/** Asked for every finding of a file, which may have as many documents as findings. */
function isReadable(file: YamlFile): boolean {
  const known = readable.get(file) ?? file.documents.every(({ problems }) => problems.length === 0);
  readable.set(file, known);
  return known;
}

function pathIn(file: YamlFile, offset: number): string | undefined {
  if (!isReadable(file)) return undefined;
  const { documents } = file;
  const index = documentAt(file, offset);
  const document = documents[index === -1 ? documents.length - 1 : index];
  if (!document?.root) return undefined;
  const path: string[] = [];
  for (let tree: Tree | undefined = document.root; tree; ) tree = stepInto(tree, offset, path);
  return `${index}:${path.join('/')}`;
}

/** The first document that ends behind an offset; -1 behind the last. Documents stand in order. */
function documentAt({ documents }: YamlFile, offset: number): number {
  let low = 0;
  let high = documents.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offset < (documents[middle]?.range.end ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low === documents.length ? -1 : low;
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
