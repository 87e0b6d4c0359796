import { defineRule, deploymentMode } from '#rule';
import { componentsOf, isCurrent } from '../shared/kserve.ts';

const LONGEST = 63;

export default defineRule({
  id: 'kserve/host-length',
  on: 'manifest',
  kinds: ['InferenceService.serving.kserve.io'],
  title: 'The names that KServe makes of name and namespace fit into a host name',
  why: 'KServe only finds out when it makes the Service or the route: the InferenceService is accepted and never becomes ready.',
  severity: 'error',

  *check(service) {
    const { name, namespace, root } = service;
    if (!isCurrent(service) || name === undefined) return;
    const at = root.get('metadata', 'name');
    const mode = deploymentMode(service);
    const names = componentsOf(service).map((component) => `${name}-${component.name}`);
    const tooLong = names.find((one) => one.length > LONGEST);
    if (tooLong !== undefined) {
      yield { at, message: `Service ${tooLong} has ${tooLong.length} characters, more than ${LONGEST}` };
      return;
    }
    // With Knative name and namespace are labels of their own.
    if (namespace === undefined || mode === 'Knative' || mode === 'ModelMesh') return;
    const label = names.map((one) => `${one}-${namespace}`).find((one) => one.length > LONGEST);
    if (label === undefined) return;
    const message = `host ${label} of Standard mode has ${label.length} characters before the first dot, more than ${LONGEST}`;
    yield { at, message, ...(mode === undefined ? { severity: 'info' } : {}) };
  },
});
