/** Which kinds of manifests have to be parsed, because a rule or a stage reads them. */
import type { RuleSettings } from '../config/rule-settings.ts';
import type { Rule } from '../rule.ts';

/** What the stages themselves read: what Argo CD deploys, what Kustomize builds and patches, and what serves models. */
const READ_BY_STAGES = [
  'Application.argoproj.io', 'ApplicationSet.argoproj.io', 'Kustomization.kustomize.config.k8s.io', 'Component.kustomize.config.k8s.io',
  'InferenceService.serving.kserve.io', 'LLMInferenceService.serving.kserve.io', 'TrainedModel.serving.kserve.io',
];

/** `undefined` where a rule reads every kind. */
export function kindsRead(rules: readonly Rule[], settings: RuleSettings): ReadonlySet<string> | undefined {
  const kinds = new Set(READ_BY_STAGES);
  for (const rule of rules) {
    if (settings.severityOf(rule.id) === 'off') continue;
    if (rule.on === 'manifest' && !rule.kinds) return undefined;
    for (const kind of [...(rule.kinds ?? []), ...(rule.beside ?? [])]) kinds.add(kind);
  }
  return kinds;
}
