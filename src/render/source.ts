/** One source of an Application: is it here, what kind is it, and what does it render to. */
import type { Here } from '../argocd/this-repository.ts';
import type { Raised } from '../finding.ts';
import type { ApplicationSource, SourceReference } from '../model.ts';
import { baseName, folderOf, joinPath, type Snapshot } from '../snapshot/snapshot.ts';
import { suggest } from '../spelling.ts';
import type { Node } from '../yaml/node.ts';
import { directoryFiles, objectsOf } from './directory.ts';
import { NOTHING_RENDERED, unverifiedSource, type Rendered } from './rendered.ts';

/** The Application that a source belongs to, as far as rendering needs it. */
export interface Destined {
  readonly name: string;
  readonly namespace: string;
  /** The values as they stand in the Application, with their authors. */
  readonly nameNode?: Node;
  readonly namespaceNode?: Node;
  readonly source: ApplicationSource;
  /** All sources, for `$ref` value files. */
  readonly sources: readonly ApplicationSource[];
}

/** Renders a chart with the values that a source names. */
export type RenderHelmSource = (application: Destined, folder: string) => Rendered;

export interface SourceContext {
  readonly snapshot: Snapshot;
  readonly here: Here;
  readonly renderHelm: RenderHelmSource;
}

/** What a source renders to; what cannot be had is unverified, what is wrong is raised. */
export function renderSource(application: Destined, context: SourceContext): Rendered {
  const { source, name } = application;
  const what = `Application ${name}`;
  const elsewhere = whyElsewhere(source, context.here);
  if (elsewhere) return unverifiedSource(source.node.at, what, elsewhere.why, elsewhere.needs);
  if (source.path === undefined) return NOTHING_RENDERED;
  const folder = context.here.locate(source, source.path);
  if (folder === undefined && context.here.isInGit(source, source.path)) {
    return unverifiedSource(source.node.get('path').at, what, `its source ${source.path} lies outside of the root`, 'a root that holds it (--root)');
  }
  const reference = pathReference(source, folder, context.snapshot);
  if (folder === undefined || !reference.found) return { ...NOTHING_RENDERED, references: [reference], isComplete: false };
  const rendered = renderFolder(application, folder, context);
  return { ...rendered, references: [reference, ...rendered.references] };
}

function whyElsewhere(source: ApplicationSource, here: Here): { why: string; needs: string } | undefined {
  const url = source.repoURL ?? 'no repository';
  if (source.chart !== undefined) return { why: `chart ${source.chart} comes from ${url}`, needs: 'the chart repository' };
  if (source.repoURL === undefined) return undefined;
  if (!here.includes(source)) return { why: `its source lies in ${url}`, needs: '`repositories.map` or `repositories.self` for that URL' };
  const revision = here.otherRevision(source);
  return revision === undefined ? undefined : { why: `its source is revision ${revision}`, needs: 'that revision, which is not read yet' };
}

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

function renderFolder(application: Destined, folder: string, context: SourceContext): Rendered {
  const { node } = application.source;
  const type = sourceType(node, folder, context.snapshot);
  switch (type) {
    case 'Helm':
      if (context.snapshot.kind(folder === '' ? 'Chart.yaml' : `${folder}/Chart.yaml`) === 'file') return context.renderHelm(application, folder);
      return refused(application, 'Chart.yaml file is missing, so that the source of the `helm` block is no chart');
    case 'Kustomize':
      return unverifiedSource(node.at, `Application ${application.name}`, `${folder} is built by Kustomize`, 'a later version of mllint');
    case 'Plugin':
      return unverifiedSource(node.at, `Application ${application.name}`, `${folder} is built by a plugin`, 'the output of the plugin');
    case 'Directory':
      return renderDirectory(application, folder, context.snapshot);
    default:
      return refused(application, `multiple application sources defined: ${type.join(',')}`);
  }
}

type SourceType = 'Helm' | 'Kustomize' | 'Plugin' | 'Directory';

const BLOCKS: readonly (readonly [key: string, type: SourceType])[] = [
  ['kustomize', 'Kustomize'], ['helm', 'Helm'], ['directory', 'Directory'], ['plugin', 'Plugin'],
];

/** Explicit blocks decide, else what lies in the folder. Follows argo-cd, pkg/apis/application/v1alpha1 `ExplicitType` and util/app/discovery. */
function sourceType(source: Node, folder: string, snapshot: Snapshot): SourceType | readonly SourceType[] {
  const explicit = BLOCKS.filter(([key]) => source.get(key).entries().some(([, value]) => !value.isNull)).map(([, type]) => type);
  const [only] = explicit;
  if (only !== undefined) return explicit.length === 1 ? only : explicit;
  const names = snapshot.entries(folder);
  if (names.some((name) => KUSTOMIZATION_FILES.has(name))) return 'Kustomize';
  return names.some((name) => name.endsWith('Chart.yaml')) ? 'Helm' : 'Directory';
}

export const KUSTOMIZATION_FILES: ReadonlySet<string> = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);

function renderDirectory({ name, source }: Destined, folder: string, snapshot: Snapshot): Rendered {
  const directory = source.node.get('directory');
  const globs = ['include', 'exclude', 'jsonnet'].find((key) => directory.get(key).exists);
  if (globs !== undefined) {
    return unverifiedSource(directory.get(globs).at, `Application ${name}`, `\`directory.${globs}\` is not evaluated`, 'a later version of mllint');
  }
  const files = directoryFiles(snapshot, folder, { isRecursive: directory.get('recurse').value === true });
  return { ...NOTHING_RENDERED, objects: files.flatMap((path) => objectsOf(snapshot, path)), reads: new Set(files) };
}

/** What concerns a source as a whole is shown at the source. */
export function refused({ name, source }: Destined, message: string): Rendered {
  const raised: Raised = {
    rule: 'argocd/source-renders', at: source.node.at, message, applications: [name], path: source.node.path,
  };
  return { ...NOTHING_RENDERED, raised: [raised], isComplete: false };
}
