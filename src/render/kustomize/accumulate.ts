/**
 * What a kustomization amounts to: its resources, generated objects and components, changed by its transformers.
 * Follows kustomize 5.7, api/internal/target/kusttarget.go.
 */
import type { Unverified } from '../../finding.ts';
import { Nearness, type Location } from '../../source.ts';
import type { Node } from '../../yaml/node.ts';
import { NO_NOTES, type BuildContext, type Budget, type NoteTaker } from './build-context.ts';
import { withMemory } from './build-annotations.ts';
import { BuildError } from './build-error.ts';
import { readCrds } from './crd-config.ts';
import { DEFAULT_CONFIG } from './default-config.ts';
import { configMap, secret, type GeneratorContext } from './generators.ts';
import { chartOfOldForm, inflateChart } from './helm-charts.ts';
import { loadKustomization, type Kustomization } from './kustomization.ts';
import type { Loader } from './loader.ts';
import type { MergeSchemas } from './merge-schemas.ts';
import { builtinOrigin, hasOrigin, joinOrigin, pluginOrigin, withOrigin, withTransformation, type Origin } from './origin.ts';
import { ownTransformers, type NamedTransformer } from './own-transformers.ts';
import { inlineSource } from './patch-source.ts';
import { pluginGenerator, pluginTransformer } from './plugins.ts';
import { readObjects } from './read-objects.ts';
import { Unavailable } from './remote.ts';
import { absorbAll, GrowingList } from './resource-list.ts';
import { newResource, type Resource } from './resource.ts';
import { mergeConfigs, NO_CONFIG, readConfig, type TransformerConfig } from './transformer-config.ts';
import { markVariables, mergeVariables, variableOf, type Variable } from './variables.ts';

/** Objects, and what is known about them. */
export interface Accumulated {
  readonly resources: readonly Resource[];
  readonly config: TransformerConfig;
  readonly variables: readonly Variable[];
}

export const NOTHING: Accumulated = { resources: [], config: NO_CONFIG, variables: [] };

/** What is one for all kustomizations of a build. */
export interface Build {
  readonly budget: Budget;
  readonly schemas: MergeSchemas;
  readonly unverified: (entry: Unverified) => void;
  /** Something could not be had: what others miss may be just that. */
  readonly isIncomplete: () => boolean;
  /** Somebody asked for origins (`buildMetadata`). */
  readonly tracksOrigins: boolean;
  /** Charts are an error: nobody allowed them. */
  readonly refusesHelm: boolean;
  /** Told of every kustomization that is built, the one that includes others first; gives whom to tell what it does. */
  readonly onKustomization: (kustomization: Kustomization) => NoteTaker;
}

/** No honest kustomization makes more. */
const MAX_RESOURCES = 50_000;

/** How far from the outermost kustomization nearness is told apart. */
const NEARNESS_STEPS = 100;

/** Said of a build that went on without something remote. */
export function missedBy({ at, message }: BuildError, what: string): Unverified {
  return { at, what: `${what}: ${message}`, why: 'what it means may be in what could not be had', needs: 'what the other entries of this list name' };
}

interface TargetPlace {
  readonly loader: Loader;
  readonly originPath: string;
  readonly depth: number;
  readonly entry?: readonly Location[];
}

/** One kustomization in a build. */
export class Target {
  readonly #kustomization: Kustomization;
  readonly #loader: Loader;
  readonly #build: Build;
  readonly #context: BuildContext;
  /** The folder, relative to the one that is built. */
  readonly #originPath: string;
  readonly #depth: number;
  /** The entry of a component: what it adds comes by way of it. */
  readonly #entry: readonly Location[];

  constructor(kustomization: Kustomization, place: TargetPlace, build: Build) {
    this.#kustomization = kustomization;
    this.#loader = place.loader;
    this.#originPath = place.originPath;
    this.#depth = place.depth;
    this.#entry = place.entry ?? [];
    this.#build = build;
    const { budget, schemas, unverified } = build;
    const notes = build.onKustomization(kustomization);
    this.#context = { budget, schemas, unverified, notes, nearness: Nearness.valueFile + Math.max(0, NEARNESS_STEPS - place.depth) };
  }

