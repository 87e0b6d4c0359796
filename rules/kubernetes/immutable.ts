import { celProblems, defineRule, kindKey, knownText, type Manifest, type Node, type Problem } from '#rule';
import { changedObjects } from '../shared/changed-objects.ts';
import { firstDifference } from '../shared/first-difference.ts';
import { IMMUTABLE_FIELDS, type ImmutableField } from '../shared/immutable-fields.ts';

export default defineRule({
  id: 'kubernetes/immutable',
  on: 'change',
  kinds: [...IMMUTABLE_FIELDS.keys()],
  title: 'A change leaves alone what an API server does not let change',
  why: 'The server refuses the update: Argo CD cannot sync the application, and the old object stays while the repository says something else.',
  severity: 'error',
  yieldsTo: ['kserve/immutable'],

  *check(change) {
    for (const [was, is] of changedObjects(change, () => true)) {
      if (isCreatedAnew(is)) continue;
      for (const field of IMMUTABLE_FIELDS.get(kindKey(is)) ?? []) yield* fieldProblem(field, was, is);
      yield* celProblems(is, was);
    }
  },
});

const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/** Argo CD deletes it first: what is replaced by force, and hooks, which it deletes before it creates them unless they say otherwise. */
function isCreatedAnew({ root, application }: Manifest): boolean {
  const annotations = root.get('metadata', 'annotations');
  const own = (knownText(annotations.get(SYNC_OPTIONS)) ?? '').split(',').map((option) => option.trim());
  const options = new Set([...own, ...(application?.root.get('spec', 'syncPolicy', 'syncOptions').items() ?? []).flatMap((option) => knownText(option) ?? [])]);
  if (options.has('Replace=true') && options.has('Force=true')) return true;
  const hook = annotations.get('argocd.argoproj.io/hook').exists ? 'argocd.argoproj.io/hook-delete-policy' : annotations.get('helm.sh/hook').exists ? 'helm.sh/hook-delete-policy' : undefined;
  if (hook === undefined) return false;
  const policy = annotations.get(hook);
  return !policy.exists || /before-?hook-?creation|succeeded/i.test(knownText(policy) ?? '');
}

function* fieldProblem({ path, standsFor, isFilledIn, when }: ImmutableField, old: Manifest, now: Manifest): Iterable<Problem> {
  const [was, is] = [old.root.get(...path), now.root.get(...path)];
  if (when && !when(old, now)) return;
  if (isFilledIn === true && (!was.exists || !is.exists)) return;
  const difference = firstDifference(was, is);
  if (!difference || (standsFor !== undefined && valueOf(was, standsFor) === valueOf(is, standsFor))) return;
  const at = difference.is.exists ? difference.is : nearest(difference.is);
  yield { at, message: `${difference.is.path.join('.')} ${changeText(difference.was, difference.is)}, which an API server refuses for a ${now.kind}: ${wayOut(now)}` };
}

function valueOf(node: Node, standsFor: string | boolean | number): unknown {
  return node.exists ? node.value : standsFor;
}

/** What is not there any more is shown where it stood. */
function nearest(node: Node): Node {
  return node.exists || !node.parent ? node : nearest(node.parent);
}

function changeText(was: Node, is: Node): string {
  if (!was.exists) return 'is added';
  if (!is.exists) return 'is taken away';
  if (was.kind !== 'scalar' || is.kind !== 'scalar') return 'changes';
  return `changes from ${JSON.stringify(was.value)} to ${JSON.stringify(is.value)}`;
}

const RECREATE = `delete the object and create it again, as ${SYNC_OPTIONS}: Force=true,Replace=true lets Argo CD do`;
const WAYS: ReadonlyMap<string, string> = new Map([
  ['StatefulSet', 'delete it with --cascade=orphan, which leaves its pods, and let it be created again'],
  ['PersistentVolumeClaim', 'create a claim of another name and copy what is on the volume'],
  ['PersistentVolume', 'create a volume of another name'],
  ['ConfigMap', 'create one of another name, and name that where it is used'],
  ['Secret', 'create one of another name, and name that where it is used'],
  ['CustomResourceDefinition', 'define another kind: to delete this one deletes every object of it'],
  ['StorageClass', 'create a class of another name: volumes keep what they were made with'],
]);

function wayOut({ kind }: Manifest): string {
  return WAYS.get(kind) ?? RECREATE;
}
