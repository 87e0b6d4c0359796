/** What a repository holds, while it is being filled: manifests, served models and releases, each with its environment. */
import type { Config } from '../config/config.ts';
import { addTo } from '../groups.ts';
import { identityOf, type Identity } from '../kubernetes/identity.ts';
import { customDefinitions, type FoundDefinition } from '../kubernetes/schema/custom-definitions.ts';
import { isKnownToFit } from '../kubernetes/schema/fitting.ts';
import { furtherSchemas } from '../kubernetes/schema/schema-folders.ts';
import { isClusterScoped } from '../kubernetes/scope.ts';
import type { ApplicationSource, ChartRelease, ClusterFacts, CustomDefinitions, Environment, Kustomization, KustomizationPart, Manifest, ServedModel } from '../model.ts';
import type { Rendered, RenderedObject, RenderedRelease } from '../render/rendered.ts';
import { modelReader, type Belonging, type ModelReader, type VersionPlaces } from '../serving/served-model.ts';
import type { SourceFile } from '../source.ts';
import type { Node } from '../yaml/node.ts';
import { Environments } from './environments.ts';

/** Where objects come from, as far as the objects do not say. */
export interface Origin extends Belonging {
  readonly defaultNamespace?: string | undefined;
  readonly source?: ApplicationSource | undefined;
  /** The chart that rendered them without an Application. */
  readonly chartFolder?: string;
  /** The folder of the kustomization that built them without an Application. */
  readonly kustomization?: string;
  /** See {@link Manifest.render}. */
  readonly render?: object;
  /** The files that were read to make them; absent for what stands in one file. */
  readonly reads?: ReadonlySet<string>;
}

const NOTHING: ReadonlySet<string> = new Set();

export class Holdings {
  readonly environments: Environments;
  readonly reader: ModelReader;
  readonly #config: Config;
  readonly #manifests: Manifest[] = [];
  readonly #served: ServedModel[] = [];
  readonly #manifestOf = new Map<RenderedObject, Manifest>();
  readonly #reads = new Map<ServedModel, ReadonlySet<string>>();
  readonly #releases = new Map<string, ChartRelease[]>();
  readonly #parts = new Map<string, KustomizationPart[]>();
  /** Folders whose kustomizations are a part of a build that did not come through, or not with everything. */
  readonly #partial = new Set<string>();
  /** Of all manifests, once they are all there. */
  readonly definitions: CustomDefinitions;

  /** `unread` are definitions in documents that nobody read. */
  constructor(config: Config, versions: VersionPlaces, unread: () => Iterable<FoundDefinition>) {
    this.#config = config;
    this.definitions = customDefinitions(() => this.#manifests, unread, furtherSchemas(config.schemas));
    this.environments = new Environments(config);
    this.reader = modelReader(config, versions);
  }

  get manifests(): readonly Manifest[] {
    return this.#manifests;
  }

  get models(): readonly ServedModel[] {
    return this.#served;
  }

  /** The files that decide what a model serves: read to render it, or where it and its Application stand. */
  readsOf(model: ServedModel): ReadonlySet<string> {
    return new Set([...(this.#reads.get(model) ?? []), ...filesNaming(model)]);
  }

  /** The releases of the chart in a folder. */
  releasesOf(folder: string): readonly ChartRelease[] {
    return this.#releases.get(folder) ?? [];
  }

  /** What the kustomization in a folder did wherever it was built. */
  partsOf(folder: string): Pick<Kustomization, 'parts' | 'isPartial'> {
    return { parts: this.#parts.get(folder) ?? [], isPartial: this.#partial.has(folder) };
  }

  /** Adds objects as manifests; returns these, and the models among them. */
  add(objects: readonly RenderedObject[], origin: Origin): { readonly manifests: readonly Manifest[]; readonly models: readonly ServedModel[] } {
    const manifests: Manifest[] = [];
    for (const object of objects) {
      const manifest = this.manifestOf(object, origin);
      if (!manifest) continue;
      manifests.push(manifest);
      this.#manifests.push(manifest);
      this.#manifestOf.set(object, manifest);
      this.environments.draftOf(origin)?.manifests.push(manifest);
    }
    const models = manifests.flatMap((manifest) => this.reader.ofManifest(manifest, origin.chartFolder) ?? []);
    for (const model of models) this.serve(model, origin.reads);
    return { manifests, models };
  }

  /** An object as a manifest; nothing for what is none. It is added nowhere. */
  manifestOf({ root, file, affixes }: RenderedObject, origin: Origin): Manifest | undefined {
    const identity = identityOf(root);
    return identity && { ...this.#described(identity, origin), root, file, ...(affixes ? { affixes } : {}), ...(isKnownToFit(root.tree) ? { fits: true } : {}) };
  }

  /** What was found to fit when it was read; it is parsed again when somebody asks for its root. */
  fittingManifest(identity: Identity, { file, root, origin }: { readonly file: SourceFile; readonly root: () => Node; readonly origin: Origin }): Manifest {
    return { ...this.#described(identity, origin), file, fits: true, get root() { return root(); } };
  }

  #described(identity: Identity, { environment, application, defaultNamespace, source, kustomization, render }: Origin): Omit<Manifest, 'root' | 'file'> {
    const namespace = identity.namespace ?? (isClusterScoped(identity) ? undefined : defaultNamespace);
    return {
      ...identity,
      ...(namespace ? { namespace } : {}),
      ...(environment ? { environment } : {}),
      ...(application ? { application } : {}),
      ...(source ? { source } : {}),
      ...(kustomization === undefined ? {} : { kustomization }),
      ...(render ? { render } : {}),
      cluster: this.clusterOf(environment),
      definitions: this.definitions,
    };
  }

  serve(model: ServedModel, reads: ReadonlySet<string> = NOTHING): void {
    this.#reads.set(model, reads);
    this.#served.push(model);
    this.environments.draftOf(model)?.models.push(model);
  }

  /** The charts and kustomizations that a build consists of, after its objects were added. */
  addBuild({ releases, kustomizations }: Pick<Rendered, 'releases' | 'kustomizations'>, belonging: Belonging): void {
    for (const release of releases) this.addRelease(release, belonging);
    for (const { folder, notes, isComplete } of kustomizations) {
      addTo(this.#parts, folder, { ...notes, ...belonging });
      if (!isComplete) this.#partial.add(folder);
    }
  }

  /** After its objects were added. */
  addRelease({ folder, objects, ...rest }: RenderedRelease, belonging: Belonging): void {
    const release: ChartRelease = { ...rest, ...belonging, manifests: objects.flatMap((object) => this.#manifestOf.get(object) ?? []) };
    addTo(this.#releases, folder, release);
  }

  /** What is declared for every cluster, and over it what is declared for that of an environment. */
  clusterOf(environment: Pick<Environment, 'name'> | undefined): ClusterFacts {
    const own = environment && this.environments.declared(environment.name)?.cluster;
    return own && Object.keys(own).length > 0 ? { ...this.#config.cluster, ...own } : this.#config.cluster;
  }
}

function filesNaming({ from, application, sources, promoted }: ServedModel): string[] {
  const nodes = [...sources.map(({ uri }) => uri), ...(promoted ? [promoted.at] : []), ...(application ? [application.root] : []), ...(application?.applicationSet ? [application.applicationSet.root] : [])];
  const elements = [...(application?.parameters.values() ?? [])].map(({ at }) => at.file.path);
  return [...elements, from.file.path, ...nodes.flatMap((node) => [node.at.file.path, ...node.pieces.map(({ at }) => at.file.path)])];
}
