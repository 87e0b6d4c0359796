/** When the absence of a Service proves something. */
import { isLabel, NotLookedAt, type Declared, type Manifest, type Node, type ServiceIndex, type ServiceName } from '#rule';

export interface MissingService {
  readonly message: string;
  /** The name that is near. */
  readonly meant?: string;
}

/** What is said of a Service that is not here; nothing where it may well be somebody else's. */
export function missingService({ name, namespace }: ServiceName, from: Manifest, { index, declared }: { readonly index: ServiceIndex; readonly declared: Declared }): MissingService | undefined {
  if (!isLabel(name) || declared.isExternal('Service', name)) return undefined;
  const near = index.near({ name, ...(namespace === undefined ? {} : { namespace }) });
  if (near === undefined && !index.hasOneBeside(from, namespace)) return undefined;
  const where = namespace === undefined ? 'here' : `in namespace ${namespace} here`;
  return near === undefined ? { message: `no Service ${name} ${where}` } : { message: `no Service ${name} ${where}; did you mean ${near}?`, meant: near };
}

/** Says, the last thing that a rule does, that it did not look for all names that may be meant. */
export function admitExhausted({ isExhausted }: ServiceIndex, at: Node | undefined): void {
  if (isExhausted && at) throw new NotLookedAt(at, 'there are so many Services that are not here that names near theirs were no longer looked for', 'fewer hosts without a Service');
}
