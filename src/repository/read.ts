/** A snapshot read as a repository: what is in it, what it deploys, what could not be read. */
import { controllerFacts, kustomizeBuildOptions, type ControllerFacts } from '../argocd/controller-facts.ts';
import { argoRole } from '../argocd/discover.ts';
import type { GoTemplateDialect } from '../argocd/expand.ts';
import type { RepositoryFacts } from '../argocd/this-repository.ts';
import { withoutTemplateLines } from '../argocd/unparsed-sets.ts';
import type { Config } from '../config/config.ts';
import type { Raised } from '../finding.ts';
import { groupOf, identityOf } from '../kubernetes/identity.ts';
import type { Chart, Repository, ServedModel } from '../model.ts';
import { objectsOfDocument } from '../render/directory.ts';
import type { DocumentFiles, Judge, KindsRead } from '../render/documents.ts';
import type { HelmRenderer } from '../render/helm-source.ts';
import type { KustomizeFacts } from '../render/kustomize-source.ts';
import { readDocuments } from '../render/read-documents.ts';
import type { SharedRenders } from '../render/render-memo.ts';
import type { RenderedObject } from '../render/rendered.ts';
import { environmentFinder } from '../serving/environment.ts';
import { isUnreadable, type Snapshot } from '../snapshot/snapshot.ts';
import type { SourceFile } from '../source.ts';
import { assemble } from './assemble.ts';
import { chartFiles, chartValueFiles, findCharts, templateTexts } from './charts.ts';
import { clusterChoice } from './clusters.ts';
import { fluxReleases } from './flux.ts';
import { loadHelm } from './helm.ts';
import { isKustomization, kustomizeInputs, type RootKustomization } from './kustomizations.ts';
import { loadKustomize } from './kustomize.ts';
import { deploy, type Deployment } from './loop.ts';
import { namedVersions } from './named-versions.ts';
import { fileConditions, withoutRepeated } from './file-conditions.ts';
import { findClaims } from './claims.ts';
import { renderStandalone, type RenderRelease, type StandaloneResult } from './standalone.ts';
import { findCodeOwners } from './code-owners.ts';
import { withRepeatedParsed } from './repeated-documents.ts';
import { unplacedEnvironments } from './unplaced-environments.ts';
import { findUncoveredFolders } from './uncovered-folders.ts';

export interface ReadOptions {
  readonly snapshot: Snapshot;
  readonly config: Config;
  /** Asked only where an Application names a source. */
  readonly facts: () => RepositoryFacts;
  readonly kinds: KindsRead;
  /** What was rendered for other trees of the same history. */
  readonly renders?: SharedRenders | undefined;
  /** Files in which every document is read, whatever its kind. */
  readonly readsWhole?: ((file: SourceFile) => boolean) | undefined;
  /** The bundled thread that parses beside this one. */
  readonly parseWorker?: URL | undefined;
  /** What a document is, if it fits the schema of its kind; absent where no rule asks. */
  readonly judge?: Judge | undefined;
}

export interface ReadResult {
  readonly repository: Repository;
  /** The files that decide what a served model of the repository is, those that decide which Applications there are included. */
  readsOf(model: ServedModel): ReadonlySet<string>;
  /** Every file that something was rendered or generated from. */
  readonly inputs: ReadonlySet<string>;
  readonly raised: readonly Raised[];
  /** How many files were looked at, and how many manifests were only counted because no rule reads their kind. */
  readonly files: number;
  readonly scanned: number;
  readonly notes: readonly string[];
  /** The repoURL taken for this repository, if nothing said which it is. */
  readonly assumed?: string;
  /** Every text that was read, for suppression comments. */
  readonly sources: readonly SourceFile[];
}

