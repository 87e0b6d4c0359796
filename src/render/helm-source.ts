/** Charts as sources: value files found as Argo CD finds them, Helm's output as manifests, Helm's errors as findings. */
import type { Here } from '../argocd/this-repository.ts';
import type { Unverified } from '../finding.ts';
import type { ClusterFacts } from '../model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Node } from '../yaml/node.ts';
import { parseTraced } from '../yaml/parse.ts';
import type { Tree } from '../yaml/tree.ts';
import { tracedText } from './application-variables.ts';
import { Account } from './go-template/engine.ts';
import { stoppedBy } from './helm-failure.ts';
import { releaseOf } from './helm-release.ts';
import { renderedObjects } from './helm-objects.ts';
import { isTest, releaseNameOf, releaseOptions } from './helm-options.ts';
import { renderChart, valuesOf, type ChartRender, type ChartResult, type ValueSource } from './helm/helm.ts';
import { helmOf, type HelmRelease } from './helm/profile.ts';
import { SetBudget } from './helm/values/strvals.ts';
import { asksForMissing } from './helm/usage/missing-charts.ts';
import { parametersOf, setParameters, type Parameter, type Parameters } from './parameters.ts';
import { fileKey, RenderMemo, textKey, type SharedRenders } from './render-memo.ts';
import { failed, NOTHING_RENDERED, refused, unverifiedSource, type Rendered } from './rendered.ts';
import { fileLocator, type SourceFolder } from './source-paths.ts';
import type { Destined, RenderHelmSource } from './source.ts';
import type { TracedText } from './traced-text.ts';
import { textFile, valueFiles, type ValueFiles } from './value-files.ts';

/** What charts ask `.Capabilities.APIVersions` for, besides Kubernetes' own, unless the configuration says what is installed. */
const KNOWN_API_VERSIONS = [
  'serving.kserve.io/v1beta1', 'serving.kserve.io/v1alpha1', 'serving.knative.dev/v1', 'networking.istio.io/v1', 'networking.istio.io/v1beta1',
  'gateway.networking.k8s.io/v1', 'monitoring.coreos.com/v1', 'argoproj.io/v1alpha1', 'keda.sh/v1alpha1', 'cert-manager.io/v1',
];

export interface HelmRenderer {
  readonly source: (here: Here) => RenderHelmSource;
  readonly release: (release: LooseRelease) => Rendered;
}

/** A chart that is rendered outside of any Application. */
export interface LooseRelease {
  readonly folder: string;
  readonly name: string;
  readonly namespace?: string;
  /** Over the chart's own values. */
  readonly valueFiles: readonly string[];
  /** Over these. */
  readonly values?: Tree;
  readonly cluster: ClusterFacts;
}

export interface HelmSettings {
  readonly cluster: ClusterFacts;
  /** What the cluster of an Application runs, over what all of them do. */
  readonly clusterOf: (application: Destined) => ClusterFacts;
  /** What was rendered for other trees of the same history. */
  readonly renders?: SharedRenders | undefined;
}

export function helmRenderer(snapshot: Snapshot, { cluster, clusterOf, renders }: HelmSettings): HelmRenderer {
  const account = new Account();
  const takesGlobs = takesGlobsIn(cluster.argocd);
  const release = helmOf(cluster.argocd);
  const budget = new SetBudget();
  const memo = new RenderMemo(renders, snapshot);
  return {
    source: (here) => (application, where) =>
      renderHelmSource(application, { ...where, here, capabilities: capabilitiesOf(clusterOf(application)), account, budget, takesGlobs, release, memo }),
    release: ({ folder, name, namespace = 'default', valueFiles, values, cluster: own }) => {
      const files = valueFiles.flatMap((path) => textFile(snapshot, path) ?? []);
      const inline: ValueSource[] = values ? [{ kind: 'inline', tree: values }] : [];
      const valueSources = [...files.map((file): ValueSource => ({ kind: 'file', file })), ...inline];
      return rendered(
        { snapshot, folder, capabilities: capabilitiesOf(own), account, helm: release, buildsDependencies: true, releaseName: releaseNameOf(name), namespace },
        { what: `chart ${name}`, valueSources, parameters: [], budget, reads: valueFiles, isLinted: true },
      );
    },
  };
}

