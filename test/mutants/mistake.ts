/** Mistakes as edits of a clean repository, each with the line in which it stands afterwards. */
import { lineAt, type Fragment, type Place, type Span, type Tree } from './tree.ts';

/** Where the mistake stands in the broken repository; lines count from 1. */
export interface Spot {
  readonly path: string;
  readonly line: number;
}

export interface Mistake {
  /** New texts by path; `undefined` for a file that is gone. */
  readonly texts: ReadonlyMap<string, string | undefined>;
  readonly at: Spot;
  /** The other ends of a conflict: nothing in the repository tells which of two files is the wrong one, and a finding may be shown at either. */
  readonly or?: readonly Spot[];
}

/** Another value, as it is to be written; shown where the value stands. */
export function valued(tree: Tree, place: Place, text: string): Mistake {
  return edited(tree, place.path, place.value, text);
}

/** Another key; shown at the key. */
export function renamed(tree: Tree, place: Place, key: string): Mistake {
  if (!place.key) throw new Error(`an item has no key: ${place.path} ${place.keys.join('.')}`);
  return edited(tree, place.path, place.key, key);
}

/** The entry is gone; shown at what it stood in. */
export function removed(tree: Tree, place: Place): Mistake {
  return { ...edited(tree, place.path, place.lines, ''), at: { path: place.path, line: place.parentLine } };
}

/** Further lines behind an entry or item, indented like it; shown at the first of them. */
export function added(tree: Tree, place: Place, lines: string): Mistake {
  return edited(tree, place.path, { start: place.lines.end, end: place.lines.end }, indented(tree, place, lines));
}

/** Further lines before an entry or item, indented like it; shown at the first of them. */
export function inserted(tree: Tree, place: Place, lines: string): Mistake {
  return edited(tree, place.path, { start: place.lines.start, end: place.lines.start }, indented(tree, place, lines));
}

/** Two entries or items in each other's place; shown at the first of them as it now stands. */
export function swapped(tree: Tree, first: Place, second: Place): Mistake {
  const text = tree.text(first.path);
  const between = text.slice(first.lines.end, second.lines.start);
  const [a, b] = [text.slice(first.lines.start, first.lines.end), text.slice(second.lines.start, second.lines.end)];
  return edited(tree, first.path, { start: first.lines.start, end: second.lines.end }, `${b}${between}${a}`);
}

/** Another text in the place of a fragment; shown at its line. */
export function replaced(tree: Tree, { path, span }: Fragment, text: string): Mistake {
  return edited(tree, path, span, text);
}

/** Any stretch of a file; shown at the line in which the new text starts. */
export function edited(tree: Tree, path: string, span: Span, text: string): Mistake {
  const before = tree.text(path);
  const after = before.slice(0, span.start) + text + before.slice(span.end);
  return { texts: new Map([[path, after]]), at: { path, line: lineAt(after, span.start) } };
}

/** A file that was not there; shown at a text in it, or at its first line. */
export function written(path: string, text: string, shownAt = ''): Mistake {
  const at = text.indexOf(shownAt);
  if (at < 0) throw new Error(`${path} has no ${shownAt}`);
  return { texts: new Map([[path, text]]), at: { path, line: lineAt(text, at) } };
}

export function deleted(path: string, at: Spot): Mistake {
  return { texts: new Map([[path, undefined]]), at };
}

/** The same mistake, shown elsewhere. */
export function shownAt(mistake: Mistake, at: Spot): Mistake {
  return { ...mistake, at };
}

/** A conflict of two places; it may be shown at either. */
export function eitherAt(mistake: Mistake, ...or: readonly Spot[]): Mistake {
  return { ...mistake, or };
}

/** The line of a text in a file as the mistake leaves it, else in the clean repository. */
export function spotIn(tree: Tree, path: string, text: string, mistake?: Mistake): Spot {
  const all = mistake?.texts.get(path) ?? tree.text(path);
  const at = all.indexOf(text);
  if (at < 0) throw new Error(`${path} has no ${text}`);
  return { path, line: lineAt(all, at) };
}

/** The same mistake, shown so many lines further down. */
export function lower(mistake: Mistake, by: number): Mistake {
  return { ...mistake, at: { path: mistake.at.path, line: mistake.at.line + by } };
}

/** The spot of a place in the clean text; for places before the edit, or in other files. */
export function spotOf(tree: Tree, { path, key, value }: Place): Spot {
  return { path, line: tree.line(path, (key ?? value).start) };
}

/** Two mistakes as one: what one careless copy leaves in several places; shown at the first. */
export function together(first: Mistake, ...others: readonly Mistake[]): Mistake {
  const texts = new Map(first.texts);
  for (const [path, text] of others.flatMap((other) => [...other.texts])) {
    if (texts.has(path)) throw new Error(`two edits of ${path}`);
    texts.set(path, text);
  }
  return { texts, at: first.at };
}

function indented(tree: Tree, place: Place, lines: string): string {
  const text = tree.text(place.path);
  const start = place.key?.start ?? text.indexOf('-', place.lines.start);
  const indent = ' '.repeat(start - place.lines.start);
  return `${lines.split('\n').map((line) => (line === '' ? line : indent + line)).join('\n')}\n`;
}
