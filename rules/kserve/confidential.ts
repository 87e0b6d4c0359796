import { defineRule, knownText, type Manifest, type Node, type Problem } from '#rule';
import { componentsOf, implementationsOf, isCurrent, isFilled, since } from '../shared/kserve.ts';

const RESOURCE = /^kbs:\/\/\/[a-zA-Z0-9_.-]+\/[a-zA-Z0-9_.-]+\/[a-zA-Z0-9_.-]+$/;

/** Schemes whose models KServe's download, which decrypts them, never sees. */
const NOT_DOWNLOADED: ReadonlyMap<string, string> = new Map([['oci://', 'the container runtime pulls the image'], ['pvc://', 'the claim is mounted as it is']]);

/** Follows kserve, pkg/validation/confidential.go and inference_service_validation.go `validateConfidential` (v0.20.0). */
export default defineRule({
  id: 'kserve/confidential',
  on: 'manifest',
  kinds: ['InferenceService.serving.kserve.io', 'LLMInferenceService.serving.kserve.io'],
  title: 'A confidential model has a URI, and a key that its broker can find',
  why: 'KServe rejects the object on admission; a model that is not downloaded is served without having been decrypted.',
  severity: 'error',

  *check(object) {
    for (const problem of problemsOf(object)) yield* since(object, 20, problem);
  },
});

function* problemsOf(object: Manifest): Iterable<Problem> {
  if (object.kind === 'LLMInferenceService') {
    const model = object.root.get('spec', 'model');
    if (object.apiVersion !== 'serving.kserve.io/v1alpha1') yield* confidentialProblems(model.get('confidential'), model.get('uri'));
    return;
  }
  const [predictor] = isCurrent(object) ? componentsOf(object).filter(({ name }) => name === 'predictor') : [];
  for (const [, settings] of predictor ? implementationsOf(predictor) : []) {
    const [confidential, uri] = [settings.get('confidential'), settings.get('storageUri')];
    if (confidential.get('enabled').value === true && !isFilled(uri)) yield { at: confidential, message: 'a confidential model has no storageUri, which KServe needs' };
    else yield* confidentialProblems(confidential, uri);
  }
}

function* confidentialProblems(confidential: Node, uri: Node): Iterable<Problem> {
  if (confidential.get('enabled').value !== true) return;
  const resource = confidential.get('resourceId');
  const id = knownText(resource);
  if (id !== undefined && id !== '' && !RESOURCE.test(id)) yield { at: resource, message: `resourceId ${id} is not of the form kbs:///<repository>/<type>/<tag>` };
  const text = knownText(uri) ?? '';
  const [scheme, why] = [...NOT_DOWNLOADED].find(([one]) => text.startsWith(one)) ?? [];
  if (scheme !== undefined && why !== undefined) yield { at: confidential, message: `confidential has no effect with ${scheme}: ${why}`, severity: 'warning' };
}
