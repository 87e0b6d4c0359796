/** From what was read and rendered to the Repository that rules look at: environments, manifests, models, values. */
import { destinationOf } from '../argocd/application.ts';
import type { Config } from '../config/config.ts';
import type { Unverified } from '../finding.ts';
import { identityOf, knownText } from '../kubernetes/identity.ts';
import type { Application, ApplicationSet, Declared, Environment, Manifest, Repository, ServedModel, SourceReference, UncoveredFolder, Values } from '../model.ts';
import type { RenderedObject } from '../render/rendered.ts';
import type { Whereabouts } from '../serving/environment.ts';
import type { VersionPlaces } from '../serving/served-model.ts';
import { folderOf } from '../snapshot/snapshot.ts';
import type { SourceFile } from '../source.ts';
import { ClaimedValues } from './claimed-values.ts';
import { Holdings } from './holdings.ts';
import type { DeployedApplication, Deployment } from './loop.ts';
import type { NamedVersion } from './named-versions.ts';
import type { Parts, StandaloneRelease } from './parts.ts';
import { scannedDefinitions, scannedManifests } from './scanned.ts';

interface ApplicationDraft extends Application {
  readonly manifests: Manifest[];
  readonly models: ServedModel[];
}

export interface Assembled {
  readonly repository: Repository;
  /** The files that decide what a served model of the repository is. */
  readsOf(model: ServedModel): ReadonlySet<string>;
}

export function assemble(parts: Parts, config: Config): Assembled {
  const assembly = new Assembly(parts, config);
  return { repository: assembly.repository(), readsOf: (model) => assembly.readsOf(model) };
}

/** One repository in the making. */
class Assembly {
  readonly #parts: Parts;
  readonly #config: Config;
  readonly #holdings: Holdings;
  readonly #claimed: ClaimedValues;
  /** Applications whose sources could not be rendered. */
  readonly #notRendered: ApplicationDraft[] = [];

  constructor(parts: Parts, config: Config) {
    this.#parts = parts;
    this.#config = config;
    this.#holdings = new Holdings(config, versionPlaces(parts), () => scannedDefinitions(parts.documents, parts));
    this.#claimed = new ClaimedValues(parts, this.#holdings);
  }

