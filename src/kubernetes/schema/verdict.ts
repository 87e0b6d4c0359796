/** The short yes or no to a document, by what was compiled from the schema of its kind. */
import type { Manifest } from '../../model.ts';
import { isWhollyKnown } from '../../yaml/pieces.ts';
import type { Tree } from '../../yaml/tree.ts';
import { validatorOf } from './catalog.ts';
import { validatorData } from './plain-data.ts';
import type { Verdict } from './schema-files.ts';

const verdicts = new WeakMap<Tree, Verdict | 'nobody to ask'>();

/**
 * Remembered, because the schema and the rules in CEL beside it are asked about one after the other. `undefined` where there is nothing to ask, or not yet.
 * What a template leaves open stands in the data as a text: that it fits is kept, what rules say of it is not.
 */
export function verdictOf({ apiVersion, kind, root: { tree } }: Pick<Manifest, 'apiVersion' | 'kind' | 'root'>): Verdict | undefined {
  if (!tree) return undefined;
  const before = verdicts.get(tree);
  if (before !== undefined) return before === 'nobody to ask' ? undefined : before;
  const said = validatorOf(apiVersion, kind)?.(validatorData(tree));
  const verdict = said === 'fits' && !isWhollyKnown(tree) ? 'unsure' : said;
  verdicts.set(tree, verdict ?? 'nobody to ask');
  return verdict;
}
