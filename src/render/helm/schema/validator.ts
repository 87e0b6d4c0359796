/** Values against a JSON schema. Follows validator.go of github.com/santhosh-tekuri/jsonschema v6; keys are visited in their order, where Go has none. */
import { Dict, List, type Value } from '../../go-template/value.ts';
import { plain, TracedText } from '../../traced-text.ts';
import { dependentText, kindComplaint, missingOf, numberField, sizeComplaints, textField, textsOf } from './assertions.ts';
import { SchemaBudget } from './budget.ts';
import { field, isList, isObject, SchemaError, SchemaLimit, SchemaUnknown, type Json, type JsonObject, type SchemaDocument } from './document.ts';
import { listed, namedSchemas, nothingSeen, ungrouped, violation, type At } from './parts.ts';
import { formats, unknownFormats } from './formats.ts';
import { display, quote, quoted, type Violation } from './violation.ts';

const MAX_DEPTH = 300;

export class Validator {
  readonly #document: SchemaDocument;
  readonly #budget = new SchemaBudget();

  constructor(document: SchemaDocument) {
    this.#document = document;
  }

  /** What the values violate; throws a SchemaError, a SchemaUnknown or a SchemaLimit. */
  violations(value: Value): readonly Violation[] {
    const found = this.#self(this.#document.root, { value, path: [], depth: 0, open: [], seen: nothingSeen() });
    return found.length === 1 && found[0]?.isGroup === true ? found[0].causes : found;
  }

  /** All that one schema says of one value, as one violation at most. */
  #self(schema: Json, at: At): Violation[] {
    this.#budget.spend(1 + at.open.length / 10);
    if (typeof schema === 'boolean') return schema ? [] : [violation(at, 'false schema')];
    if (!isObject(schema)) throw new SchemaError('a part of it is neither an object nor a boolean');
    if (at.depth > MAX_DEPTH) throw new SchemaLimit(`values.schema.json leads more than ${MAX_DEPTH} schemas deep`);
    if (at.open.includes(schema)) throw new SchemaError('its references lead in a circle');
    const found = [...this.#all(schema, { ...at, open: [...at.open, schema], depth: at.depth + 1 })];
    return found.length < 2 ? found : [{ ...violation(at, 'validation failed', found), isGroup: true }];
  }

  *#all(schema: JsonObject, at: At): Generator<Violation, void, undefined> {
    const { draft } = this.#document;
    const isAlone = draft < 2019 && field(schema, '$ref') !== undefined;
    const complaint = isAlone ? undefined : (kindComplaint(schema, at.value) ?? this.#formatComplaint(schema, at.value));
    if (complaint !== undefined) return void (yield violation(at, complaint));
    yield* this.#reference(schema, '$ref', at);
    if (isAlone) return;
    for (const text of sizeComplaints(schema, at.value, draft)) yield violation(at, text);
    if (at.value instanceof Dict) yield* this.#object(schema, at.value, at);
    else if (at.value instanceof List) yield* this.#array(schema, at.value, at);
    else if (at.value instanceof TracedText) yield* this.#string(schema, at.value.text, at);
    if (draft >= 2019) for (const keyword of ['$recursiveRef', '$dynamicRef']) yield* this.#reference(schema, keyword, at);
    yield* this.#conditions(schema, at);
    if (draft >= 2019) yield* this.#unevaluated(schema, at);
  }

