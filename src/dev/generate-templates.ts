import { join } from 'node:path';
import { type GeneratedFile, generatedNotice } from './generated-file.ts';
import { templateLiteral } from './template-literal.ts';
import { filesIn, textOf } from './write.ts';

const FOLDER = 'templates/github';

/** The workflows that `mllint init` writes, as one module: a package holds no folder of templates. */
export const templateTexts: GeneratedFile = {
  path: 'src/init/templates.ts',
  content: (root) => {
    const entries = filesIn(join(root, FOLDER)).sort().map((path) => `  '${path}': ${templateLiteral(textOf(join(root, FOLDER, path)) ?? '')},\n`);
    return `${generatedNotice}
/** What \`mllint init\` writes below .github, by its path there; from ${FOLDER}. */
export const TEMPLATES: Readonly<Record<string, string>> = {\n${entries.join('')}};
`;
  },
};
