/** A value that a person types in the place of the one that was found. */
import type { Finding, Fix } from '../finding.ts';
import { scalarAt } from '../yaml/edit-place.ts';
import { replaceScalar, type Wanted } from '../yaml/edit-scalar.ts';
import { resolvePlain, type ScalarValue } from '../yaml/scalar.ts';

/** The text of the value at a finding, as a person would type it; nothing where no single value stands there. */
export function valueAt({ at }: Pick<Finding, 'at'>): string | undefined {
  const place = at.file.shownAt ? undefined : scalarAt(at.file, at.range);
  return place && (typeof place.tree.value === 'string' ? place.tree.value : place.tree.text);
}

/** The edit that puts another text there, typed like what stands there and quoted where it must be; else why there is none. */
export function fixByHand({ at }: Pick<Finding, 'at'>, text: string): Fix | string {
  const place = at.file.shownAt ? undefined : scalarAt(at.file, at.range);
  if (!place) return 'no single value stands here; edit the file';
  const edits = replaceScalar(place, wanted(place.tree.value, text));
  if (!edits) return 'the value cannot be replaced alone: it has an anchor or a tag; edit the file';
  return { title: `set it to ${text}`, safety: 'review', edits };
}

/** A text stays a text; in the place of a number or a word like `true` stands what the text says in YAML. */
function wanted(before: ScalarValue, text: string): Wanted {
  const value = resolvePlain(text);
  if (typeof before === 'string' || typeof value === 'string') return { value: text };
  return { value: typeof value === 'bigint' ? Number(value) : value, spelling: text };
}
