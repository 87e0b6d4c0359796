/**
 * The transformers that a kustomization's own fields ask for, in the order in which kustomize runs them.
 * Follows kustomize 5.7, api/internal/target/kusttarget_configplugin.go.
 */
import type { Node } from '../../yaml/node.ts';
import { resolveAlias, type EntryTree } from '../../yaml/tree.ts';
import type { BuildContext, FileLoader, Transformer } from './build-context.ts';
import type { FieldSpec } from './field-spec.ts';
import { setImage } from './images.ts';
import { setLabels } from './labels.ts';
import { addAffix, setNamespace } from './names.ts';
import { jsonPatchTransformer, mergeTransformer, patchTransformer } from './patches.ts';
import { Unavailable } from './remote.ts';
import { replaceValues } from './replacements.ts';
import { setReplicas } from './replicas.ts';
import { fieldSpecOf, mergeSpecs, type TransformerConfig } from './transformer-config.ts';

/** A transformer and what kustomize calls it. */
export interface NamedTransformer {
  readonly kind: string;
  readonly transform: Transformer;
}

interface Configured {
  readonly config: TransformerConfig;
  readonly files: FileLoader;
  readonly build: BuildContext;
}

/** @throws BuildError where a field cannot be what it says, before any object is changed */
export function ownTransformers(root: Node, { config, files, build }: Configured): NamedTransformer[] {
  const each = (field: string, kind: string, make: (item: Node) => Transformer): NamedTransformer[] =>
    root.get(field).items().flatMap((item) => orUnavailable(item, build, () => ({ kind, transform: make(item) })));
  const merges = root.get('patchesStrategicMerge').items();
  return [
    ...(merges.length === 0 ? [] : orUnavailable(root.get('patchesStrategicMerge'), build, () => ({ kind: 'PatchStrategicMergeTransformer', transform: mergeTransformer(merges, files) }))),
    ...each('patches', 'PatchTransformer', (item) => patchTransformer(item, files)),
    ...one(root.get('namespace'), 'NamespaceTransformer', (namespace) => setNamespace({ namespace, specs: config.namespace })),
    ...one(root.get('namePrefix'), 'PrefixTransformer', (text) => addAffix({ affix: 'prefix', text, specs: config.namePrefix })),
    ...one(root.get('nameSuffix'), 'SuffixTransformer', (text) => addAffix({ affix: 'suffix', text, specs: config.nameSuffix })),
    ...labelTransformers(root, config),
    ...one(root.get('commonAnnotations'), 'AnnotationsTransformer', (pairs) => labelTransformer(pairs, config.commonAnnotations)),
    ...each('patchesJson6902', 'PatchJson6902Transformer', (item) => jsonPatchTransformer(item, 'patch', files)),
    ...each('replicas', 'ReplicaCountTransformer', (replica) => (resources, context) => setReplicas(resources, { replica, specs: config.replicas }, context)),
    ...each('images', 'ImageTagTransformer', (image) => (resources, context) => setImage(resources, { image, specs: config.images }, context)),
    ...replacementTransformer(root.get('replacements'), files),
  ];
}

function orUnavailable(node: Node, build: BuildContext, make: () => NamedTransformer): NamedTransformer[] {
  try {
    return [make()];
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    build.unverified({ at: error.at, what: node.path.join('.'), why: error.why, needs: error.needs });
    return [];
  }
}

function one(node: Node, kind: string, make: (node: Node) => Transformer): NamedTransformer[] {
  const isSaid = node.kind === 'mapping' ? node.entries().length > 0 : (node.text ?? '') !== '';
  return isSaid ? [{ kind, transform: make(node) }] : [];
}

/** `labels`, then `commonLabels`, which count as soon as either is there. */
function labelTransformers(root: Node, config: TransformerConfig): NamedTransformer[] {
  const labels = root.get('labels').items();
  const common = root.get('commonLabels');
  if (labels.length === 0 && common.entries().length === 0) return [];
  const transformers = labels.map((label) => labelTransformer(label.get('pairs'), labelSpecs(label, config)));
  return [...transformers, labelTransformer(common, config.commonLabels)].map((transform) => ({ kind: 'LabelTransformer', transform }));
}

const OWN_LABELS: FieldSpec = { path: 'metadata/labels', create: true };

function labelSpecs(label: Node, config: TransformerConfig): readonly FieldSpec[] {
  const { at } = label;
  const fields = mergeSpecs(label.get('fields').items().map(fieldSpecOf), config.labels, at);
  const asked = (specs: readonly FieldSpec[], field: string): FieldSpec[] => specs.map((spec) => ({ ...spec, places: [...(spec.places ?? []), label.get(field).at] }));
  const own = mergeSpecs(fields, [OWN_LABELS], at);
  if (label.get('includeSelectors').value === true) return mergeSpecs(own, asked(config.commonLabels, 'includeSelectors'), at);
  return label.get('includeTemplates').value === true ? mergeSpecs(own, asked(config.templateLabels, 'includeTemplates'), at) : own;
}

/** Labels and annotations are set alike. */
export function labelTransformer(pairs: Node, specs: readonly FieldSpec[]): Transformer {
  const entries = entriesOf(pairs);
  if (entries.length === 0) return (resources) => resources;
  return (resources, build) => setLabels(resources, { pairs: entries, specs }, build);
}

function entriesOf(pairs: Node): readonly EntryTree[] {
  const mapping = pairs.tree && resolveAlias(pairs.tree);
  return mapping?.kind === 'mapping' ? mapping.entries : [];
}

function replacementTransformer(list: Node, files: FileLoader): NamedTransformer[] {
  const replacements = list.items();
  if (replacements.length === 0) return [];
  return [{ kind: 'ReplacementTransformer', transform: (resources, build) => replaceValues(resources, replacements, { build, files }) }];
}

