/**
 * What is written into a field: all of a value, or a part of a text in the place of a part of another one.
 * Follows kustomize 5.7, `getRefinedValue` and `setFieldValue` of api/filters/replacement/replacement.go: a scalar keeps the type that it has.
 */
import type { Location } from '../../source.ts';
import { tracedScalar } from '../../yaml/author.ts';
import type { Node } from '../../yaml/node.ts';
import type { ScalarValue } from '../../yaml/scalar.ts';
import { resolveAlias, type ScalarTree, type Tree } from '../../yaml/tree.ts';
import { concat, plain, splice, TracedText } from '../traced-text.ts';
import { BuildError } from './build-error.ts';
import { composedScalar } from './compose-tree.ts';
import { draftOf, scalarDraft, type Draft } from './draft.ts';
import type { Slot } from './path-matcher.ts';
import { plainMeaning } from './scalar-style.ts';

export interface ReplacementValue {
  readonly tree: Tree;
  /** Where the replacement is asked for. */
  readonly at: Location;
  /** It stands in the replacement itself: nobody else reads it. */
  readonly isFixed: boolean;
}

const ONLY_SCALARS = 'delimiter option can only be used with scalar nodes';

/** The part of a text between two delimiters, where the source asks for one. */
export function partOf(value: ReplacementValue, options: Node): ReplacementValue {
  const delimiter = options.get('delimiter').text ?? '';
  if (delimiter === '') return value;
  const scalar = resolveAlias(value.tree);
  if (scalar.kind !== 'scalar') throw new BuildError(ONLY_SCALARS, options.at);
  const index = options.get('index').number ?? 0;
  const part = split(sharedText(scalar, value), delimiter)[index];
  if (part === undefined) throw new BuildError(`options.index ${index} is out of bounds for value ${scalar.text}`, options.at);
  return { ...value, tree: composedScalar(part, scalar.trace.file, typeof scalar.value === 'string' ? part.text : plainMeaning(part.text)) };
}

/** The field with the value in it. */
export function filledIn(slot: Slot, value: ReplacementValue, { options, at }: { readonly options: Node; readonly at: Location }): Draft {
  const delimiter = options.get('delimiter').text ?? '';
  const source = resolveAlias(value.tree);
  const target = slot.value;
  if (delimiter !== '' && target.kind !== 'scalar') throw new BuildError(ONLY_SCALARS, options.at);
  if (target.kind !== 'scalar') return draftOf(source.kind === 'scalar' ? shared(source, value) : value.tree);
  if (slot.isNew && source.kind !== 'scalar') return draftOf(value.tree);
  const own = source.kind === 'scalar' ? sharedText(source, value) : TracedText.empty;
  const text = delimiter === '' ? own : spliced(own, target.scalar, { delimiter, index: options.get('index').number ?? 0, isNew: slot.isNew });
  const typed = typedAs(slot, text, at);
  return scalarDraft(composedScalar(text, source.trace.file, typed));
}

function spliced(own: TracedText, target: ScalarTree, { delimiter, index, isNew }: { readonly delimiter: string; readonly index: number; readonly isNew: boolean }): TracedText {
  const whole = isNew ? TracedText.empty : tracedScalar(target, target.trace.nearness);
  const parts = split(whole, delimiter);
  if (index < 0) return concat([own, plain(delimiter), whole]);
  const part = parts[index];
  if (part === undefined) return concat([whole, plain(delimiter), own]);
  const start = parts.slice(0, index).reduce((sum, { length }) => sum + length + delimiter.length, 0);
  return splice(whole, [{ start, end: start + part.length, text: own }]);
}

function split(text: TracedText, delimiter: string): TracedText[] {
  const parts: TracedText[] = [];
  let start = 0;
  for (let end = text.text.indexOf(delimiter); end >= 0; end = text.text.indexOf(delimiter, start)) {
    parts.push(text.slice(start, end));
    start = end + delimiter.length;
  }
  return [...parts, text.slice(start)];
}

/** Text stays text; of all others the new text must mean a value of the same type. */
function typedAs({ value, isNew }: Slot, text: TracedText, at: Location): ScalarValue {
  if (value.kind !== 'scalar') return text.text;
  const before = value.scalar.value;
  if (isNew) return plainMeaning(text.text);
  if (typeof before === 'string') return text.text;
  const after = plainMeaning(text.text);
  const [wanted, found] = [tagOf(before), tagOf(after)];
  if (wanted === found || (wanted === '!!float' && found === '!!int')) return after;
  throw new BuildError(`yaml: cannot decode ${found} \`${text.text}\` as a ${wanted}`, at);
}

function tagOf(value: ScalarValue): string {
  if (value === null) return '!!null';
  if (typeof value === 'string') return '!!str';
  if (typeof value === 'boolean') return '!!bool';
  return typeof value === 'bigint' || Number.isInteger(value) ? '!!int' : '!!float';
}

/** Who changes what is read from elsewhere changes the source, too. */
function sharedText(scalar: ScalarTree, { isFixed }: ReplacementValue): TracedText {
  return tracedScalar(scalar, scalar.trace.nearness, !isFixed);
}

function shared(scalar: ScalarTree, value: ReplacementValue): ScalarTree {
  return composedScalar(sharedText(scalar, value), scalar.trace.file, scalar.value);
}
