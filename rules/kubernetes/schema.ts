import {
  celProblems, DEFINITION_KIND, definedKinds, defineRule, expressionProblems, fixOf, kindKey, knownText, moveKey, NotLookedAt, refusedSchemas, renameKey, schemaMistakes, setValue, TooManySteps,
  type Fix, type Manifest, type Mistake, type Node, type Problem,
} from '#rule';
import { misplacedBlock } from '../shared/misplaced-block.ts';

/** More of them say that a document is of another kind, or version, than it says. */
const MAX_SHOWN = 20;

export default defineRule({
  id: 'kubernetes/schema',
  on: 'manifest',
  holdsNone: true,
  title: 'Every manifest fits the schema of its kind',
  why: 'An API server drops a field that it does not know without a word, and the setting does nothing; what it cannot read it refuses, in the cluster and after the review.',
  severity: 'error',
  fixable: true,
  yieldsTo: ['argocd/generator-known', 'argocd/ignore-differences', 'argocd/drift-free', 'kserve/name'],

  *check(manifest) {
    yield* definitionProblems(manifest);
    const known = mistakesOf(manifest);
    const mistakes = known ?? [];
    for (const mistake of mistakes.slice(0, MAX_SHOWN)) yield misplacedBlock(manifest, mistake) ?? problemOf(manifest, mistake);
    const more = mistakes.length - MAX_SHOWN;
    if (known?.every(({ severity }) => severity === 'warning')) yield* celProblems(manifest); // an API server evaluates them where everything else fits
    if (more > 0) yield { at: manifest.root.get('kind'), message: `${more} more field${more === 1 ? ' does' : 's do'} not fit the schema of ${manifest.kind} in ${manifest.apiVersion}` };
    const [unusable] = manifest.definitions?.problemsOf(manifest.apiVersion, manifest.kind) ?? [];
    if (unusable) throw new NotLookedAt(manifest.root.get('kind'), `${unusable.path} is no schema that can be used (${unusable.why})`, 'a JSON Schema there');
  },
});

/** Nothing where nobody knows a schema of its kind. */
function mistakesOf(manifest: Manifest): readonly Mistake[] | undefined {
  try {
    return schemaMistakes(manifest);
  } catch (error) {
    if (!(error instanceof TooManySteps)) throw error;
    throw new NotLookedAt(manifest.root.get('kind'), 'what its definition asks for takes too long', 'a definition with fewer forms');
  }
}

/** What a definition says that nobody can read: objects of its kind are held against the rest. */
function* definitionProblems(manifest: Manifest): Iterable<Problem> {
  if (kindKey(manifest) !== DEFINITION_KIND) return;
  const { problems } = definedKinds(manifest.root);
  for (const { path, message } of problems.slice(0, MAX_SHOWN)) yield { at: manifest.root.get(...path), message };
  yield* expressionProblems(manifest.root);
  if (problems.length === 0) yield* refusedSchemas(manifest.root).slice(0, MAX_SHOWN).map(({ path, message }) => ({ at: manifest.root.get(...path), message }));
  yield* approvalProblems(manifest);
}

/** Groups that the Kubernetes project gives out: a definition there names the review that allowed it (apiextensions-apiserver, pkg/apihelpers, 0.36). */
function* approvalProblems({ root, apiVersion, name }: Manifest): Iterable<Problem> {
  const group = knownText(root.get('spec', 'group'));
  const isProtected = group !== undefined && PROTECTED.some((domain) => group === domain || group.endsWith(`.${domain}`));
  if (!isProtected || name === undefined || apiVersion !== 'apiextensions.k8s.io/v1') return;
  const annotation = root.get('metadata', 'annotations', APPROVAL);
  const text = annotation.exists ? knownText(annotation) : '';
  if (text === undefined || text.startsWith('unapproved') || isLink(text)) return;
  const wanted = 'it is a link to the review, or a text that starts with unapproved';
  yield text === '' ? { at: root.get('spec', 'group'), message: `group ${group} is one of Kubernetes' own, and the definition lacks the annotation ${APPROVAL}; ${wanted}` } : { at: annotation, message: `${APPROVAL} is ${JSON.stringify(text.slice(0, 60))}; ${wanted}` };
}

const PROTECTED = ['k8s.io', 'kubernetes.io'];
const APPROVAL = 'api-approved.kubernetes.io';

function isLink(text: string): boolean {
  return URL.canParse(text) && new URL(text).host !== '';
}

function problemOf({ root, kind }: Manifest, { path, about, message, severity, repair }: Mistake): Problem {
  const value = root.get(...path);
  const at = about === 'unknown' || about === 'version' || about === 'key' ? (value.key ?? value) : value;
  const found = repair && fixFor(root, value, repair);
  const fix = found && kind === 'Secret' && 'value' in repair ? aroundIt(found) : found;
  return { at, message, ...(severity ? { severity } : {}), ...(fix ? { fix } : {}) };
}

/** Puts quotes around a value without saying it: what a Secret holds stands in no title and no edit. */
function aroundIt({ safety, edits }: Fix): Fix | undefined {
  const around = edits.flatMap(({ file, range: { start, end }, text }) => {
    const kept = file.text.slice(start, end);
    const at = text.indexOf(kept);
    return at < 0 ? [] : [{ file, range: { start, end: start }, text: text.slice(0, at) }, { file, range: { start: end, end }, text: text.slice(at + kept.length) }];
  });
  return around.length === 2 * edits.length ? { title: 'quote it', safety, edits: around } : undefined;
}

function fixFor(root: Node, value: Node, repair: NonNullable<Mistake['repair']>): Problem['fix'] {
  if ('into' in repair) return fixOf(`move it ${repair.where}`, 'review', moveKey(value, root.get(...repair.into)));
  if ('key' in repair) return fixOf(`rename it to ${repair.key}`, 'safe', renameKey(value, repair.key));
  const written = typeof repair.value === 'string' ? `"${repair.value}"` : String(repair.value);
  return fixOf(`write ${written}`, 'safe', setValue(value, repair.value));
}
