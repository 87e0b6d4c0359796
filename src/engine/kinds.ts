/** Which kinds of manifests have to be parsed, because a rule or a stage reads them. */
import type { DeclaredModel } from '../config/config.ts';
import type { RuleSettings } from '../config/rule-settings.ts';
import type { Rule } from '../rule.ts';

/** What the stages themselves read: what Argo CD and Flux deploy, what Kustomize builds and patches, and what serves models. */
const READ_BY_STAGES = [
  'Application.argoproj.io', 'ApplicationSet.argoproj.io', 'Kustomization.kustomize.config.k8s.io', 'Component.kustomize.config.k8s.io',
  'HelmRelease.helm.toolkit.fluxcd.io',
  'InferenceService.serving.kserve.io', 'LLMInferenceService.serving.kserve.io', 'TrainedModel.serving.kserve.io',
];

/** `undefined` where a rule reads every kind. */
export function kindsRead(rules: readonly Rule[], settings: RuleSettings, models: readonly DeclaredModel[] = []): ReadonlySet<string> | undefined {
  if (models.some(({ versions }) => versions === 'image')) return undefined; // any workload may be the model
  const kinds = new Set(READ_BY_STAGES);
  for (const rule of rules) {
    if (!settings.runs(rule.id)) continue;
    if (rule.holdsNone === true) continue; // what nothing else reads is parsed when it comes to it
    if ((rule.on === 'manifest' && !rule.kinds) || rule.readsAll === true) return undefined;
    for (const kind of [...(rule.kinds ?? []), ...(rule.beside ?? [])]) kinds.add(kind);
  }
  return kinds;
}

/** Whether a rule looks at every manifest by itself, so that what is found when one is read saves it a second look. */
export function readsEachAlone(rules: readonly Rule[], settings: RuleSettings): boolean {
  return rules.some(({ id, holdsNone }) => holdsNone === true && settings.runs(id));
}
