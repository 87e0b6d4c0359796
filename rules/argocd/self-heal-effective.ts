import { defineRule, type Application, type Node, type Problem } from '#rule';
import { isArgocdAtLeast } from '../shared/argocd-version.ts';
import { hiddenSources, type HiddenSource } from '../shared/ignored-fields.ts';
import { automatedOf, manualSyncOption } from '../shared/sync-policy.ts';

export default defineRule({
  id: 'argocd/self-heal-effective',
  on: 'application',
  title: 'Nothing beside `selfHeal: true` undoes it for a served model',
  why: 'The policy reads as if manual changes were reverted, and they are not: nobody looks further.',
  severity: 'error',
  options: { manualSync: manualSyncOption },

  *check(application, { manualSync }) {
    const automated = automatedOf(application);
    if (application.models.length === 0 || automated?.get('selfHeal').value !== true) return;
    if (!manualSync.includes(application.environment?.name ?? '')) yield* disabled(automated.get('enabled'), application);
    yield* hidden(application);
    yield* retryProblems(application.root.get('spec', 'syncPolicy', 'retry'));
  },
});

/** Argo CD before 3.1 does not know `enabled` and syncs. */
function* disabled(enabled: Node, { cluster }: Application): Iterable<Problem> {
  if (enabled.value !== false) return;
  const isKnownThere = isArgocdAtLeast(cluster, 3, 1);
  if (isKnownThere === false) return;
  const since = isKnownThere === undefined ? ' from Argo CD 3.1 on' : '';
  yield { at: enabled, message: `\`enabled: false\` switches selfHeal off${since}`, ...(isKnownThere === undefined ? { severity: 'info' } : {}) };
}

function* hidden({ root, models }: Application): Iterable<Problem> {
  for (const entry of root.get('spec', 'ignoreDifferences').items()) {
    for (const model of models) {
      for (const source of hiddenSources(entry, model)) yield { at: source.at, message: messageOf(source, model.name), related: [{ at: source.field, message: 'what nobody reverts' }] };
    }
  }
}

function messageOf({ at, field, manager }: HiddenSource, model: string): string {
  if (manager !== undefined) return `what ${manager} changed by hand in ${model} is ignored, so that its ${lastName(field)} is not reverted`;
  return `${at.text ?? ''} takes the ${lastName(field)} of ${model} out of the comparison, so that a change of it is not reverted`;
}

function lastName({ path }: Node): string {
  return String(path.findLast((step) => typeof step === 'string') ?? 'source');
}

/** After a failed sync selfHeal does nothing until the next commit: only retries help. */
function* retryProblems(retry: Node): Iterable<Problem> {
  if (retry.kind !== 'mapping') return;
  const limit = retry.get('limit');
  if (!limit.exists || limit.isNull) {
    yield { at: retry, severity: 'warning', message: '`retry` without a `limit` means no retries, and after one failed sync nothing is reverted' };
  } else if (typeof limit.value !== 'number' || !Number.isInteger(limit.value)) {
    yield { at: limit, message: `limit is ${spelt(limit)}, not a whole number` };
  }
  for (const name of ['duration', 'maxDuration']) {
    const duration = retry.get('backoff', name);
    if (duration.exists && !duration.isNull && !isDuration(duration.text)) {
      yield { at: duration, message: `${name} is ${spelt(duration)}, not text such as "5s" or "3m"` };
    }
  }
}

function spelt(node: Node): string {
  return node.text === undefined ? (node.written ?? 'a list or mapping') : `"${node.text}"`;
}

/** Seconds, or a duration as Go reads it. Follows argo-cd, pkg/apis/application/v1alpha1/types.go `parseStringToDuration`. */
function isDuration(text: string | undefined): boolean {
  return text !== undefined && text.length < 100 && /^(?:[-+]?\d+|[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|)$/.test(text);
}
