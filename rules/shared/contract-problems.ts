/** What does not fit the contract, in words for the author of the file. */
import { fixOf, parseQuantity, renameKey, suggest, type Node, type Problem } from '#rule';
import { remembering } from './remembering.ts';
import { expectation, type ContractShape } from './contract-shape.ts';

export interface Place {
  /** Numbers and quantities out of range are then found in what was rendered. */
  readonly isRendered: boolean;
  /** `model.` for what stands under `model`. */
  readonly prefix: string;
}

/** The keys of a mapping; a misspelt one speaks for the key that it leaves absent. */
export function* mappingProblems(mapping: Node, shapes: Readonly<Record<string, ContractShape>>, { isRendered, prefix }: Place): Iterable<Problem> {
  const absent = Object.keys(shapes).filter((key) => !mapping.has(key));
  const meant = new Set<string>();
  for (const key of mapping.keys()) {
    const written = key.written ?? '';
    const nearest = Object.hasOwn(shapes, written) ? undefined : nearestOf({ written, absent });
    if (nearest === undefined) continue;
    meant.add(nearest);
    yield { at: key, message: `${prefix}${written} is no key of the contract; did you mean ${nearest}?`, fix: fixOf(`call it ${nearest}`, 'review', renameKey(key, nearest)) };
  }
  for (const [key, shape] of Object.entries(shapes)) {
    if (!meant.has(key)) yield* valueProblems(mapping.get(key), shape, { isRendered, prefix: prefix + key });
  }
}

/** Value files of one repository have the same further keys. */
const nearestOf = remembering(({ written, absent }: { written: string; absent: readonly string[] }) => `${written}\0${absent.join('\0')}`, ({ written, absent }) => suggest(written, absent));

/** One value; here the prefix is its whole name. */
export function* valueProblems(node: Node, shape: ContractShape, { isRendered, prefix }: Place): Iterable<Problem> {
  if (!node.isKnown) return;
  if (!node.exists || node.isNull || (shape.isRequired && node.value === '')) {
    const lacks = node.exists ? 'is empty' : 'is missing';
    if (shape.isRequired) yield { at: node, message: `${prefix} ${lacks}; the contract wants ${expectation[shape.kind]}` };
  } else if (shape.kind === 'mapping' && node.kind === 'mapping') {
    const isNone = !shape.isRequired && node.keys().length === 0;
    if (!isNone) yield* mappingProblems(node, shape.keys, { isRendered, prefix: `${prefix}.` });
  } else if (shape.kind === 'quantities' && node.kind === 'mapping') {
    for (const [name, value] of node.entries()) yield* quantityProblems(value, `${prefix}.${name}`, isRendered);
  } else if (!fits(node, shape.kind, isRendered)) {
    yield { at: node, message: `${prefix} is ${described(node)}; the contract wants ${expectation[shape.kind]}` };
  }
}

function* quantityProblems(node: Node, name: string, isRendered: boolean): Iterable<Problem> {
  if (!node.isKnown || node.isNull) return;
  const { value } = node;
  const isWritten = typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
  if (isWritten && (isRendered || parseQuantity(value))) return;
  yield { at: node, message: `${name} is ${described(node)}; the contract wants a quantity, such as 500m or 4Gi` };
}

/** A version that YAML reads as a number is left to model/version-is-string. */
function fits({ text, number }: Node, kind: ContractShape['kind'], isRendered: boolean): boolean {
  switch (kind) {
    case 'text':
      return text !== undefined;
    case 'version':
      return text !== undefined || number !== undefined;
    case 'count':
      return number !== undefined && Number.isInteger(number) && number >= 0;
    case 'percent':
      if (isRendered) return number !== undefined || !/^\d+$/.test(text ?? '0');
      return number !== undefined && Number.isInteger(number) && number >= 0 && number <= 100;
    case 'quantities':
    case 'mapping':
      return false;
  }
}

function described({ kind, value, written = '' }: Node): string {
  if (kind !== 'scalar') return kind === 'sequence' ? 'a list' : 'a mapping';
  if (typeof value === 'string') return `the text "${value}"`;
  return typeof value === 'boolean' && String(value) !== written ? `${written}, which YAML reads as ${value}` : written;
}
