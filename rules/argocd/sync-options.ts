import { defineRule, fixOf, renameKey, setValue, type Application, type ClusterFacts, type Node, type Problem } from '#rule';
import { isArgocdAtLeast } from '../shared/argocd-version.ts';
import { onlyNear } from '../shared/nearest.ts';
import { placeholdersIn } from '../shared/placeholders.ts';
import { listed } from '../shared/staged-models.ts';
import { admitUnknown } from '../shared/unknown.ts';

/** What an option may be, and the version of Argo CD that first knows it there. */
interface Known {
  readonly values: readonly string[];
  readonly since?: readonly [major: number, minor: number];
}

const SWITCH: Known = { values: ['true', 'false'] };
const GUARD: Known = { values: ['false', 'confirm', 'true'] };

/** Options of an Application. Follows argo-cd, controller/sync.go and controller/state.go. */
const OF_APPLICATIONS: ReadonlyMap<string, Known> = new Map<string, Known>([
  ['Validate', SWITCH], ['CreateNamespace', SWITCH], ['PruneLast', SWITCH], ['Replace', SWITCH], ['ServerSideApply', SWITCH],
  ['ApplyOutOfSyncOnly', SWITCH], ['FailOnSharedResource', SWITCH], ['RespectIgnoreDifferences', SWITCH],
  ['SkipDryRunOnMissingResource', { ...SWITCH, since: [3, 1] }], ['ClientSideApplyMigration', { ...SWITCH, since: [3, 1] }],
  ['PrunePropagationPolicy', { values: ['background', 'foreground', 'orphan'] }],
  ['Prune', { ...GUARD, since: [3, 4] }], ['Delete', { ...GUARD, since: [3, 4] }],
]);

/** Options of one object. Follows argo-cd, gitops-engine/pkg/sync/common/types.go and sync_context.go. */
const OF_OBJECTS: ReadonlyMap<string, Known> = new Map<string, Known>([
  ['Prune', GUARD], ['Delete', GUARD], ['PruneLast', SWITCH], ['Validate', SWITCH], ['SkipDryRunOnMissingResource', SWITCH],
  ['Replace', SWITCH], ['Force', SWITCH], ['ServerSideApply', SWITCH],
]);

const HOOKS: ReadonlyMap<string, Known> = new Map<string, Known>([
  ...['PreSync', 'Sync', 'PostSync', 'SyncFail', 'Skip', 'PostDelete'].map((name) => [name, { values: [] }] as const),
  ['PreDelete', { values: [], since: [3, 3] }],
]);
const DELETE_POLICIES: ReadonlyMap<string, Known> = new Map(['HookSucceeded', 'HookFailed', 'BeforeHookCreation'].map((name) => [name, { values: [] }]));

const GROUP = 'argocd.argoproj.io/';
const READ_OF_OBJECTS = ['sync-options', 'sync-wave', 'hook', 'hook-delete-policy'];
/** Other annotations that Argo CD reads; docs/user-guide/annotations-and-labels.md. */
const OTHERS: ReadonlySet<string> = new Set([
  'compare-options', 'tracking-id', 'installation-id', 'hook-finalizer', 'ignore-healthcheck', 'ignore-default-links', 'ignore-resource-updates',
  'ignore-restart-policy', 'deletion-approved', 'refresh', 'hydrate', 'skip-reconcile', 'manifest-generate-paths', 'managed-by-url',
  'client-side-apply-migration-manager', 'application-set-refresh',
]);

export default defineRule({
  id: 'argocd/sync-options',
  on: 'application',
  title: 'Sync options, hooks and waves are spelt as Argo CD reads them',
  why: 'Argo CD checks none of these words: an option that it does not know changes nothing, and an object with an unknown hook is never applied.',
  severity: 'error',
  fixable: true,

  *check(application) {
    const options = application.root.get('spec', 'syncPolicy', 'syncOptions').items();
    const annotations = application.manifests.flatMap(({ root }) => root.get('metadata', 'annotations').entries()).filter(([key]) => key.startsWith(GROUP));
    for (const option of options) if (option.isKnown) yield* applicationOption(option, application);
    for (const [key, value] of annotations) if (value.isKnown) yield* annotationProblems(key.slice(GROUP.length), value, application.cluster);
    admitUnknown([...options, ...annotations.map(([, value]) => value)]);
  },
});

function* applicationOption(option: Node, application: Application): Iterable<Problem> {
  if (option.kind === 'mapping' || option.text === undefined) {
    yield { at: option, message: `${spelt(option)} is no option; one is written as text, such as "CreateNamespace=true"` };
  } else if (option.text.includes(',') && option.text.includes('=')) {
    yield { at: option, message: `"${option.text}" is read as one option, and there is none of that name; every option is an item of its own` };
  } else if (placeholdersIn(option.text, application).length === 0) {
    yield* optionProblems(option, { known: OF_APPLICATIONS, elsewhere: OF_OBJECTS, place: 'the annotation of an object', cluster: application.cluster });
  }
}

function* annotationProblems(name: string, value: Node, cluster: ClusterFacts): Iterable<Problem> {
  if (!READ_OF_OBJECTS.includes(name)) {
    const near = OTHERS.has(name) ? undefined : onlyNear(name, READ_OF_OBJECTS);
    if (near !== undefined) yield misspeltAnnotation(value, name, near);
  } else if (value.text === undefined) {
    yield { at: value, message: `${name} is ${spelt(value)}, and an annotation is text`, fix: asText(value) };
  } else if (name === 'sync-wave') {
    if (!/^[-+]?\d{1,18}$/.test(value.text)) yield { at: value, message: `sync-wave is "${value.text}", not a whole number, and Argo CD passes over it` };
  } else if (name === 'sync-options') {
    for (const word of wordsOf(value)) yield* optionProblems(word, { known: OF_OBJECTS, elsewhere: OF_APPLICATIONS, place: '`syncOptions` of the Application', cluster });
  } else {
    yield* hookProblems(name, value, cluster);
  }
}

