/** The validators of all carried kinds as files of `dist/schemas/`, compiled when something changed that they are made from. */
import { transform } from 'esbuild';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { jsonSchemaOfObject, toJsonSchema } from '../../kubernetes/schema/json-schema.ts';
import { unchecked } from '../../unchecked.ts';
import { filesIn, textOf, writeFresh } from '../write.ts';
import { compiledModule } from './compile.ts';
import { rulesBody, rulesModule } from './rule-code.ts';
import { planned, readSchemas, type ModulePlan, type Plan } from './files.ts';

const CACHE = 'node_modules/.cache/mllint/validators.json';

/** What they are made by, besides ajv. */
const BUILDERS = ['src/dev/validators/build.ts', 'src/dev/validators/compile.ts', 'src/dev/validators/files.ts', 'src/dev/validators/rule-code.ts', 'src/dev/validators/rule-translation.ts', 'src/cel/rules-below.ts', 'src/cel/names.ts', 'src/kubernetes/schema/json-schema.ts', 'src/kubernetes/schema/formats.ts', 'src/kubernetes/schema/object-formats.ts', 'src/kubernetes/schema/patterns.ts'];

/** What a validator calls: one object, which mllint fills with its own functions before it loads the first. */
const RUNTIME = `"use strict";exports.part=(load,file,name)=>{let found;return(data)=>(found??=load(file)[name])(data)};`;

/** By their path below `dist/schemas/`. */
export async function validatorFiles(root: string): Promise<ReadonlyMap<string, string>> {
  const key = keyOf(root);
  const cached = textOf(join(root, CACHE));
  const known = cached === undefined ? undefined : unchecked<{ readonly key: string; readonly files: Record<string, string> }>(JSON.parse(cached));
  if (known?.key === key) return new Map(Object.entries(known.files));
  const schemas = readSchemas(root);
  const plan = planned(schemas);
  const files = new Map([['runtime.cjs', RUNTIME], ['rules.cjs', await minified(rulesModule(schemas))], ...(await Promise.all(plan.modules.map(async (module) => [module.path, await textOfModule(module, plan)] as const)))]);
  writeFresh(join(root, CACHE), JSON.stringify({ key, files: Object.fromEntries(files) }));
  return files;
}

async function textOfModule({ path, schemas, isKind }: ModulePlan, plan: Plan): Promise<string> {
  const from = (file: string): string => {
    const relative = posix.relative(posix.dirname(path), file);
    return relative.startsWith('.') ? relative : `./${relative}`;
  };
  const compiled = new Map([...schemas].map(([name, schema]) => [name, isKind ? jsonSchemaOfObject(schema) : toJsonSchema(schema)]));
  const text = compiledModule(compiled, { fileOf: (name) => from(plan.fileOf(name)), runtime: from('runtime.cjs'), nativeOf: (pattern) => plan.patterns.get(pattern), rulesOf: (schema) => rulesBody(schema, plan.definition) });
  return minified(text);
}

async function minified(text: string): Promise<string> {
  const { code } = await transform(text, { minify: true, treeShaking: true, format: 'cjs', target: 'node20' });
  return code;
}

/** Of everything that decides what is compiled. */
function keyOf(root: string): string {
  const hash = createHash('sha256').update(unchecked<{ readonly version: string }>(JSON.parse(textOf(join(root, 'node_modules/ajv/package.json')) ?? '{}')).version);
  const schemas = ['kinds', 'definitions'].flatMap((folder) => filesIn(join(root, 'schemas', folder)).map((path) => `schemas/${folder}/${path}`));
  for (const path of [...BUILDERS, 'schemas/patterns.json', ...schemas]) hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}
