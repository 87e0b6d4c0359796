/**
 * Kubernetes' own parts as CustomResourceDefinitions embed them. controller-gen (sigs.k8s.io/controller-tools, v0.16) reads the same Go types as
 * Kubernetes' OpenAPI does, but says less and other things of them, so that each part `PodSpec` has a twin `PodSpec.crd` wherever the two differ:
 *
 * - words of `+enum` types are not known: `protocol: tcp` passes the schema of a CRD and fails when the controller creates the Pod;
 * - a quantity is an integer or a text by a pattern, never a fraction without quotes;
 * - metadata of what is embedded is an object without fields, whatever stands in it is dropped, unless the CRD says otherwise;
 * - which fields there are follows from the API that the product was built with (the newest, see embedding.ts for KServe's), not from the cluster.
 *
 * A kind that is no built-in refers to the twins by the plain names: `$ref: PodSpec` in it becomes `PodSpec.crd`.
 */
import type { Schema } from '../../kubernetes/schema/schema.ts';
import { mapChildren, referencesIn } from './walk.ts';

/** The pattern that controller-gen writes for a resource.Quantity. */
const quantityPattern = '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$';

const crdQuantity: Schema = {
  anyOf: [{ type: 'integer' }, { type: 'string' }],
  pattern: quantityPattern,
  'x-kubernetes-int-or-string': true,
};

/** What a CRD writes in the place of a part. */
const replaced: Readonly<Record<string, Schema>> = { Quantity: crdQuantity, ObjectMeta: { type: 'object' } };

/** What differs in CRDs. */
export interface Twins {
  /** The plain names of the parts that have a twin; every other part is the same in both. */
  readonly names: ReadonlySet<string>;
  /** The twins by their own names. */
  readonly parts: ReadonlyMap<string, Schema>;
}

/** The twins of Kubernetes' parts; `asked` are names that get one although nothing differs so far, because something is said of it. */
export function crdTwins(parts: ReadonlyMap<string, Schema>, asked: readonly string[] = []): Twins {
  const names = differingParts(parts, asked);
  return { names, parts: new Map([...names].map((name) => [twinName(name), asInCrd(parts.get(name) ?? {}, names)])) };
}

/** What a CRD writes for a part of Kubernetes, by its name; references stay as they are. */
export function partInCrd(name: string, schema: Schema): Schema {
  return Object.hasOwn(replaced, name) ? { ...replaced[name] } : asInCrd(schema, new Set());
}

/** A schema of Kubernetes as a CRD says it, its references leading to twins. */
function asInCrd(schema: Schema, twins: { has(name: string): boolean }): Schema {
  const { enum: _, ...rest } = withoutKubernetesVersions(withTwins(schema, twins));
  return mapChildren(rest, (child) => asInCrd(child, twins));
}

/** Which fields a CRD has does not depend on the cluster's version: those of the newest API, each without a version. */
function withoutKubernetesVersions(schema: Schema): Schema {
  const isOfKubernetes = (version: string | undefined): boolean => version?.startsWith('kubernetes ') === true;
  const { 'x-mllint-since': since, properties, ...rest } = schema;
  const kept = properties && Object.entries(properties).filter(([, property]) => !isOfKubernetes(property['x-mllint-until']));
  return { ...rest, ...(kept && { properties: Object.fromEntries(kept) }), ...(since !== undefined && !isOfKubernetes(since) && { 'x-mllint-since': since }) };
}

/** A schema of another package: only its references to Kubernetes' parts become twins. */
export function refersToTwins(schema: Schema, twins: { has(name: string): boolean }): Schema {
  return mapChildren(withTwins(schema, twins), (child) => refersToTwins(child, twins));
}

function withTwins(schema: Schema, twins: { has(name: string): boolean }): Schema {
  const { $ref } = schema;
  if ($ref === undefined) return schema;
  if (Object.hasOwn(replaced, $ref)) return { ...replaced[$ref] };
  return twins.has($ref) ? { ...schema, $ref: twinName($ref) } : schema;
}

export function twinName(name: string): string {
  return `${name}.crd`;
}

/** Those that say something else in a CRD, and those that refer to such a one. */
function differingParts(parts: ReadonlyMap<string, Schema>, asked: readonly string[]): Set<string> {
  const differing = new Set([...parts.keys()].filter((name) => asked.includes(twinName(name))));
  const none = new Set<string>();
  for (const [name, schema] of parts) if (JSON.stringify(asInCrd(schema, none)) !== JSON.stringify(schema)) differing.add(name);
  for (let before = -1; before !== differing.size; ) {
    before = differing.size;
    for (const [name, schema] of parts) if (referencesIn(schema).some((reference) => differing.has(reference))) differing.add(name);
  }
  return differing;
}
