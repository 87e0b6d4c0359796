/** How shared parts are named, and the types that are one of Kubernetes' own scalars. */
import type { Schema } from '../../kubernetes/schema/schema.ts';

/**
 * `PodSpec` for what stands in Kubernetes' core or meta group, `DeploymentSpec.v1.apps` for what stands in another: a name that stays the same whatever a
 * newer package adds.
 */
export function partName(module: string): string {
  const path = module.replace(/^(@[^/]+\/)?[^/]+\//, '');
  const [name = '', version = '', ...groups] = path.split('/').reverse();
  const group = groups.reverse().join('.');
  if (module.startsWith('kubernetes-models/') && group === '') return name;
  if (module.startsWith('@kubernetes-models/apimachinery/')) return name;
  return [name, version, group].filter((part) => part !== '').join('.');
}

/** Whether a type stands in what Kubernetes itself publishes. */
export function isOfKubernetes(module: string): boolean {
  return module.startsWith('kubernetes-models/') || module.startsWith('@kubernetes-models/apimachinery/');
}

const scalars: Readonly<Record<string, Schema>> = {
  '@kubernetes-models/apimachinery/api/resource/Quantity': { $ref: 'Quantity' },
  '@kubernetes-models/apimachinery/util/intstr/IntOrString': { 'x-kubernetes-int-or-string': true },
};

/** What a type of Kubernetes is that its declaration says too little of. */
export function scalarPart(module: string): Schema | undefined {
  return Object.hasOwn(scalars, module) ? scalars[module] : undefined;
}

/**
 * A quantity where Go's decoder reads it: any number, and a text in the syntax of resource.ParseQuantity (apimachinery 0.36), whose check is called
 * `quantity` here because a pattern cannot bound the number of digits.
 */
export const builtInQuantity: Schema = { anyOf: [{ type: 'number' }, { type: 'string' }], format: 'quantity' };
