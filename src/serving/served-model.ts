/** What an environment would serve: models out of manifests, out of value files that nothing rendered, and out of what the configuration names. */
import type { Config, DeclaredModel } from '../config/config.ts';
import { identityOf } from '../kubernetes/identity.ts';
import type {
  Application, ApplicationSource, Environment, Manifest, ModelPolicy, ModelSource, ModelUri, PromotedVersion, ServedModel, Values,
} from '../model.ts';
import type { Node } from '../yaml/node.ts';
import { withoutAddedWords, withoutEnvironmentWords } from './environment-name.ts';
import { modelParts, type ModelParts, type SourcePlace } from './model-sources.ts';
import { parseModelUri, type VersionPatterns } from './model-uri.ts';
import { imageVersion, servingContainer, valueVersion } from './promoted-version.ts';

/** The environment and the Application that a model belongs to. */
export interface Belonging {
  readonly environment?: Environment;
  readonly application?: Application;
}

/** Where versions stand that are neither in a manifest nor in a contract file. */
export interface VersionPlaces {
  /** The version of a chart of the repository, by its folder. */
  chartVersion(folder: string): Node | undefined;
  /** What `<file>#<path>` of a declared model gives for an environment. */
  namedVersion(model: DeclaredModel, environment: string): Node | undefined;
}

/** Reads served models with the settings of one repository. */
export interface ModelReader {
  /** `chartFolder` is the chart that rendered it where no source of an Application says so. */
  ofManifest(manifest: Manifest, chartFolder?: string): ServedModel | undefined;
  ofValues(values: Values, belonging: Belonging): ServedModel | undefined;
  /** The model that an Application deploys with a chart from elsewhere, where it is declared by its chart's version. */
  ofApplication(application: Application, manifest: Manifest): ServedModel | undefined;
  /** A model of which only a declared value is known. */
  ofNamedVersion(model: DeclaredModel, values: Values, belonging: Belonging): ServedModel;
}

export function modelReader(config: Config, places: VersionPlaces): ModelReader {
  return new Reader(config, places);
}

class Reader implements ModelReader {
  readonly #config: Config;
  readonly #places: VersionPlaces;
  readonly #patterns: VersionPatterns;
  readonly #environments: readonly string[];

  constructor(config: Config, places: VersionPlaces) {
    this.#config = config;
    this.#places = places;
    const { uris } = config;
    this.#patterns = { useDefaults: uris.useDefaultPatterns, declared: uris.versionPatterns.map((pattern) => (text) => pattern.matches(text)) };
    this.#environments = (config.environments ?? []).map(({ name }) => name);
  }

