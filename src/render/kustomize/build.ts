/**
 * `kustomize build` in this process: the objects of a folder, every value with the place it was written at.
 * Follows kustomize 5.7 as kubectl 1.34 contains it, api/krusty/kustomizer.go.
 */
import type { Unverified } from '../../finding.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Location } from '../../source.ts';
import type { Node } from '../../yaml/node.ts';
import { parseYaml } from '../../yaml/parse.ts';
import type { MappingTree } from '../../yaml/tree.ts';
import { missedBy, Target, type Build } from './accumulate.ts';
import { Budget, type BuildContext } from './build-context.ts';
import { BuildError } from './build-error.ts';
import { builtinSchemas, customSchemas } from './builtin-schemas.ts';
import { derivedScalar, withValue } from './compose-tree.ts';
import type { FieldSpec } from './field-spec.ts';
import { finalForm } from './final-form.ts';
import { fixReferences } from './fix-references.ts';
import { loadKustomization, type Kustomization } from './kustomization.ts';
import { Loader } from './loader.ts';
import type { MergeSchemas } from './merge-schemas.ts';
import { addHashes } from './names.ts';
import { isLocal } from './origin.ts';
import { readTree } from './read-objects.ts';
import { NotedKustomization } from './noted-kustomization.ts';
import { Unavailable } from './remote.ts';
import type { Resource } from './resource.ts';
import { sortResources, type SortOrder } from './sort-order.ts';
import { staleReferences, type StalePlace } from './stale-references.ts';
import { resolveVariables, type Variable } from './variables.ts';

export interface BuildOptions {
  readonly snapshot: Snapshot;
  /** What names the folder, for a folder without a kustomization. */
  readonly at: Location;
  /** The order where the kustomization asks for none; `legacy` as on the command line. */
  readonly order?: SortOrder;
  /** `none` for `--load-restrictor LoadRestrictionsNone`. */
  readonly restriction?: 'root' | 'none';
  /** `make`: something may write files that Git ignores before this is built. */
  readonly before?: 'make' | 'none';
  /** `--enable-helm` is missing. */
  readonly refusesHelm?: boolean;
  /** Says something over the kustomization itself, as an Application does. */
  readonly change?: (root: MappingTree) => MappingTree;
}

export interface Built {
  readonly resources: readonly Resource[];
  /** Every kustomization that was built, the outermost first. */
  readonly kustomizations: readonly NotedKustomization[];
  /** References that the outermost one leaves stale, by their place among the resources. */
  readonly staleReferences: readonly StalePlace[];
  /** Paths of files that were read. */
  readonly reads: ReadonlySet<string>;
  readonly unverified: readonly Unverified[];
}

/** What kustomize would refuse to build, and what was read until then. */
export interface Refused {
  readonly refused: BuildError;
  readonly kustomizations: readonly NotedKustomization[];
  readonly reads: ReadonlySet<string>;
}

/** The version that `buildMetadata: [managedByLabel]` names. */
const VERSION = 'v5.7.1';
const OPENAPI_VERSION = 'v1.21.2';

export function buildKustomization(folder: string, options: BuildOptions): Built | Refused {
  const met: Met = { reads: new Set(), kustomizations: [] };
  try {
    return built(folder, options, met);
  } catch (error) {
    if (error instanceof BuildError) return { refused: error, ...met };
    throw error;
  }
}

/** What was met on the way, however the build ends. */
interface Met {
  readonly reads: Set<string>;
  readonly kustomizations: NotedKustomization[];
}

function built(folder: string, options: BuildOptions, { reads, kustomizations }: Met): Built {
  const unverified: Unverified[] = [];
  const { snapshot, at, restriction = 'root', before = 'none' } = options;
  const loader = new Loader(folder, { snapshot, restriction, before, onRead: (path) => reads.add(path) });
  const kustomization = loadKustomization(folder, { snapshot, at, ...(options.change ? { change: options.change } : {}) });
  const build: Build = {
    budget: new Budget(),
    schemas: schemasOf(kustomization, loader, unverified),
    unverified: (entry) => unverified.push(entry),
    isIncomplete: () => unverified.length > 0,
    tracksOrigins: kustomization.root.get('buildMetadata').items().length > 0,
    refusesHelm: options.refusesHelm === true,
    onKustomization: (known) => {
      const noted = new NotedKustomization(known);
      kustomizations.push(noted);
      reads.add(known.file.path);
      return noted;
    },
  };
  const target = new Target(kustomization, { loader, originPath: '', depth: 0 }, build);
  const resources = finished(target, kustomization, { order: options.order ?? 'legacy', isIncomplete: build.isIncomplete });
  return { resources, kustomizations, staleReferences: staleReferences(resources, build.budget), reads, unverified };
}

interface Finishing {
  readonly order: SortOrder;
  readonly isIncomplete: () => boolean;
}

function finished(target: Target, { root }: Kustomization, { order, isIncomplete }: Finishing): readonly Resource[] {
  const { resources, config, variables } = target.accumulate();
  const { context } = target;
  let result = addHashes(resources, context);
  result = fixReferences(result, config.nameReference, context);
  result = withVariables(result, { variables, specs: config.varReference, context, isIncomplete });
  result = sortResources(result.filter((resource) => !isLocal(resource)), root.get('sortOptions'), order);
  const metadata = new Set(root.get('buildMetadata').items().map((item) => item.text ?? ''));
  const isManaged = metadata.has('managedByLabel');
  const form = { asked: metadata, budget: context.budget };
  return result.map((resource) => ({ ...resource, tree: finalForm(isManaged ? managed(resource) : resource.tree, form) }));
}

interface Resolving {
  readonly variables: readonly Variable[];
  readonly specs: readonly FieldSpec[];
  readonly context: BuildContext;
  readonly isIncomplete: () => boolean;
}

function withVariables(resources: readonly Resource[], { variables, specs, context, isIncomplete }: Resolving): readonly Resource[] {
  try {
    return resolveVariables(resources, variables, { specs, build: context });
  } catch (error) {
    if (!(error instanceof BuildError) || !isIncomplete()) throw error;
    context.unverified(missedBy(error, 'vars'));
    return resources;
  }
}

/** Only the schema of the outermost kustomization counts. */
function schemasOf({ root }: Kustomization, loader: Loader, unverified: Unverified[]): MergeSchemas {
  const builtin = builtinSchemas();
  const path = root.get('openapi', 'path');
  if (path.exists) return readSchemas(path, loader, unverified) ?? builtin;
  const version = root.get('openapi', 'version');
  if (version.exists && version.text !== OPENAPI_VERSION) {
    throw new BuildError(`the specified OpenAPI version ${JSON.stringify(version.text)} is not built in`, version.at);
  }
  return builtin;
}

function readSchemas(path: Node, loader: Loader, unverified: Unverified[]): MergeSchemas | undefined {
  try {
    const tree = readTree(parseYaml(loader.text(path.text ?? '', path.at)));
    return tree ? customSchemas(tree, builtinSchemas()) : undefined;
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    unverified.push({ at: error.at, what: 'openapi.path', why: error.why, needs: error.needs });
    return undefined;
  }
}

function managed({ tree, at }: Resource): MappingTree {
  const value = derivedScalar(`kustomize-${VERSION}`, at);
  return withValue(tree, ['metadata', 'labels', 'app.kubernetes.io/managed-by'], { value, at });
}
