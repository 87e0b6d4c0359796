/**
 * New names, tags and digests of container images: of every list called `containers` or `initContainers` wherever it stands, and of the fields that are configured.
 * Follows kustomize 5.7, api/filters/imagetag (legacy.go, imagetag.go, updater.go) and api/internal/image/image.go.
 */
import type { RE2JS } from 're2js';
import { compileRe2 } from '../../re2.ts';
import { tracedScalar } from '../../yaml/author.ts';
import type { Node } from '../../yaml/node.ts';
import { resolveAlias, type EntryTree, type MappingTree, type ScalarTree, type SequenceTree, type Tree } from '../../yaml/tree.ts';
import { concat, plain, TracedText } from '../traced-text.ts';
import type { BuildContext } from './build-context.ts';
import { BuildError } from './build-error.ts';
import { composedScalar, locationOf } from './compose-tree.ts';
import { updateFields, type FieldSpec } from './field-spec.ts';
import { passingAll } from './passing.ts';
import { gvkOf, type Resource } from './resource.ts';
import { imagesElsewhere } from './unreached-images.ts';

export interface ImageChange {
  /** An item of `images`. */
  readonly image: Node;
  readonly specs: readonly FieldSpec[];
}

/** @throws BuildError where an image is no text, or its name is no expression */
export function setImage(resources: readonly Resource[], { image, specs }: ImageChange, build: BuildContext): readonly Resource[] {
  const change = new Change(image, build);
  const inContainers = resources.map((resource) => changed(resource, (tree) => change.containers(tree)));
  const all = inContainers.map((resource) => changed(resource, (tree) => updateFields(tree, specs, { update: (value) => change.image(value), at: image.at })));
  const { count, known } = change;
  const unreached = count > 0 ? [] : imagesElsewhere(resources, { isImage: (text) => change.selects(text), spend: (steps) => { build.budget.spend(steps, image.at); } });
  build.notes.image({ image, count, known: [...known], unreached });
  return all;
}

/** Definitions of custom resources describe containers, they have none. */
function changed(resource: Resource, change: (tree: MappingTree) => Tree): Resource {
  if (gvkOf(resource.tree).kind === 'CustomResourceDefinition') return resource;
  const tree = resolveAlias(change(resource.tree));
  return tree === resource.tree || tree.kind !== 'mapping' ? resource : { ...resource, tree };
}

const MAX_NAMES = 200;

const CONTAINER_LISTS = new Set(['containers', 'initContainers']);

class Change {
  readonly #image: Node;
  readonly #build: BuildContext;
  readonly #name: RE2JS;
  /** How many images it changed. */
  count = 0;
  /** The names of all images that it looked at, as far as anybody reads them. */
  readonly known = new Set<string>();

  constructor(image: Node, build: BuildContext) {
    this.#image = image;
    this.#build = build;
    this.#name = imagesNamed(image.get('name'));
  }

  /** The tree with the images of all its lists of containers. */
  containers(tree: Tree): Tree {
    this.#build.budget.spend(1, this.#image.at);
    const resolved = resolveAlias(tree);
    if (resolved.kind === 'scalar') return tree;
    if (resolved.kind === 'sequence') return withItems(resolved, tree, (item) => this.containers(item));
    return withEntries(resolved, tree, ({ key, value }) => {
      const below = this.containers(value);
      return CONTAINER_LISTS.has(key.text) ? this.#listed(below) : below;
    });
  }

  #listed(tree: Tree): Tree {
    const list = resolveAlias(tree);
    return list.kind === 'sequence' ? withItems(list, tree, (item) => this.#container(item)) : tree;
  }