  repository(): Repository {
    const { deployment, charts, unverified, uncoveredFolders, kustomizations, workflows, codeOwners, versions } = this.#parts;
    const sets = new Map(deployment.sets.map((set) => [set, setDraft(set.root)]));
    const applications = deployment.applications.map((deployed) => this.#application(deployed, deployed.set && sets.get(deployed.set)));
    for (const deployed of deployment.supposed) this.#supposed(deployed, deployed.set && sets.get(deployed.set));
    for (const release of this.#parts.standalone) this.#standalone(release);
    for (const kustomization of deployment.kustomizations) this.#kustomization(kustomization);
    for (const object of this.#parts.loose) this.#loose(object);
    this.#claimed.resolve(this.#notRendered);
    for (const version of versions.found) this.#named(version);
    const allUnverified = [...deployment.unverified, ...unverified, ...versions.unverified, ...deployment.applications.flatMap(({ rendered }) => rendered.unverified)];
    const isPartial = allUnverified.length > 0 || deployment.applications.some(({ rendered }) => !rendered.isComplete);
    return {
      environments: this.#holdings.environments.ordered(),
      models: this.#holdings.models,
      manifests: this.#holdings.manifests,
      scanned: scannedManifests(this.#parts.documents, {
        isLoose: this.#parts.isLoose, definitions: this.#holdings.definitions, manifestOf: (object) => this.#holdings.manifestOf(object, this.#placeOfLoose(object.file, identityOf(object.root)?.namespace)),
        fittingManifestOf: (identity, file, root) => this.#holdings.fittingManifest(identity, { file, root, origin: this.#placeOfLoose(file, identity.namespace) }),
      }),
      values: this.#claimed.values,
      charts: charts.map((chart) => ({ ...chart, releases: this.#holdings.releasesOf(chart.folder) })),
      kustomizations: kustomizations.map(({ file, root }) => ({ folder: folderOf(file.path), root, ...this.#holdings.partsOf(folderOf(file.path)) })),
      applications,
      applicationSets: [...sets.values()],
      uncoveredFolders: isPartial ? [] : uncoveredFolders,
      workflows,
      ...(codeOwners ? { codeOwners } : {}),
      declared: declaredIn(this.#config),
      isPartial,
      unverified: isPartial ? [...allUnverified, ...uncoveredFolders.map(perhapsDeployed)] : allUnverified,
    };
  }

  readsOf(model: ServedModel): ReadonlySet<string> {
    return this.#holdings.readsOf(model);
  }

  #application(deployed: DeployedApplication, set: SetDraft | undefined): Application {
    const { sources, rendered } = deployed;
    const environment = this.#holdings.environments.find(this.#whereabouts(deployed));
    const application = this.#draft(deployed, environment, set);
    set?.applications.push(application);
    if (environment && !rendered.isComplete) environment.isPartial = true;
    if (!rendered.isComplete) this.#notRendered.push(application);
    const belonging = { ...(environment ? { environment } : {}), application };
    for (const [index, { objects }] of deployed.parts.entries()) {
      const { manifests, models } = this.#holdings.add(objects, { ...belonging, defaultNamespace: application.destination.namespace, source: sources[index], reads: rendered.reads });
      application.manifests.push(...manifests);
      application.models.push(...models);
    }
    this.#holdings.addBuild(rendered, belonging);
    this.#chartFromElsewhere(application);
    if (application.models.length > 0) this.#claimed.served(rendered.reads, belonging);
    return application;
  }

  /** A model that is declared by the version of its chart, which is not here. */
  #chartFromElsewhere(application: ApplicationDraft): void {
    const identity = identityOf(application.root);
    if (!identity || !application.sources.some(({ chart }) => chart !== undefined)) return;
    const { root, environment, cluster, destination } = application;
    const manifest: Manifest = {
      ...identity, root, file: root.at.file, cluster, ...(environment ? { environment } : {}), ...(destination.namespace === undefined ? {} : { namespace: destination.namespace }),
    };
    const model = this.#holdings.reader.ofApplication(application, manifest);
    if (!model || application.models.some(({ family }) => family === model.family)) return;
    application.models.push(model);
    this.#holdings.serve(model);
  }

  /** A declared value speaks for a model of which nothing else is here. */
  #named({ model, environment: name, file, root, at }: NamedVersion): void {
    const environment = this.#holdings.environments.find({ contract: name });
    if (!environment || environment.models.some(({ family }) => family === model.name)) return;
    const none = root.get('model', 'of', model.name);
    const values: Values = { file, root, environment, name: none, version: at, uri: none, isRendered: false };
    this.#holdings.serve(this.#holdings.reader.ofNamedVersion(model, values, { environment }));
  }

  /** What it renders counts for nobody but itself. */
  #supposed(deployed: DeployedApplication, set: SetDraft | undefined): void {
    const environment = this.#holdings.environments.detached(this.#whereabouts(deployed));
    const application = this.#draft(deployed, environment, set);
    for (const [index, { objects }] of deployed.parts.entries()) {
      const origin = { application, defaultNamespace: application.destination.namespace, source: deployed.sources[index], ...(environment ? { environment } : {}) };
      application.manifests.push(...objects.flatMap((object) => this.#holdings.manifestOf(object, origin) ?? []));
    }
    application.models.push(...application.manifests.flatMap((manifest) => this.#holdings.reader.ofManifest(manifest) ?? []));
    set?.supposed.push(application);
  }

  #draft(deployed: DeployedApplication, environment: Environment | undefined, set: SetDraft | undefined): ApplicationDraft {
    const { root, name, sources, rendered, parameters, emptySources } = deployed;
    const placement = this.#holdings.environments.placeOf(placeOf(deployed));
    const namespace = knownText(root.get('metadata', 'namespace'));
    return {
      name, root, sources, destination: destinationOf(root), parameters, emptySources, manifests: [], models: [],
      cluster: this.#holdings.clusterOf(environment),
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
      contract: this.#claimed.environmentIn(reads),
      valueFiles: references.filter(({ what, found, isOptional }) => what === 'value file' && (found || isOptional !== true)).map(({ path }) => path),
      ...placeOf(deployed),
    };
  }

  #standalone(release: StandaloneRelease): void {
    const { folder, valueFile, place: installed, objects, releases, reads, isComplete } = release;
    // With its own values alone a chart stands in no environment that its own name speaks of: `charts/test-runner` is no test.
    const place = installed ?? (valueFile === undefined ? { folder: folderOf(folder) } : { folder, valueFiles: [valueFile] });
    const environment = this.#holdings.environments.find({ contract: this.#claimed.environmentIn(reads), ...place });
    if (environment && !isComplete) environment.isPartial = true;
    const belonging = environment ? { environment } : {};
    const { models } = this.#holdings.add(objects, { ...belonging, chartFolder: folder, defaultNamespace: installed?.namespace, reads, render: release });
    if (models.length > 0) this.#claimed.served(reads, belonging);
    for (const one of releases) this.#holdings.addRelease(one, belonging);
  }

  /** One that no Application deploys: it belongs where its folder, else the one namespace of all that it builds, says. */
  #kustomization({ folder, rendered }: Deployment['kustomizations'][number]): void {
    const { objects, reads, isComplete } = rendered;
    const [namespace, ...others] = new Set(objects.map(({ root }) => identityOf(root)?.namespace));
    const environment = this.#holdings.environments.find({
      contract: this.#claimed.environmentIn(reads), folder, namespace: others.length === 0 ? namespace : undefined,
    });
    if (environment && !isComplete) environment.isPartial = true;
    const belonging = environment ? { environment } : {};
    const { models } = this.#holdings.add(objects, { ...belonging, kustomization: folder, reads });
    if (models.length > 0) this.#claimed.served(reads, belonging);
    this.#holdings.addBuild(rendered, belonging);
  }

  #loose(object: RenderedObject): void {
    const namespace = identityOf(object.root)?.namespace;
    const { path } = object.file;
    const environment = this.#holdings.environments.find({ folder: folderOf(path), path, namespace });
    this.#holdings.add([object], environment ? { environment } : {});
  }

  /** What only stands there makes no environment exist. */
  #placeOfLoose({ path }: SourceFile, namespace: string | undefined): { readonly environment?: Environment } {
    const environment = this.#holdings.environments.detached({ folder: folderOf(path), path, namespace });
    return environment ? { environment } : {};
  }

  #placed(reference: SourceReference): SourceReference {
    const place = reference.what === 'value file' ? this.#holdings.environments.placeOf({ valueFiles: [reference.path] }) : undefined;
    return place ? { ...reference, environment: place.name } : reference;
  }
}

function versionPlaces({ charts, versions }: Parts): VersionPlaces {
  const byFolder = new Map(charts.map(({ folder, metadata }) => [folder, metadata]));
  return {
    chartVersion: (folder) => byFolder.get(folder)?.get('version'),
    namedVersion: (model, environment) => versions.found.find((version) => version.model === model && version.environment === environment)?.at,
  };
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
    branches: sources.flatMap(({ targetRevision }) => targetRevision ?? []),
  };
}

function declaredIn({ uris, external }: Config): Declared {
  const matchers = { ServiceAccount: external.serviceAccounts, Secret: external.secrets, Service: external.services };
  return { uriSchemes: uris.schemes, mirrors: uris.mirrors, isExternal: (kind, name) => matchers[kind].matches(name) };
}

function perhapsDeployed({ folder, at }: UncoveredFolder): Unverified {
  return { at: at.at, what: folder, why: 'no Application that could be followed deploys it', needs: 'what the other entries of this list name' };
}

interface SetDraft extends ApplicationSet {
  readonly applications: Application[];
  readonly supposed: Application[];
}

function setDraft(root: Deployment['sets'][number]['root']): SetDraft {
  const namespace = knownText(root.get('metadata', 'namespace'));
  return { name: knownText(root.get('metadata', 'name')) ?? '', root, applications: [], supposed: [], ...(namespace === undefined ? {} : { namespace }) };
}
