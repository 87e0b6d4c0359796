/** The fields of a kustomization and what stands in them. Follows kustomize 5.7, api/types/kustomization.go and the types beside it. */
import type { Shape } from './typed-tree.ts';

const texts: Shape = { list: 'string' };
const textMap: Shape = { map: 'string' };
const gvk = { group: 'string', version: 'string', kind: 'string' } as const;
const id = { ...gvk, name: 'string', namespace: 'string' } as const;

export const SELECTOR: Shape = { fields: { ...id, annotationSelector: 'string', labelSelector: 'string' } };
export const FIELD_SPECS: Shape = { list: { fields: { ...gvk, path: 'string', create: 'boolean' } } };

const fieldOptions: Shape = { fields: { delimiter: 'string', index: 'integer', encoding: 'string', create: 'boolean' } };
const generatorOptions: Shape = { fields: { labels: textMap, annotations: textMap, disableNameSuffixHash: 'boolean', immutable: 'boolean' } };
const objectMeta: Shape = { fields: { name: 'string', namespace: 'string', labels: textMap, annotations: textMap } };

export const GENERATOR_FIELDS = {
  namespace: 'string', name: 'string', behavior: 'string', literals: texts, files: texts, envs: texts, env: 'string', options: generatorOptions,
} as const;

export const PATCH_FIELDS = { path: 'string', patch: 'string', target: SELECTOR, options: { map: 'boolean' } } as const;

const image: Shape = { fields: { name: 'string', newName: 'string', tagSuffix: 'string', newTag: 'string', digest: 'string' } };

const replacementFields = {
  source: { fields: { ...id, fieldPath: 'string', options: fieldOptions } },
  targets: { list: { fields: { select: SELECTOR, reject: { list: SELECTOR }, fieldPaths: texts, options: fieldOptions } } },
  sourceValue: 'string',
} as const;

const helmGlobals: Shape = { fields: { chartHome: 'string', configHome: 'string' } };
const helmChartFields = {
  name: 'string', version: 'string', repo: 'string', releaseName: 'string', namespace: 'string', additionalValuesFiles: texts, valuesFile: 'string',
  valuesInline: 'any', valuesMerge: 'string', includeCRDs: 'boolean', skipHooks: 'boolean', apiVersions: texts, kubeVersion: 'string', nameTemplate: 'string',
  skipTests: 'boolean', debug: 'boolean', devel: 'boolean',
} as const;

const oldHelmChart: Shape = {
  fields: {
    chartName: 'string', chartVersion: 'string', chartRepoUrl: 'string', chartHome: 'string', chartRepoName: 'string', helmBin: 'string', helmHome: 'string',
    values: 'string', valuesLocal: 'any', valuesMerge: 'string', releaseName: 'string', releaseNamespace: 'string', extraArgs: texts,
  },
};

const variable: Shape = {
  fields: { name: 'string', objref: { fields: { ...id, apiVersion: 'string' } }, fieldref: { fields: { fieldPath: 'string' } } },
};

const sortOptions: Shape = { fields: { order: 'string', legacySortOptions: { fields: { orderFirst: texts, orderLast: texts } } } };
const label: Shape = { fields: { pairs: textMap, includeSelectors: 'boolean', includeTemplates: 'boolean', fields: FIELD_SPECS } };

/** The deprecated fields too: they are moved to the new ones once they are read. */
export const KUSTOMIZATION: Shape = {
  fields: {
    apiVersion: 'string', kind: 'string', metadata: objectMeta, openapi: textMap, namePrefix: 'string', nameSuffix: 'string', namespace: 'string',
    commonLabels: textMap, labels: { list: label }, commonAnnotations: textMap, patchesStrategicMerge: texts, patchesJson6902: { list: { fields: PATCH_FIELDS } },
    patches: { list: { fields: PATCH_FIELDS } }, images: { list: image }, imageTags: { list: image },
    replacements: { list: { fields: { ...replacementFields, path: 'string' } } }, replicas: { list: { fields: { name: 'string', count: 'integer' } } },
    vars: { list: variable }, sortOptions, resources: texts, components: texts, crds: texts, bases: texts,
    configMapGenerator: { list: { fields: GENERATOR_FIELDS } }, secretGenerator: { list: { fields: { ...GENERATOR_FIELDS, type: 'string' } } },
    helmGlobals, helmCharts: { list: { fields: helmChartFields } }, helmChartInflationGenerator: { list: oldHelmChart },
    generatorOptions, configurations: texts, generators: texts, transformers: texts, validators: texts, buildMetadata: texts,
  },
};

/** What a file says that `replacements[].path` names: one, or several. */
export const REPLACEMENT: Shape = { fields: replacementFields };

const nameReferences: Shape = { list: { fields: { ...gvk, fieldSpecs: FIELD_SPECS } } };

/** A file of `configurations`. */
export const TRANSFORMER_CONFIG: Shape = {
  fields: {
    namePrefix: FIELD_SPECS, nameSuffix: FIELD_SPECS, namespace: FIELD_SPECS, commonLabels: FIELD_SPECS, labels: FIELD_SPECS, templateLabels: FIELD_SPECS,
    commonAnnotations: FIELD_SPECS, nameReference: nameReferences, varReference: FIELD_SPECS, images: FIELD_SPECS, replicas: FIELD_SPECS,
  },
};

const plugin = { apiVersion: 'string', kind: 'string', metadata: 'any', fieldSpecs: FIELD_SPECS } as const;

/** Configurations of built-in generators and transformers that stand in files of their own. */
export const PLUGINS: Readonly<Record<string, Shape>> = {
  AnnotationsTransformer: { fields: { ...plugin, annotations: textMap } },
  ConfigMapGenerator: { fields: { ...plugin, ...GENERATOR_FIELDS } },
  HelmChartInflationGenerator: { fields: { ...plugin, ...helmChartFields, chartHome: 'string', configHome: 'string' } },
  ImageTagTransformer: { fields: { ...plugin, imageTag: image } },
  LabelTransformer: { fields: { ...plugin, labels: textMap } },
  NamespaceTransformer: { fields: { ...plugin, unsetOnly: 'boolean', setRoleBindingSubjects: 'string' } },
  PatchJson6902Transformer: { fields: { ...plugin, target: SELECTOR, path: 'string', jsonOp: 'string' } },
  PatchStrategicMergeTransformer: { fields: { ...plugin, paths: texts, patches: 'string' } },
  PatchTransformer: { fields: { ...plugin, ...PATCH_FIELDS } },
  PrefixSuffixTransformer: { fields: { ...plugin, prefix: 'string', suffix: 'string' } },
  PrefixTransformer: { fields: { ...plugin, prefix: 'string' } },
  ReplacementTransformer: { fields: { ...plugin, replacements: { list: { fields: { ...replacementFields, path: 'string' } } } } },
  ReplicaCountTransformer: { fields: { ...plugin, replica: { fields: { name: 'string', count: 'integer' } } } },
  SecretGenerator: { fields: { ...plugin, ...GENERATOR_FIELDS, type: 'string' } },
  SuffixTransformer: { fields: { ...plugin, suffix: 'string' } },
};
