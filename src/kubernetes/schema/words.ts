/** How values and what is wanted of them are called in messages. */
import { unknownReason } from '../../yaml/pieces.ts';
import { resolveAlias, type Tree } from '../../yaml/tree.ts';
import type { Schema } from './schema.ts';

const MAX_SHOWN = 60;
const MAX_LISTED = 10;

/** Quoted, on one line, and not longer than a line. */
export function shownText(text: string): string {
  const short = [...text].length > MAX_SHOWN ? `${[...text].slice(0, MAX_SHOWN).join('')}…` : text;
  return JSON.stringify(short);
}

export function described(tree: Tree): string {
  const resolved = resolveAlias(tree);
  if (resolved.kind === 'mapping') return 'a mapping';
  if (resolved.kind === 'sequence') return 'a list';
  const { value, text } = resolved;
  if (value === null) return 'empty';
  if (typeof value === 'string') return `the text ${shownText(value)}`;
  if (typeof value === 'boolean') return text === String(value) ? text : `${shownText(text)}, which YAML reads as ${value}`;
  return `the number ${text}`;
}

export function expected(schema: Schema): string {
  if (schema['x-kubernetes-int-or-string'] === true) return 'a whole number or a text';
  switch (schema.type) {
    case 'object':
      return 'a mapping';
    case 'array':
      return 'a list';
    case 'string':
      return 'a text';
    case 'integer':
      return 'a whole number';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    default:
      return 'anything';
  }
}

/** `no item`, `1 item`, `2 items`. */
export function counted(count: number, one: string, many: string): string {
  return count === 0 ? `no ${one}` : `${count} ${count === 1 ? one : many}`;
}

/** `a, b and 3 more`. */
export function listed(words: Iterable<string>, last = 'and'): string {
  const all = [...words];
  const shown = all.length > MAX_LISTED ? [...all.slice(0, MAX_LISTED - 1), `${all.length - MAX_LISTED + 1} more`] : all;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} ${last} ${shown.at(-1) ?? ''}`;
}

/** Whether what stands there cannot be known here: it is computed elsewhere, or a tool or a person still has to fill it in. */
export function isUnknown(tree: Tree): boolean {
  const resolved = resolveAlias(tree);
  if (resolved.kind !== 'scalar') return false;
  return unknownReason(resolved) !== undefined || (typeof resolved.value === 'string' && isPlaceholder(resolved.value));
}

/** `${NAME}`, `$NAME`, `$(NAME)`, `{{ name }}`, `<<name>>`, `<name>`, what SOPS encrypted: whatever will stand there, this does not. */
function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text.slice(0, 2000));
}

const PLACEHOLDER = /\$\{|\$\(|\$[A-Z][A-Z0-9_]{2,}|\{\{|<<|<[A-Za-z][A-Za-z0-9 ._-]{0,60}>|^ENC\[/;

/** Whether anything below cannot be known here. */
export function holdsUnknown(tree: Tree): boolean {
  const resolved = resolveAlias(tree);
  if (resolved.kind === 'scalar') return isUnknown(resolved);
  if (resolved.kind === 'sequence') return resolved.items.some(holdsUnknown);
  return resolved.entries.some(({ key, value }) => isUnknown(key) || holdsUnknown(value));
}
