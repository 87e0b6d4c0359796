/** Model URIs of a value file with the version that is written beside each. */
import type { Node, Values } from '#rule';

export interface LabelledSource {
  readonly uri: Node;
  readonly label: Node;
}

/** Deeper and longer files are no values that anybody keeps; aliases multiply. */
const MAX_DEPTH = 12;
const MAX_VALUES = 20_000;

/** The model and its canary, and every further mapping in the file that has both keys, such as a list of challengers. Either may be missing. */
export function labelledSources({ root, uri, version }: Values): LabelledSource[] {
  const canary = root.get('model', 'canary');
  const contract = [{ uri, label: version }, { uri: canary.get('storageUri'), label: canary.get('version') }];
  const known = new Set(contract.map(({ label }) => place(label)));
  return [...contract, ...further(root).filter(({ label }) => !known.has(place(label)))];
}

function further(root: Node): LabelledSource[] {
  const found: LabelledSource[] = [];
  let left = MAX_VALUES;
  const visit = (node: Node, depth: number): void => {
    left -= 1;
    if (left < 0 || depth > MAX_DEPTH) return;
    const [uri, label] = [node.get('storageUri'), node.get('version')];
    if (uri.kind === 'scalar' && label.kind === 'scalar' && uri.exists && label.exists) found.push({ uri, label });
    for (const below of [...node.entries().map(([, value]) => value), ...node.items()]) visit(below, depth + 1);
  };
  visit(root, 0);
  return found;
}

function place({ path }: Node): string {
  return path.join('\0');
}
