/**
 * What scalars of objects mean to kustomize, which reads them with go-yaml 3 where Kubernetes reads YAML 1.1:
 * `yes` and `on` are text, and a plain date becomes a timestamp in text.
 */
import type { MappingTree, ScalarTree, SequenceTree, Tree } from '../../yaml/tree.ts';
import { BuildError } from './build-error.ts';
import { locationOf } from './compose-tree.ts';

const WORDS = new Set(['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', 'n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF']);
/** The forms that go-yaml tries: with a zone after `T`, without one after a blank, and the date alone. */
const TIMESTAMP = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt](?=.*(?:Z|[-+]\d{2}:\d{2})$)| (?=[\d:.]*$))(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d*))?(Z|[-+]\d{2}:\d{2})?)?$/;

/** The tree with its scalars as kustomize reads them; the same tree where nothing differs. */
export function withoutWords(tree: Tree): Tree {
  return new Reading().tree(tree);
}

class Reading {
  /** What aliases share stays shared. */
  readonly #known = new Map<Tree, Tree>();

  tree(tree: Tree): Tree {
    if (tree.kind === 'scalar') return scalar(tree);
    if (tree.kind !== 'alias') return tree.kind === 'mapping' ? this.#mapping(tree) : this.#sequence(tree);
    const target = this.#known.get(tree.target) ?? this.tree(tree.target);
    this.#known.set(tree.target, target);
    return target === tree.target ? tree : { ...tree, target };
  }

  #mapping(tree: MappingTree): MappingTree {
    let isChanged = false;
    const entries = tree.entries.map((entry) => {
      if (entry.key.value === null || typeof entry.key.value === 'number') {
        throw new BuildError(`the key ${JSON.stringify(entry.key.text)} is no text`, locationOf(entry.key));
      }
      const value = this.tree(entry.value);
      if (value === entry.value) return entry;
      isChanged = true;
      return { ...entry, value };
    });
    return isChanged ? { ...tree, entries } : tree;
  }

  #sequence(tree: SequenceTree): SequenceTree {
    const items = tree.items.map((item) => this.tree(item));
    return items.every((item, index) => item === tree.items[index]) ? tree : { ...tree, items };
  }
}

function scalar(tree: ScalarTree): ScalarTree {
  if (tree.style !== 'plain') return tree;
  if (typeof tree.value === 'boolean') return WORDS.has(tree.text) ? { ...tree, value: tree.text } : tree;
  if (typeof tree.value !== 'string' || tree.text.length < 8) return tree;
  const time = timestamp(tree.text);
  return time === undefined ? tree : { ...tree, value: time };
}

/** RFC 3339 as Go prints it; `undefined` for everything that is no date. */
function timestamp(text: string): string | undefined {
  const match = text.length > 40 ? null : TIMESTAMP.exec(text);
  if (!match) return undefined;
  const [, year, month = '', day = '', hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const two = (number: string): string => number.padStart(2, '0');
  const date = `${year}-${two(month)}-${two(day)}`;
  if (!isDate(date) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const digits = fraction.replace(/0+$/, '');
  return `${date}T${two(hour)}:${two(minute)}:${two(second)}${digits === '' ? '' : `.${digits}`}${zone === '+00:00' ? 'Z' : zone}`;
}

function isDate(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}