/** Reads everything once. */
export async function readRepository(options: ReadOptions): Promise<ReadResult> {
  const { snapshot, config } = options;
  const charts = findCharts(snapshot);
  const isChartFile = chartFiles(snapshot);
  const documents = await readDocuments(snapshot, { wants: (path) => !isChartFile(path), kinds: options.kinds, readsWhole: options.readsWhole, parseWorker: options.parseWorker, judge: options.judge });
  const files = { snapshot, documents, isValueFile: chartValueFiles(snapshot), isChartFile };
  const parsed = withRepeatedParsed(documents);
  const sorted = sortDocuments(parsed);
  const kustomize = kustomizeInputs(sorted.kustomizations);
  const objects = sorted.objects.filter(({ file }) => !kustomize.inputs.has(file.path));
  const controller = controllerFacts(sorted.objects.map(({ root }) => root), config.clusters);
  const buildOptions = kustomizeBuildOptions(sorted.objects.map(({ root }) => root));
  const { deployment, helm } = await deployAll(objects, {
    options, controller, hasCharts: charts.length > 0, roots: kustomize.roots, hasKustomizations: sorted.kustomizations.length > 0,
    unparsedSets: unparsedSets(parsed, templateTexts(snapshot)),
    kustomizeFacts: buildOptions === undefined ? {} : { buildOptions },
  });
  const built = deployment.kustomizations.map(({ rendered }) => rendered);
  const inputs = new Set([...deployment.generatorReads, ...[...deployment.applications.map(({ rendered }) => rendered), ...built].flatMap(({ reads }) => [...reads])]);
  const installed = installedOtherwise(objects, { options, charts, inputs, helm });
  const loose = objects.filter(({ file }) => !inputs.has(file.path));
  const uncoveredFolders = findUncoveredFolders(deployment, snapshot, config);
  const claims = findClaims(files, config.contract);
  const { schema } = config.contract;
  const held = schema && (await import('./contract-schema.ts')).heldAgainstSchema(claims, schema);
  const unplaced = unplacedEnvironments({ claims, deployment, snapshot }, config);
  const { repository, readsOf } = assemble(
    {
      deployment, loose, documents: parsed, isLoose: (path) => !inputs.has(path) && !kustomize.inputs.has(path) && !isKustomization(path) && !isWorkflow(path), standalone: installed.releases, kustomizations: sorted.kustomizations, claims, charts, uncoveredFolders,
      versions: namedVersions(snapshot, config), workflows: sorted.workflows, codeOwners: findCodeOwners(snapshot),
      ...(held ? { contractProblems: held.problems } : {}), unverified: [...installed.unverified, ...built.flatMap((one) => one.unverified), ...(held?.unverified ?? [])],
    },
    config,
  );
  let deciding: readonly string[] | undefined;
  const rendering = [...raisedBy(deployment), ...installed.raised, ...built.flatMap((one) => one.raised)];
  return {
    repository,
    inputs,
    readsOf: (model) => new Set([...(deciding ??= decidingFiles(deployment)), ...readsOf(model)]),
    raised: withoutRepeated(fileConditions(files, new Set([...inputs, ...rendering.map(({ at }) => at.file.path)])), rendering),
    files: snapshot.files.length,
    scanned: sorted.scanned,
    sources: textsOf(snapshot),
    ...(deployment.assumed === undefined ? {} : { assumed: deployment.assumed }),
    notes: [
      ...(deployment.assumed === undefined ? [] : [assumption(deployment.assumed)]),
      ...(unplaced === undefined ? [] : [unplaced]),
    ],
  };
}

interface OtherwiseContext {
  readonly options: ReadOptions;
  readonly charts: readonly Chart[];
  /** Files that were read; those of these releases are added. */
  readonly inputs: Set<string>;
  readonly helm: HelmRenderer;
}

/** Charts that Flux installs, then those that nothing here installs. */
function installedOtherwise(objects: readonly RenderedObject[], { options: { snapshot, config }, charts, inputs, helm }: OtherwiseContext): StandaloneResult {
  const { find } = environmentFinder(config);
  const clusters = clusterChoice(config);
  const render: RenderRelease = ({ place, ...release }) => helm.release({ ...release, cluster: clusters.at(place) });
  const flux = fluxReleases(objects, { snapshot, render });
  for (const { reads } of flux.releases) for (const path of reads) inputs.add(path);
  const standalone = renderStandalone({ snapshot, charts, inputs, render, environmentOf: (path) => find({ valueFiles: [path] }) });
  for (const { reads } of standalone.releases) for (const path of reads) inputs.add(path);
  return { releases: [...flux.releases, ...standalone.releases], raised: standalone.raised, unverified: [...flux.unverified, ...standalone.unverified] };
}

interface DeployContext {
  readonly options: ReadOptions;
  readonly controller: ControllerFacts;
  readonly hasCharts: boolean;
  readonly hasKustomizations: boolean;
  readonly roots: readonly RootKustomization[];
  readonly unparsedSets: readonly RenderedObject[];
  readonly kustomizeFacts: KustomizeFacts;
}

