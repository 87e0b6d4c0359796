import { addItem, defineRule, fixOf, setValue, type ApplicationSet, type Fix, type Node } from '#rule';
import { placeholdersIn } from '../shared/placeholders.ts';
import { textsOf } from '../shared/texts.ts';

const ERROR = 'missingkey=error';

export default defineRule({
  id: 'argocd/missing-keys-fail',
  on: 'applicationSet',
  title: 'A Go template of an ApplicationSet fails where a key is missing',
  why: 'Otherwise a misspelt or missing parameter becomes the text `<no value>` in a name, path or cluster, and the Application is created all the same.',
  severity: 'warning',
  fixable: true,

  *check(set) {
    const spec = set.root.get('spec');
    if (spec.get('goTemplate').value !== true || !isTemplated(spec) || isLeftOpen(set)) return;
    const options = spec.get('goTemplateOptions');
    const last = options.items().findLast(({ text }) => text?.startsWith('missingkey=') === true);
    if (last?.text === ERROR) return;
    if (last) yield { at: last, message: `${last.text ?? ''} lets a missing key pass; ${ERROR} does not`, fix: fixOf(`write ${ERROR}`, 'review', setValue(last, ERROR)) };
    else yield { at: options.exists ? options : spec.get('goTemplate'), message: `goTemplate without ${ERROR} in \`goTemplateOptions\` writes <no value> for a missing key`, fix: addition(spec, options) };
  },
});

/** What no parameter goes into cannot miss one; a patch has no template. */
function isTemplated(spec: Node): boolean {
  return templateTexts(spec).some((text) => text.includes('{{'));
}

function templateTexts(spec: Node): string[] {
  return [spec.get('template'), spec.get('templatePatch')].flatMap((part) => textsOf(part).map(({ text }) => text ?? ''));
}

/** A key that is missing already is for argocd/parameters-resolved, and would stop the whole set here. */
function isLeftOpen({ applications }: ApplicationSet): boolean {
  return applications.some((application) => textsOf(application.root).some(({ text }) => placeholdersIn(text ?? '', application).length > 0));
}

/** Whoever asks whether a key is there may count on its being missing. */
function addition(spec: Node, options: Node): Fix | undefined {
  const isAsked = templateTexts(spec).some((text) => /\b(?:if|with|default|coalesce|empty|or|and|not|ternary|eq|ne)\b/.test(text) && text.includes('{{'));
  return fixOf(`add ${ERROR}`, isAsked ? 'review' : 'safe', addItem(options, ERROR));
}
