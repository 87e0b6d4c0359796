/** Kinds as the CustomResourceDefinitions of a text say them, until something carries them. */
import type { Definitions, KindSchema, Schema } from '../../src/kubernetes/schema/schema.ts';
import { SourceFile } from '../../src/source.ts';
import { unchecked } from '../../src/unchecked.ts';
import { parse, parseAllDocuments } from 'yaml';
import { Node } from '../../src/yaml/node.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

interface Definition {
  readonly kind?: string;
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

export const noDefinitions: Definitions = () => undefined;

export function kindsOf(text: string): KindSchema[] {
  return parseAllDocuments(text).flatMap((document) => {
    const definition = unchecked<Definition | null>(document.toJS({ maxAliasCount: -1 }));
    if (definition?.kind !== 'CustomResourceDefinition') return [];
    const { group, names, versions } = definition.spec;
    return versions.map(({ name, schema }) => ({ apiVersion: `${group}/${name}`, kind: names.kind, source: 'test', isBuiltIn: false, schema: schema.openAPIV3Schema }));
  });
}

export function kindOf(schema: string): KindSchema {
  return { apiVersion: 'example.com/v1', kind: 'Thing', source: 'test', isBuiltIn: false, schema: unchecked<Schema>(parse(schema)) };
}

export function rootsOf(text: string, path = 'object.yaml'): Node[] {
  return parseYaml(new SourceFile(path, text)).documents.flatMap(({ root }) => (root ? Node.root(root) : []));
}

export function rootOf(text: string): Node {
  const [root] = rootsOf(text);
  if (!root) throw new Error('the text holds no document');
  return root;
}
