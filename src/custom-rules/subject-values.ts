/** What the expressions of custom rules see besides documents. */
import { lazyMap } from '../cel/lazy-map.ts';
import type { Reads } from '../cel/reads.ts';
import { celValue } from '../cel/value.ts';
import { definition } from '../kubernetes/schema/catalog.ts';
import { kindsFor } from '../kubernetes/schema/check.ts';
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

/** `name`, `namespace`, `environment`, and what the predictor loads: `uri` and `version`; what cannot be read is absent. What is read is remembered. */
export function modelValue({ name, namespace, environment, sources, replicas, canary }: ServedModel, reads: Reads): Map<string, unknown> {
  const main = sources.find(({ role }) => role === 'predictor' || role === 'values' || role === 'environment variable') ?? sources[0];
  const readable = main?.uri.isKnown === true && main.uri.text !== undefined ? main : undefined;
  const read = (node: Node, value: unknown) => (): unknown => {
    reads.add(node);
    return value;
  };
  const field = (key: string, node: Node | undefined): Maker[] => (node?.exists === true && node.isKnown ? [[key, read(node, nodeValue(node, reads))]] : []);
  const makers: readonly Maker[] = [
    ['name', () => name],
    ...(namespace === undefined ? [] : [['namespace', () => namespace] as const]),
    ['environment', () => environmentValue(environment)],
    ...(readable ? [['uri', read(readable.uri, readable.uri.text)] as const, ['scheme', read(readable.uri, readable.parsed.scheme)] as const] : []),
    ...(readable?.parsed.version ? [['version', read(readable.uri, readable.parsed.version.text)] as const] : []),
    ['uris', () => sources.flatMap(({ uri }) => (uri.isKnown && uri.text !== undefined ? [uri.text] : []))],
    ...field('minReplicas', replicas.min), ...field('maxReplicas', replicas.max), ...field('canaryPercent', canary?.percent),
  ];
  return lazyMap(new Map(makers));
}

type Maker = readonly [string, () => unknown];
