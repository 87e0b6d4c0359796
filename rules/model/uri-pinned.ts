import { defineRule, type MutableReference } from '#rule';
import { isLooseExample } from '../shared/example-folders.ts';
import { mutableReferenceOf } from '../shared/mutable-reference.ts';
import { knownFirst } from '../shared/unknown.ts';

export default defineRule({
  id: 'model/uri-pinned',
  on: 'model',
  title: 'A model source names no stage, alias, run or moving tag',
  why: 'What a stage or an alias names is changed outside Git: nobody reviews it, the history does not show it, and git revert does not undo it.',
  severity: 'error',

  *check(model) {
    const lowered = isLooseExample(model) ? { severity: 'info' as const } : {};
    for (const source of knownFirst(model.sources)) {
      const mutable = mutableReferenceOf(source);
      if (mutable) yield { at: source.uri.part(mutable.start, mutable.end), message: messageFor(mutable, source.parsed.scheme), ...lowered };
    }
  },
});

/** To the reader of a web address or a repository these are branches. */
const BRANCHES: ReadonlySet<string> = new Set(['main', 'master', 'head']);

function messageFor({ kind, text }: MutableReference, scheme: string): string {
  switch (kind) {
    case 'stage':
    case 'alias':
      return `${BRANCHES.has(text.toLowerCase()) ? 'branch' : kind} "${text}" can name another model tomorrow without a change in Git; name an immutable version, such as v7`;
    case 'run':
      return `"${text}" names a training run, which can still log other artifacts; name the object-store URI of an immutable version`;
    case 'tag':
      return `tag "${text}" can be pushed again with another model; name a version as the tag, or a digest`;
    case 'revision':
      return `revision "${text}" moves with every commit; name a commit of 40 digits`;
    case 'untagged':
      return scheme.toLowerCase() === 'models'
        ? `registered model "${text}" is named without a version; name one, such as models:/${text}/7`
        : `image "${text}" has no tag, which means latest; name a version as the tag, or a digest`;
  }
}
