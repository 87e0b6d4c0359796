import { defineRule, suggest, type Application, type Manifest, type Node, type Problem } from '#rule';
import { hiddenSources, ignoredFields, isAbout, isInside, jqSteps, pointerSteps } from '../shared/ignored-fields.ts';
import { placeholdersIn } from '../shared/placeholders.ts';
import { automatedOf, hasSyncOption } from '../shared/sync-policy.ts';
import { admitUnknown } from '../shared/unknown.ts';

const WHAT = ['jsonPointers', 'jqPathExpressions', 'managedFieldsManagers'];
/** Where an autoscaler writes. */
const SCALED: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'Rollout']);

export default defineRule({
  id: 'argocd/ignore-differences',
  on: 'application',
  title: 'What is ignored in a comparison is well-formed, and no more than is meant',
  why: 'A pointer that points nowhere ignores nothing, one bad expression makes the whole Application fail, and an entry for every kind hides what nobody thought of.',
  severity: 'warning',

  *check(application) {
    const entries = application.root.get('spec', 'ignoreDifferences').items();
    for (const entry of entries) {
      if (!textsOf(entry).every(({ isKnown }) => isKnown)) continue;
      const hidesModel = application.models.some((model) => hiddenSources(entry, model).length > 0);
      // What hides a served model is for argocd/self-heal-effective.
      if (!hidesModel) yield* kindProblems(entry);
      yield* fieldProblems(entry, application);
      yield* overwritten(entry, application);
    }
    admitUnknown(entries.flatMap(textsOf));
  },
});

function textsOf(entry: Node): Node[] {
  return [...['kind', 'group', 'name', 'namespace'].map((key) => entry.get(key)), ...WHAT.flatMap((key) => entry.get(key).items())];
}

/** By managers alone Argo CD's own documentation ignores in every kind. */
function* kindProblems(entry: Node): Iterable<Problem> {
  const kind = entry.get('kind');
  const namesFields = ['jsonPointers', 'jqPathExpressions'].some((key) => entry.get(key).items().length > 0);
  if (kind.text === '*' && namesFields) yield { at: kind, message: 'kind * stands for every kind of the group; name those that are meant' };
  else if (kind.text === undefined || kind.text === '') yield { at: kind, message: 'an entry of ignoreDifferences names no kind' };
}

function* fieldProblems(entry: Node, application: Application): Iterable<Problem> {
  if (entry.kind !== 'mapping') return;
  const [pointers, expressions] = [entry.get('jsonPointers').items(), entry.get('jqPathExpressions').items()];
  if (WHAT.every((key) => entry.get(key).items().length === 0)) yield nothingIgnored(entry);
  for (const pointer of pointers) {
    if (placeholdersIn(pointer.text ?? '', application).length > 0) continue;
    const problem = pointerProblem(pointer.text ?? '');
    if (problem !== undefined) yield { at: pointer, message: `"${pointer.text ?? ''}" ${problem}` };
  }
  for (const expression of expressions) {
    if (placeholdersIn(expression.text ?? '', application).length > 0) continue;
    const problem = expressionProblem(expression.text ?? '');
    if (problem !== undefined) yield { at: expression, message: `"${expression.text ?? ''}" ${problem}, and Argo CD compares nothing of the Application any more` };
  }
}

function nothingIgnored(entry: Node): Problem {
  const misspelt = entry.keys().find(({ written }) => suggest(written ?? '', WHAT) !== undefined && !WHAT.includes(written ?? ''));
  if (!misspelt) return { at: entry, message: `an entry without ${WHAT.slice(0, 2).join(', ')} or ${WHAT[2] ?? ''} ignores nothing` };
  return { at: misspelt, message: `${misspelt.written ?? ''} is no key of ignoreDifferences, so that nothing is ignored; did you mean ${suggest(misspelt.written ?? '', WHAT) ?? ''}?` };
}

/** RFC 6901. Argo CD only notes in its debug log that such a pointer removes nothing. */
function pointerProblem(pointer: string): string | undefined {
  if (pointerSteps(pointer) === undefined) return `points nowhere: a JSON pointer begins with a slash, such as ${pointerFor(pointer)}`;
  if (/~(?![01])/.test(pointer)) return 'points nowhere: a tilde in a JSON pointer is written ~0, and a slash in a name ~1';
  return undefined;
}

function pointerFor(text: string): string {
  const steps = jqSteps(text.startsWith('.') ? text : `.${text.replaceAll('/', '.')}`);
  const isPlain = steps !== undefined && steps.length > 0 && steps.every((step) => typeof step !== 'symbol');
  return isPlain ? `/${steps.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}` : '/spec/replicas';
}

/** What can be told without reading all of jq. Follows argo-cd, which compiles `del(<expression>)` with gojq. */
function expressionProblem(expression: string): string | undefined {
  if (expression.trim() === '') return 'is empty';
  if (expression.trimStart().startsWith('/')) return 'is a JSON pointer, no jq expression';
  if (/^\s*(?:spec|metadata|status|data|stringData|webhooks)\s*[.[]/.test(expression)) return 'is no jq path: it lacks the dot in front';
  return isBalanced(expression) ? undefined : 'has brackets or quotes that are not closed';
}

const CLOSING: ReadonlyMap<string, string> = new Map([['(', ')'], ['[', ']'], ['{', '}']]);

/** Brackets outside of strings; what stands inside of `\(…)` in a string is taken for text. */
function isBalanced(expression: string): boolean {
  const open: string[] = [];
  let isText = false;
  for (let index = 0; index < expression.length; index += 1) {
    const sign = expression[index] ?? '';
    if (isText && sign === '\\') index += 1;
    else if (sign === '"') isText = !isText;
    else if (isText) continue;
    else if (sign === '#') break;
    else if (CLOSING.has(sign)) open.push(CLOSING.get(sign) ?? '');
    else if (')]}'.includes(sign) && open.pop() !== sign) return false;
  }
  return open.length === 0 && !isText;
}

/** A number of replicas that Git names is written at every sync, ignored or not. */
function* overwritten(entry: Node, application: Application): Iterable<Problem> {
  const field = ignoredFields(entry).find(({ steps }) => isInside(['spec', 'replicas'], steps));
  if (!field || !automatedOf(application) || hasSyncOption(application, 'RespectIgnoreDifferences=true')) return;
  for (const manifest of application.manifests) {
    const replicas = manifest.root.get('spec', 'replicas');
    if (!SCALED.has(manifest.kind) || !replicas.exists || replicas.isNull || !isAbout(entry, manifest)) continue;
    yield { at: field.at, message: messageOf(field.at, manifest, replicas), related: [{ at: replicas, message: 'what a sync writes' }] };
  }
}

function messageOf(at: Node, { kind, name }: Manifest, replicas: Node): string {
  const count = replicas.isKnown ? ` to ${replicas.written ?? ''}` : '';
  return `${at.text ?? ''} is only ignored in the comparison: a sync sets the replicas of ${kind} ${name ?? ''} back${count} without RespectIgnoreDifferences=true`;
}
