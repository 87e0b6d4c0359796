/** An authored scalar as the author of text made from it. */
import { TracedText, type Author } from '../render/traced-text.ts';
import { scalarOffsets } from './offsets.ts';
import type { ScalarTree } from './tree.ts';

const authors = new WeakMap<ScalarTree, Author>();

/** The author behind a scalar of an authored file; the same object for the same scalar and nearness. */
export function authorOf(tree: ScalarTree, nearness: number, isShared = false): Author {
  const known = authors.get(tree);
  if (known?.nearness === nearness && (known.isShared ?? false) === isShared) return known;
  const { file } = tree.trace;
  const author: Author = {
    file,
    start: tree.start,
    end: tree.end,
    text: tree.text,
    nearness,
    offsets: scalarOffsets(tree, file.text) ?? Array.from({ length: tree.text.length + 1 }, (_, at) => (at === tree.text.length ? tree.end : tree.start)),
    ...(isShared ? { isShared } : {}),
  };
  authors.set(tree, author);
  return author;
}

/** A scalar's text with its origin, whether it was authored or rendered. */
export function tracedScalar(tree: ScalarTree, nearness: number, isShared = false): TracedText {
  const { traced } = tree.trace;
  if (!traced) return passing(TracedText.of(authorOf(tree, nearness, isShared)), tree);
  const whole = traced.slice(tree.start, tree.end);
  return passing(whole.text === tree.text ? whole : TracedText.derived(tree.text, [whole]), tree);
}

/** What brought the scalar where it stands goes on with its text. */
function passing(text: TracedText, { passed = [] }: ScalarTree): TracedText {
  return passed.reduce((moved, place) => moved.passing(place), text);
}
