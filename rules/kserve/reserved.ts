import { defineRule, knownText, type Manifest, type Node, type Problem } from '#rule';
import { canariesOf, componentsOf, containersOf, FRAMEWORKS, implementationsOf, isCurrent, isFilled, isSet, since, type Component } from '../shared/kserve.ts';

const INTERNAL = 'internal.serving.kserve.io/';
const LOGGER_MODES: readonly string[] = ['all', 'request', 'response'];
const PROTOCOLS: readonly string[] = ['v1', 'v2'];

/** Follows kserve, inference_service_validation.go, predictor_custom.go `validateCustomProtocol` and pkg/validation/env_policy.go (v0.20.0). */
export default defineRule({
  id: 'kserve/reserved',
  on: 'manifest',
  kinds: ['InferenceService.serving.kserve.io', 'ServingRuntime.serving.kserve.io', 'ClusterServingRuntime.serving.kserve.io'],
  title: 'What KServe sets itself is left to it, and a logger says what it logs',
  why: 'KServe rejects the object on admission: the sync fails in the cluster, after the review.',
  severity: 'error',

  *check(object) {
    if (object.kind !== 'InferenceService') {
      yield* runtimeProblems(object);
      return;
    }
    if (!isCurrent(object)) return;
    for (const component of componentsOf(object)) {
      yield* nameProblems(object, component);
      yield* environmentProblems(object, component);
      yield* loggerProblems(component.node.get('logger'));
      yield* protocolProblems(component);
    }
    for (const canary of canariesOf(object)) {
      yield* loggerProblems(canary.node.get('logger'));
      yield* protocolProblems(canary);
    }
    for (const [key, value] of object.root.get('metadata', 'annotations').entries()) {
      if (key.startsWith(INTERNAL)) yield { at: value.key ?? value, message: `annotation ${key} belongs to KServe's controller`, severity: 'warning' };
    }
  },
});

/** Containers that come first are not looked at here, and nothing is of a runtime that is switched off. */
function* runtimeProblems(runtime: Manifest): Iterable<Problem> {
  const spec = runtime.root.get('spec');
  if (spec.get('disabled').value === true) return;
  for (const container of [spec, spec.get('workerSpec')].flatMap((pod) => pod.get('containers').items())) yield* pathProblems(runtime, container);
}

function* pathProblems(object: Manifest, container: Node): Iterable<Problem> {
  for (const variable of container.get('env').items()) {
    const name = variable.get('name');
    if (name.text === 'PYTHONPATH') yield* since(object, 18, { at: name, message: 'variable PYTHONPATH is refused since KServe 0.18' });
  }
}

/** The webhook looks at the predictor only. */
function* nameProblems(service: Manifest, component: Component): Iterable<Problem> {
  if (component.name !== 'predictor') return;
  for (const [key, settings] of implementationsOf(component)) {
    const name = settings.get('name');
    if (!isFilled(name) || ![...FRAMEWORKS, 'model'].includes(key)) continue;
    yield* since(service, 16, { at: name, message: `name is refused in predictor.${key} since KServe 0.16; its container is always kserve-container` });
  }
}

function* environmentProblems(service: Manifest, component: Component): Iterable<Problem> {
  for (const container of containersOf(component)) yield* pathProblems(service, container);
  if (component.name !== 'predictor') return;
  const transformer = component.node.get('containers').items().find((container) => knownText(container.get('name')) === 'transformer-container');
  for (const variable of transformer?.get('env').items() ?? []) {
    const name = variable.get('name');
    if (name.text === 'STORAGE_URI') yield { at: name, message: 'variable STORAGE_URI is refused in transformer-container; it belongs to the predictor' };
  }
}

function* loggerProblems(logger: Node): Iterable<Problem> {
  if (logger.kind !== 'mapping') return;
  const mode = logger.get('mode');
  if (!LOGGER_MODES.includes(mode.text ?? '')) yield { at: mode, message: `logger has ${mode.exists ? `the mode ${mode.written ?? mode.kind}` : 'no mode'}; it is one of ${LOGGER_MODES.join(', ')}` };
  const storage = logger.get('storage');
  const missing = storage.kind === 'mapping' ? ['path', 'parameters', 'key'].filter((key) => !isSet(storage.get(key))) : [];
  if (missing.length > 0) yield { at: storage, message: `logger.storage has no ${missing.join(' and no ')}` };
}

/** A custom predictor says its protocol to its first container; a value from elsewhere is none that the webhook sees. */
function* protocolProblems(component: Component): Iterable<Problem> {
  const [first] = component.node.get('containers').items();
  if (component.name !== 'predictor' || !first || implementationsOf(component).length > 0) return;
  const variable = first.get('env').items().find((one) => knownText(one.get('name')) === 'PROTOCOL');
  const value = variable?.get('value');
  if (!variable || !value || (value.exists && !value.isKnown) || PROTOCOLS.includes(value.text ?? '')) return;
  yield { at: value.exists ? value : variable, message: `variable PROTOCOL is ${isSet(value) ? (value.written ?? value.kind) : 'not written as a value'}, not ${PROTOCOLS.join(' or ')}` };
}
