/**
 * Fields of custom kinds that `crds` describes: names, annotations, selectors and references in them.
 * Follows kustomize 5.7, api/internal/accumulator/loadconfigfromcrds.go.
 */
import type { Location } from '../../source.ts';
import { Node } from '../../yaml/node.ts';
import { parseYaml } from '../../yaml/parse.ts';
import type { Budget, FileLoader } from './build-context.ts';
import { BuildError } from './build-error.ts';
import type { FieldSpec } from './field-spec.ts';
import { readTree } from './read-objects.ts';
import { mergeConfigs, NO_CONFIG, type TransformerConfig } from './transformer-config.ts';

/** A field of a custom kind, being described. */
interface Field {
  readonly kind: string;
  readonly path: readonly string[];
}

interface Reading {
  readonly definitions: Node;
  readonly budget: Budget;
  readonly at: Location;
}

/** The configuration that the definitions of a file amount to. */
export function readCrds(path: string, at: Location, { files, budget }: { readonly files: FileLoader; readonly budget: Budget }): TransformerConfig {
  const tree = readTree(parseYaml(files.text(path, at)));
  if (!tree) return NO_CONFIG;
  const definitions = Node.root(tree);
  let config = NO_CONFIG;
  for (const [name, definition] of definitions.entries()) {
    if (definition.kind !== 'mapping' && !definition.isNull) {
      throw new BuildError(`unable to parse open API definition from '${path}': ${name} is no definition`, definition.at);
    }
    const properties = propertiesOf(definition);
    if (!['kind', 'apiVersion', 'metadata'].every((field) => properties.has(field))) continue;
    const kind = name.split('.').at(-1) ?? name;
    config = mergeConfigs(config, configOf(name, { kind, path: [] }, { definitions, budget, at }), at);
  }
  return config;
}

function propertiesOf(definition: Node): Node {
  const schema = definition.get('Schema');
  return (schema.exists ? schema : definition.get('schema')).get('properties');
}

function configOf(name: string, field: Field, reading: Reading): TransformerConfig {
  const { definitions, budget, at } = reading;
  if (field.path.length > 50) throw new BuildError('definitions that refer to themselves', at);
  let config = NO_CONFIG;
  for (const [property, schema] of propertiesOf(definitions.get(name)).entries()) {
    budget.spend(100, at);
    const below = { kind: field.kind, path: [...field.path, property] };
    config = mergeConfigs(config, ownConfig(schema, below), at);
    const reference = schema.get('$ref').text;
    if (reference !== undefined) config = mergeConfigs(config, configOf(reference, below, reading), at);
  }
  return config;
}

function ownConfig(schema: Node, { kind, path }: Field): TransformerConfig {
  const spec: FieldSpec = { kind, path: path.join('/'), create: false };
  const version = schema.get('x-kubernetes-object-ref-api-version').text;
  const referred = schema.get('x-kubernetes-object-ref-kind').text;
  const nameKey = schema.get('x-kubernetes-object-ref-name-key').text ?? 'name';
  return {
    ...NO_CONFIG,
    commonAnnotations: schema.has('x-kubernetes-annotation') ? [spec] : [],
    commonLabels: schema.has('x-kubernetes-label-selector') ? [spec] : [],
    namePrefix: schema.has('x-kubernetes-identity') ? [spec] : [],
    nameReference: version === undefined || referred === undefined ? []
      : [{ group: '', version, kind: referred, referrers: [{ ...spec, path: `${spec.path}/${nameKey}` }] }],
  };
}
