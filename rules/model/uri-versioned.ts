import { defineRule, type ModelUri, type Node, type Problem } from '#rule';
import { isLooseExample } from '../shared/example-folders.ts';
import { mutableReferenceOf } from '../shared/mutable-reference.ts';
import { unfilledIn } from '../shared/unfilled.ts';
import { knownFirst } from '../shared/unknown.ts';

/** Repositories of models, whose versions are revisions. */
const HUB = /^(?:hf|huggingface|modelscope)$/i;
const DECLARE = 'or declare your form under uris.versionPatterns';

export default defineRule({
  id: 'model/uri-versioned',
  on: 'model',
  title: 'A model source names an immutable version',
  why: 'A retrained model is written to the same place: what is served changes without a commit, and no commit brings the old model back.',
  severity: 'error',

  *check(model) {
    for (const source of knownFirst(model.sources)) {
      const { uri, parsed } = source;
      const isNothing = (uri.text ?? '').trim() === '' || hasSpaceAround(uri.text ?? '');
      if (isNothing || parsed.version || mutableReferenceOf(source) || isToBeFilledIn(uri.text ?? '', parsed)) continue;
      yield { ...problem(uri, parsed), ...(isLooseExample(model) ? { severity: 'info' as const } : {}) };
    }
  },
});

/** Which model/uri-scheme says: the version may be there, behind a space. */
function hasSpaceAround(uri: string): boolean {
  return uri !== uri.trim() || /\/\s/.test(uri);
}

/** The version is what somebody still has to write there, which repository/placeholder says. */
function isToBeFilledIn(uri: string, { segments }: ModelUri): boolean {
  return [uri.trim(), segments.at(-1)?.text ?? ''].some((text) => unfilledIn(text)?.text === text && text !== '');
}

function problem(uri: Node, { scheme, segments }: ModelUri): Problem {
  const named = segments.find(({ role }) => role !== 'path');
  if (named) {
    const example = named.role === 'revision' ? 'a commit of 40 digits' : 'v7, 1.10.0 or a digest';
    return { at: uri.part(named.start, named.end), message: `${named.role} "${named.text}" is no immutable version, such as ${example}; name one, ${DECLARE}` };
  }
  if (HUB.test(scheme)) {
    return { at: uri, message: `"${uri.text ?? ''}" names no revision, which means the newest; name a commit of 40 digits, ${DECLARE}` };
  }
  const example = 'a whole segment such as v7, 1.10.0, a date or a run id';
  return { at: uri, message: `"${uri.text ?? ''}" holds no immutable version; name one as ${example}, ${DECLARE}` };
}
