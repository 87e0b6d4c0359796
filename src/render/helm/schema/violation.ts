/** What a value violates, in the words of github.com/santhosh-tekuri/jsonschema v6 (kind/kind.go, output.go). */
import { Bool, Dict, List, Num, type Value } from '../../go-template/value.ts';
import { isList, isObject, type Json } from './document.ts';

export interface Violation {
  readonly path: readonly string[];
  readonly text: string;
  readonly causes: readonly Violation[];
  /** A `$ref` with one cause is not shown. */
  readonly isReference: boolean;
  /** Nothing of its own: the violations of one schema together. */
  readonly isGroup: boolean;
  readonly value: Value;
}

export function violationText(violations: readonly Violation[]): string {
  return violations.flatMap((one) => lines(one, 0)).join('\n');
}

function lines(violation: Violation, indent: number): string[] {
  const { path, text, causes, isReference } = violation;
  const isShown = !isReference || causes.length !== 1;
  const pointer = path.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  const own = isShown ? [`${'  '.repeat(indent)}- at ${quote(pointer)}: ${text}`] : [];
  return [...own, ...causes.flatMap((cause) => lines(cause, indent + (isShown ? 1 : 0)))];
}

/** The innermost violation that comes first, whose value a person would look at. */
export function firstCause(violation: Violation): Violation {
  const [first] = violation.causes;
  return first ? firstCause(first) : violation;
}

/** Go's `%q` between single quotes. */
export function quote(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped}'`;
}

export function quoted(texts: readonly string[]): string {
  return texts.map(quote).join(', ');
}

export function display(value: Json): string {
  if (typeof value === 'string') return quote(value);
  if (value === null) return '<nil>';
  return isList(value) || isObject(value) ? 'value' : String(value);
}

/** The message printer of golang.org/x/text groups digits as in English. */
export function count(value: number): string {
  const [whole = '', rest] = String(value).split('.');
  if (/[eE]/.test(String(value))) return String(value);
  return whole.replaceAll(/\B(?=(?:[0-9]{3})+$)/g, ',') + (rest === undefined ? '' : `.${rest}`);
}

/** What JSON calls the type of a value. */
export function jsonType(value: Value): string {
  if (value === null) return 'null';
  if (value instanceof Bool) return 'boolean';
  if (value instanceof Num) return 'number';
  if (value instanceof List) return 'array';
  return value instanceof Dict ? 'object' : 'string';
}
