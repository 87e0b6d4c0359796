/** What a model server asks for, and how much of it. */
import { onceFor, parseQuantity, type Node, type Quantity } from '#rule';

export const resourceBlocks = ['requests', 'limits'] as const;
export type ResourceBlock = (typeof resourceBlocks)[number];

export interface Amount {
  readonly node: Node;
  readonly quantity: Quantity;
}

/** The names in a block, `undefined` where what stands there cannot be known; null asks for nothing. */
export function resourceNames(resources: Node, block: ResourceBlock): string[] | undefined {
  if (!resources.isKnown || !resources.get(block).isKnown) return undefined;
  return resources.get(block).entries().flatMap(([name, value]) => (value.isNull ? [] : name));
}

/** Every place of the two blocks. */
export const resourceNodes = onceFor((resources: Node): readonly Node[] => {
  const blocks = resourceBlocks.map((block) => resources.get(block));
  return [resources, ...blocks, ...blocks.flatMap((block) => block.entries().map(([, value]) => value))];
});

/** The amount of a resource; nothing where it is absent, cannot be known or is no quantity. */
export function amountOf(node: Node): Amount | undefined {
  const value = node.isKnown ? node.value : undefined;
  const quantity = typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? parseQuantity(value) : undefined;
  return quantity && { node, quantity };
}

/** Extended resources, such as `nvidia.com/gpu`. */
export function isAccelerator(name: string): boolean {
  return name.includes('/');
}
