/** Edits of one scalar in the YAML file that its author wrote, in the author's style. */
import type { Range } from '../source.ts';
import { blockEnd, columnOf, inOrder, isBlockScalar, lineBreak, lineEnd, lineStart } from './edit-lines.ts';
import { isInFlow, isShared, type Place } from './edit-place.ts';
import { canStandPlain, escapeDouble, scalarToken, singleQuoted } from './edit-token.ts';
import { resolvePlain, type ScalarValue } from './scalar.ts';
import type { Edits, PlainScalar } from './text-edit.ts';
import type { ScalarTree } from './tree.ts';

/** What a scalar shall be: the value, and its spelling where that matters (`1.10`). */
export interface Wanted {
  readonly value: PlainScalar;
  readonly spelling?: string;
}

/** Replaces a whole scalar. */
export function replaceScalar(place: Place<ScalarTree>, { value, spelling }: Wanted): Edits {
  const { file, document, tree, above } = place;
  if (isShared(document, tree) || isTagged(file.text, tree)) return undefined;
  const isPlainSpelling = spelling !== undefined && spelling !== '' && typeof value !== 'string';
  const token = isPlainSpelling ? spelling : scalarToken(value, { style: tree.style, isInFlow: isInFlow(above) });
  if (tree.start === tree.end) return fillEmpty(place, token);
  if (!isBlockScalar(tree)) return inOrder(file, [{ start: tree.start, end: tree.end, text: token }]);
  return replaceBlock(place, value, token);
}

/** Replaces a part of a scalar, where the new text needs no other style. */
export function replacePart({ file, document, tree, above }: Place<ScalarTree>, { start, end }: Range, text: string): Edits {
  if (isShared(document, tree) || isTagged(file.text, tree)) return undefined;
  const raw = partText(tree.style, text);
  if (raw === undefined) return undefined;
  if (tree.style === 'plain') {
    const whole = file.text.slice(tree.start, start) + text + file.text.slice(end, tree.end);
    if (/[\r\n]/.test(whole) || !canStandPlain(whole, isInFlow(above)) || !isSameType(resolvePlain(whole), tree.value)) return undefined;
  }
  return inOrder(file, [{ start, end, text: raw }]);
}

/** A text inside the quotes or the block of a scalar; `undefined` where it would not fit. */
export function partText(style: ScalarTree['style'], text: string): string | undefined {
  if (style === 'double') return escapeDouble(text);
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}]/u.test(text) || style === 'folded') return undefined;
  if (style === 'single') return singleQuoted(text).slice(1, -1);
  return style === 'literal' && (text === '' || text.startsWith(' ')) ? undefined : text;
}

export function isSameType(a: ScalarValue, b: ScalarValue): boolean {
  return typeof a === typeof b && (a === null) === (b === null);
}

/** `!!str 5`: the tag would go on to say what the value is. */
export function isTagged(text: string, { start }: Range): boolean {
  return /(?:^|[\s,[{])!\S*(?:[ \t]+&\S+)?[ \t]*$/.test(text.slice(Math.max(lineStart(text, start), start - 200), start));
}

/** `key:`, `-` and, in flow style, a key alone. */
function fillEmpty({ file, tree, above }: Place<ScalarTree>, token: string): Edits {
  const step = above.at(-1);
  const { text } = file;
  if (!step) return undefined;
  if (!('entry' in step)) {
    const hasDash = /-[ \t]*$/.test(text.slice(lineStart(text, tree.start), tree.start));
    return hasDash && !step.container.isFlow ? inOrder(file, [spaced(text, tree.start, token)]) : undefined;
  }
  const { key } = step.entry;
  const colon = /^[ \t]*:/.exec(text.slice(key.end, key.end + 200));
  if (!colon) return step.container.isFlow ? inOrder(file, [{ start: key.end, end: key.end, text: `: ${token}` }]) : undefined;
  const after = key.end + colon[0].length;
  return text.slice(after, tree.end).trim() === '' ? inOrder(file, [spaced(text, after, token)]) : undefined;
}

/** The token after the indicator that ends at `after` or before blanks there. */
function spaced(text: string, after: number, token: string): { start: number; end: number; text: string } {
  let start = after;
  while (start > 0 && text[start - 1] === ' ') start -= 1;
  return { start, end: start, text: ` ${token}` };
}

function replaceBlock({ file, tree, above }: Place<ScalarTree>, value: PlainScalar, token: string): Edits {
  const { text } = file;
  const raw = text.slice(tree.start, tree.end);
  const header = /^([|>])([0-9]*)([+-]?)([ \t]+#[^\r\n]*|[ \t]*)\r?\n/.exec(raw);
  if (!header) return undefined;
  const [whole, mark = '', hint = '', , comment = ''] = header;
  const end = blockEnd(text, tree);
  const content = typeof value === 'string' && hint === '' ? blockContent(mark, value) : undefined;
  if (content === undefined) return inOrder(file, [{ start: tree.start, end, text: token + comment.trimEnd() }]);
  const pad = contentIndent(text, { start: tree.start, end: tree.start + whole.length }, above.length > 0);
  if (end === text.length && content.chomp !== '-') return undefined;
  const lineEnding = lineBreak(text, tree.start);
  const lines = content.lines.map((line) => (line === '' ? '' : pad + line));
  return inOrder(file, [{ start: tree.start, end, text: [mark + content.chomp + comment, ...lines].join(lineEnding) }]);
}

/** The lines of a block that says the text, or nothing where a block would need an indentation hint or fold what must not be folded. */
function blockContent(mark: string, text: string): { lines: string[]; chomp: string } | undefined {
  const body = text.replace(/\n$/, '');
  if (body.trim() === '' || /^[\s]/.test(body) || body.endsWith('\n') || /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cn}]/u.test(body)) return undefined;
  if (mark === '>' && body.includes('\n')) return undefined;
  return { lines: body.split('\n'), chomp: body === text ? '-' : '' };
}

function contentIndent(text: string, header: Range, isInside: boolean): string {
  for (let at = header.end; at < text.length; ) {
    const line = text.slice(at, lineEnd(text, at));
    if (line.trim() !== '') return /^ */.exec(line)?.[0] ?? '';
    const newline = text.indexOf('\n', at);
    if (newline < 0) break;
    at = newline + 1;
  }
  const first = /^ */.exec(text.slice(lineStart(text, header.start)))?.[0].length ?? 0;
  return ' '.repeat(isInside ? first + 2 : columnOf(text, header.start) + 2);
}
