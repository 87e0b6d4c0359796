/** The JSON schema of `mllint.yaml`, for editors. */
import type { Condition, Rule } from '../rule.ts';
import { declaration } from './declaration.ts';
import type { JsonSchema } from './shape.ts';

export function configSchema(rules: readonly (Rule | Condition)[]): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'mllint configuration',
    ...declaration(rules).schema,
  };
}
