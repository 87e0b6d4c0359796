/** What an environment would serve: models out of manifests, and out of value files that nothing rendered. */
import type { Config } from '../config/config.ts';
import { identityOf } from '../kubernetes/identity.ts';
import type { Application, Environment, Manifest, ModelSource, ServedModel, Values, ModelUri } from '../model.ts';
import type { Node } from '../yaml/node.ts';
import { withoutEnvironmentWords } from './environment-name.ts';
import { modelParts, type SourcePlace } from './model-sources.ts';
import { parseModelUri, type VersionPatterns } from './model-uri.ts';

/** The environment and the Application that a model belongs to. */
export interface Belonging {
  readonly environment?: Environment;
  readonly application?: Application;
}

/** Reads served models with the settings of one repository. */
export interface ModelReader {
  ofManifest(manifest: Manifest): ServedModel | undefined;
  ofValues(values: Values, belonging: Belonging): ServedModel | undefined;
}

export function modelReader(config: Config): ModelReader {
  const patterns = versionPatterns(config);
  const names = (config.environments ?? []).map(({ name }) => name);
  const family = (name: string): string =>
    config.models.find(({ match }) => match.matches(name))?.name ?? withoutEnvironmentWords(name, names);
  const parse = (place: SourcePlace, version?: Node): ModelSource => {
    let parsed: ModelUri | undefined;
    return {
      uri: place.uri,
      role: place.role,
      ...(version?.exists ? { version } : {}),
      get parsed() {
        return (parsed ??= parseModelUri((place.uri.text ?? '').trimEnd(), patterns));
      },
    };
  };
  return {
    ofManifest: (manifest) => manifestModel(manifest, parse, family),
    ofValues: (values, belonging) => valuesModel(values, belonging, { parse, family }),
  };
}

function versionPatterns({ uris }: Config): VersionPatterns {
  return { useDefaults: uris.useDefaultPatterns, declared: uris.versionPatterns.map((pattern) => (text) => pattern.matches(text)) };
}

type Parse = (place: SourcePlace, version?: Node) => ModelSource;

function manifestModel(manifest: Manifest, parse: Parse, family: (name: string) => string): ServedModel | undefined {
  const identity = identityOf(manifest.root);
  const parts = identity && modelParts(manifest.root, identity);
  if (!parts) return undefined;
  const name = manifest.name ?? '';
  const canarySource = parts.canary?.uri && parse({ uri: parts.canary.uri, role: 'canary' });
  return {
    name,
    ...(manifest.namespace === undefined ? {} : { namespace: manifest.namespace }),
    ...(manifest.environment ? { environment: manifest.environment } : {}),
    ...(manifest.application ? { application: manifest.application } : {}),
    from: manifest,
    sources: parts.places.map((place) => parse(place)),
    resources: parts.resources,
    replicas: parts.replicas,
    ...(parts.canary ? { canary: { percent: parts.canary.percent, ...(canarySource ? { source: canarySource } : {}) } } : {}),
    ...(parts.runtime ? { runtime: parts.runtime } : {}),
    family: family(name),
  };
}

function valuesModel(
  values: Values, { environment, application }: Belonging, { parse, family }: { parse: Parse; family: (name: string) => string },
): ServedModel | undefined {
  if (!values.uri.exists) return undefined;
  const name = values.name.isKnown ? (values.name.written ?? '') : '';
  const canary = values.root.get('model', 'canary');
  return {
    name,
    ...(environment ? { environment } : {}),
    ...(application ? { application } : {}),
    from: values,
    sources: [parse({ uri: values.uri, role: 'values' }, values.version), ...(canary.get('storageUri').exists ? [canarySourceOf(canary, parse)] : [])],
    resources: values.root.get('resources'),
    replicas: { min: values.root.get('minReplicas'), max: values.root.get('maxReplicas') },
    ...(canary.kind === 'mapping' ? { canary: { percent: canary.get('percent'), source: canarySourceOf(canary, parse) } } : {}),
    family: family(name),
  };
}

function canarySourceOf(canary: Node, parse: Parse): ModelSource {
  return parse({ uri: canary.get('storageUri'), role: 'canary' }, canary.get('version'));
}
