/**
 * Generators and transformers that stand in files of their own, as far as they are kustomize's own.
 * Follows kustomize 5.7, api/internal/plugins/loader/loader.go and api/internal/builtins.
 */
import { Node } from '../../yaml/node.ts';
import type { FileLoader, Transformer } from './build-context.ts';
import { BuildError } from './build-error.ts';
import type { FieldSpec } from './field-spec.ts';
import { configMap, secret, type GeneratorContext } from './generators.ts';
import { inflateChart } from './helm-charts.ts';
import { setImage } from './images.ts';
import { PLUGINS } from './kustomization-fields.ts';
import { addAffix, addHashes, setNamespace, type BindingSubjects } from './names.ts';
import { labelTransformer } from './own-transformers.ts';
import { inlineSource } from './patch-source.ts';
import { jsonPatchTransformer, mergePatches, mergeTransformer, patchTransformer } from './patches.ts';
import { Unavailable } from './remote.ts';
import { policyAccount } from './policy-generator.ts';
import { replaceValues } from './replacements.ts';
import { setReplicas } from './replicas.ts';
import { placeOf } from './resource-list.ts';
import { currentId, type Resource } from './resource.ts';
import { fieldSpecOf } from './transformer-config.ts';
import { typedTree } from './typed-tree.ts';

/** The objects that a generator's file makes. @throws Unavailable where a program would have to run */
export function pluginGenerator(resource: Resource, context: GeneratorContext): readonly Resource[] {
  const { kind, root } = pluginOf(resource);
  const options = Node.root(resource.tree).get('none');
  switch (kind) {
    case 'ConfigMapGenerator':
      return [configMap(named(root), options, context)];
    case 'SecretGenerator':
      return [secret(named(root), options, context)];
    case 'IAMPolicyGenerator':
      return [policyAccount(root, context)];
    case 'HelmChartInflationGenerator':
      return inflateChart(root, root, context);
    default:
      throw unsupported(resource, kind);
  }
}

export function pluginTransformer(resource: Resource, files: FileLoader): Transformer {
  const { kind, root } = pluginOf(resource);
  const specs = root.get('fieldSpecs').items().map(fieldSpecOf);
  const make = TRANSFORMERS[kind];
  if (!make || !Object.hasOwn(TRANSFORMERS, kind)) throw unsupported(resource, kind);
  return make(root, { specs, files });
}

interface Configured {
  readonly specs: readonly FieldSpec[];
  readonly files: FileLoader;
}

const TRANSFORMERS: Readonly<Record<string, (root: Node, configured: Configured) => Transformer>> = {
  AnnotationsTransformer: (root, { specs }) => labelTransformer(root.get('annotations'), specs),
  HashTransformer: () => addHashes,
  ImageTagTransformer: (root, { specs }) => (resources, build) => setImage(resources, { image: root.get('imageTag'), specs }, build),
  LabelTransformer: (root, { specs }) => labelTransformer(root.get('labels'), specs),
  NamespaceTransformer: (root, { specs }) => setNamespace({
    namespace: root.get('metadata', 'namespace'), specs, subjects: subjectsOf(root.get('setRoleBindingSubjects')), isUnsetOnly: root.get('unsetOnly').value === true,
  }),
  PatchJson6902Transformer: (root, { files }) => jsonPatchTransformer(root, 'jsonOp', files),
  PatchStrategicMergeTransformer: (root, { files }) => mergeTransformerOf(root, files),
  PatchTransformer: (root, { files }) => patchTransformer(root, files),
  PrefixSuffixTransformer: (root, { specs }) => {
    const prefix = addAffix({ affix: 'prefix', text: root.get('prefix'), specs: demanded(specs, root) });
    const suffix = addAffix({ affix: 'suffix', text: root.get('suffix'), specs });
    return (resources, build) => suffix(prefix(resources, build), build);
  },
  PrefixTransformer: (root, { specs }) => addAffix({ affix: 'prefix', text: root.get('prefix'), specs: demanded(specs, root) }),
  ReplacementTransformer: (root, { files }) => (resources, build) => replaceValues(resources, root.get('replacements').items(), { build, files }),
  ReplicaCountTransformer: (root, { specs }) => (resources, build) => setReplicas(resources, { replica: root.get('replica'), specs }, build),
  SuffixTransformer: (root, { specs }) => addAffix({ affix: 'suffix', text: root.get('suffix'), specs: demanded(specs, root) }),
};

function demanded(specs: readonly FieldSpec[], root: Node): readonly FieldSpec[] {
  if (!root.has('fieldSpecs')) throw new BuildError('fieldSpecs is not expected to be nil', root.at);
  return specs;
}

function subjectsOf(node: Node): BindingSubjects {
  const text = node.text ?? '';
  if (text === '' || text === 'defaultOnly') return 'defaultOnly';
  if (text === 'allServiceAccounts' || text === 'none') return text;
  throw new BuildError(`invalid value ${JSON.stringify(text)} for setRoleBindingSubjects: must be one of "defaultOnly", "none" or "allServiceAccounts"`, node.at);
}

function mergeTransformerOf(root: Node, files: FileLoader): Transformer {
  const paths = root.get('paths').items();
  const inline = root.get('patches');
  if (paths.length === 0 && (inline.text ?? '') === '') throw new BuildError('empty file path and empty patch content', root.at);
  const fromPaths = paths.length === 0 ? undefined : mergeTransformer(paths, files);
  const fromText = (inline.text ?? '') === '' ? undefined : mergePatches(inlineSource(inline, files).objects(), inline.at);
  return (resources, build) => {
    const merged = fromPaths ? fromPaths(resources, build) : resources;
    return fromText ? fromText(merged, build) : merged;
  };
}

/** A generator's file may name the object in its own metadata. */
function named(root: Node): Node {
  const metadata = root.get('metadata');
  const tree = root.tree;
  if (tree?.kind !== 'mapping') return root;
  const missing = ['name', 'namespace'].flatMap((field) => {
    const entry = metadata.get(field);
    return root.has(field) || !entry.key?.tree || entry.key.tree.kind !== 'scalar' || !entry.tree ? [] : [{ key: entry.key.tree, value: entry.tree }];
  });
  return missing.length === 0 ? root : Node.root({ ...tree, entries: [...tree.entries, ...missing] });
}

function pluginOf(resource: Resource): { readonly kind: string; readonly root: Node } {
  const { group, version, kind } = currentId(resource);
  if (group !== '' || version !== 'builtin') {
    throw new Unavailable({ why: `${kind} is a program that kustomize would run`, needs: 'its output in the repository', at: placeOf(resource) });
  }
  const shape = Object.hasOwn(PLUGINS, kind) ? PLUGINS[kind] : undefined;
  const tree = shape ? typedTree(resource.tree, shape, { type: kind, prefix: '', isOpen: true }) : resource.tree;
  return { kind, root: Node.root(tree) };
}

function unsupported(resource: Resource, kind: string): Error {
  if (kind === 'ValueAddTransformer') return new Unavailable({ why: `the built-in ${kind} is not built here`, needs: 'a later version of mllint', at: placeOf(resource) });
  return new BuildError(`unable to load builtin ${kind}.builtin.[noGrp]`, placeOf(resource));
}
