import { defineRule, suggest, type Application, type Node, type Problem } from '#rule';
import { placeholdersIn, type Placeholder } from '../shared/placeholders.ts';
import { textsOf } from '../shared/texts.ts';

/** Texts that others than Argo CD read, with templates of their own. */
const HANDED_ON: ReadonlySet<string | number> = new Set([
  'annotations', 'info', 'values', 'valuesObject', 'parameters', 'fileParameters', 'patches', 'jsonnet', 'plugin',
]);

export default defineRule({
  id: 'argocd/parameters-resolved',
  on: 'application',
  title: 'Every parameter in the template of an ApplicationSet has a value',
  why: 'Argo CD says nothing: it creates the Application with the literal braces, or with `<no value>`, in its name, path or cluster.',
  severity: 'error',

  *check(application) {
    for (const node of textsOf(application.root)) {
      for (const placeholder of placeholdersIn(node.text ?? '', application)) {
        if (isMeant(placeholder, node, application)) {
          yield { at: node.part(placeholder.start, placeholder.end), message: messageOf(placeholder, application), ...letPass(placeholder, application) };
        }
      }
    }
  },
});

/** In texts for others only what is spelt as a parameter of the set is taken for one. */
function isMeant({ name }: Placeholder, { path }: Node, { parameters }: Application): boolean {
  if (name === undefined || !path.some((step) => HANDED_ON.has(step))) return true;
  return name.startsWith('.') ? parameters.has(name.slice(1)) : /^[A-Za-z_][\w.[\]-]*$/.test(name) && name !== 'end' && name !== 'else';
}

/** What lets a missing key pass in the Go dialect. */
function letPass({ name }: Placeholder, { applicationSet }: Application): Pick<Problem, 'related'> {
  const spec = applicationSet?.root.get('spec');
  if (!spec || name !== undefined) return {};
  const [options, goTemplate] = [spec.get('goTemplateOptions'), spec.get('goTemplate')];
  return { related: [{ at: options.exists ? options : goTemplate, message: 'missingkey=error in `goTemplateOptions` would refuse it' }] };
}

function messageOf({ name, text }: Placeholder, { parameters }: Application): string {
  if (name === undefined) return `${text} is left, because the generator gives no such parameter`;
  const known = name.startsWith('.') ? name.slice(1) : name;
  if (known !== name && parameters.has(known)) return `${text} is left as it stands; without \`goTemplate: true\` it is written {{${known}}}`;
  const near = suggest(known, parameters.keys());
  return `${text} is left as it stands, because the generator gives no such parameter${near === undefined ? '' : `; did you mean {{${near}}}?`}`;
}
