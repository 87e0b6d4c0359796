/**
 * What a field of a kind may hold, in the words of a structural schema: OpenAPI v3 as CustomResourceDefinitions use it (k8s.io/apiextensions-apiserver,
 * pkg/apis/apiextensions/v1/types_jsonschema.go, 0.36), with `$ref` for parts that kinds share and with what is known of versions.
 */
export interface Schema {
  /** The name of a shared part, nothing else beside it but versions and a description; it may lead back to itself. */
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly nullable?: boolean;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  /** What the keys of a mapping have to fit: a format. Only in schemas that mllint carries. */
  readonly propertyNames?: { readonly format: string };
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** Beside the keys of a list of a built-in kind: the API server refuses what repeats them, not only an apply by the server. */
  readonly uniqueItems?: boolean;
  readonly enum?: readonly unknown[];
  /** In RE2's syntax. */
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;
  /** Below these only values are restricted, never which fields there are. */
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: 'granular' | 'atomic';
  readonly 'x-kubernetes-validations'?: readonly ValidationRule[];
  /** Of a kind: the format of `metadata.name` where that is not the name of a DNS subdomain. */
  readonly 'x-mllint-name'?: string;
  /** The first version that has this field, and the first that no longer has it: `argocd 3.5`. */
  readonly 'x-mllint-since'?: string;
  readonly 'x-mllint-until'?: string;
}

/** A rule in CEL over the value that it stands beside. */
export interface ValidationRule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}

/** One kind in one version, as mllint carries it or as a CustomResourceDefinition of the repository says it. */
export interface KindSchema {
  readonly apiVersion: string;
  readonly kind: string;
  /** `package@version`, or the file that says it. */
  readonly source: string;
  /** Kubernetes' own kinds are read by Go's decoder, custom resources are held against their schema; the two are lax in different places. */
  readonly isBuiltIn: boolean;
  readonly schema: Schema;
  /** What the schema does not name is kept: `preserveUnknownFields` of a CustomResourceDefinition. */
  readonly keepsUnknown?: boolean;
}

/** A part that kinds share, by its name. */
export type Definitions = (name: string) => Schema | undefined;
