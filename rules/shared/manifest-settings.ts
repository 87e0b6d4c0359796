/** The settings of a manifest as rows of a table: every scalar by its path. */
import type { Node } from '#rule';

export interface Setting {
  readonly at: Node;
  /** As a message shows it. */
  readonly shown: string;
  /** Equal where two environments set the same, their own names aside. */
  readonly compared: string;
}

/** More than any manifest of a model holds; aliases multiply. */
const MAX_NODES = 20_000;
const MAX_DEPTH = 30;
/** Longer values are cut in messages. */
const MAX_SHOWN = 60;

/** Items that have a name are known by it, so that another order is no difference; tools' own marks are left out. */
export function settingsOf(root: Node, environment: string): Map<string, Setting> {
  const settings = new Map<string, Setting>();
  let left = MAX_NODES;
  const collect = (node: Node, path: string, depth: number): void => {
    left -= 1;
    if (left < 0 || depth > MAX_DEPTH || node.isNull) return;
    for (const [key, value] of node.entries()) if (!isMark(key)) collect(value, path === '' ? key : `${path}.${key}`, depth + 1);
    for (const [index, item] of node.items().entries()) collect(item, `${path}.${nameOf(item) ?? index}`, depth + 1);
    if (node.kind === 'scalar') settings.set(path, settingOf(node, environment));
  };
  collect(root, '', 0);
  return settings;
}

/** Annotations of the tools that deploy, and checksums. */
function isMark(key: string): boolean {
  return /^(?:argocd\.argoproj\.io|helm\.sh|meta\.helm\.sh|kustomize\.config\.k8s\.io|config\.kubernetes\.io|kubectl\.kubernetes\.io)\//.test(key) || key.startsWith('checksum/');
}

function nameOf(item: Node): string | undefined {
  const name = item.get('name');
  return name.isKnown ? name.text : undefined;
}

function settingOf(at: Node, environment: string): Setting {
  if (!at.isKnown) return { at, shown: 'unknown', compared: '' };
  const text = at.written ?? '';
  const oneLine = text.replaceAll(/\s+/g, ' ');
  const shown = oneLine.length > MAX_SHOWN ? `${oneLine.slice(0, MAX_SHOWN)}…` : oneLine;
  return { at, shown: at.text === undefined ? shown : `"${shown}"`, compared: `${typeof at.value} ${withoutName(text, environment)}` };
}

/** `https://prod.example.org` and `https://dev.example.org` set the same, each for its own environment. */
function withoutName(text: string, environment: string): string {
  return text.split(/([A-Za-z0-9-]+)/).map((word) => withoutWord(word, environment)).join('');
}

function withoutWord(word: string, environment: string): string {
  return `-${word}-`.replace(`-${environment}-`, '-{env}-').slice(1, -1);
}
