/** Charts as sources: value files found as Argo CD finds them, Helm's output as manifests, Helm's errors as findings. */
import type { Here } from '../argocd/this-repository.ts';
import type { Raised, Unverified } from '../finding.ts';
import { knownText } from '../kubernetes/identity.ts';
import type { ClusterFacts } from '../model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { Nearness } from '../source.ts';
import { tracedScalar } from '../yaml/author.ts';
import { Node } from '../yaml/node.ts';
import { parseTraced } from '../yaml/parse.ts';
import { resolveAlias } from '../yaml/tree.ts';
import { Account } from './go-template/engine.ts';
import { renderedObjects } from './helm-objects.ts';
import { RenderError, UnsupportedFunction } from './helm/errors.ts';
import { renderChart, type ChartRender, type ChartResult, type ValueSource } from './helm/helm.ts';
import { helmOf, type HelmRelease } from './helm/profile.ts';
import type { RenderedDocument } from './helm/output/sort.ts';
import { NOTHING_RENDERED, unverifiedSource, type Rendered } from './rendered.ts';
import { refused, type Destined, type RenderHelmSource } from './source.ts';
import type { TracedText } from './traced-text.ts';
import { textFile, valueFiles } from './value-files.ts';

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
  const account = new Account();
  const helm = helmOf(cluster.argocd);
  return {
    source: (here) => (application, folder) => renderHelmSource(application, folder, { snapshot, here, capabilities, account, helm }),
    release: ({ folder, name, valueFiles }) => {
      const files = valueFiles.flatMap((path) => textFile(snapshot, path) ?? []);
      const valueSources = files.map((file): ValueSource => ({ kind: 'file', file }));
      return rendered({ snapshot, folder, capabilities, account, helm, buildsDependencies: true, releaseName: name, namespace: 'default', valueSources }, { what: `chart ${name}`, reads: valueFiles });
    },
  };
}

interface Context {
  readonly snapshot: Snapshot;
  readonly here: Here;
  readonly capabilities: NonNullable<ChartRender['capabilities']>;
  readonly account: Account;
  readonly helm: HelmRelease;
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
  if (inline && 'message' in inline) return { ...refused(application, `\`helm.values\` is no YAML: ${inline.message}`), references: files.references };
  const result = rendered(
    {
      snapshot: context.snapshot,
      folder,
      capabilities: { ...context.capabilities, ...overrides(helm) },
      account: context.account,
      helm: context.helm,
      buildsDependencies: true,
      skipsSchemas: helm.get('skipSchemaValidation').value === true,
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
function inlineValues(helm: Node): ValueSource | { readonly message: string } | undefined {
  const object = helm.get('valuesObject');
  if (object.kind === 'mapping' && object.tree) return { kind: 'inline', tree: object.tree };
  const text = tracedText(helm.get('values'));
  const document = text && parseTraced(text, helm.get('values').at.file.path).documents[0];
  return document?.problems[0] ?? (document?.root && { kind: 'inline', tree: document.root });
}

/** The text of a string with its authors. */
function tracedText(node: Node | undefined): TracedText | undefined {
  const tree = node?.tree && resolveAlias(node.tree);
  return tree?.kind === 'scalar' && typeof tree.value === 'string' ? tracedScalar(tree, Nearness.inline) : undefined;
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
    const { objects, raised } = renderedObjects(appliedDocuments(result, application), application?.name);
    const unverified = result.unsupported.map(({ what: part, at }): Unverified => ({ at, what, why: `${part} cannot be applied here`, needs: 'Helm itself' }));
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
    if (error instanceof RenderError && error.kind === 'size') {
      return { ...failed, unverified: [{ at: error.at, what, why: error.message, needs: 'smaller charts' }] };
    }
    if (error instanceof RenderError) return { ...failed, raised: [failure(error, application)] };
    throw error;
  }
}

/** `skipCrds` and `skipTests` leave out what Argo CD would apply otherwise. */
function appliedDocuments({ crds, documents }: ChartResult, application: Destined | undefined): readonly RenderedDocument[] {
  const skips = (key: string): boolean => application?.source.node.get('helm', key).value === true;
  return [...(skips('skipCrds') ? [] : crds), ...(skips('skipTests') ? documents.filter(({ isTest }) => !isTest) : documents)];
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
