/** Charts as sources: value files found as Argo CD finds them, Helm's output as manifests, Helm's errors as findings. */
import type { Here } from '../argocd/this-repository.ts';
import type { Raised, Unverified } from '../finding.ts';
import { knownText } from '../kubernetes/identity.ts';
import type { ApplicationSource, ClusterFacts, SourceReference } from '../model.ts';
import { isUnreadable, joinPath, type Snapshot } from '../snapshot/snapshot.ts';
import { Nearness, SourceFile } from '../source.ts';
import { tracedScalar } from '../yaml/author.ts';
import { Node } from '../yaml/node.ts';
import { parseTraced } from '../yaml/parse.ts';
import { resolveAlias } from '../yaml/tree.ts';
import { renderedObjects } from './helm-objects.ts';
import { RenderError, UnsupportedFunction } from './helm/errors.ts';
import { renderChart, type ChartRender, type ValueSource } from './helm/helm.ts';
import { NOTHING_RENDERED, unverifiedSource, type Rendered } from './rendered.ts';
import { nearPaths, type Destined, type RenderHelmSource } from './source.ts';
import type { TracedText } from './traced-text.ts';

/** What charts ask `.Capabilities.APIVersions` for, besides Kubernetes' own, unless the configuration says what is installed. */
const KNOWN_API_VERSIONS = [
  'serving.kserve.io/v1beta1', 'serving.kserve.io/v1alpha1', 'serving.knative.dev/v1', 'networking.istio.io/v1', 'networking.istio.io/v1beta1',
  'gateway.networking.k8s.io/v1', 'monitoring.coreos.com/v1', 'argoproj.io/v1alpha1', 'keda.sh/v1alpha1', 'cert-manager.io/v1',
];

export interface HelmRenderer {
  readonly source: (here: Here) => RenderHelmSource;
  readonly release: (release: { readonly folder: string; readonly name: string; readonly valueFiles: readonly string[] }) => Rendered;
}

export function helmRenderer(snapshot: Snapshot, cluster: ClusterFacts): HelmRenderer {
  const capabilities = { kubeVersion: cluster.kubernetes, apiVersions: cluster.apiVersions ?? KNOWN_API_VERSIONS };
  return {
    source: (here) => (application, folder) => renderHelmSource(application, folder, { snapshot, here, capabilities }),
    release: ({ folder, name, valueFiles }) => {
      const files = valueFiles.flatMap((path) => textFile(snapshot, path) ?? []);
      const valueSources = files.map((file): ValueSource => ({ kind: 'file', file }));
      return rendered({ snapshot, folder, capabilities, releaseName: name, namespace: 'default', valueSources }, { what: `chart ${name}`, reads: valueFiles });
    },
  };
}

interface Context {
  readonly snapshot: Snapshot;
  readonly here: Here;
  readonly capabilities: NonNullable<ChartRender['capabilities']>;
}

function renderHelmSource(application: Destined, folder: string, context: Context): Rendered {
  const { source, name } = application;
  const helm = source.node.get('helm');
  const files = valueFiles(application, folder, context);
  const later = LATER.map((key) => helm.get(key)).find((node) => node.exists && !node.isNull);
  const problem = later
    ? unverifiedSource(later.at, `Application ${name}`, `\`helm.${later.path.at(-1)}\` is not evaluated`, 'a later version of mllint')
    : files.problem;
  // The chart is deployed, whether or not it can be rendered for it.
  if (problem) return { ...problem, references: files.references, reads: new Set([...files.reads, chartFile(folder)]) };
  const inline = inlineValues(helm);
  const result = rendered(
    {
      snapshot: context.snapshot,
      folder,
      capabilities: { ...context.capabilities, ...overrides(helm) },
      releaseName: tracedText(helm.get('releaseName')) ?? tracedText(application.nameNode) ?? name,
      namespace: tracedText(helm.get('namespace')) ?? tracedText(application.namespaceNode) ?? application.namespace,
      valueSources: [...files.sources, ...(inline ? [inline] : [])],
    },
    { what: `Application ${name}`, reads: files.reads, application },
  );
  return { ...result, references: files.references };
}

function chartFile(folder: string): string {
  return folder === '' ? 'Chart.yaml' : `${folder}/Chart.yaml`;
}

/** Evaluated in a later version. */
const LATER = ['parameters', 'fileParameters'];

function overrides(helm: Node): { kubeVersion?: string; apiVersions?: readonly string[] } {
  const kubeVersion = knownText(helm.get('kubeVersion'));
  const apiVersions = helm.get('apiVersions').items().flatMap((item) => knownText(item) ?? []);
  return { ...(kubeVersion === undefined ? {} : { kubeVersion }), ...(apiVersions.length === 0 ? {} : { apiVersions }) };
}

/** `valuesObject` wins over `values`, which is YAML in a string. */
function inlineValues(helm: Node): ValueSource | undefined {
  const object = helm.get('valuesObject');
  if (object.kind === 'mapping' && object.tree) return { kind: 'inline', tree: object.tree };
  const text = tracedText(helm.get('values'));
  const tree = text && parseTraced(text, helm.get('values').at.file.path).documents[0]?.root;
  return tree && { kind: 'inline', tree };
}

/** The text of a string with its authors. */
function tracedText(node: Node | undefined): TracedText | undefined {
  const tree = node?.tree && resolveAlias(node.tree);
  return tree?.kind === 'scalar' && typeof tree.value === 'string' ? tracedScalar(tree, Nearness.inline) : undefined;
}

interface ValueFiles {
  readonly sources: readonly ValueSource[];
  readonly reads: readonly string[];
  readonly references: readonly SourceReference[];
  /** Why the source cannot be rendered: a file is missing, or cannot be had. */
  readonly problem?: Rendered;
}

