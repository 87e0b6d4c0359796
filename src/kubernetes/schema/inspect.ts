/**
 * A direct walk over a document beside its schema: says every mistake, at its place. Its verdict is that of a server which is asked for strict field
 * validation. Follows k8s.io/apiextensions-apiserver, pkg/apiserver/schema/{pruning,defaulting,listtype} and pkg/apiserver/validation (0.36) for
 * custom resources, and sigs.k8s.io/json for what Go's decoder reads.
 *
 * It interprets schemas and makes no code of them, so that a hostile one costs time only: a document is bounded by the reader, a pattern by RE2, and
 * the forms (`anyOf` …) of one document by {@link MAX_STEPS}.
 */
import { resolveAlias, type MappingTree, type SequenceTree, type Tree } from '../../yaml/tree.ts';
import { parseQuantity } from '../quantity.ts';
import { baseOfField, baseOfItems, withDefaults } from './defaults.ts';
import { dereferenced, fieldSchema } from './deref.ts';
import { formMistakes } from './forms.ts';
import { keyMistakes, nameMistakes } from './object-names.ts';
import { listMistakes } from './lists.ts';
import { nameOf, pathOf, type Mistake, type Place } from './mistake.ts';
import { scalarMistakes } from './scalars.ts';
import type { Definitions, Schema } from './schema.ts';
import { unknownField } from './unknown-field.ts';
import { versionMistake, type DeclaredVersions } from './versions.ts';
import { counted, described, expected, isUnknown, listed } from './words.ts';

/** Values looked at in one document, those of forms counted each time: beyond, it is the schema that is at fault. */
export const MAX_STEPS = 2_000_000;

/** The document asks for more than {@link MAX_STEPS}: what is known until then is not all. */
export class TooManySteps extends Error {
  override readonly name = 'TooManySteps';
}

export interface InspectionOptions {
  readonly definitions: Definitions;
  readonly isBuiltIn: boolean;
  readonly kind: string;
  /** Nothing is missing in what is put together with something else later. */
  readonly isFragment?: boolean;
  readonly versions?: DeclaredVersions;
  /** No field is unknown. */
  readonly keepsUnknown?: boolean;
}

/** All mistakes of an object, in the order of the document. */
export function inspect(schema: Schema, tree: Tree, options: InspectionOptions): Mistake[] {
  const inspection = new Inspection(options);
  inspection.object(schema, tree);
  return inspection.mistakes;
}

/** What stands in every object and is read by Go's decoder everywhere. */
const OBJECT_META = 'ObjectMeta';
const TYPE_META: ReadonlySet<string> = new Set(['apiVersion', 'kind']);

export class Inspection {
  readonly mistakes: Mistake[] = [];
  readonly options: InspectionOptions;
  /** Asked for a yes or no: what a form says of values, never which fields there are. */
  readonly #isProbe: boolean;
  #steps = { count: 0 };

  constructor(options: InspectionOptions, parent?: Inspection) {
    this.options = options;
    this.#isProbe = parent !== undefined;
    if (parent) this.#steps = parent.#steps;
  }

  /** An object as a whole. */
  object(schema: Schema, tree: Tree): void {
    const root: Place = { schema: dereferenced(schema, this.options.definitions), tree, isDecoded: this.options.isBuiltIn };
    this.#look(root, { isObject: true, isOpen: false });
  }

  /** Whether a value fits a form. */
  fits(schema: Schema, place: Place): boolean {
    return this.mistakesOf(schema, place).length === 0;
  }

  /** What does not fit a form; after the first nothing more is looked for. */
  mistakesOf(schema: Schema, place: Place): readonly Mistake[] {
    const probe = new Inspection(this.options, this);
    probe.value({ ...place, schema: dereferenced(schema, this.options.definitions), base: place.base ?? place.schema });
    return probe.mistakes;
  }

  /** A value below the object. */
  value(place: Place, { isOpen = false }: { readonly isOpen?: boolean } = {}): void {
    this.#look(place, { isObject: place.schema['x-kubernetes-embedded-resource'] === true, isOpen });
  }

  #look(place: Place, way: { readonly isObject: boolean; readonly isOpen: boolean }): void {
    this.#steps.count += 1;
    if (this.#steps.count > MAX_STEPS) throw new TooManySteps();
    const { schema, tree } = place;
    const resolved = resolveAlias(tree);
    if (this.#isProbe && this.mistakes.length > 0) return;
    if (isUnknown(resolved)) return;
    if (resolved.kind === 'scalar' && resolved.value === null) return this.#nothing(place);
    const wrong = schema.format === 'quantity' ? quantityMistake(place) : wrongType(place);
    if (wrong) this.mistakes.push(wrong);
    if (wrong ?? (schema.format === 'quantity')) return;
    if (resolved.kind === 'mapping') this.#mapping(place, resolved, way);
    else if (resolved.kind === 'sequence') this.#sequence(place, resolved, way);
    else if (!isBelowStatus(place)) this.mistakes.push(...scalarMistakes(place, resolved));
    if ((schema.allOf ?? schema.anyOf ?? schema.oneOf ?? schema.not) && !isBelowStatus(place)) this.mistakes.push(...formMistakes(place, this));
  }

  /** A null in a mapping is the same as nothing, wherever a default or `nullable` does not make more of it; as an item it is a value. */
  #nothing(place: Place): void {
    const { schema, step, isDecoded } = place;
    const wrong = isDecoded ? wrongZero(place) : 'error';
    if (typeof step !== 'number' || !wrong || schema.nullable === true || schema.type === undefined) return;
    this.mistakes.push({ about: 'value', path: pathOf(place), message: `${nameOf(place)} is empty, not ${expected(schema)}`, ...(wrong === 'warning' ? { severity: wrong } : {}) });
  }

