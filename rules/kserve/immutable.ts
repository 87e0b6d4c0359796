import {
  compareQuantities, DEPLOYMENT_MODES, defineRule, kindKey, knownText, modeAnnotation, parseQuantity, type Manifest, type Node, type Problem,
} from '#rule';
import { changedObjects } from '../shared/changed-objects.ts';
import { componentsOf, implementationsOf, isKserveAtLeast, since } from '../shared/kserve.ts';

/** What an object of a kind says after the change that its base forbids; follows kserve, the webhooks below pkg/apis/serving (v0.20.0). */
const CHECKS: ReadonlyMap<string, (base: Manifest, head: Manifest) => Problem[]> = new Map([
  ['InferenceService.serving.kserve.io', (base, head) => [...modeChange(base, head), ...nameChange(base, head)]],
  ['TrainedModel.serving.kserve.io', memoryChange],
  ['LLMInferenceService.serving.kserve.io', parallelismChange],
  ['LocalModelCache.serving.kserve.io', cacheChange],
  ['LocalModelNamespaceCache.serving.kserve.io', cacheChange],
]);

export default defineRule({
  id: 'kserve/immutable',
  on: 'change',
  kinds: [...CHECKS.keys()],
  title: 'A change leaves alone what KServe does not let change',
  why: 'The webhook refuses the update: Argo CD cannot sync the application, and the old state goes on running beside a repository that says something else.',
  severity: 'error',

  *check(change) {
    for (const [was, is] of changedObjects(change, (manifest) => CHECKS.has(kindKey(manifest)))) yield* CHECKS.get(kindKey(is))?.(was, is) ?? [];
  },
});

const RECREATE = 'delete the object and create it again, or create one of another name beside it and move the traffic';

/** An annotation that is taken away leaves the mode as it is; another word than that of a mode is kserve/deployment-mode's. */
function modeChange(base: Manifest, head: Manifest): Problem[] {
  const annotation = modeAnnotation(head);
  const [was, is] = [modeIn(base), knownText(annotation)];
  const [old, meant] = [DEPLOYMENT_MODES.get(was ?? ''), DEPLOYMENT_MODES.get(is ?? '')];
  if (was === undefined || is === undefined || old === undefined || meant === undefined || was === is) return [];
  if (old !== meant) return [{ at: annotation, message: `deploymentMode changes from ${was} to ${is}, which KServe refuses: ${RECREATE}` }];
  // Before 0.19 the old and the new name of one mode are two modes to the webhook.
  return isKserveAtLeast(head.cluster, 19) === false ? [{ at: annotation, message: `deploymentMode changes from ${was} to ${is}: they mean the same, but KServe before 0.19 refuses the change; keep ${was} until then` }] : [];
}

function modeIn(manifest: Manifest): string | undefined {
  const annotation = modeAnnotation(manifest);
  if (!annotation.isKnown) return undefined;
  return DEPLOYMENT_MODES.has(annotation.text ?? '') ? annotation.text : manifest.cluster.deploymentMode;
}

function nameChange(base: Manifest, head: Manifest): Problem[] {
  const [was, is] = [base, head].map((manifest) => manifest.root.get('spec', 'predictor', 'name'));
  if (!was?.isKnown || !is?.isKnown || (was.text ?? '') === (is.text ?? '')) return [];
  const [uri, newUri] = [uriOf(base), uriOf(head)];
  if (uri === undefined || uri !== newUri) return [];
  const message = `predictor.name changes from ${JSON.stringify(was.text ?? '')} to ${JSON.stringify(is.text ?? '')} while the model stays the same, which KServe refuses: give it another storageUri in the same change, or leave the name`;
  return since(head, 20, { at: is, message });
}

/** What the predictor loads; `undefined` where it cannot be read. */
function uriOf(manifest: Manifest): string | undefined {
  const predictor = componentsOf(manifest).find(({ name }) => name === 'predictor');
  if (!predictor) return undefined;
  const named = [...implementationsOf(predictor).map(([, settings]) => settings.get('storageUri')), ...predictor.node.get('containers').items().map(storageUriOf)];
  const given = named.find(({ exists }) => exists);
  return given ? knownText(given) : '';
}

function storageUriOf(container: Node): Node {
  return container.get('env').items().find((variable) => knownText(variable.get('name')) === 'STORAGE_URI')?.get('value') ?? container.get('storageUri');
}

function memoryChange(base: Manifest, head: Manifest): Problem[] {
  const [was, is] = [base, head].map((manifest) => manifest.root.get('spec', 'model', 'memory'));
  const [old, now] = [was, is].map((node) => (node?.isKnown === true ? parseQuantity(node.written ?? '') : undefined));
  if (!old || !now || !was || !is || compareQuantities(old, now) === 0) return [];
  return [{ at: is, message: `memory changes from ${was.written ?? ''} to ${is.written ?? ''}, which KServe refuses: ${RECREATE}` }];
}

function cacheChange(base: Manifest, head: Manifest): Problem[] {
  const [was, is] = [base, head].map((manifest) => manifest.root.get('spec', 'sourceModelUri'));
  const [old, now] = [was, is].map((node) => (node ? knownText(node) : undefined));
  if (old === undefined || now === undefined || !is || old === now) return [];
  return [{ at: is, message: `sourceModelUri changes from ${old} to ${now}, which KServe refuses: create a cache of another name for the new model` }];
}

function parallelismChange(base: Manifest, head: Manifest): Problem[] {
  return [['spec'], ['spec', 'prefill']].flatMap((path): Problem[] => {
    const [before, after] = [base, head].map((manifest) => manifest.root.get(...path));
    if (!before?.exists || !after?.exists) return [];
    const [old, now] = [before, after].map((part) => sizeOf(part.get('parallelism')));
    if (old === undefined || now === undefined || old === now) return [];
    const at = after.get('parallelism');
    return [{ at, message: `the size of ${path.join('.')}.parallelism changes from ${old} to ${now}, which KServe refuses: ${RECREATE}` }];
  });
}

/** How many groups of nodes there are: `GetSize` in llm_inference_service_types_func.go, 1 without one; `undefined` where it cannot be read. */
function sizeOf(parallelism: Node): number | undefined {
  const [data, local, pipeline] = ['data', 'dataLocal', 'pipeline'].map((key) => parallelism.get(key)).map((node) => (node.isKnown ? (node.number ?? 0) : undefined));
  if (data === undefined || local === undefined || pipeline === undefined) return undefined;
  if (data > 0 || local > 0) return Math.max(1, Math.trunc(Math.max(data, 1) / Math.max(local, 1)));
  return pipeline > 0 ? pipeline : 1;
}
