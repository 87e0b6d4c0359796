/** Gives a scalar another value where its author wrote it. */
import { Nearness, type Piece, type Range } from '../source.ts';
import { inOrder } from './edit-lines.ts';
import { isBorrowed, isShared, scalarAt, type Place } from './edit-place.ts';
import { isPrintedWhole, onlyPiece } from './edit-rendered.ts';
import { isSameType, replacePart, replaceScalar, type Wanted } from './edit-scalar.ts';
import { fitsPlain, isInAction, replaceInTemplate, textOf } from './edit-template.ts';
import { canStandPlain, isWritable, scalarToken } from './edit-token.ts';
import type { Node } from './node.ts';
import { resolvePlain, type ScalarValue } from './scalar.ts';
import type { Edits, PlainScalar } from './text-edit.ts';
import { entryOf, resolveAlias, type ScalarTree } from './tree.ts';

export function replaceValue(node: Node, value: PlainScalar): Edits {
  if (node.kind !== 'scalar' || !node.isKnown || isBorrowed(node) || !isWritable(value)) return undefined;
  const piece = onlyPiece(node);
  if (piece?.verbatim !== true || piece.at.file.shownAt) return undefined;
  if (isSameValue(node.value, value)) return [];
  return node.trace.traced ? replaceRendered(node, piece, value) : replaceAuthored(piece, value);
}

function replaceAuthored({ at }: Piece, value: PlainScalar): Edits {
  const place = scalarAt(at.file, at.range);
  if (!place) return undefined;
  if (isWholeToken(place, at.range)) return replaceScalar(place, { value });
  return typeof value === 'string' ? replacePart(place, at.range, value) : undefined;
}

function replaceRendered(node: Node, piece: Piece, value: PlainScalar): Edits {
  const rendered = node.tree && resolveAlias(node.tree);
  if (rendered?.kind !== 'scalar') return undefined;
  const { at } = piece;
  const written = node.written ?? '';
  const isWhole = written === rendered.text;
  if (isInTemplate(piece)) {
    return isWhole || typeof value === 'string' ? replaceInTemplate({ at, written, style: rendered.style, isWhole }, { value }) : undefined;
  }
  const place = scalarAt(at.file, at.range);
  if (!place) return undefined;
  const isToken = isWholeToken(place, at.range);
  if (isToken && isWhole && isPrintedWhole(node, at)) return replaceScalar(place, { value });
  const text = textOf({ value });
  const quoted = isWhole && place.tree.style === 'literal' && !isShared(place.document, place.tree) ? quotesAround(at, rendered) : undefined;
  if (quoted) return text.includes('{{') ? undefined : inOrder(at.file, [{ ...quoted, text: scalarToken(value, { style: rendered.style, isInFlow: true }) }]);
  if (!survives(rendered, { value, isWhole, written, text })) return undefined;
  return isToken ? replaceScalar(place, sameKind(place, { value, text })) : replacePart(place, at.range, text);
}

/** A text that is YAML itself holds the quotes, too: a patch in a `|` block. */
function quotesAround({ file: { text }, range: { start, end } }: Piece['at'], { style }: ScalarTree): Range | undefined {
  const quote = style === 'double' ? '"' : style === 'single' ? "'" : undefined;
  return quote !== undefined && text[start - 1] === quote && text[end] === quote ? { start: start - 1, end: end + 1 } : undefined;
}

interface Replacement {
  readonly value: PlainScalar;
  readonly text: string;
  readonly written: string;
  readonly isWhole: boolean;
}

/** Whether the text, put where the old one stood in the rendered scalar, is read as the value. */
function survives(rendered: ScalarTree, { value, text, written, isWhole }: Replacement): boolean {
  const { style, text: whole } = rendered;
  if (style === 'folded' || text.includes('{{')) return false;
  if (isAlwaysText(rendered)) return typeof value === 'string';
  if (style === 'plain') {
    if (isWhole) return (canStandPlain(text, true) || value === null) && isSameValue(resolvePlain(text), value);
    return typeof value === 'string' && fitsPlain(text, written) && typeof resolvePlain(whole.replace(written, () => text)) === 'string';
  }
  return typeof value === 'string' && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}"\\']/u.test(text) && !(style === 'literal' && /^ |^$/.test(text));
}

/** A scalar that was put together, not read from a text: what an ApplicationSet fills in is text, whatever it says. */
function isAlwaysText({ value, start, end, trace: { traced } }: ScalarTree): boolean {
  return typeof value === 'string' && start === 0 && end === traced?.text.length;
}

/**
 * What a template puts into its text keeps the type that its author gave it: a version stays a quoted string, a port a number. A text without
 * quotes becomes the number that is wanted (`10%`, 10), where the author's place takes one.
 */
function sameKind(place: Place<ScalarTree>, { value, text }: Pick<Replacement, 'value' | 'text'>): Wanted {
  const { value: before, style } = place.tree;
  const read = resolvePlain(text);
  if (typeof read === 'string' || typeof read === 'bigint' || !isPrintedAs(read, text)) return { value: text };
  const keepsType = typeof before !== 'string' && isSameType(before, read);
  const isMeant = style === 'plain' && isSameValue(read, value) && value !== null && takesAnyType(place);
  return keepsType || isMeant ? { value: read, spelling: text } : { value: text };
}

/** Whether Go prints what YAML reads as it is written: 1.10 becomes 1.1, and 1000000 is 1e+06. */
function isPrintedAs(read: number | boolean | null, text: string): boolean {
  if (typeof read !== 'number') return read === null || String(read) === text;
  const size = Math.abs(read);
  return String(read) === text && size < 1e6 && (size === 0 || size >= 1e-4);
}

/** Values may be of any type. What a manifest or kustomization gives to a template is text: parameters of Helm, elements of a set. */
function takesAnyType({ file, document: { root }, above }: Place): boolean {
  const isValues = above.some((step) => 'entry' in step && step.entry.key.text === 'valuesObject');
  const isManifest = root?.kind === 'mapping' && entryOf(root, 'kind') !== undefined && entryOf(root, 'apiVersion') !== undefined;
  return isValues || !(isManifest || /(?:^|\/)kustomization(?:\.ya?ml)?$/i.test(file.path));
}

function isWholeToken({ tree }: Place, { start, end }: Piece['at']['range']): boolean {
  return tree.start === start && tree.end === end;
}

/** Text of a template, or a text in a value file that is one (`tpl`). */
function isInTemplate({ at, nearness }: Piece): boolean {
  return at.file.text.includes('{{') && (nearness === Nearness.template || isInAction(at.file.text, at.range.start));
}

function isSameValue(a: ScalarValue | undefined, b: PlainScalar): boolean {
  return typeof a === 'bigint' ? typeof b === 'number' && Number(a) === b : Object.is(a, b);
}