  *#reference(schema: JsonObject, keyword: string, at: At): Generator<Violation, void, undefined> {
    const reference = textField(schema, keyword);
    if (reference === undefined) return;
    if (keyword !== '$ref' && reference !== '#') throw new SchemaUnknown(`${keyword} ${JSON.stringify(reference)}`);
    const found = this.#same(this.#document.resolve(reference, schema), at);
    if (found.length > 0) yield { ...violation(at, 'validation failed', ungrouped(found)), isReference: true };
  }

  /** Another schema on the same value: what it has looked at counts where it holds. */
  #same(schema: Json, at: At): Violation[] {
    const seen = nothingSeen();
    const found = this.#self(schema, { ...at, seen });
    if (found.length === 0) {
      for (const key of seen.keys) at.seen.keys.add(key);
      for (const item of seen.items) at.seen.items.add(item);
    }
    return found;
  }

  #part(schema: Json, value: Value, token: string, at: At): Violation[] {
    return this.#self(schema, { value, path: [...at.path, token], depth: at.depth, open: [], seen: nothingSeen() });
  }

  *#object(schema: JsonObject, dict: Dict, at: At): Generator<Violation, void, undefined> {
    yield* this.#dependencies(schema, 'dependencies', dict, at);
    const [properties, patterns] = [namedSchemas(schema, 'properties'), namedSchemas(schema, 'patternProperties')];
    const additional = field(schema, 'additionalProperties');
    const unwanted: string[] = [];
    for (const { key: { text: name }, value } of dict.sortedEntries()) {
      this.#budget.spend(1);
      const own = properties && field(properties, name);
      const matching = Object.entries(patterns ?? {}).filter(([pattern]) => this.#budget.matches(pattern, name)).map(([, one]) => one);
      for (const one of [...(own === undefined ? [] : [own]), ...matching]) yield* this.#part(one, value, name, at);
      const isEvaluated = own !== undefined || matching.length > 0;
      if (isEvaluated || additional !== undefined) at.seen.keys.add(name);
      if (isEvaluated || additional === undefined) continue;
      if (additional === false) unwanted.push(name);
      else yield* this.#part(additional, value, name, at);
    }
    if (unwanted.length > 0) yield violation(at, `additional properties ${quoted(unwanted)} not allowed`);
    if (this.#document.draft === 4) return;
    yield* this.#names(schema, dict, at);
    if (this.#document.draft === 6) return;
    yield* this.#dependencies(schema, 'dependentSchemas', dict, at);
    yield* this.#dependencies(schema, 'dependentRequired', dict, at);
  }

  *#names(schema: JsonObject, dict: Dict, at: At): Generator<Violation, void, undefined> {
    const names = field(schema, 'propertyNames');
    if (names === undefined) return;
    for (const { key } of dict.sortedEntries()) {
      const found = this.#self(names, { value: plain(key.text), path: [], depth: at.depth, open: [], seen: nothingSeen() });
      if (found.length > 0) yield { ...violation(at, `invalid propertyName ${quote(key.text)}`, ungrouped(found)), path: [] };
    }
  }

  *#dependencies(schema: JsonObject, keyword: string, dict: Dict, at: At): Generator<Violation, void, undefined> {
    for (const [name, dependency] of Object.entries(namedSchemas(schema, keyword) ?? {})) {
      if (!dict.entries.has(name)) continue;
      if (!isList(dependency)) yield* this.#same(dependency, at);
      else {
        const missing = missingOf(dict, textsOf(dependency, keyword));
        if (missing.length > 0) yield violation(at, dependentText(name, missing));
      }
    }
  }

  *#array(schema: JsonObject, { items: values }: List, at: At): Generator<Violation, void, undefined> {
    const { draft } = this.#document;
    const items = field(schema, 'items');
    const first = draft < 2020 ? (isList(items) ? items : []) : listed(schema, 'prefixItems');
    const rest = draft < 2020 && isList(items) ? field(schema, 'additionalItems') : items;
    const tooMany = values.length - first.length;
    if (draft < 2020 && rest === false && isList(items) && tooMany > 0) yield violation(at, `last ${tooMany} additionalItem(s) not allowed`);
    for (const [index, value] of values.entries()) {
      const one = first[index] ?? (rest === false && isList(items) ? undefined : rest);
      if (one === undefined || isList(one)) continue;
      at.seen.items.add(index);
      yield* this.#part(one, value, String(index < first.length || draft < 2020 && !isList(items) ? index : index - first.length), at);
    }
    if (draft >= 6) yield* this.#contains(schema, values, at);
  }

  *#contains(schema: JsonObject, values: readonly Value[], at: At): Generator<Violation, void, undefined> {
    const wanted = field(schema, 'contains');
    if (wanted === undefined) return;
    const found = values.map((value, index) => this.#part(wanted, value, String(index), at));
    const matched = found.flatMap((one, index) => (one.length === 0 ? [index] : []));
    if (this.#document.draft >= 2020) for (const index of matched) at.seen.items.add(index);
    const isNew = this.#document.draft >= 2019;
    const [least, most] = [isNew ? numberField(schema, 'minContains') : undefined, isNew ? numberField(schema, 'maxContains') : undefined];
    const items = `matched ${matched.length} items at ${matched.join(' ')}`;
    if (least !== undefined && matched.length < least) {
      yield violation(at, `min ${least} items required to match contains schema, but ${matched.length === 0 ? 'none matched' : items}`, found.flat());
    } else if (least === undefined && matched.length === 0) yield violation(at, 'no items match contains schema', found.flat());
    if (most !== undefined && matched.length > most) yield violation(at, `max ${most} items required to match contains schema, but ${items}`);
  }

  *#string(schema: JsonObject, text: string, at: At): Generator<Violation, void, undefined> {
    const pattern = textField(schema, 'pattern');
    if (pattern !== undefined && !this.#budget.matches(pattern, text)) yield violation(at, `${quote(text)} does not match pattern ${quote(pattern)}`);
  }

  *#conditions(schema: JsonObject, at: At): Generator<Violation, void, undefined> {
    const { draft } = this.#document;
    const not = field(schema, 'not');
    if (not !== undefined && this.#same(not, at).length === 0) yield violation(at, "'not' failed");
    const all = listed(schema, 'allOf').flatMap((one) => this.#same(one, at));
    if (all.length > 0) yield violation(at, "'allOf' failed", all);
    const any = listed(schema, 'anyOf').map((one) => this.#same(one, at));
    if (any.length > 0 && any.every((found) => found.length > 0)) yield violation(at, "'anyOf' failed", any.flat());
    const one = listed(schema, 'oneOf').map((each) => this.#same(each, at));
    const matched = one.flatMap((found, index) => (found.length === 0 ? [index] : []));
    if (matched.length > 1) yield violation(at, `'oneOf' failed, subschemas ${matched[0] ?? 0}, ${matched[1] ?? 0} matched`);
    if (one.length > 0 && matched.length === 0) yield violation(at, "'oneOf' failed, none matched", one.flat());
    const condition = draft >= 7 ? field(schema, 'if') : undefined;
    const branch = condition === undefined ? undefined : field(schema, this.#same(condition, at).length === 0 ? 'then' : 'else');
    if (branch !== undefined) yield* this.#same(branch, at);
  }

  *#unevaluated(schema: JsonObject, at: At): Generator<Violation, void, undefined> {
    const [keys, items] = [field(schema, 'unevaluatedProperties'), field(schema, 'unevaluatedItems')];
    if (at.value instanceof Dict && keys !== undefined) {
      for (const { key, value } of at.value.sortedEntries()) {
        if (at.seen.keys.has(key.text)) continue;
        at.seen.keys.add(key.text);
        yield* this.#part(keys, value, key.text, at);
      }
    }
    if (!(at.value instanceof List) || items === undefined) return;
    for (const [index, value] of at.value.items.entries()) {
      if (at.seen.items.has(index)) continue;
      at.seen.items.add(index);
      yield* this.#part(items, value, String(index), at);
    }
  }

  #formatComplaint(schema: JsonObject, value: Value): string | undefined {
    if (this.#document.draft >= 2019 || !(value instanceof TracedText)) return undefined;
    const name = textField(schema, 'format');
    if (name === undefined) return undefined;
    if (unknownFormats.has(name)) throw new SchemaUnknown(`the format ${name}`);
    this.#budget.spend(1 + value.text.length / 100);
    return formats.get(name)?.(value.text) === false ? `${display(value.text)} is not valid ${name}` : undefined;
  }
}
