/** A function as the package is told of it. */
export interface Registered {
  /** `string.charAt(int): string` */
  readonly signature: string;
  readonly handler: (...values: never[]) => unknown;
}

export function define(signature: string, handler: Registered['handler']): Registered {
  return { signature, handler };
}

/** A type of Kubernetes' own: its name in expressions and its class. */
export interface RegisteredType {
  readonly name: string;
  readonly constructor: abstract new (...values: never[]) => unknown;
}
