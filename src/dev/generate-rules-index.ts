import { join } from 'node:path';
import { type GeneratedFile, generatedNotice } from './generated-file.ts';
import { ruleIds } from './rule-files.ts';
import { textOf } from './write.ts';

/** Static imports of all rules: a folder is not searched at run time, and a bundle cannot be. */
export const rulesIndex: GeneratedFile = {
  path: 'rules/index.ts',
  content: (root) => {
    const ids = ruleIds(root);
    const imports = ids.map((id) => `import ${identifierOf(id)} from './${id}.ts';\n`).join('');
    const isCondition = (id: string): boolean => textOf(join(root, 'rules', `${id}.ts`))?.includes('defineCondition(') === true;
    return `${generatedNotice}import type { Condition, Rule } from '#rule';\n${imports}
/** Every rule, sorted by id. */
export const rules: readonly Rule[] = ${listOf(ids.filter((id) => !isCondition(id)))};

/** Everything that the stages themselves find, sorted by id. */
export const conditions: readonly Condition[] = ${listOf(ids.filter(isCondition))};
`;
  },
};

function listOf(ids: readonly string[]): string {
  return ids.length === 0 ? '[]' : `[\n${ids.map((id) => `  ${identifierOf(id)},\n`).join('')}]`;
}

/** `istio/weights-sum` → `istioWeightsSum`. */
export function identifierOf(id: string): string {
  return id.replace(/[/-](.)/g, (_, letter: string) => letter.toUpperCase());
}
