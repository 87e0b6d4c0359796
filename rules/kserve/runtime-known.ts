import { defineRule, folderOf, knownText, suggest, type Manifest, type Node, type Problem } from '#rule';
import { BUILT_IN_RUNTIMES, FORMATS, SECOND_PROTOCOL_ONLY } from '../shared/kserve-runtimes.ts';
import { isCurrent } from '../shared/kserve.ts';
import { INFERENCE_SERVICE, ofKinds } from '../shared/kinds.ts';
import { admitUnknown } from '../shared/unknown.ts';

const RUNTIME = 'ServingRuntime.serving.kserve.io';
const CLUSTER_RUNTIME = 'ClusterServingRuntime.serving.kserve.io';
/** Runtimes whose names are compared letter by letter. */
const MAX_COMPARED = 200;

const PROTOCOLS = ['v1', 'v2', 'grpc-v1', 'grpc-v2'];

export default defineRule({
  id: 'kserve/runtime-known',
  on: 'surroundings',
  kinds: [INFERENCE_SERVICE],
  beside: [RUNTIME, CLUSTER_RUNTIME],
  title: 'There is a runtime for the model',
  why: 'Without one KServe accepts the InferenceService and says in its status that nothing serves it: the sync is green and the model is not there.',
  severity: 'warning',

  *check({ own, all }) {
    const runtimes = ofKinds(all, RUNTIME, CLUSTER_RUNTIME);
    const passedOver: Node[] = [];
    const services = ofKinds(own, INFERENCE_SERVICE);
    for (const service of services) {
      const model = service.root.get('spec', 'predictor', 'model');
      if (!isCurrent(service) || model.kind !== 'mapping') continue;
      const visible = runtimes.filter((runtime) => runtime.kind === 'ClusterServingRuntime' || runtime.namespace === undefined || service.namespace === undefined || runtime.namespace === service.namespace);
      const needsAll = !othersHaveTheirsBeside(service, services, visible);
      for (const problem of runtimeProblem(model.get('runtime'), visible)) yield { ...problem, needsAll };
      for (const problem of formatProblem(model, visible)) yield { ...problem, needsAll: true };
      passedOver.push(model.get('runtime'), model.get('modelFormat', 'name'));
    }
    admitUnknown(passedOver);
  },
});

/** Runtimes stand in the same place, and another model there names one of them: what else the cluster has is not where this one's would be. */
function othersHaveTheirsBeside(service: Manifest, services: readonly Manifest[], visible: readonly Manifest[]): boolean {
  const beside = new Set(visible.flatMap((runtime) => (isBeside(runtime, service) && runtime.name !== undefined ? [runtime.name] : [])));
  return beside.size > 0 && services.some((other) => other !== service && isBeside(other, service) && beside.has(knownText(other.root.get('spec', 'predictor', 'model', 'runtime')) ?? ''));
}

/** Of one Application, of one kustomization, or of one folder. */
function isBeside(one: Manifest, other: Manifest): boolean {
  if (one.application !== other.application || one.kustomization !== other.kustomization) return false;
  return one.application !== undefined || one.kustomization !== undefined || folderOf(one.file.path) === folderOf(other.file.path);
}

/** Where no runtime is written here, or the name is not nearly one that is known, those of the cluster are somebody else's. */
function* runtimeProblem(runtime: Node, visible: readonly Manifest[]): Iterable<Problem> {
  const name = knownText(runtime);
  if (name === undefined || name === '' || BUILT_IN_RUNTIMES.has(name)) return;
  const here = visible.flatMap((one) => one.name ?? []);
  const near = suggest(name, [...here.slice(0, MAX_COMPARED), ...BUILT_IN_RUNTIMES]);
  const isMisspelt = near !== undefined && Math.abs(near.length - name.length) <= 1;
  if (here.includes(name) || (here.length === 0 && !isMisspelt)) return;
  yield { at: runtime, message: `no ServingRuntime ${name} here, and KServe brings none of the name${near === undefined ? '' : `; did you mean ${near}?`}` };
}

function* formatProblem(model: Node, visible: readonly Manifest[]): Iterable<Problem> {
  const format = model.get('modelFormat', 'name');
  const name = knownText(format);
  const protocol = model.get('protocolVersion');
  const written = knownText(protocol);
  if (written !== undefined && !PROTOCOLS.includes(written)) yield { at: protocol, message: `protocolVersion ${written} is none of ${PROTOCOLS.join(', ')}` };
  if (name === undefined || name === '') return;
  const known = new Set([...FORMATS, ...visible.flatMap((runtime) => formatsOf(runtime))]);
  const other = [...known].find((one) => one.toLowerCase() === name.toLowerCase());
  if (!known.has(name) && other !== undefined) yield { at: format, message: `modelFormat ${name} is compared letter by letter; runtimes serve ${other}` };
  const isBuiltIn = !model.get('runtime').exists && SECOND_PROTOCOL_ONLY.has(name) && !visible.some((runtime) => formatsOf(runtime).includes(name));
  if (isBuiltIn && written !== 'v2') yield { at: format, message: `the built-in runtime serves ${name} by protocolVersion v2 only, and ${written ?? 'none, which means v1,'} is asked for` };
}

function formatsOf({ root }: Manifest): string[] {
  return root.get('spec', 'supportedModelFormats').items().flatMap((format) => knownText(format.get('name')) ?? []);
}
