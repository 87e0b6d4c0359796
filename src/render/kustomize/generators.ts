/**
 * ConfigMaps and Secrets that a kustomization generates.
 * Follows kustomize 5.7, api/internal/generators, `LoadMapIntoConfigMapData` and `encodeBase64` of kyaml/yaml/datamap.go, `MergeGlobalOptionsIntoLocal` of api/types/generatoroptions.go.
 */
import { Buffer } from 'node:buffer';
import { compareText, type Location } from '../../source.ts';
import type { Node } from '../../yaml/node.ts';
import { resolveAlias, type EntryTree, type MappingTree, type Tree } from '../../yaml/tree.ts';
import { TracedText } from '../traced-text.ts';
import type { BuildContext, FileLoader } from './build-context.ts';
import { BuildError } from './build-error.ts';
import { composedScalar, derivedScalar, emptyMapping, originAt, withEntry, withValue } from './compose-tree.ts';
import { keyValues, type KeyValue } from './key-values.ts';
import { newResource, type Behavior, type Resource } from './resource.ts';

export interface GeneratorContext {
  readonly files: FileLoader;
  readonly build: BuildContext;
  /** The item of the kustomization that asks for the object. */
  readonly at: Location;
}

/**
 * @param args an item of `configMapGenerator`
 * @param options `generatorOptions` of the kustomization
 * @throws BuildError where a source cannot be read
 */
export function configMap(args: Node, options: Node, context: GeneratorContext): Resource {
  let tree = baseObject('ConfigMap', args, context);
  for (const pair of distinct(args, context)) {
    const value = typeof pair.value === 'object' && pair.value instanceof TracedText ? textValue(pair.value, pair.at) : binaryValue(pair.value, pair.at, context);
    tree = withData(tree, pair.value instanceof TracedText ? 'data' : 'binaryData', { pair, value });
  }
  return generated(tree, args, { options, context });
}

/** The same of an item of `secretGenerator`: all of its data is base64. */
export function secret(args: Node, options: Node, context: GeneratorContext): Resource {
  const type = args.get('type');
  const said = (type.text ?? '') !== '' && type.tree ? type.tree : derivedScalar('Opaque', context.at);
  let tree = withValue(baseObject('Secret', args, context), ['type'], { value: said, at: context.at });
  tree = withValue(tree, ['data'], { value: emptyMapping(context.at), at: context.at });
  for (const pair of distinct(args, context)) tree = withData(tree, 'data', { pair, value: binaryValue(pair.value, pair.at, context) });
  return generated(tree, args, { options, context });
}

function baseObject(kind: string, args: Node, { at }: GeneratorContext): MappingTree {
  const name = args.get('name');
  if ((name.text ?? '') === '' || !name.tree) throw new BuildError('a configmap must have a name', at);
  let tree = withValue(emptyMapping(at), ['apiVersion'], { value: derivedScalar('v1', at), at });
  tree = withValue(tree, ['kind'], { value: derivedScalar(kind, at), at });
  tree = withValue(tree, ['metadata', 'name'], { value: name.tree, at });
  const namespace = args.get('namespace');
  if ((namespace.text ?? '') === '' || !namespace.tree) return tree;
  return withValue(tree, ['metadata', 'namespace'], { value: namespace.tree, at });
}

/** In the order of their keys. */
function distinct(args: Node, context: GeneratorContext): KeyValue[] {
  const seen = new Set<string>();
  const pairs = keyValues(args, context);
  for (const { key, at } of pairs) {
    if (seen.has(key.text)) throw new BuildError(`configmap ${args.get('name').text ?? ''} illegally repeats the key \`${key.text}\``, at);
    seen.add(key.text);
  }
  return pairs.sort((a, b) => compareText(a.key.text, b.key.text));
}

function withData(tree: MappingTree, field: 'data' | 'binaryData', { pair: { key, at }, value }: { readonly pair: KeyValue; readonly value: Tree }): MappingTree {
  const data = tree.entries.find((entry) => entry.key.text === field);
  const mapping = data && resolveAlias(data.value);
  const entries: EntryTree[] = [...(mapping?.kind === 'mapping' ? mapping.entries : []), { key: composedScalar(key, at.file), value }];
  return withValue(tree, [field], { value: { ...emptyMapping(at), entries }, at });
}

function textValue(text: TracedText, at: Location): Tree {
  return text.segments.length > 0 ? composedScalar(text, at.file) : derivedScalar(text.text, at);
}

function binaryValue(value: TracedText | Uint8Array, at: Location, { build }: GeneratorContext): Tree {
  const encoded = base64(typeof value === 'object' && value instanceof TracedText ? Buffer.from(value.text, 'utf8') : Buffer.from(value));
  const inputs = value instanceof TracedText && value.segments.length > 0 ? [value] : [originAt(at, build.nearness)];
  return composedScalar(TracedText.derived(encoded, inputs), at.file);
}

const LINE = 70;

/** In lines where it is longer than one. */
function base64(bytes: Buffer): string {
  const text = bytes.toString('base64');
  if (text.length < LINE) return text;
  let lines = '';
  for (let start = 0; start < text.length; start += LINE) lines += `${text.slice(start, start + LINE)}\n`;
  return lines;
}

function generated(tree: MappingTree, args: Node, { options, context }: { readonly options: Node; readonly context: GeneratorContext }): Resource {
  const { at } = context;
  const own = args.get('options');
  const isSet = (field: string): boolean => own.get(field).value === true || options.get(field).value === true;
  let result = tree;
  for (const field of ['labels', 'annotations']) {
    for (const { key, value } of optionPairs(own.get(field), options.get(field))) result = withPair(result, field, { key, value, at });
  }
  if (isSet('immutable')) result = withValue(result, ['immutable'], { value: derivedScalar('true', immutableAt(own, options), true), at });
  return { ...newResource(result, { file: at.file, at }), generator: args, behavior: behaviorOf(args.get('behavior')), needsHash: !isSet('disableNameSuffixHash') };
}

function immutableAt(own: Node, options: Node): Location {
  return own.get('immutable').value === true ? own.get('immutable').at : options.get('immutable').at;
}

/** Those of the generator, and those of all generators that it does not set itself. */
function optionPairs(own: Node, all: Node): EntryTree[] {
  const pairs = new Map<string, EntryTree>();
  for (const node of [all, own]) {
    const mapping = node.tree && resolveAlias(node.tree);
    for (const entry of mapping?.kind === 'mapping' ? mapping.entries : []) pairs.set(entry.key.text, entry);
  }
  return [...pairs.values()].sort((a, b) => compareText(a.key.text, b.key.text));
}

function withPair(tree: MappingTree, field: string, { key, value, at }: EntryTree & { readonly at: Location }): MappingTree {
  const metadata = tree.entries.find((entry) => entry.key.text === 'metadata');
  const parent = metadata && resolveAlias(metadata.value);
  if (!metadata || parent?.kind !== 'mapping') return tree;
  const known = parent.entries.find((entry) => entry.key.text === field);
  const mapping = known && resolveAlias(known.value);
  const pairs = withEntry(mapping?.kind === 'mapping' ? mapping : emptyMapping(at), key, value);
  return withEntry(tree, metadata.key, withEntry(parent, known?.key ?? derivedScalar(field, at), pairs));
}

const BEHAVIORS: readonly string[] = ['create', 'replace', 'merge'] satisfies Behavior[];

function behaviorOf(node: Node): Behavior {
  const text = node.text ?? '';
  return isBehavior(text) ? text : 'unspecified';
}

function isBehavior(text: string): text is Behavior {
  return BEHAVIORS.includes(text);
}
