/** Validators as code: ajv compiles what a schema says, and what schemas share is a call into a file that is loaded when a document first has such a part. */
import { Ajv, _, stringify, type CodeKeywordDefinition, type KeywordCxt } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { MAX_NATIVE_TEXT } from '../../kubernetes/schema/patterns.ts';
import { unchecked } from '../../unchecked.ts';
import type { JsonSchema } from '../../kubernetes/schema/json-schema.ts';
import type { Schema } from '../../kubernetes/schema/schema.ts';

/** What a file exports: by the name of each, its schema. */
export type Exports = ReadonlyMap<string, JsonSchema>;

export interface Surroundings {
  /** Where a shared part is compiled, relative to the module. */
  readonly fileOf: (name: string) => string;
  readonly runtime: string;
  /** The source of a `RegExp` with the flag `u` that says the same as a pattern of RE2. */
  readonly nativeOf: (pattern: string) => string | undefined;
  /** The body of a function of `self` that says whether the rules in CEL beside a value hold; nothing where there are none. */
  readonly rulesOf: (schema: Schema) => string | undefined;
}

/** The text of a CommonJS module that exports a function for each schema; nothing is said of what does not fit. */
export function compiledModule(schemas: Exports, { fileOf, runtime, nativeOf, rulesOf }: Surroundings): string {
  const rules: string[] = [];
  const ruleNumber = (schema: Schema): number | undefined => {
    const body = rulesOf(schema);
    return body === undefined ? undefined : rules.push(`self=>${body}`) - 1;
  };
  const ajv = new Ajv({ code: { source: true, esm: false, lines: false }, messages: false, strict: false, validateSchema: false, addUsedSchema: false, ownProperties: false });
  for (const keyword of [...keywords(fileOf, nativeOf), rulesKeyword(ruleNumber)]) ajv.addKeyword(keyword);
  const ids: Record<string, string> = {};
  for (const [name, schema] of schemas) {
    const id = `#${Object.keys(ids).length}`;
    ajv.addSchema({ 'x-quiet': schema }, id);
    ids[name] = id;
  }
  const code = standaloneCode.default(ajv, ids);
  return `"use strict";const $=require(${JSON.stringify(runtime)});const $rules=[${rules.join(',')}];${code}`;
}

function rulesKeyword(ruleNumber: (schema: Schema) => number | undefined): CodeKeywordDefinition {
  return {
    keyword: 'x-rules',
    code: (cxt: KeywordCxt) => {
      const number = ruleNumber(unchecked<Schema>(cxt.schema));
      if (number !== undefined) cxt.pass(_`$.holds($rules[${number}], ${cxt.data})`);
    },
  };
}

function keywords(fileOf: Surroundings['fileOf'], nativeOf: Surroundings['nativeOf']): CodeKeywordDefinition[] {
  return [
    // What does not fit is found again by the walk, with words: errors are not even made.
    {
      keyword: 'x-quiet',
      code: (cxt: KeywordCxt) => {
        const valid = cxt.gen.name('valid');
        cxt.subschema({ keyword: 'x-quiet', createErrors: false, allErrors: false }, valid);
        cxt.ok(valid);
      },
    },
    {
      keyword: 'x-shared',
      code: (cxt: KeywordCxt) => {
        const name = String(cxt.schema);
        const part = cxt.gen.scopeValue('func', { ref: name, key: name, code: _`$.part(require, ${fileOf(name)}, ${name})` });
        cxt.pass(_`${part}(${cxt.data})`);
      },
    },
    { keyword: 'x-closed', type: 'object', code: (cxt: KeywordCxt) => cxt.pass(_`$.isClosed(${cxt.data}, ${names(cxt)})`) },
    {
      keyword: 'x-pattern',
      type: 'string',
      code: (cxt: KeywordCxt) => {
        const source = nativeOf(text(cxt));
        // What is too long is refused, so that the walk decides by RE2.
        cxt.pass(source === undefined ? _`$.matches(${text(cxt)}, ${cxt.data})` : _`${cxt.data}.length <= ${MAX_NATIVE_TEXT} && ${native(cxt, source)}.test(${cxt.data})`);
      },
    },
    { keyword: 'x-format', code: (cxt: KeywordCxt) => cxt.pass(_`$.fits(${text(cxt)}, ${cxt.data})`) },
    { keyword: 'x-length', type: 'string', code: (cxt: KeywordCxt) => cxt.pass(_`$.isOfLength(${cxt.data}, ${constant(cxt)})`) },
    { keyword: 'x-count', type: 'object', code: (cxt: KeywordCxt) => cxt.pass(_`$.isOfCount(${cxt.data}, ${constant(cxt)})`) },
    { keyword: 'x-unique', type: 'array', code: (cxt: KeywordCxt) => cxt.pass(_`$.isUnique(${cxt.data}, ${constant(cxt)})`) },
  ];
}

function text(cxt: KeywordCxt): string {
  return String(cxt.schema);
}

function native(cxt: KeywordCxt, source: string) {
  return cxt.gen.scopeValue('pattern', { key: source, ref: source, code: _`new RegExp(${source}, "u")` });
}

function names(cxt: KeywordCxt) {
  const text = `names ${JSON.stringify(cxt.schema)}`;
  return cxt.gen.scopeValue('obj', { ref: text, key: text, code: _`new Set(${stringify(cxt.schema)})` });
}

function constant(cxt: KeywordCxt) {
  const text = JSON.stringify(cxt.schema);
  return cxt.gen.scopeValue('obj', { ref: text, key: text, code: stringify(cxt.schema) });
}
