import { defineRule, type Application, type Node, type Problem } from '#rule';
import { ignoredFields, isInside } from '../shared/ignored-fields.ts';
import { automatedOf } from '../shared/sync-policy.ts';

/** Policies under which the controller does not change what exists already. */
const WITHOUT_UPDATES: ReadonlySet<string> = new Set(['create-only', 'create-delete']);
const SKIP = 'argocd.argoproj.io/skip-reconcile';
/** What Go's ParseBool takes for true. */
const TRUE: ReadonlySet<string> = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);

export default defineRule({
  id: 'argocd/self-heal-controller',
  on: 'application',
  title: 'No setting of the controllers keeps selfHeal from a served model',
  why: 'These settings mean what they do, but next to `selfHeal: true` they leave manual changes in place, or let somebody switch selfHeal off for good.',
  severity: 'warning',

  *check(application) {
    if (application.models.length === 0 || automatedOf(application)?.get('selfHeal').value !== true) return;
    const skip = application.root.get('metadata', 'annotations', SKIP);
    if (TRUE.has(skip.text ?? '')) yield { at: skip, message: `${SKIP} is "${skip.text ?? ''}", so that Argo CD does not look at the Application at all` };
    if (application.applicationSet) yield* setProblems(application.applicationSet.root.get('spec'), application);
  },
});

function* setProblems(spec: Node, application: Application): Iterable<Problem> {
  const type = spec.get('strategy', 'type');
  if (type.text === 'RollingSync' && spec.get('strategy', 'rollingSync').kind === 'mapping') {
    yield { at: type, message: 'RollingSync, where the controller runs it, switches `automated` off in every Application of the set, selfHeal included' };
  }
  const policy = spec.get('syncPolicy', 'applicationsSync');
  if (WITHOUT_UPDATES.has(policy.text ?? '')) {
    yield { at: policy, message: `with ${policy.text ?? ''} the set changes no Application that exists: selfHeal does not reach it, and is not restored there` };
  }
  for (const entry of spec.get('ignoreApplicationDifferences').items()) yield* ignored(entry, application);
}

function* ignored(entry: Node, { root, name }: Application): Iterable<Problem> {
  const only = entry.get('name').text ?? '';
  if (only !== '' && only !== name) return;
  const selfHeal = root.get('spec', 'syncPolicy', 'automated', 'selfHeal');
  const field = ignoredFields(entry).find(({ steps }) => isInside(selfHeal.path.slice(root.path.length), steps));
  if (field) yield { at: field.at, message: `${field.at.text ?? ''} keeps the set from changing selfHeal in an Application that exists`, related: [{ at: selfHeal, message: 'what does not reach it' }] };
}
