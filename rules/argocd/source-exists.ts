import { defineRule, fixOf, setValue, type Application, type Node, type Problem, type SourceReference } from '#rule';
import { placeholdersIn } from '../shared/placeholders.ts';

export default defineRule({
  id: 'argocd/source-exists',
  on: 'application',
  title: 'What a source names exists in the repository',
  why: 'Argo CD cannot render the Application and shows a ComparisonError: nothing is synced until the name is right.',
  severity: 'error',
  fixable: true,

  *check(application) {
    for (const reference of application.references) {
      const { at } = reference;
      const written = at.isKnown ? (at.text ?? '') : '';
      // What is left of a template is for argocd/parameters-resolved.
      if (isThere(reference, written) || placeholdersIn(written, application).length > 0) continue;
      const first = firstOfAll(reference, application);
      yield first
        ? { at: inTemplate(at), message: `${messageOf(first, first.at.text ?? '')}, nor does what stands here for any other Application of the set`, fix: repair(first) }
        : { at, message: messageOf(reference, written), fix: repair(reference) };
    }
    yield* unknownRefs(application);
  },
});

/** A source's path has to be relative; a value file that may be absent is for argocd/values-once. */
function isThere({ found, what, isOptional }: SourceReference, written: string): boolean {
  return written === '' || isOptional === true || (found && !(what === 'path' && written.startsWith('/')));
}

/** What the first Application of a set names, where no one that could be looked at finds what stands there: it is the template that is wrong. */
function firstOfAll({ at: { path } }: SourceReference, { applicationSet }: Application): SourceReference | undefined {
  const siblings = applicationSet ? [...applicationSet.applications, ...applicationSet.supposed] : [];
  const same = siblings.flatMap(({ references }) => references.find(({ at }) => at.path.join('.') === path.join('.')) ?? []);
  return same.length > 1 && same.every(({ found, isOptional, at }) => !found && isOptional !== true && at.isKnown) ? same[0] : undefined;
}

/** What stands in the template, of a text that is made of that and of parameters, which stand nearer to an environment. */
function inTemplate(at: Node): Node {
  const text = at.isKnown ? (at.text ?? '').slice(0, MAX_LOOKED_AT) : '';
  const nearness = Array.from({ length: text.length }, (_, index) => at.part(index, index + 1).piece?.nearness ?? 0);
  const least = Math.min(...nearness);
  const start = nearness.indexOf(least);
  const end = nearness.findIndex((one, index) => index > start && one !== least);
  return start < 0 ? at : at.part(start, end < 0 ? text.length : end);
}

/** Where one name is near and one segment of the path sets it apart: that segment, where its author wrote it. */
function repair({ at, path, near, isOutside }: SourceReference): Problem['fix'] {
  const [meant, ...others] = near;
  if (meant === undefined || others.length > 0 || isOutside || !at.isKnown) return undefined;
  const [here, there, written] = [path.split('/'), meant.split('/'), (at.text ?? '').split('/')];
  const differing = here.flatMap((segment, index) => (segment === there[index] ? [] : [index]));
  const [index = 0] = differing;
  const place = written.length - (here.length - index);
  const [wrong, right] = [here[index] ?? '', there[index] ?? ''];
  if (here.length !== there.length || differing.length !== 1 || written[place] !== wrong) return undefined;
  const start = written.slice(0, place).reduce((length, segment) => length + segment.length + 1, 0);
  return fixOf(`write ${right}`, 'review', setValue(at.part(start, start + wrong.length), right));
}

/** Longer than any path. */
const MAX_LOOKED_AT = 500;

/** With several sources a leading `$` names one of them, whatever follows. */
function* unknownRefs({ root, sources }: Application): Iterable<Problem> {
  if (root.get('spec', 'sources').items().length === 0) return;
  const refs = sources.flatMap(({ ref }) => ref ?? []);
  for (const file of sources.flatMap(({ node }) => filesNamedBy(node))) {
    const name = /^\$[^/]*/.exec((file.isKnown ? file.text : undefined) ?? '')?.[0];
    if (name === undefined || refs.includes(name.slice(1))) continue;
    const known = refs.length === 0 ? "but no source has a 'ref' field defined" : `which is not one of the available sources (${refs.map((ref) => `$${ref}`).join(', ')})`;
    yield { at: file.part(0, name.length), message: `source referenced ${JSON.stringify(name)}, ${known}` };
  }
}

function filesNamedBy(source: Node): Node[] {
  const helm = source.get('helm');
  return [...helm.get('valueFiles').items(), ...helm.get('fileParameters').items().map((parameter) => parameter.get('path'))];
}

function messageOf({ what, path, near, isOutside }: SourceReference, written: string): string {
  if (what === 'path' && written.startsWith('/')) return `path "${written}" is absolute; it has to be relative to the repository`;
  if (isOutside) return `${what} "${written}" leads out of the repository`;
  if (what === 'value file' && /[*?[]/.test(path)) return `values file glob ${JSON.stringify(written)} matched no files`;
  const resolved = path === written ? '' : ` (${path})`;
  const [nearest] = near;
  const problem = what === 'path' ? 'is no folder of the repository' : 'does not exist';
  return `${what} "${written}"${resolved} ${problem}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`;
}
