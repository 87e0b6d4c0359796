/**
 * A scalar that is replaced keeps the way it was written, and with the quotes goes its meaning: a number in the place of a quoted text is text.
 * Follows kustomize 5.7, `FieldSetter` of kyaml/yaml/fns.go, which copies the style of the node it changes.
 */
import { SourceFile } from '../../source.ts';
import { resolvePlain, type ScalarValue } from '../../yaml/scalar.ts';
import type { ScalarTree } from '../../yaml/tree.ts';
import { plain } from '../traced-text.ts';
import { composedScalar } from './compose-tree.ts';
import { withoutWords } from './scalar-meaning.ts';

/** The new scalar as it is understood in the place of the old one; the same where nothing is to be said. */
export function inStyleOf(before: ScalarTree, value: ScalarTree): ScalarTree {
  const isText = value.value === null || typeof value.value === 'string';
  return isText || !isQuoted(before) ? value : { ...value, value: value.text };
}

/** Whether it stands in quotes, or was put there by quotes. */
function isQuoted({ style, value, text }: ScalarTree): boolean {
  return typeof value === 'string' && (style !== 'plain' || resolvePlain(text) !== text);
}

/** For scalars that are read and thrown away. */
const NOWHERE = new SourceFile('', '');

/** What a text means to kustomize without quotes. */
export function plainMeaning(text: string): ScalarValue {
  const read = withoutWords(composedScalar(plain(text), NOWHERE, resolvePlain(text)));
  return read.kind === 'scalar' ? read.value : text;
}
