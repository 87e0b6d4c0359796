/** From what was read and rendered to the Repository that rules look at: environments, manifests, models, values. */
import { destinationOf } from '../argocd/application.ts';
import type { Config } from '../config/config.ts';
import type { Unverified } from '../finding.ts';
import { identityOf, knownText } from '../kubernetes/identity.ts';
import { isClusterScoped } from '../kubernetes/scope.ts';
import type {
  Application, ApplicationSet, ApplicationSource, Chart, ChartRelease, ClusterFacts, Environment, Manifest, Repository, ServedModel, SourceReference,
  UncoveredFolder, Values,
} from '../model.ts';
import type { RenderedObject, RenderedRelease } from '../render/rendered.ts';
import type { Claim } from '../serving/contract.ts';
import type { Whereabouts } from '../serving/environment.ts';
import { modelReader, type Belonging, type ModelReader } from '../serving/served-model.ts';
import { folderOf } from '../snapshot/snapshot.ts';
import { Environments } from './environments.ts';
import type { DeployedApplication, Deployment } from './loop.ts';

/** A chart rendered without Argo CD, for one value file. */
export interface StandaloneRelease {
  readonly folder: string;
  readonly valueFile?: string;
  readonly objects: readonly RenderedObject[];
  readonly releases: readonly RenderedRelease[];
  readonly reads: ReadonlySet<string>;
  readonly isComplete: boolean;
}

/** Everything that was read, before anybody asked which environment it belongs to. */
export interface Parts {
  readonly deployment: Deployment;
  readonly loose: readonly RenderedObject[];
  readonly standalone: readonly StandaloneRelease[];
  readonly claims: readonly Claim[];
  readonly charts: readonly Chart[];
  readonly uncoveredFolders: readonly UncoveredFolder[];
  readonly unverified: readonly Unverified[];
}

/** Where objects come from, as far as the objects do not say. */
interface Origin extends Belonging {
  readonly defaultNamespace?: string | undefined;
  readonly source?: ApplicationSource | undefined;
}

interface ApplicationDraft extends Application {
  readonly manifests: Manifest[];
  readonly models: ServedModel[];
}

export function assemble(parts: Parts, config: Config): Repository {
  return new Assembly(parts, config).repository();
}

/** One repository in the making. */
class Assembly {
  readonly #parts: Parts;
  readonly #config: Config;
  readonly #models: ModelReader;
  readonly #environments: Environments;
  readonly #manifests: Manifest[] = [];
  readonly #served: ServedModel[] = [];
  readonly #values: Values[] = [];
  readonly #claims: ReadonlyMap<string, readonly Claim[]>;
  /** Files out of which something rendered a served model. */
  readonly #servedFrom = new Map<string, Belonging>();
  readonly #manifestOf = new Map<RenderedObject, Manifest>();
  readonly #releases = new Map<string, ChartRelease[]>();
  /** Applications whose sources could not be rendered. */
  readonly #notRendered: ApplicationDraft[] = [];

  constructor(parts: Parts, config: Config) {
    this.#parts = parts;
    this.#config = config;
    this.#environments = new Environments(config);
    this.#models = modelReader(config);
    this.#claims = byFile(parts.claims);
  }

