/**
 * What an object looks like when kustomize prints it.
 * Follows kustomize 5.7, api/krusty/kustomizer.go, and go-yaml 3, which writes and reads every object once more before it is printed.
 */
import { parseYaml } from '../../yaml/parse.ts';
import { entryOf, resolveAlias, type EntryTree, type MappingTree, type ScalarTree, type Tree } from '../../yaml/tree.ts';
import { SourceFile } from '../../source.ts';
import { TracedText } from '../traced-text.ts';
import { withoutBuildAnnotations } from './build-annotations.ts';
import type { Budget } from './build-context.ts';
import { composedScalar, locationOf, withEntry, withoutEntry } from './compose-tree.ts';
import { textOfScalar } from './names.ts';
import { TRANSFORMATIONS } from './origin.ts';
import { ORIGIN } from './resource-list.ts';
import { valueAt } from './resource.ts';

export interface FinalForm {
  /** What `buildMetadata` asks for. */
  readonly asked: ReadonlySet<string>;
  readonly budget: Budget;
}

export function finalForm(tree: MappingTree, { asked, budget }: FinalForm): MappingTree {
  const refolded = new Refolding(budget).tree(withFinalAnnotations(withoutBuildAnnotations(tree), asked));
  return refolded.kind === 'mapping' ? refolded : tree;
}

/** Annotations come out as text, and not at all where there are none; the build's own ones go where nobody asked for them. */
function withFinalAnnotations(tree: MappingTree, asked: ReadonlySet<string>): MappingTree {
  const known = valueAt(tree, 'metadata', 'annotations');
  const mapping = known && resolveAlias(known);
  const metadata = entryOf(tree, 'metadata');
  const parent = metadata && resolveAlias(metadata.value);
  if (mapping?.kind !== 'mapping' || !metadata || parent?.kind !== 'mapping') return tree;
  const dropped = [...(asked.has('originAnnotations') ? [] : [ORIGIN]), ...(asked.has('transformerAnnotations') ? [] : [TRANSFORMATIONS])];
  const entries = mapping.entries.filter(({ key }) => !dropped.includes(key.text)).map(asText);
  const key = entryOf(parent, 'annotations')?.key;
  if (entries.length === 0 || !key) return withEntry(tree, metadata.key, withoutEntry(parent, 'annotations'));
  const isSame = entries.length === mapping.entries.length && entries.every((entry, index) => entry === mapping.entries[index]);
  return isSame ? tree : withEntry(tree, metadata.key, withEntry(parent, key, { ...mapping, entries }));
}

function asText(entry: EntryTree): EntryTree {
  const scalar = resolveAlias(entry.value);
  if (scalar.kind !== 'scalar' || typeof scalar.value === 'string') return entry;
  if (scalar.trace.traced) return { key: entry.key, value: composedScalar(textOfScalar(scalar), scalar.trace.file) };
  return { key: entry.key, value: { ...scalar, value: scalar.text } };
}

/** Folded texts gain or lose line ends where lines are indented: go-yaml does not write them as it reads them. */
class Refolding {
  readonly #budget: Budget;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  tree(tree: Tree): Tree {
    if (tree.kind === 'scalar') return tree.style === 'folded' ? this.#scalar(tree) : tree;
    this.#budget.spend(1, locationOf(tree));
    if (tree.kind === 'alias') {
      const target = this.tree(tree.target);
      return target === tree.target ? tree : { ...tree, target };
    }
    if (tree.kind === 'sequence') {
      const items = tree.items.map((item) => this.tree(item));
      return items.every((item, index) => item === tree.items[index]) ? tree : { ...tree, items };
    }
    return this.#mapping(tree);
  }

  #mapping(tree: MappingTree): MappingTree {
    let isChanged = false;
    const entries = tree.entries.map((entry) => {
      const value = this.tree(entry.value);
      if (value === entry.value) return entry;
      isChanged = true;
      return { ...entry, value };
    });
    return isChanged ? { ...tree, entries } : tree;
  }

  #scalar(tree: ScalarTree): ScalarTree {
    const { value } = tree;
    if (typeof value !== 'string' || value === '' || / \n| $/.test(value) || !value.includes('\n')) return tree;
    this.#budget.spend(value.length / 10, locationOf(tree));
    const again = refolded(value);
    return again === value ? tree : composedScalar(TracedText.derived(again, [textOfScalar(tree)]), tree.trace.file);
  }
}

/** Written as go-yaml 3 writes it (emitterc.go, `yaml_emitter_write_folded_scalar`), and read again. */
function refolded(text: string): string {
  const written = `value: >${hints(text)}\n${foldedLines(text)}`;
  const root = parseYaml(new SourceFile('', written)).documents[0]?.root;
  const value = root && valueAt(root, 'value');
  const scalar = value && resolveAlias(value);
  return scalar?.kind === 'scalar' && typeof scalar.value === 'string' ? scalar.value : text;
}

function hints(text: string): string {
  const indent = text.startsWith(' ') || text.startsWith('\n') ? '2' : '';
  const chomp = !text.endsWith('\n') ? '-' : text.length === 1 || text.endsWith('\n\n') ? '+' : '';
  return `${indent}${chomp}`;
}

function foldedLines(text: string): string {
  const doubles = !/^[ \t\n]/.test(text);
  let written = '';
  let breaks = true;
  let leadingSpaces = true;
  for (const character of text) {
    if (character === '\n') {
      if (!breaks && !leadingSpaces && doubles) written += '\n';
      written += '\n';
      breaks = true;
      continue;
    }
    if (breaks) {
      written += '  ';
      leadingSpaces = character === ' ' || character === '\t';
    }
    written += character;
    breaks = false;
  }
  return `${written}\n`;
}