  #mapping(place: Place, written: MappingTree, { isObject, isOpen }: { readonly isObject: boolean; readonly isOpen: boolean }): void {
    const { schema } = place;
    const mapping = withDefaults(place, written, this.options.definitions);
    const isClosed = !this.#isProbe && this.options.keepsUnknown !== true && !isOpen && schema['x-kubernetes-preserve-unknown-fields'] !== true;
    for (const { key, value } of mapping.entries) {
      if (isUnknown(key)) continue;
      if (isObject && this.#isHeader(place, key.text, value)) continue;
      const field = fieldSchema(schema, key.text);
      if (field === true) continue;
      if (field) this.#field(place, field, { name: key.text, value });
      else if (isClosed) this.mistakes.push(unknownField(place, key.text, this.options));
    }
    this.#counts(place, mapping, { isObject });
    if (schema.propertyNames) this.mistakes.push(...keyMistakes(place, written, schema.propertyNames.format));
  }

  #field(place: Place, field: Schema, { name, value }: { readonly name: string; readonly value: Tree }): void {
    const below: Place = { schema: dereferenced(field, this.options.definitions), tree: value, isDecoded: place.isDecoded, step: name, above: place, base: baseOfField(place.base, name, this.options.definitions) };
    const version = this.#isProbe ? undefined : versionMistake(below, field, this.options.versions);
    if (version) this.mistakes.push(version);
    else this.value(below);
  }

  /** `apiVersion`, `kind` and `metadata` of an object: the schema may restrict them, but says not what there is. */
  #isHeader(place: Place, name: string, value: Tree): boolean {
    if (TYPE_META.has(name)) {
      const resolved = resolveAlias(value);
      const isText = isUnknown(resolved) || (resolved.kind === 'scalar' && (typeof resolved.value === 'string' || resolved.value === null));
      if (!isText) this.mistakes.push({ about: 'value', path: [...pathOf(place), name], message: `${name} is ${described(value)}, not a text` });
      return true;
    }
    const meta = name === 'metadata' && !this.#isProbe ? this.options.definitions(OBJECT_META) : undefined;
    if (!meta) return false;
    const below = { tree: value, step: name, above: place };
    this.value({ ...below, schema: dereferenced(meta, this.options.definitions), isDecoded: true });
    const own = fieldSchema(place.schema, name);
    if (own !== undefined && own !== true && own.$ref === undefined && !this.fits(own, { ...below, schema: own, isDecoded: true })) {
      this.value({ ...below, schema: own, isDecoded: true }, { isOpen: true });
    }
    if (!place.above && this.options.isFragment !== true) this.mistakes.push(...nameMistakes(below, place.schema));
    return true;
  }

  #sequence(place: Place, sequence: SequenceTree, { isOpen }: { readonly isOpen: boolean }): void {
    const { schema } = place;
    const { items } = schema;
    if (items) {
      const item = dereferenced(items, this.options.definitions);
      const keeps = isOpen || schema['x-kubernetes-preserve-unknown-fields'] === true;
      const base = baseOfItems(place.base, this.options.definitions);
      for (const [index, tree] of sequence.items.entries()) this.value({ schema: item, tree, isDecoded: place.isDecoded, step: index, above: place, base }, { isOpen: keeps });
    }
    this.mistakes.push(...listMistakes(place, sequence, this.options.definitions));
  }

  #counts(place: Place, mapping: MappingTree, { isObject }: { readonly isObject: boolean }): void {
    const { schema } = place;
    if (mapping.entries.some(({ key }) => isUnknown(key)) || isBelowStatus(place)) return;
    const present = new Set(mapping.entries.filter(({ value }) => !isNull(value)).map(({ key }) => key.text));
    const required = [...(schema.required ?? []), ...(isObject && place.above ? ['apiVersion', 'kind'] : [])];
    const missing = this.options.isFragment === true ? [] : [...new Set(required)].filter((field) => !present.has(field) && !isImplied(field, place) && !this.#hasValue(place, mapping, field));
    if (missing.length > 0) this.mistakes.push(missingMistake(place, missing, this.options.kind));
    const { minProperties = 0, maxProperties = Infinity } = schema;
    if (present.size < minProperties) this.mistakes.push({ about: 'value', path: pathOf(place), message: `${nameOf(place)} has ${counted(present.size, 'entry', 'entries')}; at least ${minProperties} must be there` });
    if (present.size > maxProperties) this.mistakes.push({ about: 'value', path: pathOf(place), message: `${nameOf(place)} has ${counted(present.size, 'entry', 'entries')}; at most ${maxProperties} may be there` });
  }

  /** A default fills it in, or a null is a value there. */
  #hasValue(place: Place, mapping: MappingTree, name: string): boolean {
    const field = fieldSchema(place.schema, name);
    if (field === undefined || field === true) return false;
    const schema = dereferenced(field, this.options.definitions);
    if ((field.default ?? schema.default) !== undefined) return true;
    return !place.isDecoded && schema.nullable === true && mapping.entries.some(({ key }) => key.text === name);
  }
}