function misspeltAnnotation(value: Node, name: string, near: string): Problem {
  const meant = GROUP + near;
  return {
    at: value.key ?? value,
    message: `${GROUP}${name} is no annotation that Argo CD reads; did you mean ${meant}?`,
    fix: fixOf(`call it ${meant}`, 'safe', renameKey(value, meant)),
  };
}

/** An object with the annotation of a hook, and no hook that Argo CD knows in it, is left out of every sync. */
function* hookProblems(name: string, value: Node, cluster: ClusterFacts): Iterable<Problem> {
  const words = wordsOf(value);
  const known = name === 'hook' ? HOOKS : DELETE_POLICIES;
  const lost = name === 'hook' && !words.some(({ text }) => known.has(text ?? '')) ? ', so that the object is never applied' : '';
  if (lost !== '' && words.length === 0) yield { at: value, message: `hook is empty${lost}` };
  for (const word of words) yield* wordProblems(word, { known, what: name === 'hook' ? 'hook' : 'delete policy of a hook', lost, cluster });
}

/** The words of a list with commas, each with its own place. */
function wordsOf(list: Node): Node[] {
  const words: Node[] = [];
  let start = 0;
  for (const item of (list.text ?? '').split(',')) {
    const word = item.trim();
    const at = start + item.length - item.trimStart().length;
    if (word !== '') words.push(list.part(at, at + word.length));
    start += item.length + 1;
  }
  return words;
}

interface Vocabulary {
  readonly known: ReadonlyMap<string, Known>;
  readonly elsewhere: ReadonlyMap<string, Known>;
  readonly place: string;
  readonly cluster: ClusterFacts;
}

/** `Key=value`, exactly. */
function* optionProblems(option: Node, { known, elsewhere, place, cluster }: Vocabulary): Iterable<Problem> {
  const text = option.text ?? '';
  const at = text.indexOf('=');
  const [key, value] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  const exact = known.get(key);
  const misplaced = exact ? undefined : elsewhere.get(key);
  if (exact?.values.includes(value) === true) {
    if (isTooNew(exact, cluster)) yield { at: option, message: `"${text}" is known here from Argo CD ${exact.since?.join('.') ?? ''} on, and ${cluster.argocd ?? ''} is declared` };
  } else if (misplaced?.values.includes(value) === true) {
    yield { at: option, message: `"${text}" has no effect here; it belongs into ${place}` };
  } else {
    yield misspelt(option, { key, value, known, cluster });
  }
}

function misspelt(option: Node, { key, value, known, cluster }: { key: string; value: string; known: ReadonlyMap<string, Known>; cluster: ClusterFacts }): Problem {
  const text = option.text ?? '';
  if (!known.has(key) && isNewer(cluster)) return { at: option, severity: 'info', message: `"${text}" is no option that Argo CD 3.6 knows here` };
  const meant = known.has(key) ? key : onlyNear(key, known.keys());
  const values = known.get(meant ?? '')?.values ?? [];
  const isBare = !text.includes('=') && known.get(meant ?? '') === SWITCH;
  const meantValue = isBare ? 'true' : values.includes(value) ? value : onlyNear(value, values);
  if (meant === undefined) return { at: option, message: `"${text}" is no option that Argo CD knows here` };
  if (meantValue === undefined) return { at: option, message: `"${text}" is no option; ${meant} takes ${values.join(' or ')}` };
  const right = `${meant}=${meantValue}`;
  return { at: option, message: `"${text}" is no option; did you mean ${right}?`, fix: fixOf(`write ${right}`, isBare ? 'review' : 'safe', setValue(option, right)) };
}

interface WordContext {
  readonly known: ReadonlyMap<string, Known>;
  readonly what: string;
  /** What becomes of the object, as the end of a clause. */
  readonly lost: string;
  readonly cluster: ClusterFacts;
}

function* wordProblems(word: Node, { known, what, lost, cluster }: WordContext): Iterable<Problem> {
  const text = word.text ?? '';
  const exact = known.get(text);
  const meant = isNewer(cluster) ? undefined : onlyNear(text, known.keys());
  if (exact) {
    if (isTooNew(exact, cluster)) yield { at: word, message: `${text} is a ${what} only from Argo CD ${exact.since?.join('.') ?? ''} on, and ${cluster.argocd ?? ''} is declared` };
  } else if (meant === undefined) {
    const severity = isNewer(cluster) ? { severity: 'info' as const } : {};
    yield { at: word, message: `"${text}" is no ${what}${lost}; known are ${listed(known.keys())}`, ...severity };
  } else {
    yield { at: word, message: `"${text}" is no ${what}${lost}; did you mean ${meant}?`, fix: fixOf(`write ${meant}`, 'safe', setValue(word, meant)) };
  }
}

/** Only a declared version decides. */
function isTooNew({ since }: Known, cluster: ClusterFacts): boolean {
  return since !== undefined && isArgocdAtLeast(cluster, since[0], since[1]) === false;
}

/** Newer than what the tables were read from. */
function isNewer(cluster: ClusterFacts): boolean {
  return isArgocdAtLeast(cluster, 3, 7) === true;
}

function asText(value: Node): Problem['fix'] {
  const { written } = value;
  return written === undefined || value.isNull ? undefined : fixOf('quote it', 'safe', setValue(value, written));
}

function spelt(node: Node): string {
  if (node.kind === 'mapping') return `the mapping of ${node.keys().map(({ written }) => written ?? '').join(', ')}`;
  return node.isNull ? 'empty' : (node.written ?? 'a list');
}
