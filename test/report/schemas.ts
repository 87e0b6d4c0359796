/** What the schemas of the reports have against a value: ours, and that of SARIF. */
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';

function schemaAt(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
}

export const ownErrors = errorsOf(new Ajv2020({ allErrors: true }).compile(schemaAt('schemas/report.schema.json')));

/** The schema is of draft 4, of which it only uses what later drafts kept, but for the name of its own address. */
const { id: _id, $schema: _draft, ...sarifSchema } = schemaAt('node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
export const sarifErrors = errorsOf(new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false, allErrors: true }).compile(sarifSchema));

function errorsOf(validate: ReturnType<Ajv['compile']>): (value: unknown) => unknown[] {
  return (value) => (validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`));
}

/** What `schemas/<name>.schema.json` has against a value. */
export function schemaErrors(name: 'diff' | 'history' | 'move' | 'state', value: unknown): unknown[] {
  return errorsOf(new Ajv2020({ allErrors: true }).compile(schemaAt(`schemas/${name}.schema.json`)))(value);
}