  ofManifest(manifest: Manifest, chartFolder?: string): ServedModel | undefined {
    const identity = identityOf(manifest.root);
    const name = manifest.name ?? '';
    const declared = this.#declared(name, manifest);
    const parts = identity && (modelParts(manifest.root, identity) ?? (declared?.versions === 'image' ? this.#workloadParts(manifest, declared) : undefined));
    if (!parts) return undefined;
    const canarySource = parts.canary?.uri && this.#parse({ uri: parts.canary.uri, role: 'canary' });
    return {
      name,
      ...(manifest.namespace === undefined ? {} : { namespace: manifest.namespace }),
      ...belongingOf(manifest),
      from: manifest,
      sources: parts.places.map((place) => this.#parse(place)),
      resources: parts.resources,
      replicas: parts.replicas,
      ...(parts.canary ? { canary: { percent: parts.canary.percent, ...(canarySource ? { source: canarySource } : {}) } } : {}),
      ...(parts.runtime ? { runtime: parts.runtime } : {}),
      ...promotedPart(declared && this.#promotedIn(manifest, declared, chartFolder)),
      ...this.#about(this.#plain(name, manifest), declared),
    };
  }

  ofValues(values: Values, belonging: Belonging): ServedModel | undefined {
    if (!values.uri.exists) return undefined;
    const name = values.name.isKnown ? (values.name.written ?? '') : '';
    const declared = this.#declared(name);
    const canary = values.root.get('model', 'canary');
    const canarySource = (): ModelSource => this.#parse({ uri: canary.get('storageUri'), role: 'canary' }, canary.get('version'));
    return {
      name,
      ...belonging,
      from: values,
      sources: [this.#parse({ uri: values.uri, role: 'values' }, values.version), ...(canary.get('storageUri').exists ? [canarySource()] : [])],
      resources: values.root.get('resources'),
      replicas: { min: values.root.get('minReplicas'), max: values.root.get('maxReplicas') },
      ...(canary.kind === 'mapping' ? { canary: { percent: canary.get('percent'), source: canarySource() } } : {}),
      ...promotedPart(declared && this.#named(declared, belonging.environment)),
      ...this.#about(this.#plain(name), declared),
    };
  }

  ofApplication(application: Application, manifest: Manifest): ServedModel | undefined {
    const source = application.sources.find(({ chart }) => chart !== undefined);
    const declared = this.#declared(application.name) ?? this.#declared(source?.chart ?? '');
    if (!source || declared?.versions !== 'chart') return undefined;
    return { ...bare(declared.name, manifest.root), ...belongingOf(manifest), application, from: manifest, promoted: this.#chart(source), ...this.#about(declared.name, declared) };
  }

  ofNamedVersion(model: DeclaredModel, values: Values, belonging: Belonging): ServedModel {
    return { ...bare(model.name, values.root), ...belonging, from: values, promoted: valueVersion(values.version, this.#patterns), ...this.#about(model.name, model) };
  }

  /** The declared model of a name, or of the name without the words of its environment. */
  #declared(name: string, about: Named = {}): DeclaredModel | undefined {
    if (name === '' || this.#config.models.length === 0) return undefined;
    const plain = this.#plain(name, about);
    return this.#config.models.find(({ match }) => match.matches(name)) ?? this.#config.models.find(({ match }) => match.matches(plain));
  }

  /** The name without the words of its environment, and without what kustomizations added for the environment. */
  #plain(name: string, { affixes, environment }: Named = {}): string {
    return affixes ? withoutAddedWords(name, affixes, { declared: this.#environments, environment: environment?.name ?? '' }) : withoutEnvironmentWords(name, this.#environments);
  }

  #about(plain: string, declared: DeclaredModel | undefined): { readonly family: string; readonly policy: ModelPolicy } {
    const { requestsPerMinute, sizeGiB } = declared ?? {};
    return { family: declared?.name ?? plain, policy: { ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }), ...(sizeGiB === undefined ? {} : { sizeGiB }) } };
  }

  #workloadParts({ root, apiVersion, name = '' }: Manifest, declared: DeclaredModel): ModelParts | undefined {
    const workload = servingContainer(root, apiVersion, [name, declared.name]);
    if (!workload?.container.get('image').exists) return undefined;
    return { places: [], resources: workload.container.get('resources'), replicas: { min: workload.replicas, max: workload.replicas } };
  }

  #promotedIn({ root, apiVersion, name = '', source, environment }: Manifest, declared: DeclaredModel, chartFolder: string | undefined): PromotedVersion | undefined {
    if (declared.versions === 'image') {
      const image = servingContainer(root, apiVersion, [name, declared.name, 'kserve-container'])?.container.get('image');
      return { ...(image?.exists ? imageVersion(image, this.#patterns) : { at: root }) };
    }
    if (declared.versions !== 'chart') return this.#named(declared, environment);
    return source ? this.#chart(source) : this.#local(chartFolder, root);
  }

  #chart({ chart, node, path }: ApplicationSource): PromotedVersion {
    return chart === undefined ? this.#local(path, node) : valueVersion(node.get('targetRevision'), this.#patterns);
  }

  #local(folder: string | undefined, otherwise: Node): PromotedVersion {
    const version = folder === undefined ? undefined : this.#places.chartVersion(folder.replace(/^\.\/|\/+$/g, ''));
    return version ? valueVersion(version, this.#patterns) : { at: otherwise };
  }

  /** Nothing where the version is that of the URI. */
  #named(declared: DeclaredModel, environment: Environment | undefined): PromotedVersion | undefined {
    if (!declared.versions.includes('#')) return undefined;
    const at = environment && this.#places.namedVersion(declared, environment.name);
    return at && valueVersion(at, this.#patterns);
  }

  #parse(place: SourcePlace, version?: Node): ModelSource {
    const patterns = this.#patterns;
    let parsed: ModelUri | undefined;
    return {
      uri: place.uri,
      role: place.role,
      ...(version?.exists ? { version } : {}),
      get parsed() {
        return (parsed ??= parseModelUri((place.uri.text ?? '').trimEnd(), patterns));
      },
    };
  }
}

/** What is known of a name beside it. */
type Named = Pick<Manifest, 'affixes' | 'environment'>;

function belongingOf({ environment, application }: Belonging): Belonging {
  return { ...(environment ? { environment } : {}), ...(application ? { application } : {}) };
}

function promotedPart(promoted: PromotedVersion | undefined): Pick<ServedModel, 'promoted'> {
  return promoted ? { promoted } : {};
}

/** A model of which nothing but its version is known. */
function bare(name: string, root: Node): Pick<ServedModel, 'name' | 'sources' | 'resources' | 'replicas'> {
  const none = root.get('resources', 'of', name);
  return { name, sources: [], resources: none, replicas: { min: none, max: none } };
}
