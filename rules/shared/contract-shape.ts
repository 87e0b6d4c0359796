/** The values contract as data: what a claiming file may hold. schemas/values.schema.json says the same to editors. */

export type ContractShape =
  | { readonly kind: 'text' | 'version' | 'count' | 'percent' | 'quantities'; readonly isRequired?: boolean }
  | { readonly kind: 'mapping'; readonly isRequired?: boolean; readonly keys: Readonly<Record<string, ContractShape>> };

const resources: ContractShape = { kind: 'mapping', keys: { requests: { kind: 'quantities' }, limits: { kind: 'quantities' } } };

const canary: ContractShape = {
  kind: 'mapping',
  keys: {
    version: { kind: 'version', isRequired: true },
    storageUri: { kind: 'text', isRequired: true },
    percent: { kind: 'percent', isRequired: true },
  },
};

const model: ContractShape = {
  kind: 'mapping',
  isRequired: true,
  keys: {
    name: { kind: 'text', isRequired: true },
    version: { kind: 'version', isRequired: true },
    storageUri: { kind: 'text', isRequired: true },
    canary,
  },
};

export const contractShape: Readonly<Record<string, ContractShape>> = {
  environment: { kind: 'text' },
  // What every environment has of its own, where one file holds them all.
  environments: { kind: 'mapping', keys: {} },
  model,
  resources,
  minReplicas: { kind: 'count' },
  maxReplicas: { kind: 'count' },
};

/** What stands in a place, for a person: "a whole number of at least 0". */
export const expectation: Readonly<Record<ContractShape['kind'], string>> = {
  text: 'text',
  version: 'text, such as "47"',
  count: 'a whole number of at least 0',
  percent: 'a whole number from 0 to 100',
  quantities: 'a mapping of quantities',
  mapping: 'a mapping',
};
