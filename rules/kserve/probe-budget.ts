import { defineRule, integer, type Node } from '#rule';
import { componentsOf, containersOf, isCurrent } from '../shared/kserve.ts';

export default defineRule({
  id: 'kserve/probe-budget',
  on: 'manifest',
  kinds: ['InferenceService.serving.kserve.io', 'ServingRuntime.serving.kserve.io', 'ClusterServingRuntime.serving.kserve.io'],
  title: 'Probes give a model time to load before its container is restarted',
  why: 'A liveness probe restarts a server that is still loading its model, again and again; it never becomes ready, or only with the small model of dev.',
  severity: 'warning',
  options: { seconds: integer(60, 'How many seconds loading a model takes at least.', 1) },

  *check(object, { seconds }) {
    const containers = object.kind === 'InferenceService'
      ? (isCurrent(object) ? componentsOf(object).filter(({ name }) => name === 'predictor').flatMap((component) => containersOf(component)) : [])
      : object.root.get('spec', 'containers').items();
    for (const container of containers) {
      const [startup, liveness] = [container.get('startupProbe'), container.get('livenessProbe')];
      const probe = startup.kind === 'mapping' ? startup : liveness;
      const budget = probe.kind === 'mapping' ? budgetOf(probe) : undefined;
      if (budget === undefined || budget >= seconds) continue;
      const what = probe === startup ? 'startupProbe' : 'livenessProbe, without a startupProbe,';
      yield { at: probe, message: `${what} restarts the container after ${budget} s, while loading a model may take ${seconds} s` };
    }
  },
});

/** Seconds until the kubelet gives up: the first look, and one period for each failure. */
function budgetOf(probe: Node): number | undefined {
  const numbers = [['initialDelaySeconds', 0], ['periodSeconds', 10], ['failureThreshold', 3]] as const;
  const [delay, period, failures] = numbers.map(([key, fallback]) => (probe.get(key).exists ? probe.get(key).number : fallback));
  return delay === undefined || period === undefined || failures === undefined ? undefined : delay + period * failures;
}
