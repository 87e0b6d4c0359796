/** Blocks of values that a template prints beside the field that they belong under, which stays empty. */
import type { Manifest, Mistake, Node, Problem } from '#rule';

/** The mistake is not the key's, which is right where it is written, but the indentation of the action that prints it. */
export function misplacedBlock({ root }: Manifest, { about, path, meant = [] }: Mistake): Problem | undefined {
  const [target, ...others] = meant;
  const key = about === 'unknown' ? root.get(...path).key : undefined;
  const action = key && actionPrinting(key);
  if (!action || !target || others.length > 0) return undefined;
  const owner = root.get(...target.slice(0, -1));
  if (!owner.isNull || owner.path.length !== path.length || owner.key?.at.file !== action.file) return undefined;
  const name = String(owner.path.at(-1));
  return { at: key, shownAt: action, message: `what is printed here stands beside ${name} and not under it, so that ${name} is empty`, related: [{ at: key, message: 'written here' }] };
}

/** The outermost action of a template that printed a value from elsewhere. */
function actionPrinting({ piece }: Node): Problem['shownAt'] {
  const action = piece?.through.find(({ file, range }) => file.text.startsWith('{{', range.start));
  return action && piece?.at.file !== action.file ? action : undefined;
}