function valueFiles(application: Destined, folder: string, context: Context): ValueFiles {
  const { source, name } = application;
  const sources: ValueSource[] = [];
  const reads: string[] = [];
  const references: SourceReference[] = [];
  const ignoresMissing = source.node.get('helm', 'ignoreMissingValueFiles').value === true;
  let problem: Rendered | undefined;
  for (const at of source.node.get('helm', 'valueFiles').items()) {
    const located = locate(at, application, folder, context);
    if ('why' in located) {
      problem ??= unverifiedSource(at.at, `Application ${name}`, located.why, located.needs);
      continue;
    }
    const file = located.path === undefined ? undefined : textFile(context.snapshot, located.path);
    if (file && located.path !== undefined) {
      sources.push({ kind: 'file', file });
      reads.push(located.path);
    } else if (!ignoresMissing || located.path === undefined) {
      problem ??= { ...NOTHING_RENDERED, isComplete: false };
    }
    if (file || !ignoresMissing || located.path === undefined) references.push(fileReference(at, located.path, file, context.snapshot));
  }
  return { sources, reads, references, ...(problem ? { problem } : {}) };
}

function fileReference(at: Node, path: string | undefined, file: SourceFile | undefined, snapshot: Snapshot): SourceReference {
  const isOutside = path === undefined;
  return {
    at, what: 'value file', path: path ?? at.text ?? '', found: file !== undefined, isOutside,
    near: file || path === undefined ? [] : nearPaths(path, snapshot),
  };
}

type Located = { readonly path: string | undefined } | { readonly why: string; readonly needs: string };

/** Relative to the chart, from the root with a leading `/`, or in the source that `$ref` names. Follows argo-cd, util/io/path/resolved.go. */
function locate(at: Node, { source, sources }: Destined, folder: string, { here }: Context): Located {
  const text = at.text ?? '';
  const reference = /^\$([A-Za-z0-9_-]+)\/(.*)$/.exec(text);
  if (reference) {
    const target = sources.find(({ ref }) => ref === reference[1]);
    if (!target) return { why: `the value file ${text} names no \`ref\` of its sources`, needs: 'a source with that `ref`' };
    return inSource(target, reference[2] ?? '', here);
  }
  if (/[$*?[]|:\/\//.test(text)) return { why: `the value file ${text} is a pattern, a variable or a URL`, needs: 'a later version of mllint' };
  const path = text.startsWith('/') ? here.locate(source, text) : joinPath(folder, text);
  return path === undefined && here.isInGit(source, text, folder) ? outsideOfRoot(text) : { path };
}

function outsideOfRoot(text: string): Located {
  return { why: `the value file ${text} lies outside of the root`, needs: 'a root that holds it (--root)' };
}

function inSource(source: ApplicationSource, path: string, here: Here): Located {
  if (!here.includes(source)) return { why: `a value file lies in ${source.repoURL ?? 'no repository'}`, needs: '`repositories.map` for that URL' };
  const revision = here.otherRevision(source);
  if (revision !== undefined) return { why: `a value file lies in revision ${revision}`, needs: 'that revision, which is not read yet' };
  const located = here.locate(source, path);
  return located === undefined && here.isInGit(source, path) ? outsideOfRoot(path) : { path: located };
}

function textFile(snapshot: Snapshot, path: string): SourceFile | undefined {
  const file = snapshot.kind(path) === 'file' ? snapshot.file(path) : undefined;
  return file === undefined || isUnreadable(file) ? undefined : file;
}

interface About {
  readonly what: string;
  readonly reads: readonly string[];
  readonly application?: Destined;
}

/** Renders a chart; what Helm would refuse is raised, what only Helm could do is unverified. */
function rendered(chart: ChartRender, { what, reads, application }: About): Rendered {
  const files = new Set(reads);
  try {
    const result = renderChart(chart);
    for (const path of result.readSet.files) files.add(path);
    const { objects, raised } = renderedObjects([...result.crds, ...result.documents], application?.name);
    const unverified = result.unsupported.map(({ what: part, at }): Unverified => ({ at, what, why: `${part} is not applied`, needs: 'a later version of mllint' }));
    return { ...NOTHING_RENDERED, objects, raised, unverified, reads: files, isComplete: raised.length === 0 };
  } catch (error) {
    files.add(chartFile(chart.folder));
    const failed = { ...NOTHING_RENDERED, reads: files, isComplete: false };
    if (error instanceof UnsupportedFunction) {
      return { ...failed, unverified: [{ at: error.at, what, why: error.message, needs: 'a later version of mllint, or Helm itself' }] };
    }
    if (error instanceof RenderError && error.kind === 'dependencies') {
      return { ...failed, unverified: [{ at: error.at, what, why: error.message.replace(/^.*\bfound in/, 'charts found in'), needs: 'helm dependency build' }] };
    }
    if (error instanceof RenderError) return { ...failed, raised: [failure(error, application)] };
    throw error;
  }
}

function failure({ message, at, chain, kind }: RenderError, application: Destined | undefined): Raised {
  const isAboutSource = kind === 'chart' || kind === 'release' || kind === 'dependencies';
  const source = application?.source.node;
  return {
    rule: 'argocd/source-renders',
    at: isAboutSource && source ? source.at : at,
    message: message.replaceAll(/\s*\n\s*/g, ' '),
    related: [
      ...chain.map((place) => ({ at: place, message: 'on the way here' })),
      ...(source && !isAboutSource ? [{ at: source.at, message: 'rendered for this source' }] : []),
    ],
    ...(application ? { applications: [application.name] } : {}),
  };
}
