/**
 * Of which type the fields of an Application are that a `templatePatch` usually sets: a patch that does not fit is refused.
 * Follows argo-cd, pkg/apis/application/v1alpha1/types.go; fields that are not listed are not checked.
 */
import type { Node } from '../../yaml/node.ts';

type Shape = 'string' | 'boolean' | 'number' | { readonly listOf: Shape } | { readonly mapOf: Shape } | { readonly fields: Readonly<Record<string, Shape>> };

const strings = (...names: readonly string[]): Record<string, Shape> => Object.fromEntries(names.map((name) => [name, 'string'] as const));

const SOURCE: Shape = {
  fields: {
    ...strings('repoURL', 'path', 'targetRevision', 'chart', 'ref', 'name'),
    helm: {
      fields: {
        ...strings('releaseName', 'values', 'version', 'namespace', 'kubeVersion'),
        valueFiles: { listOf: 'string' },
        parameters: { listOf: { fields: { ...strings('name', 'value'), forceString: 'boolean' } } },
        passCredentials: 'boolean', ignoreMissingValueFiles: 'boolean', skipCrds: 'boolean', skipTests: 'boolean', skipSchemaValidation: 'boolean',
        apiVersions: { listOf: 'string' },
      },
    },
    kustomize: {
      fields: {
        ...strings('namePrefix', 'nameSuffix', 'version', 'namespace', 'kubeVersion'),
        images: { listOf: 'string' }, components: { listOf: 'string' }, commonLabels: { mapOf: 'string' }, commonAnnotations: { mapOf: 'string' }, forceCommonLabels: 'boolean',
      },
    },
    directory: { fields: { recurse: 'boolean', ...strings('include', 'exclude') } },
  },
};

const APPLICATION: Shape = {
  fields: {
    ...strings('apiVersion', 'kind'),
    metadata: {
      fields: { ...strings('name', 'namespace'), labels: { mapOf: 'string' }, annotations: { mapOf: 'string' }, finalizers: { listOf: 'string' } },
    },
    spec: {
      fields: {
        project: 'string',
        destination: { fields: strings('server', 'name', 'namespace') },
        source: SOURCE,
        sources: { listOf: SOURCE },
        revisionHistoryLimit: 'number',
        syncPolicy: {
          fields: {
            automated: { fields: { prune: 'boolean', selfHeal: 'boolean', allowEmpty: 'boolean', enabled: 'boolean' } },
            syncOptions: { listOf: 'string' },
            retry: { fields: { limit: 'number', refresh: 'boolean', backoff: { fields: { ...strings('duration', 'maxDuration'), factor: 'number' } } } },
            managedNamespaceMetadata: { fields: { labels: { mapOf: 'string' }, annotations: { mapOf: 'string' } } },
          },
        },
      },
    },
  },
};

/** The first field of another type; null fits everywhere. */
export function wrongType(application: Node): { readonly at: Node; readonly message: string } | undefined {
  return mismatch(application, APPLICATION);
}

function mismatch(node: Node, shape: Shape): { at: Node; message: string } | undefined {
  if (!node.exists || node.isNull || !node.isKnown) return undefined;
  if (typeof shape === 'string') return typeof node.value === shape || (shape === 'number' && typeof node.value === 'bigint') ? undefined : wrong(node, shape);
  if ('listOf' in shape) return node.kind === 'sequence' ? first(node.items(), shape.listOf) : wrong(node, 'list');
  if (node.kind !== 'mapping') return wrong(node, 'mapping');
  if ('mapOf' in shape) return first(node.entries().filter(([key]) => !key.startsWith('$')).map(([, value]) => value), shape.mapOf);
  for (const [name, inner] of Object.entries(shape.fields)) {
    const found = mismatch(node.get(name), inner);
    if (found) return found;
  }
  return undefined;
}

function first(nodes: readonly Node[], shape: Shape): { at: Node; message: string } | undefined {
  for (const node of nodes) {
    const found = mismatch(node, shape);
    if (found) return found;
  }
  return undefined;
}

function wrong(at: Node, expected: string): { at: Node; message: string } {
  const name = at.path.filter((step) => typeof step === 'string').join('.');
  return { at, message: `${name} is not a ${expected}` };
}
