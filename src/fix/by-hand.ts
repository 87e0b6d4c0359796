/** A value that a person types in the place of the one that was found. */
import type { Finding, Fix } from '../finding.ts';
import { scalarAt } from '../yaml/edit-place.ts';
import { replaceScalar, type Wanted } from '../yaml/edit-scalar.ts';
import { resolvePlain } from '../yaml/scalar.ts';

/** The text of the value at a finding, as a person would type it; nothing where no single value stands there. */
export function valueAt({ at }: Pick<Finding, 'at'>): string | undefined {
  const place = at.file.shownAt ? undefined : scalarAt(at.file, at.range);
  return place && (typeof place.tree.value === 'string' ? place.tree.value : place.tree.text);
}

/**
 * Edits that put another text there, those to be tried first first; else why there is none. Typed like what stands there and quoted where it must be;
 * then as YAML reads the text, because what was written without quotes may be of the wrong type: `replicas: three`.
 */
export function fixesByHand({ at }: Pick<Finding, 'at'>, text: string): readonly Fix[] | string {
  const place = at.file.shownAt ? undefined : scalarAt(at.file, at.range);
  if (!place) return 'no single value stands here; edit the file';
  const { value, style } = place.tree;
  const read = style === 'plain' || typeof value !== 'string' ? [plain(text)] : [];
  const wishes: Wanted[] = typeof value === 'string' ? [{ value: text }, ...read.filter((wish) => typeof wish.value !== 'string')] : read;
  const fixes = wishes.flatMap((wish): Fix[] => {
    const edits = replaceScalar(place, wish);
    return edits ? [{ title: `set it to ${text}`, safety: 'review', edits }] : [];
  });
  return fixes.length > 0 ? fixes : 'the value cannot be replaced alone: it has an anchor or a tag; edit the file';
}

function plain(text: string): Wanted {
  const value = resolvePlain(text);
  if (typeof value === 'string') return { value };
  return { value: typeof value === 'bigint' ? Number(value) : value, spelling: text };
}
