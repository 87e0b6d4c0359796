import { defineRule, knownText, type Manifest, type Node, type Problem } from '#rule';
import { componentsOf, implementationsOf, isCurrent, isSet, since, type Component } from '../shared/kserve.ts';

/** What the explainer reads through `storage`. */
const EXPLAINER_SCHEMES: readonly string[] = ['s3://', 'hdfs://', 'webhdfs://'];

/** Follows kserve, inference_service_validation.go `validateMultipleStorageURIs` and component.go `validateStorageSpec` (v0.20.0). */
export default defineRule({
  id: 'kserve/storage',
  on: 'manifest',
  kinds: ['InferenceService.serving.kserve.io'],
  title: 'Models are named in one way, and the places where they are mounted can stand side by side',
  why: 'KServe rejects the InferenceService on admission, or never deploys it and says why in its status only.',
  severity: 'error',

  *check(service) {
    if (!isCurrent(service)) return;
    for (const component of componentsOf(service)) {
      for (const problem of listProblems(component)) yield* since(service, 16, problem);
      if (component.name === 'predictor') yield* twiceProblems(component);
    }
    yield* explainerProblems(service);
  },
});

function* listProblems(component: Component): Iterable<Problem> {
  const list = component.node.get('storageUris');
  if (!isSet(list)) return;
  const single = singleUri(component);
  if (single) yield { at: list, message: `storageUris is refused beside ${single}` };
  const places = list.items().map((item) => ({ uri: item.get('uri'), path: item.get('mountPath') }));
  const faulty = places.flatMap(({ uri, path }) => placeProblem(uri, path));
  yield* faulty;
  if (faulty.length === 0) yield* togetherProblems(list, places);
}

/** What the webhook takes for the one URI: the field of a framework, or the variable of a server of one's own. */
function singleUri({ node, name }: Component): string | undefined {
  for (const [key, settings] of implementationsOf({ node, name })) if (isSet(settings.get('storageUri'))) return `${key}.storageUri`;
  const own = node.get('containers').items().find((container) => knownText(container.get('name')) === 'kserve-container') ?? node.get('containers', 0);
  return own.get('env').items().some((variable) => knownText(variable.get('name')) === 'STORAGE_URI') ? 'the variable STORAGE_URI' : undefined;
}

function placeProblem(uri: Node, path: Node): Problem[] {
  if (uri.isKnown && uri.text === '') return [{ at: uri, message: 'uri of storageUris is empty' }];
  const text = knownText(path);
  if (text === undefined) return [];
  if (text === '/') return [{ at: path, message: 'mountPath is /, the root, at which no model can be mounted' }];
  if (!text.startsWith('/')) return [{ at: path, message: `mountPath ${text} does not begin with /` }];
  return text.includes('..') ? [{ at: path, message: `mountPath ${text} holds "..", which KServe refuses` }] : [];
}

interface Place {
  readonly uri: Node;
  readonly path: Node;
}

/** Claims are only compared where at least two others are, as the webhook does. */
function* togetherProblems(list: Node, places: readonly Place[]): Iterable<Problem> {
  const isClaim = ({ uri }: Place): boolean => uri.text?.startsWith('pvc://') === true;
  const others = places.filter((place) => place.uri.isKnown && !isClaim(place));
  if (others.length < 2 || places.some(({ uri, path }) => !uri.isKnown || (path.exists && !path.isKnown))) return;
  const seen = new Set<string>();
  for (const { path } of places.filter(isClaim)) {
    const at = pathOf(path);
    if (seen.has(at)) {
      yield { at: path, message: `mountPath ${at} is that of another claim` };
      return;
    }
    seen.add(at);
  }
  const paths = others.map(({ path }) => pathOf(path));
  const [first] = new Set(paths.map((path) => path.split('/').find((part) => part !== '') ?? ''));
  if (paths.some((path) => path.split('/').find((part) => part !== '') !== first)) {
    yield { at: list, message: `${paths.join(' and ')} have no folder in common, below which KServe mounts the models of storageUris` };
  }
}

/** With the CRD's default. */
function pathOf(path: Node): string {
  return isSet(path) ? (path.text ?? '') : '/mnt/models';
}

/** The controller's word, pkg/controller/v1beta1/inferenceservice/components/predictor.go: the object is accepted and its pods never come. */
function* twiceProblems(component: Component): Iterable<Problem> {
  for (const [key, settings] of implementationsOf(component)) {
    const [uri, path] = [settings.get('storageUri'), settings.get('storage', 'path')];
    if (isSet(uri) && isSet(path)) yield { at: path, message: `storage.path is refused beside storageUri of predictor.${key}; one of them says which model` };
  }
}

function* explainerProblems({ root }: Manifest): Iterable<Problem> {
  const art = root.get('spec', 'explainer', 'art');
  const [storage, uri] = [art.get('storage'), art.get('storageUri')];
  const type = storage.get('parameters', 'type');
  if (!isSet(storage)) return;
  if (isSet(uri)) {
    const text = knownText(uri);
    if (text !== undefined && !EXPLAINER_SCHEMES.some((scheme) => text.startsWith(scheme))) yield { at: uri, message: `storageUri ${text} beside storage is none of ${EXPLAINER_SCHEMES.join(', ')}` };
  } else if (type.isKnown && isSet(type) && !EXPLAINER_SCHEMES.some((scheme) => `${type.text ?? ''}://`.startsWith(scheme))) {
    yield { at: type, message: `storage is of type ${type.written ?? type.kind}, which is none of s3, hdfs, webhdfs` };
  }
}
