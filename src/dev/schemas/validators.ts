/**
 * What the compiled validator beside a type knows and a type cannot say: integer or number, formats, enums, patterns, bounds, required. The packages ship
 * ajv's standalone code (`_schemas/*.js`); it is parsed, never run. Each check in it names the keyword and its parameter in the error that it reports, and
 * each part of a value is handed to a function of its own, so that a schema can be read back from errors and calls alone.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import type { Schema } from '../../kubernetes/schema/schema.ts';

/** `$ref` is the path of another validator's module; null, which these allow wherever a field is optional, is left out. */
export type Facts = Schema;

/** Reads the facts of a module of validators below `node_modules`, each once. */
export function factsReader(root: string): (module: string) => Facts {
  const read = new Map<string, Facts>();
  return (module) => {
    const known = read.get(module);
    if (known) return known;
    const facts = factsOf(module, readFileSync(join(root, 'node_modules', `${module}.js`), 'utf8'));
    read.set(module, facts);
    return facts;
  };
}

/** The module of the validator of a model: `import{validate}from"../_schemas/IoK8sApiCoreV1ContainerPort.js"`, or undefined where it has none. */
export function validatorOf(module: string, modelText: string): string | undefined {
  const [, specifier] = /import ?\{ ?validate ?\} ?from ?["']([^"']*\/_schemas\/[^"']+)["']/.exec(modelText) ?? [];
  return specifier === undefined ? undefined : moduleOf(module, specifier);
}

/** What the text of a module of validators says of the one that it exports. */
export function factsOf(module: string, text: string): Facts {
  const file = ts.createSourceFile(`${module}.js`, text, { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone }, false, ts.ScriptKind.JS);
  const reading = readingOf(module, file);
  return reading.facts(reading.exported);
}

interface Reading {
  readonly exported: string;
  facts(name: string): Facts;
  /** The value of a constant: the words of an enum. */
  constant(name: string): unknown;
}

function readingOf(module: string, file: ts.SourceFile): Reading {
  const functions = new Map<string, ts.FunctionDeclaration>();
  const imported = new Map<string, string>();
  const constants = new Map<string, ts.Expression>();
  for (const statement of file.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name) functions.set(statement.name.text, statement);
    if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) if (ts.isIdentifier(name) && initializer) constants.set(name.text, initializer);
    }
    if (ts.isImportDeclaration(statement)) for (const [name, specifier] of validatorsImportedBy(statement)) imported.set(name, moduleOf(module, specifier));
  }
  const exported = constants.get('validate');
  const read = new Map<string, Facts>();
  const reading: Reading = {
    exported: exported && ts.isIdentifier(exported) ? exported.text : 'validate',
    constant: (name) => valueOf(constants.get(name), reading),
    facts(name) {
      const known = read.get(name);
      if (known) return known;
      const from = imported.get(name);
      if (from !== undefined) return { $ref: from };
      const body = functions.get(name)?.body;
      if (!body) throw new Error(`${module}.js has no ${name}`);
      const facts = factsIn(body, reading);
      read.set(name, facts);
      return facts;
    },
  };
  return reading;
}

/** `import{validate as validate6}from"./IoK8sApiCoreV1Probe.js"` */
function validatorsImportedBy({ importClause, moduleSpecifier }: ts.ImportDeclaration): [name: string, specifier: string][] {
  const bindings = importClause?.namedBindings;
  if (!ts.isStringLiteral(moduleSpecifier) || !bindings || !ts.isNamedImports(bindings)) return [];
  const { text } = moduleSpecifier;
  return bindings.elements.filter(({ name }) => name.text.startsWith('validate')).map(({ name }) => [name.text, text]);
}

function moduleOf(from: string, specifier: string): string {
  const path = specifier.replace(/\.js$/, '');
  return path.startsWith('.') ? join(dirname(from), path).replaceAll('\\', '/') : path;
}