  /** @param start what a component adds to; nothing for everything else */
  accumulate(start: Accumulated = NOTHING): Accumulated {
    const { root } = this.#kustomization;
    let found = this.#addResources(start, root.get('resources').items());
    found = { ...found, config: this.#configured(found.config) };
    found = { ...found, resources: this.#generated(found.resources) };
    for (const item of root.get('components').items()) found = this.#attempt(item, () => this.#component(found, item)) ?? found;
    found = { ...found, resources: this.#transformed(found) };
    this.#validate(found);
    return this.#withVariables(found);
  }

  get context(): BuildContext {
    return this.#context;
  }

  #attempt<T>(node: Node, act: () => T): T | undefined {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      this.#build.unverified({ at: error.at, what: `${this.#kustomization.file.path} ${node.path.join('.')}`, why: error.why, needs: error.needs });
      return undefined;
    }
  }

  /** What goes wrong where something is missing is no error of who misses it. */
  #attemptOn<T>(node: Node, act: () => T): T | undefined {
    try {
      return this.#attempt(node, act);
    } catch (error) {
      if (!(error instanceof BuildError) || !this.#build.isIncomplete()) throw error;
      this.#build.unverified(missedBy(error, this.#kustomization.file.path));
      return undefined;
    }
  }

  #addResources(start: Accumulated, items: readonly Node[]): Accumulated {
    const list = new GrowingList(start.resources);
    let { config, variables } = start;
    for (const item of items) {
      this.#attempt(item, () => {
        const more = this.#addedBy(item);
        this.#append(list, this.#brought(more.resources, item.at), item.at);
        config = mergeConfigs(config, more.config, item.at);
        variables = mergeVariables(variables, more.variables);
      });
    }
    return { resources: list.resources, config, variables };
  }

  #addedBy(item: Node): Accumulated {
    const path = item.text ?? '';
    const { at } = item;
    this.#build.budget.spend(100, at);
    if (this.#loader.isFile(path)) return { ...NOTHING, resources: this.#fileResources(path, at) };
    this.#build.budget.spend(2000, at);
    return this.#inner(path, at, { isComponent: false }).accumulate();
  }

  /** Each object by way of the entry that names it. */
  #brought(resources: readonly Resource[], at: Location): readonly Resource[] {
    return resources.map((resource) => ({ ...resource, tree: { ...resource.tree, passed: [...(resource.tree.passed ?? []), at, ...this.#entry] } }));
  }

  #append(list: GrowingList, more: readonly Resource[], at: Location): void {
    this.#build.budget.spend(more.length, at);
    if (list.resources.length + more.length > MAX_RESOURCES) throw new BuildError(`more than ${MAX_RESOURCES} resources`, at);
    list.append(more);
  }

  #fileResources(path: string, at: Location): readonly Resource[] {
    const file = this.#loader.text(path, at);
    this.#build.budget.spend(file.text.length / 10, at);
    const resources = readObjects(file).map((tree) => withMemory(newResource(tree, { file, at })));
    return this.#build.tracksOrigins ? resources.map((resource) => withOrigin(resource, { path: joinOrigin(this.#originPath, path) })) : resources;
  }

  #inner(path: string, at: Location, { isComponent }: { readonly isComponent: boolean }): Target {
    const loader = this.#loader.below(path, at);
    const kustomization = loadKustomization(loader.folder, { snapshot: loader.snapshot, at });
    if (isComponent && !kustomization.isComponent) throw new BuildError(`expected kind 'Component' for path '${loader.folder}' but got 'Kustomization'`, at);
    if (!isComponent && kustomization.isComponent) throw new BuildError(`expected kind != 'Component' for path '${loader.folder}'`, at);
    const schema = kustomization.root.get('openapi', 'path'); // the outermost one counts, but all must be there
    if (schema.exists) this.#attempt(schema, () => loader.text(schema.text ?? '', schema.at));
    return new Target(kustomization, { loader, originPath: joinOrigin(this.#originPath, path), depth: this.#depth + 1, ...(isComponent ? { entry: [at, ...this.#entry] } : {}) }, this.#build);
  }

  #component(found: Accumulated, item: Node): Accumulated {
    return this.#inner(item.text ?? '', item.at, { isComponent: true }).accumulate(found);
  }

  #configured(config: TransformerConfig): TransformerConfig {
    const { root } = this.#kustomization;
    let merged = DEFAULT_CONFIG;
    const read = (field: string, from: (item: Node) => TransformerConfig): void => {
      for (const item of root.get(field).items()) merged = mergeConfigs(merged, this.#attempt(item, () => from(item)) ?? NO_CONFIG, item.at);
    };
    read('configurations', (item) => readConfig(item.text ?? '', this.#loader, item.at));
    const own = mergeConfigs(config, merged, root.at);
    merged = NO_CONFIG;
    read('crds', (item) => readCrds(item.text ?? '', item.at, { files: this.#loader, budget: this.#build.budget }));
    return mergeConfigs(own, merged, root.at);
  }

  #generated(resources: readonly Resource[]): readonly Resource[] {
    const { root } = this.#kustomization;
    const options = root.get('generatorOptions');
    let all = resources;
    const absorb = (item: Node, kind: string, make: (context: GeneratorContext) => readonly Resource[]): void => {
      const made = this.#attempt(item, () => make(this.#generatorContext(item.at))) ?? [];
      const origin = builtinOrigin(kind, this.#originPath, this.#kustomization);
      all = this.#attemptOn(item, () => absorbAll(all, this.#withOrigins(made, origin))) ?? all;
    };
    for (const item of root.get('configMapGenerator').items()) absorb(item, 'ConfigMapGenerator', (context) => [configMap(item, options, context)]);
    for (const item of root.get('secretGenerator').items()) absorb(item, 'SecretGenerator', (context) => [secret(item, options, context)]);
    const globals = root.get('helmGlobals');
    const oldCharts = root.get('helmChartInflationGenerator').items().map((item) => chartOfOldForm(item, globals));
    for (const item of [...root.get('helmCharts').items(), ...oldCharts]) {
      if (this.#build.refusesHelm) throw new BuildError('must specify --enable-helm', item.at);
      absorb(item, 'HelmChartInflationGenerator', (context) => inflateChart(item, globals, context));
    }
    for (const { item, resource } of this.#plugins('generators')) {
      const made = this.#attempt(item, () => pluginGenerator(resource, this.#generatorContext(item.at))) ?? [];
      all = absorbAll(all, this.#withOrigins(made, pluginOrigin(resource)));
    }
    return all;
  }

  #generatorContext(at: Location): GeneratorContext {
    this.#build.budget.spend(500, at);
    return { files: this.#loader, build: this.#context, at };
  }

  #withOrigins(resources: readonly Resource[], origin: Origin | undefined): readonly Resource[] {
    if (!this.#build.tracksOrigins || !origin) return resources;
    return resources.map((resource) => (hasOrigin(resource) ? resource : withOrigin(resource, origin)));
  }

  /** Configurations of generators and transformers: in place, in files, or what other kustomizations amount to. */
  #plugins(field: 'generators' | 'transformers' | 'validators'): { readonly item: Node; readonly resource: Resource }[] {
    const inline: { item: Node; resource: Resource }[] = [];
    const elsewhere: { item: Node; resource: Resource }[] = [];
    for (const item of this.#kustomization.root.get(field).items()) {
      const own = this.#inlinePlugins(item);
      for (const resource of own ?? []) inline.push({ item, resource });
      const found = own ? NOTHING : this.#addResources(NOTHING, [item]);
      for (const resource of found.resources) elsewhere.push({ item, resource });
    }
    return [...inline, ...elsewhere];
  }

  #inlinePlugins(item: Node): readonly Resource[] | undefined {
    const text = item.text ?? '';
    if (!/[\n:{]/.test(text)) return undefined;
    try {
      const { file } = this.#kustomization;
      const resources = inlineSource(item, this.#loader).objects().map((tree) => newResource(tree, { file, at: item.at }));
      const path = joinOrigin(this.#originPath, file.path.slice(file.path.lastIndexOf('/') + 1));
      return this.#build.tracksOrigins ? resources.map((resource) => withOrigin(resource, { path })) : resources;
    } catch (error) {
      if (!(error instanceof BuildError) || text.includes('\n')) throw error;
      return undefined;
    }
  }

  #transformed({ resources, config }: Accumulated): readonly Resource[] {
    const own = ownTransformers(this.#kustomization.root, { config, files: this.#loader, build: this.#context });
    const named = own.map((transformer) => ({ ...transformer, origin: builtinOrigin(transformer.kind, this.#originPath, this.#kustomization) }));
    const plugins = this.#plugins('transformers').flatMap(({ item, resource }) => {
      const transform = this.#attempt(item, () => pluginTransformer(resource, this.#loader));
      return transform ? [{ kind: 'plugin', transform, origin: pluginOrigin(resource) }] : [];
    });
    return [...named, ...plugins].reduce((all, transformer) => this.#run(transformer, all), resources);
  }

  #run({ transform, origin }: NamedTransformer & { readonly origin: Origin | undefined }, resources: readonly Resource[]): readonly Resource[] {
    this.#build.budget.spend(resources.length, this.#kustomization.root.at);
    const changed = this.#attemptOn(this.#kustomization.root, () => transform(resources, this.#context)) ?? resources;
    return this.#build.tracksOrigins && origin ? changed.map((resource) => withTransformation(resource, origin)) : changed;
  }

  #validate({ resources }: Accumulated): void {
    for (const { item, resource } of this.#plugins('validators')) {
      const validated = this.#attempt(item, () => pluginTransformer(resource, this.#loader)(resources, { ...this.#context, notes: NO_NOTES })) ?? resources;
      const isSame = validated.length === resources.length && validated.every(({ tree }, index) => tree === resources[index]?.tree);
      if (!isSame) throw new BuildError("validator shouldn't modify the resource map", item.at);
    }
  }

  #withVariables(found: Accumulated): Accumulated {
    const variables = this.#kustomization.root.get('vars').items().map(variableOf);
    if (variables.length === 0) return found;
    return { ...found, resources: markVariables(found.resources, variables), variables: mergeVariables(found.variables, variables) };
  }
}
