/** Service accounts of Google Cloud. Follows kustomize 5.7, api/filters/iampolicygenerator. */
import type { Location } from '../../source.ts';
import type { Node } from '../../yaml/node.ts';
import { resolveAlias, type EntryTree, type MappingTree, type Tree } from '../../yaml/tree.ts';
import { BuildError } from './build-error.ts';
import type { GeneratorContext } from './generators.ts';
import { derivedScalar, emptyMapping } from './compose-tree.ts';
import { newResource, type Resource } from './resource.ts';

/** The account that a generator of kind IAMPolicyGenerator makes. */
export function policyAccount(root: Node, { at }: GeneratorContext): Resource {
  const cloud = root.get('cloud');
  if (cloud.text !== 'gke') throw new BuildError(`cloud provider ${JSON.stringify(cloud.text ?? '')} not supported yet`, cloud.at);
  const account = root.get('serviceAccount');
  const service = root.get('kubernetesService');
  const address = `${account.get('name').text ?? ''}@${account.get('projectId').text ?? ''}.iam.gserviceaccount.com`;
  const annotations = mapping(at, [['iam.gke.io/gcp-service-account', derivedScalar(address, account.at)]]);
  const namespace = scalarOf(service.get('namespace'));
  const metadata = mapping(at, [['annotations', annotations], ['name', scalarOf(service.get('name')) ?? derivedScalar('', at)], ...(namespace ? [['namespace', namespace] as const] : [])]);
  const tree = mapping(at, [['apiVersion', derivedScalar('v1', at)], ['kind', derivedScalar('ServiceAccount', at)], ['metadata', metadata]]);
  return newResource(tree, { file: root.trace.file, at });
}

function mapping(at: Location, entries: readonly (readonly [string, Tree])[]): MappingTree {
  return { ...emptyMapping(at), entries: entries.map(([key, value]): EntryTree => ({ key: derivedScalar(key, at), value })) };
}

function scalarOf(node: Node): Tree | undefined {
  const tree = node.tree && resolveAlias(node.tree);
  return tree?.kind === 'scalar' ? tree : undefined;
}
