/** The Services that KServe makes. Follows kserve, pkg/constants/constants.go and pkg/controller (v0.20.0); see the fact sheet KServe §3. */
import { groupOf, knownText } from '../../kubernetes/identity.ts';
import type { Manifest } from '../../model.ts';
import { deploymentMode } from './deployment-mode.ts';

/** Kinds of KServe for which Services are made. */
export const SERVICE_MAKERS: readonly string[] = ['InferenceService', 'InferenceGraph', 'LLMInferenceService'].map((kind) => `${kind}.serving.kserve.io`);

const COMPONENTS = ['predictor', 'transformer', 'explainer'] as const;

/** Names of the Services of one object. Revisions and tags of Knative are known by {@link revisedService}. */
export function kserveServices(manifest: Manifest): string[] {
  const { name, kind, apiVersion } = manifest;
  if (name === undefined || groupOf(apiVersion) !== 'serving.kserve.io') return [];
  switch (kind) {
    case 'InferenceService':
      return inferenceServices(manifest, name);
    case 'InferenceGraph':
      return [name];
    case 'LLMInferenceService':
      return [`${name}-kserve-workload-svc`, `${name}-epp-service`, `${name}-kserve-workload`];
    default:
      return [];
  }
}

/** Names that are meant for a model, whether KServe makes them, made them once, or never did. */
export function namesMeantFor(manifest: Manifest): string[] {
  const { name = '', kind } = manifest;
  const old = kind === 'InferenceService' ? [name, `${name}-predictor-default`, `${name}-predictor-canary`] : [];
  return [...kserveServices(manifest), ...old];
}

function inferenceServices(manifest: Manifest, name: string): string[] {
  const spec = manifest.root.get('spec');
  const components = COMPONENTS.filter((component) => spec.get(component).exists).map((component) => `${name}-${component}`);
  const named = knownText(spec.get('predictor', 'name'));
  const canaries = spec.get('canary').items().flatMap((canary) => knownText(canary.get('predictor', 'name')) ?? []);
  const byName = [...(named === undefined ? [] : [named]), ...canaries].map((predictor) => `${name}-${predictor}-predictor`);
  return [...components, ...byName, ...(deploymentMode(manifest) === 'Standard' ? [] : [name])];
}

/** The Service whose revision or tag a name is: Knative makes `fraud-predictor-00003`, `fraud-predictor-00003-private` and `prev-fraud-predictor`. */
export function revisedService(name: string): string | undefined {
  const tag = ['prev-', 'latest-'].find((prefix) => name.startsWith(prefix));
  return tag === undefined ? /^(.+)-\d{5}(?:-private)?$/.exec(name.slice(0, 300))?.[1] : name.slice(tag.length);
}
