/** Defaults in the schema of a definition: an API server refuses one that its own schema would. Follows k8s.io/apiextensions-apiserver, pkg/apiserver/schema/defaulting/validation.go (0.36). */
import type { Node } from '../../yaml/node.ts';
import { Inspection } from './inspect.ts';
import type { SchemaProblem } from './read-schema.ts';
import type { Schema } from './schema.ts';

const MAX_PROBLEMS = 100;

/** Of a schema and all below it, beside the node that it was read from. */
export function misfittingDefaults(schema: Schema, node: Node): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  collect(schema, node, problems);
  return problems;
}

function collect(schema: Schema, node: Node, problems: SchemaProblem[]): void {
  if (problems.length >= MAX_PROBLEMS || node.kind !== 'mapping') return;
  problems.push(...ofOne(schema, node.get('default')));
  for (const [name, field] of Object.entries(schema.properties ?? {})) collect(field, node.get('properties', name), problems);
  const { items, additionalProperties } = schema;
  if (items) collect(items, node.get('items'), problems);
  if (typeof additionalProperties === 'object') collect(additionalProperties, node.get('additionalProperties'), problems);
}

function ofOne(schema: Schema, written: Node): SchemaProblem[] {
  const { tree } = written;
  if (schema.default === undefined || schema.default === null || !tree) return [];
  const inspection = new Inspection({ definitions: () => undefined, isBuiltIn: false, kind: 'default' });
  inspection.value({ schema, tree, isDecoded: false, step: 'default' });
  return inspection.mistakes.map(({ path, message }) => ({ path: [...written.path, ...path.slice(1)], message }));
}