function capabilitiesOf({ kubernetes, apiVersions }: ClusterFacts): NonNullable<ChartRender['capabilities']> {
  return { kubeVersion: kubernetes, apiVersions: apiVersions ?? KNOWN_API_VERSIONS };
}

/** Argo CD 3.4 was the first to take patterns for value files. */
function takesGlobsIn(version: string | undefined): boolean {
  const [major = 3, minor = 4] = (version ?? '3.4').replace(/^v/, '').split('.').map(Number);
  return major > 3 || (major === 3 && minor >= 4);
}

interface Context extends SourceFolder {
  readonly capabilities: NonNullable<ChartRender['capabilities']>;
  readonly account: Account;
  readonly budget: SetBudget;
  readonly takesGlobs: boolean;
  /** The Helm that Argo CD bundles. */
  readonly release: HelmRelease;
  readonly memo: RenderMemo;
}

function renderHelmSource(application: Destined, context: Context): Rendered {
  const { folder, place } = context;
  const locator = fileLocator(application, context);
  const files = valueFiles(application, { locator, takesGlobs: context.takesGlobs });
  const parameters = parametersOf(application, locator, context.budget);
  const references = [...files.references, ...parameters.references];
  // The chart is deployed, whether or not it can be rendered for it.
  const reads = new Set([...files.reads, ...parameters.reads, ...(place.isLinted ? [chartFile(folder)] : [])]);
  const raised = [...files.raised, ...parameters.raised];
  const unverified = [...files.unverified, ...parameters.unverified];
  const result = files.isComplete && parameters.isComplete ? renderRelease(application, { files, parameters }, context) : { ...NOTHING_RENDERED, isComplete: false };
  return {
    ...result, references, reads: new Set([...reads, ...result.reads]), raised: [...raised, ...result.raised], unverified: [...unverified, ...result.unverified],
    isComplete: result.isComplete && unverified.length === 0,
  };
}

interface Given {
  readonly files: ValueFiles;
  readonly parameters: Parameters;
}

function renderRelease(application: Destined, { files, parameters }: Given, { folder, place, capabilities, account, budget, release, memo }: Context): Rendered {
  const { source, name } = application;
  const helm = source.node.get('helm');
  const options = releaseOptions(helm);
  if ('message' in options) return failed(application, options);
  const inline = inlineValues(helm);
  if ('message' in inline) return refused(application, `\`helm.values\` is no YAML: ${inline.message}`);
  const releaseName = given(helm.get('releaseName')) ?? given(application.nameNode) ?? name;
  if (releaseName.toString().includes('{{')) {
    return unverifiedSource(helm.at, `Application ${name}`, `the release name ${releaseName.toString()} is a template`, 'a name');
  }
  if (releaseName.toString() === '' && application.nameNode?.isKnown === false) {
    return unverifiedSource(helm.at, 'an Application without a name', 'its name, and so that of the release, cannot be known', 'a name');
  }
  const namespace = given(helm.get('namespace')) ?? given(application.namespaceNode) ?? application.namespace;
  const render = (): Rendered => rendered(
    {
      snapshot: place.snapshot, folder, account, helm: release, buildsDependencies: true, skipsSchemas: options.left.has('schemas'), releaseName, namespace,
      capabilities: { ...capabilities, ...options.capabilities },
    },
    {
      what: `Application ${name}`, valueSources: [...files.sources, ...inline.sources], parameters: parameters.parameters, budget, reads: files.reads, isLinted: place.isLinted,
      application, left: options.left,
    },
  );
  const isShared = place.isLinted && inline.sources.length === 0 && parameters.parameters.length === 0 && files.reads.length === files.sources.length;
  return isShared ? memo.once(JSON.stringify([folder, textKey(releaseName), textKey(namespace), { ...capabilities, ...options.capabilities }, [...options.left], files.reads, fileKeys(files)]), render) : render();
}

