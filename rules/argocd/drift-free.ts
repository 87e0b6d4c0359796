import { canonicalQuantity, defineRule, fitsGlob, groupOf, type Application, type Manifest, type Node, type Problem } from '#rule';

const KSERVE_CONTAINER = 'kserve-container';
const MODES: ReadonlyMap<string, string> = new Map([['RawDeployment', 'Standard'], ['Serverless', 'Knative']]);

export default defineRule({
  id: 'argocd/drift-free',
  on: 'manifest',
  kinds: ['InferenceService.serving.kserve.io'],
  title: 'An InferenceService is written as KServe stores it',
  why: 'KServe rewrites it on arrival; Argo CD shows the difference as OutOfSync for ever and, with self-heal, syncs again and again.',
  severity: 'info',

  *check(manifest) {
    const { application } = manifest;
    if (!application || hidesWebhooks(application)) return;
    for (const problem of driftOf(manifest)) if (!isIgnored(problem.at, manifest, application)) yield problem;
  },
});

function* driftOf({ root, cluster }: Manifest): Iterable<Problem> {
  const mode = root.get('metadata', 'annotations', 'serving.kserve.io/deploymentMode');
  const written = mode.isKnown ? (mode.text ?? '') : '';
  if (rewritesModes(cluster.kserve)) yield* modeProblems(mode, written);
  for (const component of ['predictor', 'transformer', 'explainer']) {
    const node = root.get('spec', component);
    if (component !== 'predictor' || written !== 'ModelMesh') yield* containerProblems(node, component === 'predictor');
    for (const uri of node.get('storageUris').items()) {
      if (!uri.get('mountPath').exists) yield { at: uri, message: 'an entry of storageUris without mountPath, where the cluster adds /mnt/models' };
    }
    yield* quantityProblems(node, 0);
  }
}

/** Older versions know the old names only; what newer ones say of them is kserve/deployment-mode's. */
function rewritesModes(kserve: string | undefined): boolean {
  const minor = Number(/^v?0\.([0-9]{1,4})(?:\.|$)/.exec(kserve ?? '')?.[1] ?? NaN);
  return minor >= 17 && minor < 19;
}

function* modeProblems(mode: Node, written: string): Iterable<Problem> {
  const stored = MODES.get(written);
  if (stored !== undefined) yield { at: mode, message: `deploymentMode ${written} is stored as ${stored}` };
}

/** A custom server: the first container of a transformer or explainer, the only one of a predictor without a model. */
function* containerProblems(component: Node, isPredictor: boolean): Iterable<Problem> {
  const containers = component.get('containers').items();
  const [first] = containers;
  const isCustom = component.entries().every(([key, value]) => !IMPLEMENTATIONS.has(key) || value.isNull);
  if (!first || !isCustom) return;
  const name = first.get('name');
  const isRenamed = !isPredictor || containers.length === 1;
  if (isRenamed && name.isKnown && name.text !== undefined && name.text !== KSERVE_CONTAINER) {
    yield { at: name, message: `the container ${name.text} is renamed to ${KSERVE_CONTAINER}` };
  }
  const resources = first.get('resources');
  const missing = ['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'].filter((path) => !resources.get(...path.split('.')).exists);
  if (missing.length > 0) yield { at: resources, message: `${missing.join(', ')} of the container ${missing.length === 1 ? 'is' : 'are'} missing, which KServe fills with its defaults` };
}

/** What serves a model without a container of one's own. */
const IMPLEMENTATIONS = new Set([
  'model', 'sklearn', 'xgboost', 'tensorflow', 'pytorch', 'triton', 'onnx', 'pmml', 'lightgbm', 'paddle', 'huggingface', 'art',
]);

/** Deeper than any InferenceService is. */
const MAX_DEPTH = 12;

/** Quantities of all containers, wherever they stand. */
function* quantityProblems(node: Node, depth: number): Iterable<Problem> {
  if (depth > MAX_DEPTH || !node.isKnown) return;
  for (const [key, value] of node.entries()) {
    if (key !== 'resources') yield* quantityProblems(value, depth + 1);
    else for (const list of ['requests', 'limits']) for (const [, amount] of value.get(list).entries()) yield* respelt(amount);
  }
  for (const item of node.items()) yield* quantityProblems(item, depth + 1);
}

function* respelt(amount: Node): Iterable<Problem> {
  const value = amount.isKnown && amount.kind === 'scalar' ? amount.value : undefined;
  const isNumber = typeof value === 'number' || typeof value === 'bigint';
  const stored = typeof value === 'string' || isNumber ? canonicalQuantity(value) : undefined;
  if (stored === undefined || stored === value) return;
  const written = isNumber ? `the number ${amount.written ?? ''}` : `"${value ?? ''}"`;
  yield { at: amount, message: `${String(amount.path.at(-1))} is ${written}, which KServe stores as "${stored}"` };
}

/** Server-side diff leaves out what webhooks change, unless told not to. */
function hidesWebhooks({ root }: Application): boolean {
  const options = root.get('metadata', 'annotations', 'argocd.argoproj.io/compare-options');
  const words = (options.isKnown ? (options.text ?? '') : '').split(',').map((word) => word.trim());
  return words.includes('ServerSideDiff=true') && !words.includes('IncludeMutationWebhook=true');
}

/** Whether the Application leaves the place out of its comparison; what a jq expression covers nobody evaluates here. */
function isIgnored(at: Node, manifest: Manifest, application: Application): boolean {
  const pointer = at.path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return application.root.get('spec', 'ignoreDifferences').items().some((entry) => {
    if (!concerns(entry, manifest)) return false;
    if (entry.get('jqPathExpressions').items().length > 0 || entry.get('managedFieldsManagers').items().length > 0) return true;
    return entry.get('jsonPointers').items().some((item) => item.isKnown && isAbove(item.text ?? '', pointer));
  });
}

function concerns(entry: Node, { apiVersion, kind, name, namespace }: Manifest): boolean {
  const text = (key: string): string => (entry.get(key).isKnown ? (entry.get(key).text ?? '') : '');
  const isNamed = (key: 'name' | 'namespace', value: string | undefined): boolean => text(key) === '' || text(key) === value;
  return fitsGlob(text('kind'), kind) && fitsGlob(text('group'), groupOf(apiVersion)) && isNamed('name', name) && isNamed('namespace', namespace);
}

function isAbove(pointer: string, place: string): boolean {
  return pointer !== '' && (place === pointer || place.startsWith(`${pointer}/`));
}
