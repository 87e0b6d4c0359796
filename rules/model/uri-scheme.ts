import { defineRule, fixOf, setValue, type Manifest, type ModelSource, type Node, type Problem, type Repository, type ServedModel } from '#rule';
import { acceptedSchemes, meantScheme } from '../shared/model-scheme.ts';
import { mutableReferenceOf } from '../shared/mutable-reference.ts';
import { isPlaceholder } from '../shared/unfilled.ts';
import { knownFirst } from '../shared/unknown.ts';

const STORAGE_CONTAINER = 'ClusterStorageContainer.serving.kserve.io';
const DECLARE = 'declare it under uris.schemes if the cluster does';

export default defineRule({
  id: 'model/uri-scheme',
  on: 'repository',
  kinds: [STORAGE_CONTAINER],
  title: 'A model URI has a scheme that KServe loads',
  why: 'KServe admits what it cannot load: the pod fails at start-up, or takes the text for a path in its own file system, and the status does not say why.',
  severity: 'error',
  fixable: true,

  *check(repository) {
    const isAdded = addedSchemes(repository);
    for (const model of repository.models) {
      for (const source of knownFirst(model.sources).filter(isUri)) {
        const problem = problemOf(source, model, isAdded);
        if (problem) yield problem;
      }
    }
  },
});

/** `storage.path` is a path below a bucket, and what a custom server reads from its variables is its own affair. */
function isUri({ uri, role }: ModelSource): boolean {
  return role !== 'environment variable' && uri.path.at(-1) !== 'path';
}

function problemOf(source: ModelSource, model: ServedModel, isAdded: (uri: string) => boolean): Problem | undefined {
  const { uri } = source;
  const text = uri.text ?? '';
  const trimmed = text.trim();
  if (trimmed === '' || isPlaceholder(trimmed) || isAdded(trimmed)) return undefined;
  if (trimmed !== text) return { at: uri, message: `the URI "${trimmed}" has white space around it, which belongs to it; take it away`, fix: fixOf('take the white space away', 'review', setValue(uri, trimmed)) };
  const bare = /^([A-Za-z][A-Za-z0-9+.-]*)\/\/(?=[^/])/.exec(text);
  if (bare && acceptedSchemes(model).has((bare[1] ?? '').toLowerCase())) {
    const right = `${(bare[1] ?? '').toLowerCase()}://`;
    const at = uri.part(0, bare[0].length);
    return { at, message: `"${bare[0]}" is no scheme, so that KServe takes the URI for a path in the container; write ${right}`, fix: written(at, right, acceptedSchemes(model)) };
  }
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):(\/{0,2})/.exec(text);
  const [start = '', scheme = '', slashes = ''] = match ?? [];
  if (!match || isRegistryReference(source)) return undefined;
  const at = uri.part(0, start.length);
  const accepted = acceptedSchemes(model);
  if (slashes !== '//') {
    if (!accepted.has(scheme.toLowerCase()) && meantScheme(scheme) === undefined) return undefined;
    const right = wanted(scheme, accepted);
    return { at, message: `"${start}" is no scheme, so that KServe takes the URI for a path in the container; write ${right}`, fix: written(at, right, accepted) };
  }
  if (!accepted.has(scheme)) return { at, ...refusal(scheme, accepted, model), fix: written(at, wanted(scheme, accepted), accepted) };
  if (!isNamed(text.slice(start.length), scheme)) return { at: uri, message: `"${text}" names no ${CONTAINERS.get(scheme) ?? 'place'} after ${scheme}://` };
  return undefined;
}

/** A stage or a run is model/uri-pinned's. */
function isRegistryReference(source: ModelSource): boolean {
  return /^(?:models|runs)$/i.test(source.parsed.scheme) && mutableReferenceOf(source) !== undefined;
}

function wanted(scheme: string, accepted: ReadonlySet<string>): string {
  return accepted.has(scheme.toLowerCase()) ? `${scheme.toLowerCase()}://` : (meantScheme(scheme) ?? `${scheme}://`);
}

/** Where what is meant is a scheme and nothing else. */
function written(at: Node, right: string, accepted: ReadonlySet<string>): Problem['fix'] {
  const scheme = /^([a-z0-9+]+):\/\/$/.exec(right)?.[1];
  return scheme !== undefined && accepted.has(scheme) ? fixOf(`write ${right}`, 'review', setValue(at, right)) : undefined;
}

function refusal(scheme: string, accepted: ReadonlySet<string>, { from }: ServedModel): Pick<Problem, 'message' | 'severity'> {
  const lower = scheme.toLowerCase();
  if (accepted.has(lower)) return { message: `${scheme}:// is not accepted, the case of the letters counts; write ${lower}://` };
  const meant = meantScheme(scheme);
  if (meant !== undefined) return { message: `${scheme}:// is none of the schemes that KServe loads; write ${meant}` };
  const kind = 'kind' in from ? from.kind : '';
  if (kind === 'LLMInferenceService' || kind === 'TrainedModel') return { message: `${scheme}:// is none of the schemes of ${kind}: ${[...accepted].join(', ')}` };
  return { message: `${scheme}:// is none of the schemes that KServe loads by itself; ${DECLARE}`, severity: 'warning' };
}

const CONTAINERS: ReadonlyMap<string, string> = new Map([['s3', 'bucket'], ['gs', 'bucket'], ['pvc', 'claim'], ['hf', 'repository'], ['oci', 'image'], ['https', 'host'], ['http', 'host']]);

/** `hdfs:///path` and `file:///path` need no host. */
function isNamed(rest: string, scheme: string): boolean {
  return !CONTAINERS.has(scheme) || (rest !== '' && !rest.startsWith('/'));
}

/** Whether a storage container of the repository, or the configuration, accepts a URI. What its expressions accept is guessed in its favour. */
function addedSchemes({ declared, manifests }: Repository): (uri: string) => boolean {
  const formats = manifests.filter(isStorageContainer).flatMap(({ root }) => root.get('spec', 'supportedUriFormats').items());
  const textsAt = (key: string): string[] => formats.flatMap((format) => (format.get(key).isKnown ? (format.get(key).text ?? []) : []));
  const prefixes = [...declared.uriSchemes.map((scheme) => `${scheme}://`), ...textsAt('prefix')].filter((prefix) => prefix !== '');
  const expressions = textsAt('regex');
  return (uri) => prefixes.some((prefix) => uri.startsWith(prefix)) || expressions.some((expression) => expression.includes(schemeOf(uri)));
}

function isStorageContainer({ apiVersion, kind }: Manifest): boolean {
  return kind === 'ClusterStorageContainer' && apiVersion.startsWith('serving.kserve.io/');
}

function schemeOf(uri: string): string {
  const end = uri.indexOf('://');
  return end < 0 ? uri : uri.slice(0, end);
}