  #container(tree: Tree): Tree {
    const container = resolveAlias(tree);
    if (container.kind === 'mapping') return withEntries(container, tree, ({ key, value }) => (key.text === 'image' ? this.image(value) : value));
    if (container.kind === 'scalar' && container.value === null) return tree;
    throw new BuildError(`wrong node kind: expected MappingNode but got ${container.kind === 'scalar' ? 'ScalarNode' : 'SequenceNode'}`, locationOf(tree));
  }

  image(tree: Tree): Tree {
    const image = resolveAlias(tree);
    if (image.kind !== 'scalar') {
      throw new BuildError(`wrong node kind: expected ScalarNode but got ${image.kind === 'mapping' ? 'MappingNode' : 'SequenceNode'}`, locationOf(tree));
    }
    this.#build.budget.spend(1 + image.text.length / 10, this.#image.at);
    if (!this.selects(image.text)) {
      if (this.known.size < MAX_NAMES) this.known.add(splitImage(plain(image.text)).name.text);
      return tree;
    }
    this.count += 1;
    return this.#renamed(image);
  }

  selects(text: string): boolean {
    return this.#name.matcher(text).find();
  }

  /** A new tag or digest takes the place of both. */
  #renamed(image: ScalarTree): ScalarTree {
    const old = splitImage(tracedScalar(image, image.trace.nearness));
    const [name, newTag, digest, suffix] = ['newName', 'newTag', 'digest', 'tagSuffix'].map((field) => this.#given(field));
    const tag = newTag ?? (digest ? undefined : suffix ? concat([old.tag ?? TracedText.empty, suffix]) : old.tag);
    const kept = newTag || digest || suffix ? digest : old.digest;
    const parts = [name ?? old.name, ...(tag ? [plain(':'), tag] : []), ...(kept ? [plain('@'), kept] : [])];
    return composedScalar(passingAll(concat(parts), [this.#image.get('name').at]), (name ?? newTag ?? digest ?? suffix) ? this.#image.at.file : image.trace.file);
  }

  #given(field: string): TracedText | undefined {
    const { tree } = this.#image.get(field);
    const scalar = tree && resolveAlias(tree);
    return scalar?.kind === 'scalar' && scalar.text !== '' && scalar.value !== null ? tracedScalar(scalar, this.#build.nearness) : undefined;
  }
}

function withItems(list: SequenceTree, tree: Tree, change: (item: Tree) => Tree): Tree {
  const items = list.items.map(change);
  return items.every((item, index) => item === list.items[index]) ? tree : { ...list, items };
}

function withEntries(mapping: MappingTree, tree: Tree, change: (entry: EntryTree) => Tree): Tree {
  const entries = mapping.entries.map((entry): EntryTree => {
    const value = change(entry);
    return value === entry.value ? entry : { key: entry.key, value };
  });
  return entries.every((entry, index) => entry === mapping.entries[index]) ? tree : { ...mapping, entries };
}

/** The name is an expression itself; what follows it must be a tag or digest. */
function imagesNamed(name: Node): RE2JS {
  try {
    return compileRe2(`^${name.text ?? ''}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`);
  } catch (error) {
    const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new BuildError(`the image name ${JSON.stringify(name.text ?? '')} is no expression: ${line ?? ''}`, name.at);
  }
}

interface ImageParts {
  readonly name: TracedText;
  readonly tag?: TracedText;
  readonly digest?: TracedText;
}

/** `[[host[:port]/]component/]component[:tag][@digest]` */
export function splitImage(image: TracedText): ImageParts {
  const { text } = image;
  const slash = Math.max(0, text.indexOf('/'));
  const at = text.indexOf('@', slash);
  const colon = text.indexOf(':', slash);
  if (at < 0 && colon < 0) return { name: image };
  if (at >= 0 && (at < colon || colon < 0)) return { name: image.slice(0, at), ...said('digest', image.slice(at + 1)) };
  if (at < 0) return { name: image.slice(0, colon), ...said('tag', image.slice(colon + 1)) };
  return { name: image.slice(0, colon), ...said('tag', image.slice(colon + 1, at)), ...said('digest', image.slice(at + 1)) };
}

function said(field: 'tag' | 'digest', text: TracedText): Partial<ImageParts> {
  return text.length === 0 ? {} : { [field]: text };
}