/** The keywords that one value's function checks, and the functions that it hands parts of it to. */
function factsIn(body: ts.Block, reading: Reading): Facts {
  const facts: Record<string, unknown> = {};
  const required: string[] = [];
  const properties: [string, Facts][] = [];
  const branches: Facts[] = [];
  let combination: string | undefined;
  const visit = (node: ts.Node): void => {
    const failure = ts.isObjectLiteralExpression(node) ? failureOf(node, reading) : undefined;
    if (failure?.keyword === 'required') required.push(String(failure.parameter));
    else if (failure && ['oneOf', 'anyOf', 'not', 'allOf'].includes(failure.keyword)) combination = combination === undefined ? failure.keyword : 'several';
    else if (failure) facts[failure.keyword] = failure.parameter;
    const call = ts.isCallExpression(node) ? callOf(node) : undefined;
    if (call) {
      const part = reading.facts(call.validator);
      if (call.at === 'items') facts['items'] = part;
      else if (call.at === 'additionalProperties') facts['additionalProperties'] = part;
      else if (call.at === 'itself') branches.push(part);
      else properties.push([call.at.property, part]);
    }
    ts.forEachChild(node, visit);
  };
  visit(body);
  if (properties.length > 0) facts['properties'] = Object.fromEntries(properties);
  if (required.length > 0) facts['required'] = [...new Set(required)].sort();
  return withBranches(facts, combination, branches);
}

function withBranches(facts: Facts, combination: string | undefined, branches: readonly Facts[]): Facts {
  const [only] = branches;
  if (only === undefined) return facts;
  if (combination === undefined) return branches.length === 1 ? { ...only, ...facts } : { ...facts, allOf: branches };
  if (combination === 'not') return branches.length === 1 ? { ...facts, not: only } : facts;
  return combination === 'several' ? facts : { ...facts, [combination]: branches };
}

/** `{instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit:64}}`: what has failed when this is reported. */
function failureOf(literal: ts.ObjectLiteralExpression, reading: Reading): { readonly keyword: string; readonly parameter: unknown } | undefined {
  const keyword = valueOf(propertyOf(literal, 'keyword'), reading);
  const params = propertyOf(literal, 'params');
  if (typeof keyword !== 'string' || !params || !ts.isObjectLiteralExpression(params)) return undefined;
  if (valueOf(propertyOf(literal, 'schemaPath'), reading) !== `#/${keyword}`) return undefined; // of a part that has no function of its own
  const name = { required: 'missingProperty', enum: 'allowedValues', type: 'type', format: 'format', pattern: 'pattern', multipleOf: 'multipleOf' }[keyword] ?? 'limit';
  return { keyword, parameter: valueOf(propertyOf(params, name), reading) };
}

type Part = 'items' | 'additionalProperties' | 'itself' | { readonly property: string };

/** `validate3(data.name,{instancePath:instancePath+"/name",…})` */
function callOf(call: ts.CallExpression): { readonly validator: string; readonly at: Part } | undefined {
  const [, context] = call.arguments;
  if (!ts.isIdentifier(call.expression) || !/^validate\d+$/.test(call.expression.text) || !context || !ts.isObjectLiteralExpression(context)) return undefined;
  return { validator: call.expression.text, at: partAt(propertyOf(context, 'instancePath')) };
}

function partAt(path: ts.Expression | undefined): Part {
  if (!path || !ts.isBinaryExpression(path)) return 'itself';
  if (ts.isStringLiteral(path.right) && path.right.text.startsWith('/')) return { property: path.right.text.slice(1).replaceAll('~1', '/').replaceAll('~0', '~') };
  return ts.isIdentifier(path.right) ? 'items' : 'additionalProperties';
}

function propertyOf(literal: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  for (const property of literal.properties) {
    if (ts.isPropertyAssignment(property) && ts.isIdentifier(property.name) && property.name.text === name) return property.initializer;
  }
  return undefined;
}

function valueOf(expression: ts.Expression | undefined, reading: Reading): unknown {
  if (!expression) return undefined;
  if (ts.isStringLiteral(expression) || ts.isNoSubstitutionTemplateLiteral(expression)) return expression.text;
  if (ts.isNumericLiteral(expression)) return Number(expression.text);
  if (ts.isPrefixUnaryExpression(expression) && expression.operator === ts.SyntaxKind.MinusToken) return -Number(valueOf(expression.operand, reading));
  if (ts.isPrefixUnaryExpression(expression)) return expression.operator === ts.SyntaxKind.ExclamationToken ? valueOf(expression.operand, reading) === 0 : undefined;
  if (ts.isArrayLiteralExpression(expression)) return expression.elements.map((element) => valueOf(element, reading));
  return ts.isIdentifier(expression) ? reading.constant(expression.text) : undefined;
}
