import { defineRule, type Manifest, type Node, type Problem } from '#rule';
import { componentsOf, containersOf, FRAMEWORKS, implementationsOf, isCurrent, since, type Component } from '../shared/kserve.ts';

const INTERNAL = 'internal.serving.kserve.io/';
const LOGGER_MODES = ['all', 'request', 'response'];

export default defineRule({
  id: 'kserve/reserved',
  on: 'manifest',
  kinds: ['InferenceService.serving.kserve.io'],
  title: 'What KServe sets itself is left to it, and a logger says what it logs',
  why: 'KServe rejects the InferenceService on admission: the sync fails in the cluster, after the review.',
  severity: 'error',

  *check(service) {
    if (!isCurrent(service)) return;
    for (const component of componentsOf(service)) {
      yield* nameProblems(service, component);
      yield* environmentProblems(service, component);
      yield* loggerProblems(component.node.get('logger'));
    }
    for (const [key, value] of service.root.get('metadata', 'annotations').entries()) {
      if (key.startsWith(INTERNAL)) yield { at: value.key ?? value, message: `annotation ${key} belongs to KServe's controller`, severity: 'warning' };
    }
  },
});

/** The webhook looks at the predictor only. */
function* nameProblems(service: Manifest, component: Component): Iterable<Problem> {
  if (component.name !== 'predictor') return;
  for (const [key, settings] of implementationsOf(component)) {
    const name = settings.get('name');
    if (!name.exists || name.isNull || (name.isKnown && name.text === '') || ![...FRAMEWORKS, 'model'].includes(key)) continue;
    yield* since(service, 16, { at: name, message: `name is refused in predictor.${key} since KServe 0.16; its container is always kserve-container` });
  }
}

function* environmentProblems(service: Manifest, component: Component): Iterable<Problem> {
  for (const container of containersOf(component)) {
    const isTransformer = container.get('name').isKnown && container.get('name').text === 'transformer-container';
    for (const variable of container.get('env').items()) {
      const name = variable.get('name');
      if (name.text === 'PYTHONPATH') yield* since(service, 18, { at: name, message: 'variable PYTHONPATH is refused since KServe 0.18' });
      if (name.text === 'STORAGE_URI' && isTransformer && component.name === 'predictor') yield { at: name, message: 'variable STORAGE_URI is refused in transformer-container; it belongs to the predictor' };
    }
  }
}

function* loggerProblems(logger: Node): Iterable<Problem> {
  if (logger.kind !== 'mapping') return;
  const mode = logger.get('mode');
  if (!LOGGER_MODES.includes(mode.text ?? '')) yield { at: mode, message: `logger has ${mode.exists ? `the mode ${mode.written ?? mode.kind}` : 'no mode'}; it is one of ${LOGGER_MODES.join(', ')}` };
  const storage = logger.get('storage');
  const missing = storage.kind === 'mapping' ? ['path', 'parameters', 'key'].filter((key) => !storage.get(key).exists) : [];
  if (missing.length > 0) yield { at: storage, message: `logger.storage has no ${missing.join(' and no ')}` };
}
