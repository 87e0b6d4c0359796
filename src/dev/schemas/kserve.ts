/**
 * KServe's kinds, which no package declares: schemas/kserve/*.yaml, written by hand in the words of a structural schema and three more, so that a field is
 * written once although the CRDs of KServe (config/crd/full) repeat whole pods some sixty times:
 *
 * - `x-mllint-inline: Part`: the part's fields stand here, too. What is written beside it goes over them: a schema with `$ref` or `type` replaces, another is
 *   merged, `null` takes away, `required` replaces.
 * - `x-mllint-variant: { of: Part, as: name, with: { One: Other } }`: the part, with One replaced by Other wherever it is reached; parts in between have
 *   variants `<Part>.name`.
 * - `x-mllint-loose: Part`: the part without what it says of the form of its values, as for templates that are filled in later.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { KindSchema, Schema } from '../../kubernetes/schema/schema.ts';
import { unchecked } from '../../unchecked.ts';
import { filesIn } from '../write.ts';
import { mapChildren, referencesIn } from './walk.ts';

/** A part of somebody else, as CRDs embed it: `PodSpec`, `HTTPRouteSpec.v1.gateway.networking.k8s.io`. */
export type PartOf = (name: string) => Schema | undefined;

/** `$ref` of both name own parts as `<Name>.serving.kserve.io`, and others by the names that were given. */
export interface AuthoredKinds {
  readonly kinds: readonly KindSchema[];
  readonly definitions: ReadonlyMap<string, Schema>;
}

/** A kind with its versions, parts, or both; `kinds` where several have one schema. */
interface AuthoredFile {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly kinds?: readonly string[];
  readonly source?: string;
  readonly definitions?: Readonly<Record<string, Written>>;
  readonly schema?: Written;
}

/** A schema as it is written, below which there are more such. */
type Written = Omit<Schema, 'properties' | 'items' | 'required'> & {
  readonly properties?: Readonly<Record<string, Written | null>>;
  readonly items?: Written;
  readonly required?: readonly string[];
  readonly 'x-mllint-inline'?: string;
  readonly 'x-mllint-variant'?: { readonly of: string; readonly as: string; readonly with: Readonly<Record<string, string>> };
  readonly 'x-mllint-loose'?: string;
};

const group = 'serving.kserve.io';
const folder = 'schemas/kserve';

/** The files as {@link kserveKinds} reads them. */
export function kserveTexts(root: string): [path: string, text: string][] {
  return filesIn(join(root, folder)).filter((path) => path.endsWith('.yaml')).map((path) => [`${folder}/${path}`, readFileSync(join(root, folder, path), 'utf8')]);
}

/** From the texts of files, by their paths. A name that nothing defines, or that leads back to itself where it cannot, is an error. */
export function kserveKinds(files: readonly (readonly [path: string, text: string])[], part: PartOf): AuthoredKinds {
  const read = files.map(([path, text]) => ({ path, file: unchecked<AuthoredFile>(parse(text)) }));
  const written = new Map<string, Written>();
  for (const { path, file } of read) {
    for (const [name, schema] of Object.entries(file.definitions ?? {})) {
      if (written.has(name)) throw new Error(`${path}: ${name} is defined by another file, too`);
      written.set(name, schema);
    }
  }
  const parts = new Parts(written, part);
  const kinds = read.flatMap(({ path, file }) => kindsOf(path, file, parts));
  return { kinds, definitions: parts.all() };
}

function kindsOf(path: string, { apiVersion, kind, kinds = kind === undefined ? [] : [kind], source, schema }: AuthoredFile, parts: Parts): KindSchema[] {
  if (kinds.length === 0) return [];
  if (apiVersion?.startsWith(`${group}/`) !== true || source === undefined || !schema) throw new Error(`${path} needs an apiVersion of ${group}, a source and a schema`);
  const plain = parts.plain(schema);
  return kinds.map((name) => ({ apiVersion, kind: name, source, isBuiltIn: false, schema: plain }));
}

/** Own parts in plain words, made when they are asked for. */
class Parts {
  readonly #written: ReadonlyMap<string, Written>;
  readonly #others: PartOf;
  readonly #plain = new Map<string, Schema>();
  readonly #underWay = new Set<string>();

  constructor(written: ReadonlyMap<string, Written>, others: PartOf) {
    this.#written = written;
    this.#others = others;
  }

