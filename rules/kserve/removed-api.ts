import { defineRule, groupOf, type Manifest, type Problem } from '#rule';
import { since } from '../shared/kserve.ts';

export default defineRule({
  id: 'kserve/removed-api',
  on: 'manifest',
  kinds: [
    'InferenceService.serving.kserve.io', 'InferenceService.serving.kubeflow.org', 'TrainedModel.serving.kubeflow.org', 'KFService.serving.kubeflow.org',
  ],
  title: 'Nothing is written for versions of KServe that are gone',
  why: 'What KServe removed is refused or dropped: the model or its explainer is never deployed.',
  severity: 'error',

  *check(object) {
    const { root, apiVersion, kind } = object;
    const version = root.get('apiVersion');
    if (groupOf(apiVersion) === 'serving.kubeflow.org') {
      yield* since(object, 7, { at: version, message: `apiVersion ${apiVersion} is gone since KServe 0.7; it is serving.kserve.io/v1beta1` });
    } else if (kind === 'InferenceService' && apiVersion === 'serving.kserve.io/v1alpha2') {
      yield* since(object, 7, { at: version, message: `apiVersion ${apiVersion} is gone since KServe 0.7; it is serving.kserve.io/v1beta1` });
    } else yield* explainerProblems(object);
  },
});

const EXPLAINERS: ReadonlyMap<string, number> = new Map([['alibi', 13], ['aix', 11]]);

function* explainerProblems(service: Manifest): Iterable<Problem> {
  const explainer = service.root.get('spec', 'explainer');
  for (const [name, minor] of EXPLAINERS) {
    if (explainer.has(name)) yield* since(service, minor, { at: explainer.get(name), message: `explainer ${name} is gone since KServe 0.${minor}; art or containers are left` });
  }
}
