/** What the templates of a chart do in one release: asked by rules, found out when they ask. */
import { Nearness } from '../../../source.ts';
import type { ReleaseTemplates, TemplatePlace } from '../../../model.ts';
import { Node } from '../../../yaml/node.ts';
import { locationOfNode } from '../../go-template/template-error.ts';
import type { RenderedObject } from '../../rendered.ts';
import type { RenderedTemplates } from '../helm.ts';
import { chartFacts, textFacts } from './chart-facts.ts';
import { isReached, type TemplateFacts, type Use } from './facts.ts';
import { printedExponents } from './printed-exponents.ts';
import { EACH, type Coverage, type ReadTree, type ValuePath } from './read-tree.ts';

export interface ReleaseInputs {
  readonly templates: RenderedTemplates;
  /** Strings among the values of the release that may be templates; `files`: and files of the chart. */
  readonly texts: (options: { readonly files: boolean }) => readonly string[];
  readonly objects: readonly RenderedObject[];
}

export function releaseTemplates(inputs: ReleaseInputs): ReleaseTemplates {
  return new LazyTemplates(inputs);
}

class LazyTemplates implements ReleaseTemplates {
  readonly #inputs: ReleaseInputs;
  /** The roots of the nodes that were handed out, by where they stand. */
  readonly #places = new Map<string, Node>();
  readonly #roots = new Set<Node>();
  #trees: readonly ReadTree[] | undefined;

  constructor(inputs: ReleaseInputs) {
    this.#inputs = inputs;
  }

  coverage(path: ValuePath): Coverage {
    let most: Coverage = 'none';
    for (const tree of this.#reads()) {
      const coverage = tree.coverage(path);
      if (coverage === 'all') return 'all';
      if (coverage === 'part') most = 'part';
    }
    return most;
  }

  keysReadAt(path: ValuePath): readonly string[] {
    return [...new Set(this.#reads().flatMap((tree) => tree.keysAt(path)))];
  }

  pathsReadTo(key: string): readonly ValuePath[] {
    return this.#reads().flatMap((tree) => tree.pathsTo(key)).filter((path) => !path.includes(EACH));
  }

  printed(isMissing: (path: ValuePath) => boolean): readonly (TemplatePlace & { path: ValuePath })[] {
    const { needed, writes } = this.#facts();
    const missing = new Set([...new Map(needed.map(({ path }) => [path.join('\0'), path]))].flatMap(([key, path]) => (isMissing(path) ? [key] : [])));
    const uses = needed.filter(({ path }) => missing.has(path.join('\0')) && writes.coverage(path) === 'none');
    return this.#reached(uses, ({ path }) => path.join('.')).map(({ use, at }) => ({ at, path: use.path }));
  }

  get foreign(): readonly (TemplatePlace & { names: readonly string[] })[] {
    const { foreign, ownKeys } = this.#facts();
    const strangers = ownKeys.has(EACH) ? [] : foreign.filter(({ names: [name = ''] }) => !ownKeys.has(name));
    return this.#reached(strangers, ({ names }) => names.join('.')).map(({ use, at }) => ({ at, names: use.names }));
  }

  get unstable(): readonly (TemplatePlace & { function: string })[] {
    return this.#reached(this.#facts().unstable, ({ name }) => name).map(({ use, at }) => ({ at, function: use.name }));
  }

  get exponents(): ReleaseTemplates['exponents'] {
    return printedExponents(this.#inputs.objects).map(({ at, ...rest }) => ({ at: this.#node(at.file, at.range), ...rest }));
  }

  owns(node: Node): boolean {
    return this.#roots.has(node.root);
  }

  #facts(): TemplateFacts {
    return chartFacts(this.#inputs.templates);
  }

  #reads(): readonly ReadTree[] {
    return (this.#trees ??= this.#readTrees());
  }

  #readTrees(): readonly ReadTree[] {
    const { reads, rendersValues, rendersAnything } = this.#facts();
    if (rendersValues.size === 0) return [reads];
    return [reads, textFacts(this.#inputs.texts({ files: rendersAnything }), this.#inputs.templates, rendersValues.values())];
  }

  /** What really ran in this release, each place once. */
  #reached<T extends Use>(uses: readonly T[], keyOf: (use: T) => string): { use: T; at: Node }[] {
    const found = new Map<string, { use: T; at: Node }>();
    for (const use of uses) {
      if (!isReached(use, this.#inputs.templates.visited)) continue;
      const { file, range } = locationOfNode(use.site);
      const key = `${file.path}:${range.start}:${keyOf(use)}`;
      if (!found.has(key)) found.set(key, { use, at: this.#node(file, range) });
    }
    return [...found.values()];
  }

  /** An action of a template as a node, so that rules can show it. */
  #node(file: ReturnType<typeof locationOfNode>['file'], { start, end }: { start: number; end: number }): Node {
    const key = `${file.path}:${start}:${end}`;
    const known = this.#places.get(key);
    if (known) return known;
    const text = file.text.slice(start, end);
    const node = Node.root({ kind: 'scalar', value: text, text, style: 'plain', start, end, trace: { file, nearness: Nearness.template } });
    this.#places.set(key, node);
    this.#roots.add(node);
    return node;
  }
}