/** Go's decoder makes an empty value of a null; that lacks what is required, and is none of the allowed words. An apply by the server refuses it wherever items are told apart. */
function wrongZero({ schema, above }: Place): 'error' | 'warning' | undefined {
  const type = above?.schema['x-kubernetes-list-type'];
  if (schema.enum !== undefined || (schema.required?.length ?? 0) > 0 || type === 'set') return 'error';
  return type === 'map' ? 'warning' : undefined;
}

function isNull(tree: Tree): boolean {
  const resolved = resolveAlias(tree);
  return resolved.kind === 'scalar' && !isUnknown(resolved) && resolved.value === null;
}

/** What a client writes there is dropped before anybody looks for what is missing. */
function isBelowStatus(place: Place): boolean {
  let first: Place = place;
  while (first.above?.above) first = first.above;
  return first.step === 'status' && first.above !== undefined;
}

/** Go knows what it decodes: only objects that stand for themselves say their kind. */
function isImplied(field: string, { isDecoded, above, schema }: Place): boolean {
  return isDecoded && above !== undefined && TYPE_META.has(field) && schema['x-kubernetes-embedded-resource'] !== true && schema.properties?.['metadata'] !== undefined;
}

/** All that one mapping lacks. */
export function missingMistake(place: Place, missing: readonly string[], kind: string): Mistake {
  const [field = ''] = missing;
  return { about: 'required', path: pathOf(place), missing, place, message: `${nameOf(place, kind)} lacks ${listed(missing)}${missing.length === 1 ? oneOfMany(field, place.schema) : ''}` };
}

/** What may stand in a required field, where the schema names few values. */
function oneOfMany(field: string, schema: Schema): string {
  const values = schema.properties && Object.hasOwn(schema.properties, field) ? schema.properties[field]?.enum : undefined;
  return values && values.length > 0 && values.length <= 6 ? `; it is ${listed(values.map(String), 'or')}` : '';
}

/** What Go reads with `resource.ParseQuantity`: a text or any number. */
function quantityMistake(place: Place): Mistake | undefined {
  const resolved = resolveAlias(place.tree);
  const value = resolved.kind === 'scalar' && typeof resolved.value !== 'boolean' && resolved.value !== null ? resolved.value : undefined;
  if (value !== undefined && parseQuantity(value)) return undefined;
  return { about: 'value', path: pathOf(place), message: `${nameOf(place)} is ${described(resolved)}, which is no quantity` };
}

/** The kind of value is another one than the schema wants. */
function wrongType(place: Place): Mistake | undefined {
  const { schema, tree } = place;
  const resolved = resolveAlias(tree);
  if (isOfType(schema, resolved)) return undefined;
  const path = pathOf(place);
  const message = `${nameOf(place)} is ${described(resolved)}, not ${expected(schema)}`;
  const repair = resolved.kind === 'scalar' && resolved.value !== null ? repaired(schema, resolved) : undefined;
  return { about: 'value', path, message, ...(repair === undefined ? {} : { repair: { value: repair } }) };
}

function isOfType(schema: Schema, tree: Exclude<Tree, { kind: 'alias' }>): boolean {
  const value = tree.kind === 'scalar' ? tree.value : undefined;
  if (schema['x-kubernetes-int-or-string'] === true) return typeof value === 'string' || isWhole(value);
  switch (schema.type) {
    case 'object':
      return tree.kind === 'mapping';
    case 'array':
      return tree.kind === 'sequence';
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return isWhole(value);
    case 'number':
      return typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value));
    case 'boolean':
      return typeof value === 'boolean';
    default:
      return true;
  }
}

function isWhole(value: unknown): boolean {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
}

/** The same value as the kind that is wanted, where its text leaves no doubt. */
function repaired({ type, 'x-kubernetes-int-or-string': isEither }: Schema, { text, value, style }: Extract<Tree, { kind: 'scalar' }>): string | number | boolean | undefined {
  if (isEither === true || type === 'string') return style === 'plain' && typeof value !== 'string' && !(isEither === true && typeof value === 'boolean') ? text : undefined;
  if (typeof value !== 'string') return undefined;
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined;
  const isNumber = type === 'integer' ? /^(?:0|-?[1-9][0-9]{0,14})$/.test(text) : type === 'number' && /^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,10})?$/.test(text);
  return isNumber ? Number(text) : undefined;
}