  all(): Map<string, Schema> {
    for (const name of this.#written.keys()) this.get(this.#nameOf(name));
    return new Map(this.#plain);
  }

  /** By the name that `$ref` of a plain schema gives. */
  get(name: string): Schema {
    const known = this.#plain.get(name);
    if (known) return known;
    const written = this.#written.get(name.slice(0, -group.length - 1));
    const schema = written && name.endsWith(`.${group}`) ? this.#once(name, written) : this.#others(name);
    if (!schema) throw new Error(`no part is called ${name}`);
    return schema;
  }

  #once(name: string, written: Written): Schema {
    if (this.#underWay.has(name)) throw new Error(`${name} holds the fields of itself`);
    this.#underWay.add(name);
    const schema = this.plain(written);
    this.#plain.set(name, schema);
    return schema;
  }

  #nameOf(name: string): string {
    return this.#written.has(name) ? `${name}.${group}` : name;
  }

  plain(written: Written): Schema {
    const { 'x-mllint-inline': inlined, 'x-mllint-variant': variant, 'x-mllint-loose': loose, ...rest } = written;
    if (inlined !== undefined) return this.#over(this.get(this.#nameOf(inlined)), rest);
    if (variant !== undefined) {
      const names = new Map(Object.entries(variant.with).map(([one, other]) => [this.#nameOf(one), this.#nameOf(other)]));
      return this.#changed(this.#nameOf(variant.of), variant.as, (schema) => replaced(schema, names));
    }
    if (loose !== undefined) return this.#changed(this.#nameOf(loose), 'loose', loosened);
    return this.#over({}, rest);
  }

  /** What is written, over what is there. */
  #over(base: Schema, { properties, items, required, ...words }: Written): Schema {
    const result: Record<string, unknown> = { ...base };
    for (const [word, value] of Object.entries(words)) {
      if (value === null) Reflect.deleteProperty(result, word);
      else result[word] = value;
    }
    if (words.$ref !== undefined) {
      this.get(this.#nameOf(words.$ref));
      result['$ref'] = this.#nameOf(words.$ref);
    }
    if (required) result['required'] = required;
    if (required?.length === 0) Reflect.deleteProperty(result, 'required');
    if (items) result['items'] = this.#child(base.items, items);
    const { additionalProperties } = words;
    if (typeof additionalProperties === 'object') result['additionalProperties'] = this.#child(undefined, additionalProperties);
    if (properties) result['properties'] = this.#fields(base.properties ?? {}, properties);
    return unchecked<Schema>(result);
  }

  #fields(base: Readonly<Record<string, Schema>>, written: Readonly<Record<string, Written | null>>): Record<string, Schema> {
    const fields = new Map(Object.entries(base));
    for (const [name, field] of Object.entries(written)) {
      if (field === null) fields.delete(name);
      else fields.set(name, this.#child(fields.get(name), field));
    }
    return Object.fromEntries(fields);
  }

  #child(base: Schema | undefined, written: Written): Schema {
    const isWhole = !base || written.$ref !== undefined || written.type !== undefined || written['x-mllint-inline'] !== undefined;
    if (isWhole) return this.plain(written);
    return this.#over(base.$ref === undefined ? base : this.get(base.$ref), written);
  }

  /** A part after a change of every schema below it; the parts on the way that are others then get names of their own. */
  #changed(name: string, suffix: string, change: (schema: Schema) => Schema): Schema {
    const deep = (schema: Schema): Schema => mapChildren(change(schema), deep);
    const reached = new Map([[name, deep(this.get(name))]]);
    for (const schema of reached.values()) for (const one of referencesIn(schema)) if (!reached.has(one)) reached.set(one, deep(this.get(one)));
    const others = new Set([...reached].filter(([one, schema]) => JSON.stringify(schema) !== JSON.stringify(this.get(one))).map(([one]) => one));
    for (let before = -1; before !== others.size;) {
      before = others.size;
      for (const [one, schema] of reached) if (referencesIn(schema).some((reference) => others.has(reference))) others.add(one);
    }
    const newName = (one: string): string => `${one.replace(`.${group}`, '')}.${suffix}.${group}`;
    const renamed = (schema: Schema): Schema => mapChildren(schema.$ref !== undefined && others.has(schema.$ref) ? { ...schema, $ref: newName(schema.$ref) } : schema, renamed);
    for (const one of others) if (one !== name) this.#plain.set(newName(one), renamed(reached.get(one) ?? {}));
    return renamed(reached.get(name) ?? {});
  }
}

function replaced(schema: Schema, names: ReadonlyMap<string, string>): Schema {
  const other = names.get(schema.$ref ?? '');
  return other === undefined ? schema : { ...schema, $ref: other };
}

function loosened({ pattern: _1, minLength: _2, minItems: _3, minProperties: _4, 'x-kubernetes-validations': _5, ...rest }: Schema): Schema {
  return rest;
}