  repository(): Repository {
    const { deployment, charts, unverified, uncoveredFolders } = this.#parts;
    const sets = new Map(deployment.sets.map((set) => [set, setDraft(set.root)]));
    const applications = deployment.applications.map((deployed) => this.#application(deployed, deployed.set && sets.get(deployed.set)));
    for (const deployed of deployment.supposed) this.#supposed(deployed, deployed.set && sets.get(deployed.set));
    for (const release of this.#parts.standalone) this.#standalone(release);
    for (const object of this.#parts.loose) this.#loose(object);
    for (const claim of this.#parts.claims) this.#claim(claim);
    const allUnverified = [...deployment.unverified, ...unverified, ...deployment.applications.flatMap(({ rendered }) => rendered.unverified)];
    const isPartial = allUnverified.length > 0 || deployment.applications.some(({ rendered }) => !rendered.isComplete);
    return {
      environments: this.#environments.ordered(),
      models: this.#served,
      manifests: this.#manifests,
      values: this.#values,
      charts: charts.map((chart) => ({ ...chart, releases: this.#releases.get(chart.folder) ?? [] })),
      kustomizations: [],
      applications,
      applicationSets: [...sets.values()],
      uncoveredFolders: isPartial ? [] : uncoveredFolders,
      isPartial,
      unverified: isPartial ? [...allUnverified, ...uncoveredFolders.map(perhapsDeployed)] : allUnverified,
    };
  }

  #application(deployed: DeployedApplication, set: SetDraft | undefined): Application {
    const { sources, rendered } = deployed;
    const environment = this.#environments.find(this.#whereabouts(deployed));
    const application = this.#draft(deployed, environment, set);
    set?.applications.push(application);
    if (environment && !rendered.isComplete) environment.isPartial = true;
    if (!rendered.isComplete) this.#notRendered.push(application);
    const belonging = { ...(environment ? { environment } : {}), application };
    const before = this.#manifests.length;
    const models = deployed.parts.flatMap(({ objects }, index) =>
      this.#objects(objects, { ...belonging, defaultNamespace: application.destination.namespace, source: sources[index] }));
    application.models.push(...models);
    application.manifests.push(...this.#manifests.slice(before));
    for (const release of rendered.releases) this.#release(release, belonging);
    this.#remember(rendered.reads, models, belonging);
    return application;
  }

  /** What it renders counts for nobody but itself. */
  #supposed(deployed: DeployedApplication, set: SetDraft | undefined): void {
    const environment = this.#environments.detached(this.#whereabouts(deployed));
    const application = this.#draft(deployed, environment, set);
    for (const [index, { objects }] of deployed.parts.entries()) {
      const origin = { application, defaultNamespace: application.destination.namespace, source: deployed.sources[index], ...(environment ? { environment } : {}) };
      application.manifests.push(...objects.flatMap((object) => this.#manifest(object, origin) ?? []));
    }
    application.models.push(...application.manifests.flatMap((manifest) => this.#models.ofManifest(manifest) ?? []));
    set?.supposed.push(application);
  }

  #draft(deployed: DeployedApplication, environment: Environment | undefined, set: SetDraft | undefined): ApplicationDraft {
    const { root, name, sources, rendered, parameters, emptySources } = deployed;
    const placement = this.#environments.placeOf(placeOf(deployed));
    const namespace = knownText(root.get('metadata', 'namespace'));
    return {
      name, root, sources, destination: destinationOf(root), parameters, emptySources, manifests: [], models: [], cluster: this.#cluster(environment),
      references: rendered.references.map((reference) => this.#placed(reference)),
      ...(placement ? { placement } : {}),
      ...(namespace === undefined ? {} : { namespace }),
      ...(environment ? { environment } : {}),
      ...(set ? { applicationSet: set } : {}),
    };
  }

  #whereabouts(deployed: DeployedApplication): Whereabouts {
    const { reads, references } = deployed.rendered;
    return {
      contract: this.#contractEnvironment(reads),
      valueFiles: references.filter(({ what, found, isOptional }) => what === 'value file' && (found || isOptional !== true)).map(({ path }) => path),
      ...placeOf(deployed),
    };
  }

  #standalone({ folder, valueFile, objects, releases, reads, isComplete }: StandaloneRelease): void {
    const environment = this.#environments.find({ contract: this.#contractEnvironment(reads), valueFiles: valueFile === undefined ? [] : [valueFile], folder });
    if (environment && !isComplete) environment.isPartial = true;
    const belonging = environment ? { environment } : {};
    this.#remember(reads, this.#objects(objects, belonging), belonging);
    for (const release of releases) this.#release(release, belonging);
  }

  #release({ folder, objects, ...rest }: RenderedRelease, belonging: Belonging): void {
    const release: ChartRelease = { ...rest, ...belonging, manifests: objects.flatMap((object) => this.#manifestOf.get(object) ?? []) };
    const known = this.#releases.get(folder);
    if (known) known.push(release);
    else this.#releases.set(folder, [release]);
  }

  #loose(object: RenderedObject): void {
    const namespace = identityOf(object.root)?.namespace;
    const { path } = object.file;
    const environment = this.#environments.find({ folder: folderOf(path), path, namespace });
    this.#objects([object], environment ? { environment } : {});
  }

  /** Adds objects as manifests and returns the models among them. */
  #objects(objects: readonly RenderedObject[], origin: Origin): ServedModel[] {
    const models: ServedModel[] = [];
    for (const object of objects) {
      const manifest = this.#manifest(object, origin);
      if (!manifest) continue;
      this.#manifests.push(manifest);
      this.#manifestOf.set(object, manifest);
      this.#environments.draftOf(origin)?.manifests.push(manifest);
      const model = this.#models.ofManifest(manifest);
      if (model) models.push(model);
    }
    for (const model of models) this.#serve(model);
    return models;
  }

  #manifest({ root, file }: RenderedObject, { environment, application, defaultNamespace, source }: Origin): Manifest | undefined {
    const identity = identityOf(root);
    if (!identity) return undefined;
    const namespace = identity.namespace ?? (isClusterScoped(identity) ? undefined : defaultNamespace);
    return {
      ...identity, root, file,
      ...(namespace ? { namespace } : {}),
      ...(environment ? { environment } : {}),
      ...(application ? { application } : {}),
      ...(source ? { source } : {}),
      cluster: this.#cluster(environment),
    };
  }

  #cluster(environment: Environment | undefined): ClusterFacts {
    return (environment && this.#environments.declared(environment.name)?.cluster) ?? this.#config.cluster;
  }

  #claim(claim: Claim): void {
    const rendered = this.#servedFrom.get(claim.file.path);
    const found = this.#environments.find({ contract: claim.environmentName, valueFiles: [claim.file.path] });
    const environment = found ?? rendered?.environment;
    const placement = this.#environments.placeOf({ valueFiles: [claim.file.path] });
    const stated = this.#environments.placeOf({ contract: claim.environmentName });
    const values: Values = {
      ...claim, isRendered: rendered !== undefined,
      ...(environment ? { environment } : {}), ...(stated ? { stated } : {}), ...(placement ? { placement } : {}),
    };
    this.#values.push(values);
    this.#environments.draftOf({ ...(environment ? { environment } : {}) })?.values.push(values);
    const model = rendered ? undefined : this.#models.ofValues(values, environment ? { environment } : {});
    if (!model) return;
    this.#serve(model);
    for (const application of this.#notRendered) if (readsValues(application, claim.file.path)) application.models.push(model);
  }

  #placed(reference: SourceReference): SourceReference {
    const place = reference.what === 'value file' ? this.#environments.placeOf({ valueFiles: [reference.path] }) : undefined;
    return place ? { ...reference, environment: place.name } : reference;
  }

  #serve(model: ServedModel): void {
    this.#served.push(model);
    this.#environments.draftOf(model)?.models.push(model);
  }

  #remember(reads: ReadonlySet<string>, models: readonly ServedModel[], belonging: Belonging): void {
    if (models.length === 0) return;
    for (const path of reads) if (this.#claims.has(path)) this.#servedFrom.set(path, belonging);
  }

  #contractEnvironment(reads: ReadonlySet<string>): string | undefined {
    for (const path of reads) {
      const claims = this.#claims.get(path);
      if (claims?.length === 1) return claims[0]?.environmentName;
    }
    return undefined;
  }
}

/** Where an Application says that it belongs, but for its value files. */
function placeOf({ root, name, sources, parameters }: DeployedApplication): Whereabouts {
  const destination = destinationOf(root);
  return {
    parameters: ['env', 'environment', 'stage'].flatMap((parameter) => parameters.get(parameter)?.text ?? []),
    folder: sources.map(({ path }) => path ?? '').join('/'),
    namespace: destination.namespace,
    application: name,
    cluster: destination.name ?? destination.server,
  };
}

function perhapsDeployed({ folder, at }: UncoveredFolder): Unverified {
  return { at: at.at, what: folder, why: 'no Application that could be followed deploys it', needs: 'what the other entries of this list name' };
}

/** What an Application would deploy if it could be rendered: its value files, or files beside them where there is no chart to name them for. */
function readsValues({ references }: Application, path: string): boolean {
  return references.some((reference) => (reference.what === 'value file' ? reference.path === path : reference.path === folderOf(path)));
}

function byFile(claims: readonly Claim[]): Map<string, Claim[]> {
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) groups.set(claim.file.path, [...(groups.get(claim.file.path) ?? []), claim]);
  return groups;
}

interface SetDraft extends ApplicationSet {
  readonly applications: Application[];
  readonly supposed: Application[];
}

function setDraft(root: Deployment['sets'][number]['root']): SetDraft {
  const namespace = knownText(root.get('metadata', 'namespace'));
  return { name: knownText(root.get('metadata', 'name')) ?? '', root, applications: [], supposed: [], ...(namespace === undefined ? {} : { namespace }) };
}
