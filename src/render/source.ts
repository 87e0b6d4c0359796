/** One source of an Application: where it is, what kind it is, and what it renders to. */
import type { Here, Place } from '../argocd/this-repository.ts';
import type { ApplicationSource, SourceReference } from '../model.ts';
import { baseName, folderOf, joinPath, type Snapshot } from '../snapshot/snapshot.ts';
import { suggest } from '../spelling.ts';
import type { Node } from '../yaml/node.ts';
import { renderDirectory } from './directory.ts';
import { failed, NOTHING_RENDERED, refused, unverifiedSource, type Rendered } from './rendered.ts';
import { overridden } from './source-override.ts';
import { withChartFile } from './missing-chart.ts';
import { sourceType, type SourceType } from './source-type.ts';

/** The Application that a source belongs to, as far as rendering needs it. */
export interface Destined {
  readonly name: string;
  readonly namespace: string;
  /** The values as they stand in the Application, with their authors. */
  readonly nameNode?: Node;
  readonly namespaceNode?: Node;
  readonly projectNode?: Node;
  /** They stand in `spec.sources`, so that `$name/` means one of them. */
  readonly hasSeveralSources: boolean;
  readonly source: ApplicationSource;
  /** All sources, for `$ref` value files. */
  readonly sources: readonly ApplicationSource[];
}

/** Renders a chart with the values that a source names. */
export type RenderHelmSource = (application: Destined, where: { readonly place: Place; readonly folder: string }) => Rendered;

/** Builds the kustomization of a source with what the Application says over it. */
export type RenderKustomizeSource = (application: Destined, where: { readonly place: Place; readonly folder: string }) => Rendered;

export interface SourceContext {
  readonly snapshot: Snapshot;
  readonly here: Here;
  readonly renderHelm: RenderHelmSource;
  readonly renderKustomize: RenderKustomizeSource;
}

/** What a source renders to; what cannot be had is unverified, what is wrong is raised. */
export function renderSource(application: Destined, context: SourceContext): Rendered {
  const { source, name } = application;
  const what = `Application ${name}`;
  const unknown = FIELDS.map((field) => source.node.get(field)).find((node) => !node.isKnown);
  if (unknown) return unverifiedSource(unknown.at, what, `its source cannot be known: ${unknown.unknown ?? ''}`, 'a source that can');
  const invalid = invalidSource(application);
  if (invalid !== undefined) return refused(application, invalid);
  // A source that others refer to renders nothing of its own.
  if (source.path === undefined && source.chart === undefined) return NOTHING_RENDERED;
  const place = context.here.place(source);
  if ('why' in place) return unverifiedSource(source.node.at, what, place.why, place.needs);
  if (source.path === undefined) return NOTHING_RENDERED;
  const folder = place.locate(source.path);
  if (folder === undefined && place.isInGit(source.path)) {
    return unverifiedSource(source.node.get('path').at, what, `its source ${source.path} lies outside of the root`, 'a root that holds it (--root)');
  }
  const reference = pathReference(source, folder, place.snapshot);
  if (folder === undefined || !reference.found) return { ...NOTHING_RENDERED, references: [reference], isComplete: false };
  const rendered = renderFolder(application, { place, folder }, context);
  return { ...rendered, references: [reference, ...rendered.references] };
}

/** What Argo CD says of a source that says too little. Follows argo-cd, util/argo/argo.go `validateSourcePermissions`. */
function invalidSource({ source: { node, repoURL, path, chart, ref, targetRevision }, hasSeveralSources }: Destined): string | undefined {
  const odd = FIELDS.find((field) => node.get(field).exists && !node.get(field).isNull && node.get(field).text === undefined);
  if (odd !== undefined) return `the ${odd} of the source is not a string`;
  if (chart !== undefined && targetRevision === undefined) return '`targetRevision` is required where the source is a chart';
  if (hasSeveralSources) return repoURL === undefined || (path ?? chart ?? ref) === undefined ? 'a source needs `repoURL`, and one of `path`, `chart` and `ref`' : undefined;
  return repoURL === undefined || (path ?? chart) === undefined ? 'a source needs `repoURL`, and `path` or `chart`' : undefined;
}

const FIELDS = ['repoURL', 'path', 'chart', 'targetRevision', 'ref'];

function pathReference(source: ApplicationSource, folder: string | undefined, snapshot: Snapshot): SourceReference {
  const at = source.node.get('path');
  if (folder === undefined) return { at, what: 'path', path: source.path ?? '', found: false, near: [], isOutside: true };
  const found = snapshot.kind(folder) === 'folder';
  return { at, what: 'path', path: folder, found, near: found ? [] : nearPaths(folder, snapshot), isOutside: false };
}

/** Existing neighbours of a path that does not exist. */
export function nearPaths(path: string, snapshot: Snapshot): string[] {
  let existing = path;
  let missing = '';
  while (existing !== '' && snapshot.kind(existing) === undefined) {
    missing = missing === '' ? baseName(existing) : `${baseName(existing)}/${missing}`;
    existing = folderOf(existing);
  }
  const [first = '', ...rest] = missing.split('/');
  const near = suggest(first, snapshot.entries(existing));
  const candidate = near === undefined ? undefined : joinPath(existing, [near, ...rest].join('/'));
  return candidate !== undefined && snapshot.kind(candidate) !== undefined ? [candidate] : [];
}

function renderFolder(application: Destined, where: { place: Place; folder: string }, context: SourceContext): Rendered {
  const { place: { snapshot, isLinted }, folder } = where;
  const override = overridden(application.source.node, { snapshot, folder, application: application.name });
  const { problem } = override;
  if (problem) return deploying(failed(application, problem), where);
  const merged: Destined = { ...application, source: { ...application.source, node: override.node } };
  const type = sourceType(override.node, { folder, snapshot, empty: override.empty });
  const rendered = typeof type === 'string' ? renderAs(type, merged, where, context) : deploying(refused(application, `multiple application sources defined: ${type.join(',')}`), where);
  return isLinted && override.reads.length > 0 ? { ...rendered, reads: new Set([...rendered.reads, ...override.reads]) } : rendered;
}

function renderAs(type: SourceType, application: Destined, where: { place: Place; folder: string }, { renderHelm, renderKustomize }: SourceContext): Rendered {
  const { place: { snapshot, isLinted }, folder } = where;
  const { node } = application.source;
  switch (type) {
    case 'Helm':
      if (snapshot.kind(folder === '' ? 'Chart.yaml' : `${folder}/Chart.yaml`) === 'file') return renderHelm(application, where);
      return refused(application, 'Chart.yaml file is missing, so that the source of the `helm` block is no chart', isLinted ? withChartFile(folder, snapshot) : undefined);
    case 'Kustomize':
      return renderKustomize(application, where);
    case 'Plugin':
      return unverifiedSource(node.at, `Application ${application.name}`, `${folder} is built by a plugin`, 'the output of the plugin');
    case 'Directory':
      return renderDirectory(application, where);
  }
}

/** A chart is somebody's, though it could not be rendered for him. */
function deploying(rendered: Rendered, { place, folder }: { place: Place; folder: string }): Rendered {
  const chart = folder === '' ? 'Chart.yaml' : `${folder}/Chart.yaml`;
  return place.isLinted && place.snapshot.kind(chart) === 'file' ? { ...rendered, reads: new Set([...rendered.reads, chart]) } : rendered;
}

export { KUSTOMIZATION_FILES } from './source-type.ts';
