/** A snapshot read as a repository: what is in it, what it deploys, what could not be read. */
import { controllerFacts, type ControllerFacts } from '../argocd/controller-facts.ts';
import type { GoTemplateDialect } from '../argocd/expand.ts';
import type { RepositoryFacts } from '../argocd/this-repository.ts';
import type { Config } from '../config/config.ts';
import type { Raised, Unverified } from '../finding.ts';
import { identityOf } from '../kubernetes/identity.ts';
import type { Repository } from '../model.ts';
import { objectsOfDocument } from '../render/directory.ts';
import type { DocumentFiles, KindsRead } from '../render/documents.ts';
import type { HelmRenderer } from '../render/helm-source.ts';
import { readDocuments } from '../render/read-documents.ts';
import type { RenderedObject } from '../render/rendered.ts';
import { isUnreadable, type Snapshot } from '../snapshot/snapshot.ts';
import type { SourceFile } from '../source.ts';
import { assemble } from './assemble.ts';
import { chartFiles, chartValueFiles, findCharts } from './charts.ts';
import { loadHelm } from './helm.ts';
import { isKustomization, kustomizeInputs } from './kustomizations.ts';
import { deploy, type Deployment } from './loop.ts';
import { fileConditions, withoutRepeated } from './file-conditions.ts';
import { findClaims } from './claims.ts';
import { renderStandalone } from './standalone.ts';
import { findUncoveredFolders } from './uncovered-folders.ts';

export interface ReadOptions {
  readonly snapshot: Snapshot;
  readonly config: Config;
  /** Asked only where an Application names a source. */
  readonly facts: () => RepositoryFacts;
  readonly kinds: KindsRead;
  /** The bundled thread that parses beside this one. */
  readonly parseWorker?: URL | undefined;
}

export interface ReadResult {
  readonly repository: Repository;
  readonly raised: readonly Raised[];
  /** How many files were looked at, and how many manifests were only counted because no rule reads their kind. */
  readonly files: number;
  readonly scanned: number;
  readonly notes: readonly string[];
  /** Every text that was read, for suppression comments. */
  readonly sources: readonly SourceFile[];
}

/** Reads everything once. */
export async function readRepository(options: ReadOptions): Promise<ReadResult> {
  const { snapshot, config } = options;
  const charts = findCharts(snapshot);
  const isChartFile = chartFiles(snapshot);
  const documents = await readDocuments(snapshot, { wants: (path) => !isChartFile(path), kinds: options.kinds, parseWorker: options.parseWorker });
  const files = { snapshot, documents, isValueFile: chartValueFiles(snapshot), isChartFile };
  const sorted = sortDocuments(documents);
  const kustomize = kustomizeInputs(sorted.kustomizations);
  const objects = sorted.objects.filter(({ file }) => !kustomize.inputs.has(file.path));
  const controller = controllerFacts(sorted.objects.map(({ root }) => root), config.clusters);
  const { deployment, helm } = await deployAll(objects, { options, controller, hasCharts: charts.length > 0 });
  const inputs = new Set([...deployment.generatorReads, ...deployment.applications.flatMap(({ rendered }) => [...rendered.reads])]);
  const standalone = renderStandalone({ snapshot, charts, inputs, render: helm.release });
  for (const release of standalone.releases) for (const path of release.reads) inputs.add(path);
  const loose = objects.filter(({ file }) => !inputs.has(file.path));
  const unverified: Unverified[] = [...standalone.unverified, ...kustomize.unverified];
  const uncoveredFolders = findUncoveredFolders(deployment, snapshot, config);
  const repository = assemble(
    { deployment, loose, standalone: standalone.releases, claims: findClaims(files, config.contract), charts, uncoveredFolders, unverified }, config,
  );
  const rendering = [...raisedBy(deployment), ...standalone.raised];
  return {
    repository,
    raised: withoutRepeated(fileConditions(files, new Set([...inputs, ...rendering.map(({ at }) => at.file.path)])), rendering),
    files: snapshot.files.length,
    scanned: sorted.scanned,
    sources: textsOf(snapshot),
    notes: deployment.assumed === undefined ? [] : [assumption(deployment.assumed)],
  };
}

interface DeployContext {
  readonly options: ReadOptions;
  readonly controller: ControllerFacts;
  readonly hasCharts: boolean;
}

/** Deploys once more where only another revision or repository turns out to hold a chart. */
async function deployAll(objects: readonly RenderedObject[], context: DeployContext): Promise<{ deployment: Deployment; helm: HelmRenderer }> {
  const { options, controller, hasCharts } = context;
  const { snapshot, config, facts } = options;
  const helm = await loadHelm(snapshot, config.cluster, hasCharts);
  const deployment = deploy(objects, { snapshot, facts, renderHelm: helm.source, goTemplate: await goTemplateFor(objects, hasCharts), controller });
  return helm.isMissed() ? deployAll(objects, { ...context, hasCharts: true }) : { deployment, helm };
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
  readonly scanned: number;
}

function sortDocuments({ byPath }: DocumentFiles): SortedDocuments {
  const objects: RenderedObject[] = [];
  const kustomizations: RenderedObject[] = [];
  let scanned = 0;
  for (const [path, documents] of byPath) {
    for (const { file, parsed, scanned: kind } of documents) {
      if (kind) scanned += 1;
      if (!parsed) continue;
      const found = objectsOfDocument(parsed, file);
      if (isKustomization(path)) kustomizations.push(...found);
      else objects.push(...found.filter(({ root }) => identityOf(root) !== undefined));
    }
  }
  return { objects, kustomizations, scanned };
}

function raisedBy({ raised, applications, supposed }: Deployment): Raised[] {
  return [...raised, ...[...applications, ...supposed].flatMap(({ rendered }) => rendered.raised)];
}
