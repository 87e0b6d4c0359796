/** What the API server itself publishes of its kinds, read only to know where a mistake can be made: no verdict comes from here. */
import type { KubeConfig } from '@kubernetes/client-node';
import { ask } from './requests.ts';

export interface Published {
  readonly $ref?: string;
  readonly allOf?: readonly Published[];
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Published>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Published | boolean;
  readonly items?: Published;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minLength?: number;
  readonly maxItems?: number;
  readonly minItems?: number;
  readonly maximum?: number;
  readonly minimum?: number;
  readonly oneOf?: readonly Published[];
  readonly anyOf?: readonly Published[];
  readonly not?: Published;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-group-version-kind'?: readonly { readonly group: string; readonly version: string; readonly kind: string }[];
}

const PREFIX = '#/components/schemas/';

export class PublishedSchemas {
  readonly #config: KubeConfig;
  readonly #groups = new Map<string, Promise<Readonly<Record<string, Published>>>>();
  readonly #named = new Map<string, Published>();

  constructor(config: KubeConfig) {
    this.#config = config;
  }

  /** Undefined for a kind that is not served. */
  async schemaOf(apiVersion: string, kind: string): Promise<Published | undefined> {
    const [name, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
    return Object.values(await this.components(apiVersion)).find((schema) =>
      schema['x-kubernetes-group-version-kind']?.some((each) => each.group === name && each.version === version && each.kind === kind));
  }

  /** All parts of what one API version publishes, by name; none for a version that is not served. */
  components(apiVersion: string): Promise<Readonly<Record<string, Published>>> {
    const components = this.#groups.get(apiVersion) ?? this.#load(apiVersion);
    this.#groups.set(apiVersion, components);
    return components;
  }

  /** A schema with its reference followed; what stands beside a reference is kept. */
  resolve(schema: Published): Published {
    const reference = schema.$ref ?? (schema.allOf?.length === 1 ? schema.allOf[0]?.$ref : undefined);
    const target = reference === undefined ? undefined : this.#named.get(reference);
    return target ? { ...this.resolve(target), ...Object.fromEntries(Object.entries(schema).filter(([key]) => key !== 'allOf' && key !== '$ref')) } : schema;
  }

  async #load(apiVersion: string): Promise<Readonly<Record<string, Published>>> {
    const path = apiVersion.includes('/') ? `/openapi/v3/apis/${apiVersion}` : `/openapi/v3/api/${apiVersion}`;
    const { status, body } = await ask(this.#config, { method: 'GET', path });
    if (status === 404) return {};
    if (status !== 200) throw new Error(`${path}: ${status}`);
    const schemas: Readonly<Record<string, Published>> = JSON.parse(body).components?.schemas ?? {};
    for (const [name, schema] of Object.entries(schemas)) this.#named.set(PREFIX + name, schema);
    return schemas;
  }
}
