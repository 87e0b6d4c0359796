import { join } from 'node:path';
import { type GeneratedFile, generatedNotice } from './generated-file.ts';
import { pageIds } from './rule-files.ts';
import { templateLiteral } from './template-literal.ts';
import { textOf } from './write.ts';

/** The pages of all rules as one module, which the bundle keeps in a chunk of its own. */
export const rulePages: GeneratedFile = {
  path: 'rules/pages.ts',
  content: (root) => {
    const pages = pageIds(root).map((id) => `  '${id}': ${templateLiteral(textOf(join(root, 'rules', `${id}.md`)) ?? '')},\n`);
    const object = pages.length === 0 ? '{}' : `{\n${pages.join('')}}`;
    return `${generatedNotice}
/** The page of every rule and condition by its id, as Markdown. Import it lazily: it is long. */
export const pages: Readonly<Record<string, string>> = ${object};
`;
  },
};
