/** What the expressions of custom rules see besides documents. */
import { celValue } from '../cel/value.ts';
import { kindsFor } from '../cel/manifest.ts';
import type { Reads } from '../cel/reads.ts';
import { definition } from '../kubernetes/schema/catalog.ts';
import type { Environment, Manifest, ServedModel } from '../model.ts';
import type { Node } from '../yaml/node.ts';

/** `name` and, where it has a place in the order, `stage`; the name is empty for what belongs to none. */
export function environmentValue(environment: Environment | undefined): Map<string, unknown> {
  const stage = environment?.stage;
  return new Map<string, unknown>([['name', environment?.name ?? ''], ...(stage === undefined ? [] : [['stage', BigInt(stage)] as const])]);
}

/** An object with the types of its schema, where one is known. */
export function manifestValue(manifest: Manifest, reads: Reads): unknown {
  const [kind] = kindsFor(manifest);
  return celValue(manifest.root, kind?.schema, { definitions: definition, reads });
}

export function nodeValue(node: Node, reads: Reads): unknown {
  return celValue(node, undefined, { definitions: definition, reads });
}

/** `name`, `namespace`, `environment`, and what the predictor loads: `uri` and `version`; what cannot be read is absent. */
export function modelValue({ name, namespace, environment, sources, replicas, canary }: ServedModel, reads: Reads): Map<string, unknown> {
  const main = sources.find(({ role }) => role === 'predictor' || role === 'values' || role === 'environment variable') ?? sources[0];
  const isRead = main?.uri.isKnown === true && main.uri.text !== undefined;
  return new Map<string, unknown>([
    ['name', name],
    ...(namespace === undefined ? [] : [['namespace', namespace] as const]),
    ['environment', environmentValue(environment)],
    ...(isRead ? [['uri', main.uri.text] as const, ['scheme', main.parsed.scheme] as const] : []),
    ...(isRead && main.parsed.version ? [['version', main.parsed.version.text] as const] : []),
    ['uris', sources.flatMap(({ uri }) => (uri.isKnown && uri.text !== undefined ? [uri.text] : []))],
    ...known('minReplicas', replicas.min, reads), ...known('maxReplicas', replicas.max, reads), ...(canary ? known('canaryPercent', canary.percent, reads) : []),
  ]);
}

function known(name: string, node: Node, reads: Reads): (readonly [string, unknown])[] {
  return node.exists && node.isKnown ? [[name, nodeValue(node, reads)]] : [];
}