/** Deploys once more where only another revision or repository turns out to hold a chart or a kustomization. */
async function deployAll(objects: readonly RenderedObject[], context: DeployContext): Promise<{ deployment: Deployment; helm: HelmRenderer }> {
  const { options, controller, hasCharts, hasKustomizations, roots, kustomizeFacts, unparsedSets: unparsed } = context;
  const { snapshot, config, facts, renders } = options;
  const helm = await loadHelm(snapshot, { cluster: config.cluster, clusters: clusterChoice(config), renders, isNeeded: hasCharts });
  const kustomize = await loadKustomize(snapshot, { facts: kustomizeFacts, isNeeded: hasKustomizations });
  const kustomizations = roots.map((root) => ({ ...root, rendered: kustomize.standalone(root.folder) }));
  const known = [...objects, ...unparsed, ...kustomizations.flatMap(({ rendered }) => rendered.objects)];
  const deployment = deploy(objects, {
    snapshot, facts, renderHelm: helm.source, renderKustomize: kustomize.source, kustomizations, unparsedSets: unparsed, goTemplate: await goTemplateFor(known, hasCharts), controller,
  });
  if (!helm.isMissed() && !kustomize.isMissed()) return { deployment, helm };
  return deployAll(objects, { ...context, hasCharts: hasCharts || helm.isMissed(), hasKustomizations: hasKustomizations || kustomize.isMissed() });
}

/** Reads nothing anew for what was read before; charts' templates may hold comments, too. */
function textsOf(snapshot: Snapshot): SourceFile[] {
  return snapshot.files.flatMap((path) => {
    if (!/\.(?:ya?ml|tpl)$/i.test(path)) return [];
    const file = snapshot.file(path);
    return file === undefined || isUnreadable(file) ? [] : [file];
  });
}

/** Charts may render sets, too. */
async function goTemplateFor(objects: readonly RenderedObject[], hasCharts: boolean): Promise<GoTemplateDialect | undefined> {
  const isAsked = hasCharts || objects.some(({ root }) => root.get('spec', 'goTemplate').value === true);
  return isAsked ? (await import('../argocd/template/go-template.ts')).goTemplateDialect() : undefined;
}

function assumption(url: string): string {
  return `most sources name ${url}; it is taken for this repository (repositories.self in mllint.yaml says otherwise)`;
}

interface SortedDocuments {
  readonly objects: readonly RenderedObject[];
  readonly kustomizations: readonly RenderedObject[];
  readonly workflows: readonly RenderedObject[];
  readonly scanned: number;
}

function sortDocuments({ byPath }: DocumentFiles): SortedDocuments {
  const objects: RenderedObject[] = [];
  const kustomizations: RenderedObject[] = [];
  const workflows: RenderedObject[] = [];
  let scanned = 0;
  for (const [path, documents] of byPath) {
    for (const { file, parsed, scanned: kind } of documents) {
      if (kind) scanned += 1;
      if (!parsed) continue;
      const found = objectsOfDocument(parsed, file);
      // A file of that name may also hold the objects of Flux that are called alike.
      const isBuilt = isKustomization(path) && !found.some(({ root }) => groupOf(identityOf(root)?.apiVersion ?? '') === FLUX_GROUP);
      if (isBuilt) kustomizations.push(...found);
      else if (isWorkflow(path)) workflows.push(...found);
      else objects.push(...found.filter(({ root }) => identityOf(root) !== undefined));
    }
  }
  return { objects, kustomizations, workflows, scanned };
}

/** `isTemplate` tells what is meant for another template engine. */
function unparsedSets({ byPath }: DocumentFiles, isTemplate: (path: string, text: string) => boolean): RenderedObject[] {
  return [...byPath].flatMap(([path, documents]) => documents.flatMap(({ file, parsed }) => {
    if (!parsed || parsed.root || parsed.problems.length === 0 || isTemplate(path, file.text)) return [];
    const document = withoutTemplateLines(file, parsed);
    const found = document ? objectsOfDocument(document, file) : [];
    return found.filter(({ root }) => { const identity = identityOf(root); return identity !== undefined && argoRole(identity) === 'applicationSet'; });
  }));
}

const FLUX_GROUP = 'kustomize.toolkit.fluxcd.io';

/** Where GitHub looks for workflows, and nowhere below. */
function isWorkflow(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path);
}

/** What generators took parameters from that made no Application of its own, and what Applications that deploy Applications are made of. */
function decidingFiles({ generatorReads, applications }: Deployment): string[] {
  const elements = new Set(applications.flatMap(({ parameters }) => [...parameters.values()].map(({ at }) => at.file.path)));
  const parents = applications.filter(({ rendered }) => rendered.objects.some(({ root }) => groupOf(identityOf(root)?.apiVersion ?? '') === ARGO_GROUP));
  return [...[...generatorReads].filter((path) => !elements.has(path)), ...parents.flatMap(({ rendered }) => [...rendered.reads])];
}

const ARGO_GROUP = 'argoproj.io';

function raisedBy({ raised, applications, supposed }: Deployment): Raised[] {
  return [...raised, ...[...applications, ...supposed].flatMap(({ rendered }) => rendered.raised)];
}
