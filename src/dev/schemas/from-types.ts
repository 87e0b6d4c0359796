/** Strict JSON Schemas from the type declarations of packages. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGenerator, type Schema } from 'ts-json-schema-generator';
import type { DeclaredKind } from './kinds.ts';

/** A schema of each kind, in the order that is given; what may stand in it is all that may stand there. `$ref` only where a type holds itself. */
export function schemasFromTypes(kinds: readonly DeclaredKind[], root: string): Schema[] {
  const folder = join(root, 'node_modules/.cache/mllint/types');
  const entry = join(folder, 'kinds.ts');
  mkdirSync(folder, { recursive: true });
  writeFileSync(entry, kinds.map(({ module, type }, index) => `import type { ${type} as T${index} } from '${module}';\nexport type ${nameOf(index)} = T${index};\n`).join(''));
  const tsconfig = join(folder, 'tsconfig.json');
  const compilerOptions = { module: 'nodenext', moduleResolution: 'nodenext', strict: true, skipLibCheck: true, types: [], noLib: false };
  writeFileSync(tsconfig, JSON.stringify({ compilerOptions, files: ['kinds.ts'] }));
  const generator = createGenerator({ path: entry, tsconfig, skipTypeCheck: true, additionalProperties: false, expose: 'none', topRef: false, functions: 'hide', sortProps: true });
  return kinds.map((_, index) => generator.createSchema(nameOf(index)));
}

function nameOf(index: number): string {
  return `Kind${index}`;
}
