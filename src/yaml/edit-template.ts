/** Edits of the text between the actions of a template, and of constants inside them. */
import type { Location } from '../source.ts';
import { inOrder } from './edit-lines.ts';
import { isSameType, partText, type Wanted } from './edit-scalar.ts';
import { canStandPlain, scalarToken } from './edit-token.ts';
import { resolvePlain } from './scalar.ts';
import type { Edits } from './text-edit.ts';
import type { ScalarStyle } from './tree.ts';

export interface TemplateStretch {
  readonly at: Location;
  /** The text there now. */
  readonly written: string;
  /** How the rendered scalar is quoted that holds the text. */
  readonly style: ScalarStyle;
  /** Whether the text is all of the rendered scalar. */
  readonly isWhole: boolean;
}

/** Whether an offset lies between `{{` and `}}`. */
export function isInAction(text: string, offset: number): boolean {
  const open = text.lastIndexOf('{{', offset);
  return open >= 0 && open + 2 <= offset && text.lastIndexOf('}}', offset - 1) < open;
}

/** Replaces the exact stretch, where the new text needs no other quoting. */
export function replaceInTemplate(stretch: TemplateStretch, wanted: Wanted): Edits {
  const { at, written } = stretch;
  const text = wanted.spelling ?? textOf(wanted);
  if (isInAction(at.file.text, at.range.start)) return replaceConstant(stretch, text);
  if (text.includes('{{') || at.file.text.slice(at.range.start, at.range.end) !== written) return undefined;
  return stretch.isWhole ? replaceWhole(stretch, wanted) : replaceStretch(stretch, text);
}

/** Text that says the same in every place a template may put it. */
export function isHarmless(text: string): boolean {
  return /^[A-Za-z0-9_./:@+=~-]*$/.test(text) && !/:$|^[@=:]/.test(text);
}

/** Text that may take the place of a part of an unquoted scalar; what the part began with, it may begin with again. */
export function fitsPlain(text: string, written: string): boolean {
  return isHarmless(text) || (text !== '' && text[0] === written[0] && isHarmless(text.slice(1)));
}

export function textOf({ value }: Wanted): string {
  return typeof value === 'string' ? value : scalarToken(value, { style: 'plain', isInFlow: false });
}

function replaceWhole({ at, style }: TemplateStretch, { value, spelling }: Wanted): Edits {
  const { file, range } = at;
  const quote = style === 'single' ? "'" : style === 'double' ? '"' : '';
  if (style === 'literal' || style === 'folded') return undefined;
  const isQuoted = quote !== '' && file.text[range.start - 1] === quote && file.text[range.end] === quote;
  if (quote !== '' && !isQuoted) return undefined;
  const widened = isQuoted ? { start: range.start - 1, end: range.end + 1 } : range;
  const token = spelling !== undefined && typeof value !== 'string' ? spelling : scalarToken(value, { style, isInFlow: true });
  return inOrder(file, [{ ...widened, text: token }]);
}

function replaceStretch({ at, style, written }: TemplateStretch, text: string): Edits {
  const raw = style === 'plain' ? (fitsPlain(text, written) ? text : undefined) : partText(style, text);
  return raw === undefined ? undefined : inOrder(at.file, [{ ...at.range, text: raw }]);
}

/** A string, number or boolean in Go's syntax. */
function replaceConstant({ at, written }: TemplateStretch, text: string): Edits {
  const { file, range } = at;
  const token = file.text.slice(range.start, range.end);
  if (!/^[A-Za-z0-9_./:@+=, -]*$/.test(text)) return undefined;
  const quote = token.charAt(0);
  if (token.length >= 2 && (quote === '"' || quote === '`') && token.endsWith(quote)) {
    return inOrder(file, [{ ...range, text: quote + text + quote }]);
  }
  if (token !== written) return undefined;
  if (isInString(file.text, range.start)) return inOrder(file, [{ ...range, text }]);
  const isConstant = typeof resolvePlain(token) !== 'string' && /^(?:true|false|-?[0-9]+(?:\.[0-9]+)?)$/.test(text);
  return isConstant && isSameType(resolvePlain(token), resolvePlain(text)) && canStandPlain(text, true) ? inOrder(file, [{ ...range, text }]) : undefined;
}

/** Whether an offset inside an action lies inside a string constant. */
function isInString(text: string, offset: number): boolean {
  const open = text.lastIndexOf('{{', offset);
  const before = text.slice(open, offset).replaceAll(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, '');
  return /["`]/.test(before);
}
