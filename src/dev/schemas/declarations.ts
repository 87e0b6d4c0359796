/**
 * What the type declarations of a package say, read without a type checker: an interface or an alias a module (kubernetes-models and its family, as
 * @kubernetes-models/openapi-generate 4 and crd-generate 6 write them), so that reading a module is parsing it.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import type { Schema } from '../../kubernetes/schema/schema.ts';

/** What a module declares. `$ref` in its schema is the path of another module, as in `kubernetes-models/v1/PodSpec`. */
export interface Declaration {
  readonly module: string;
  /** Its name in OpenAPI or that of the validator beside it: `IoK8sApiCoreV1PodSpec`, where it is exported by one. */
  readonly fullName?: string;
  readonly schema: Schema;
}

/** Reads the declaration of a module below `node_modules`, each once. */
export function declarationReader(root: string): (module: string) => Declaration {
  const read = new Map<string, Declaration>();
  return (module) => {
    const known = read.get(module);
    if (known) return known;
    const path = join(root, 'node_modules', `${module}.d.ts`);
    const declaration = declarationOf(module, readFileSync(path, 'utf8'));
    read.set(module, declaration);
    return declaration;
  };
}

/** What the text of a declaration file says. */
export function declarationOf(module: string, text: string): Declaration {
  const file = ts.createSourceFile(`${module}.d.ts`, text, { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone });
  const imports = importsOf(module, file);
  for (const statement of file.statements) {
    if (ts.isInterfaceDeclaration(statement)) return { module, ...exportName(file, statement.name.text), schema: interfaceOf(statement, imports) };
    if (ts.isTypeAliasDeclaration(statement)) return { module, ...exportName(file, statement.name.text), schema: schemaOf(statement.type, imports) };
  }
  throw new Error(`${module}.d.ts declares nothing`);
}

type Imports = ReadonlyMap<string, string>;

function importsOf(module: string, file: ts.SourceFile): Imports {
  const imports = new Map<string, string>();
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    for (const element of bindings.elements) imports.set(element.name.text, importedModule(module, statement.moduleSpecifier.text));
  }
  // A type that holds itself is not imported, whichever of its two names it uses.
  for (const statement of file.statements) {
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
      imports.set(statement.name.text, module);
      const { fullName } = exportName(file, statement.name.text);
      if (fullName !== undefined) imports.set(`I${fullName}`, module);
      break;
    }
  }
  return imports;
}

function importedModule(module: string, specifier: string): string {
  const path = specifier.replace(/\.js$/, '');
  return path.startsWith('.') ? join(dirname(module), path).replaceAll('\\', '/') : path;
}

/** `export type { IPodSpec as IIoK8sApiCoreV1PodSpec, … }` */
function exportName(file: ts.SourceFile, name: string): { readonly fullName?: string } {
  for (const statement of file.statements) {
    if (!ts.isExportDeclaration(statement) || !statement.exportClause || !ts.isNamedExports(statement.exportClause)) continue;
    for (const element of statement.exportClause.elements) {
      if (element.propertyName?.text === name) return { fullName: element.name.text.replace(/^I/, '') };
    }
  }
  return {};
}

function schemaOf(type: ts.TypeNode, imports: Imports): Schema {
  if (ts.isParenthesizedTypeNode(type)) return schemaOf(type.type, imports);
  if (ts.isTypeLiteralNode(type)) return objectOf(type.members, imports);
  if (ts.isTypeReferenceNode(type)) return referenceOf(type, imports);
  if (ts.isUnionTypeNode(type)) return unionOf(type, imports);
  if (ts.isIntersectionTypeNode(type)) return intersectionOf(type, imports);
  if (ts.isLiteralTypeNode(type)) return { enum: [literalOf(type)] };
  switch (type.kind) {
    case ts.SyntaxKind.StringKeyword: return { type: 'string' };
    case ts.SyntaxKind.NumberKeyword: return { type: 'number' };
    case ts.SyntaxKind.BooleanKeyword: return { type: 'boolean' };
    default: throw new Error(`a type that no package had so far: ${ts.SyntaxKind[type.kind]}`);
  }
}

function referenceOf(type: ts.TypeReferenceNode, imports: Imports): Schema {
  if (!ts.isIdentifier(type.typeName)) throw new Error('a qualified name of a type');
  const name = type.typeName.text;
  const [argument] = type.typeArguments ?? [];
  if (name === 'Array' && argument) return { type: 'array', items: schemaOf(argument, imports) };
  return { $ref: moduleNamed(name, imports) };
}

function moduleNamed(name: string, imports: Imports): string {
  const module = imports.get(name);
  if (module === undefined) throw new Error(`${name} is not imported`);
  return module;
}

/** What an interface inherits stands beside its own fields as `allOf`; Go's embedded structs become this. */
function interfaceOf({ members, heritageClauses }: ts.InterfaceDeclaration, imports: Imports): Schema {
  const parents = (heritageClauses ?? []).flatMap(({ types }) => types).flatMap(({ expression }) => (ts.isIdentifier(expression) ? [expression.text] : []));
  const inherited = parents.filter((name) => name !== 'TypeMeta').map((name) => ({ $ref: moduleNamed(name, imports) }));
  if (inherited.length === 0) return objectOf(members, imports);
  return { ...(members.length === 0 ? { type: 'object' } : objectOf(members, imports)), allOf: inherited };
}

/** A type with nothing in it may hold anything: `{}` is how the packages write JSON. */
function objectOf(members: readonly ts.TypeElement[], imports: Imports): Schema {
  const properties: [string, Schema][] = [];
  const required: string[] = [];
  for (const member of members) {
    if (ts.isIndexSignatureDeclaration(member)) return { type: 'object', additionalProperties: schemaOf(member.type, imports) };
    if (!ts.isPropertySignature(member) || !member.type || !(ts.isStringLiteral(member.name) || ts.isIdentifier(member.name))) continue;
    properties.push([member.name.text, schemaOf(member.type, imports)]);
    if (!member.questionToken) required.push(member.name.text);
  }
  if (properties.length === 0) return { 'x-kubernetes-preserve-unknown-fields': true };
  return { type: 'object', properties: Object.fromEntries(properties), ...(required.length > 0 && { required }) };
}

function unionOf(type: ts.UnionTypeNode, imports: Imports): Schema {
  const literals = type.types.filter(ts.isLiteralTypeNode);
  if (literals.length === type.types.length) return { type: 'string', enum: literals.map(literalOf) };
  const members = type.types.map((member) => schemaOf(member, imports).type);
  if (members.every((member) => member === 'string' || member === 'number')) return { 'x-kubernetes-int-or-string': true };
  throw new Error('a union of other things than words, and than a number and a text');
}

/** `{…} & (Exclude<…> | …)` says which fields exclude each other; which there are is said by the literals. */
function intersectionOf(type: ts.IntersectionTypeNode, imports: Imports): Schema {
  const parts = type.types.filter(ts.isTypeLiteralNode).map((part) => objectOf(part.members, imports));
  const properties = Object.fromEntries(parts.flatMap((part) => Object.entries(part.properties ?? {})));
  const required = [...new Set(parts.flatMap((part) => part.required ?? []))];
  return { type: 'object', properties, ...(required.length > 0 && { required }) };
}

function literalOf(type: ts.LiteralTypeNode): string | number {
  if (ts.isStringLiteral(type.literal)) return type.literal.text;
  if (ts.isNumericLiteral(type.literal)) return Number(type.literal.text);
  throw new Error('a literal that is neither a text nor a number');
}