/** The texts of value files are a part of the inputs. */
function fileKeys({ sources }: ValueFiles): number[] {
  return sources.flatMap((source) => (source.kind === 'file' ? [fileKey(source.file)] : []));
}

function chartFile(folder: string): string {
  return folder === '' ? 'Chart.yaml' : `${folder}/Chart.yaml`;
}

interface Inline {
  readonly sources: readonly ValueSource[];
}

/** `valuesObject` wins over `values`, which is YAML in a string, perhaps in several documents. */
function inlineValues(helm: Node): Inline | { readonly message: string } {
  const object = helm.get('valuesObject');
  if (object.exists && !object.isNull && object.tree) return { sources: [{ kind: 'inline', tree: object.tree }] };
  const text = given(helm.get('values'));
  const { documents } = text ? parseTraced(text, helm.get('values').at.file.path) : { documents: [] };
  const [problem] = documents.flatMap(({ problems }) => problems);
  return problem ?? { sources: documents.flatMap(({ root }) => (root ? [{ kind: 'inline' as const, tree: root }] : [])) };
}

/** A text that is not empty. */
function given(node: Node | undefined): TracedText | undefined {
  const text = tracedText(node);
  return text === undefined || text.length === 0 ? undefined : text;
}

interface About {
  readonly what: string;
  readonly valueSources: readonly ValueSource[];
  readonly parameters: readonly Parameter[];
  readonly budget: SetBudget;
  readonly reads: readonly string[];
  /** Whether what is read are files of the tree being linted. */
  readonly isLinted: boolean;
  readonly application?: Destined;
  /** What is left out. */
  readonly left?: ReadonlySet<'crds' | 'tests' | 'schemas'>;
}

/** Renders a chart; what Helm would refuse is raised, what only Helm could do is unverified. What the other templates give is looked at all the same. */
function rendered(chart: ChartRender, about: About): Rendered {
  const { reads, isLinted } = about;
  const files = new Set(reads);
  try {
    const values = valuesOf(about.valueSources);
    setParameters(values, about.parameters, about.budget);
    const result = renderChart({ ...chart, valueSources: [{ kind: 'values', values }], goesOn: true });
    if (isLinted) for (const path of result.readSet.files) files.add(path);
    const { stopped } = result;
    if (!stopped) return { ...resultOf(result, chart, about), reads: files, readSet: result.readSet };
    const reason = stoppedBy(stopped, chart, about);
    const others = asksForMissing(result) ? NOTHING_RENDERED : resultOf(result, chart, about);
    return {
      ...others, releases: [], reads: files, raised: [...reason.raised, ...others.raised], unverified: [...reason.unverified, ...others.unverified], isComplete: false,
    };
  } catch (error) {
    if (isLinted) files.add(chartFile(chart.folder));
    return { ...stoppedBy(error, chart, about), reads: files };
  }
}

/** What the templates gave. */
function resultOf(result: ChartResult, chart: ChartRender, { what, left, application, isLinted, valueSources }: About): Rendered {
  const documents = [...(left?.has('crds') === true ? [] : result.crds), ...result.documents].filter((document) => left?.has('tests') !== true || !isTest(document));
  const { objects, raised, isComplete } = renderedObjects(documents, application?.name);
  const unverified = result.unsupported.map(({ what: part, at }): Unverified => ({ at, what, why: `${part} cannot be applied here`, needs: 'Helm itself' }));
  const releases = isComplete && isLinted ? [releaseOf({ ...chart, valueSources }, result, objects)] : [];
  return { ...NOTHING_RENDERED, objects, releases, raised, unverified, isComplete };
}
