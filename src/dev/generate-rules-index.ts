import { type GeneratedFile, generatedNotice } from './generated-file.ts';
import { ruleIds } from './rule-files.ts';

/** Static imports of all rules: a folder is not searched at run time, and a bundle cannot be. */
export const rulesIndex: GeneratedFile = {
  path: 'rules/index.ts',
  content: (root) => {
    const ids = ruleIds(root);
    const imports = ids.map((id) => `import ${identifierOf(id)} from './${id}.ts';\n`).join('');
    const items = ids.map((id) => `  ${identifierOf(id)},\n`).join('');
    const list = ids.length === 0 ? '[]' : `[\n${items}]`;
    return `${generatedNotice}import type { Rule } from '#rule';\n${imports}
/** Every rule, sorted by id. */
export const rules: readonly Rule[] = ${list};
`;
  },
};

/** `istio/weights-sum` → `istioWeightsSum`. */
export function identifierOf(id: string): string {
  return id.replace(/[/-](.)/g, (_, letter: string) => letter.toUpperCase());
}
