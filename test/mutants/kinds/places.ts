/** Where models are named in each layout. */
import type { Fragment, Place, Tree } from '../tree.ts';

/** URIs of models in values, patches and manifests. */
export function modelUris(tree: Tree): Place[] {
  return [
    ...tree.places('environments/*/*/values.yaml', 'model.storageUri'),
    ...tree.places('environments/*/*/values.yaml', 'challengers.*.model.storageUri'),
    ...tree.places('models/*/overlays/*/{model,models}.yaml', 'spec.predictor.model.storageUri'),
    ...tree.places('environments/*/ranker/inference-services.yaml', 'spec.predictor.model.storageUri'),
  ];
}

/** `s3://bucket/name/v47` taken apart. */
export interface UriParts {
  readonly store: string;
  readonly name: string;
  readonly version: string;
}

export function partsOf(uri: string): UriParts {
  const [, store = '', name = '', version = ''] = /^(\w+:\/\/[^/]+)\/([^/]+)\/([^/]+)$/.exec(uri) ?? [];
  return { store, name, version };
}

/** The number that a version ends in, counted up. */
export function bumped(version: string, by = 1): string {
  return version.replace(/\d+$/, (last) => String(Number(last) + by));
}

/** The version beside a URI. */
export function versionBeside(tree: Tree, uri: Place): Place | undefined {
  return tree.beside(uri, [...uri.keys.slice(0, -1), 'version']);
}

/** A fragment of a place: the last occurrence of a text in its value. */
export function within(tree: Tree, place: Place, text: string): Fragment {
  const at = tree.text(place.path).lastIndexOf(text, place.value.end - text.length);
  if (at < place.value.start) throw new Error(`${place.path} has no ${text} at ${place.keys.join('.')}`);
  return { path: place.path, span: { start: at, end: at + text.length } };
}

/** What Applications deploy from and to, in sets and in Applications written out. */
export function applicationPlaces(tree: Tree, keys: string): Place[] {
  return [...tree.ofKind('argocd/**/*.yaml', 'ApplicationSet', `spec.template.${keys}`), ...tree.ofKind('argocd/**/*.yaml', 'Application', keys)];
}
