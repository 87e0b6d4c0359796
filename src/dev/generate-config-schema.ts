import { configSchema } from '../config/json-schema.ts';
import { currentRules } from './current-rules.ts';
import type { GeneratedFile } from './generated-file.ts';

/** The JSON schema of mllint.yaml with every rule and its options, for editors. */
export const configSchemaFile: GeneratedFile = {
  path: 'schemas/mllint.schema.json',
  content: async (root) => `${JSON.stringify(configSchema(await currentRules(root)), undefined, 2)}\n`,
};
