/** The parts of an expression in CEL as JavaScript that calls src/kubernetes/schema/rule-runtime.ts. */
import { unescapedName } from '../../cel/names.ts';
import { dereferenced } from '../../kubernetes/schema/deref.ts';
import type { Definitions, Schema } from '../../kubernetes/schema/schema.ts';
import { unchecked } from '../../unchecked.ts';

/** As the package parses it (@marcbachmann/cel-js 8.0.0, lib/parser.js `ASTNode`), before it is checked. */
export interface Part {
  readonly op: string;
  readonly args: unknown;
}

/** JavaScript, and what is known of its value. */
export interface Code {
  readonly text: string;
  /** Of a value of the document. */
  readonly schema?: Schema | undefined;
  /** It is a boolean, whatever the document holds. */
  readonly isTruth?: true;
}

type Variables = ReadonlyMap<string, Code>;

export const UNSURE: Code = { text: '$.unsure()' };

const OF_TEXTS: Readonly<Record<string, string>> = { startsWith: 'startsWith', endsWith: 'endsWith', contains: 'includes' };
const OF_ITEMS: Readonly<Record<string, string>> = { all: 'all', exists: 'exists', exists_one: 'existsOne', filter: 'filter' };
/** Texts that are values of other types in CEL. */
const TYPED_FORMATS: ReadonlySet<string> = new Set(['duration', 'date-time', 'date', 'byte']);

export class Translation {
  readonly #definitions: Definitions;
  #names = 0;

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
  }

  /** A value as JavaScript has it, too: texts that CEL reads as something else are left to the evaluator. */
  code(part: Part, variables: Variables): Code {
    const code = this.#any(part, variables);
    return TYPED_FORMATS.has(code.schema?.format ?? '') ? UNSURE : code;
  }

  #any({ op, args }: Part, variables: Variables): Code {
    const parts = (): Code[] => unchecked<readonly Part[]>(args).map((part) => this.code(part, variables));
    switch (op) {
      case 'id': return variables.get(unchecked<string>(args)) ?? UNSURE;
      case 'value': return literal(args);
      case 'list': return { text: `[${texts(parts())}]`, schema: { type: 'array', items: {} } };
      case '!_': return isTrue(`!${truth(this.code(unchecked<Part>(args), variables))}`);
      case '&&': case '||': return isTrue(`(${parts().map(truth).join(op)})`);
      case '==': case '!=': return isTrue(`${op === '==' ? '' : '!'}$.isSame(${texts(this.#compared(args, variables))})`);
      case '<': case '<=': case '>': case '>=': return isTrue(`(${this.#compared(args, variables).map(({ text }) => `$.amount(${text})`).join(op)})`);
      case '+': return { text: `$.sum(${texts(parts())})` };
      case 'in': return this.#contains(parts());
      case '?:': return choice(parts());
      case '.': return this.#field(unchecked<[Part, string]>(args), variables);
      case '[]': return this.#entry(parts());
      case 'call': return this.#call(unchecked<[string, readonly Part[]]>(args), variables);
      case 'rcall': return this.#method(unchecked<[string, Part, readonly Part[]]>(args), variables);
      default: return UNSURE;
    }
  }

  /** Lengths of time are compared with lengths of time, by their nanoseconds. */
  #compared(args: unknown, variables: Variables): readonly Code[] {
    const parts = unchecked<readonly Part[]>(args);
    const lengths = parts.map((part) => callOf(part, 'duration')).filter((part) => part !== undefined);
    if (lengths.length === 0) return parts.map((part) => this.code(part, variables));
    if (lengths.length < parts.length) return [UNSURE];
    return lengths.map((part) => ({ text: `$.nanoseconds(${this.#any(part, variables).text})` }));
  }

  /** `a.b`, which has to be there. */
  #field([object, name]: readonly [Part, string], variables: Variables): Code {
    const of = this.code(object, variables);
    const field = this.#lookedUp(of, name);
    if (!field || field.schema.nullable === true) return UNSURE;
    const { default: fallback } = field.schema;
    if (typeof fallback === 'object') return UNSURE;
    const otherwise = fallback === undefined ? '' : `,${JSON.stringify(fallback)}`;
    return { text: `$.field(${of.text},${JSON.stringify(field.name)}${otherwise})`, schema: field.schema };
  }

  /** Fields of an object by their escaped name, entries of a map by their key. */
  #lookedUp({ schema }: Code, name: string): { readonly name: string; readonly schema: Schema } | undefined {
    const { properties, additionalProperties } = schema ?? {};
    const own = unescapedName(name);
    const found = properties ? (Object.hasOwn(properties, own) ? properties[own] : undefined) : typeof additionalProperties === 'object' ? additionalProperties : undefined;
    return found && { name: properties ? own : name, schema: dereferenced(found, this.#definitions) };
  }

  #entry([of, key]: readonly Code[]): Code {
    const found = of?.schema?.items ?? (isMap(of?.schema) ? of.schema.additionalProperties : undefined);
    if (!of || !key || !found) return UNSURE;
    const schema = dereferenced(found, this.#definitions);
    return schema.nullable === true ? UNSURE : { text: `$.entry(${of.text},${key.text})`, schema };
  }

  #contains([value, container]: readonly Code[]): Code {
    const { schema } = container ?? {};
    const entries = isMap(schema) ? dereferenced(schema.additionalProperties, this.#definitions) : undefined;
    if (!value || !container || schema?.properties || entries?.nullable === true || entries?.default !== undefined) return UNSURE;
    return isTrue(`$.contains(${value.text},${container.text})`);
  }

  #call([name, args]: readonly [string, readonly Part[]], variables: Variables): Code {
    const [first] = args;
    if (!first || args.length !== 1) return UNSURE;
    if (name === 'size') return size(this.code(first, variables));
    if (name === 'string') return { text: `$.written(${this.code(first, variables).text})` };
    return name === 'has' && first.op === '.' ? this.#has(unchecked<[Part, string]>(first.args), variables) : UNSURE;
  }

  #has([object, name]: readonly [Part, string], variables: Variables): Code {
    const of = this.code(object, variables);
    const field = this.#lookedUp(of, name);
    if (!field && isClosed(of.schema)) return isTrue(`!$.isObject(${of.text})`); // what the schema does not name is not there
    if (!field || field.schema.nullable === true) return UNSURE;
    if (field.schema.default !== undefined) return isTrue(`$.isObject(${of.text})`);
    return isTrue(`$.has(${of.text},${JSON.stringify(field.name)})`);
  }

  #method([name, receiver, args]: readonly [string, Part, readonly Part[]], variables: Variables): Code {
    const [first, second] = args;
    if (name === 'compareTo' && first && !second) return this.#quantities([receiver, first], variables);
    const of = this.code(receiver, variables);
    if (name === 'size' && !first) return size(of);
    if (first?.op === 'id' && second && args.length === 2 && Object.hasOwn(OF_ITEMS, name)) return this.#loop(name, of, { name: unchecked<string>(first.args), body: second, variables });
    if (!first || second) return UNSURE;
    if (Object.hasOwn(OF_TEXTS, name)) return isTrue(`$.text(${of.text}).${OF_TEXTS[name] ?? ''}($.text(${this.code(first, variables).text}))`);
    return name === 'matches' && first.op === 'value' ? isTrue(`$.matches(${literal(first.args).text},$.text(${of.text}))`) : UNSURE;
  }

  /** `quantity(string(a)).compareTo(quantity("0"))` */
  #quantities(parts: readonly Part[], variables: Variables): Code {
    const amounts = parts.map((part) => callOf(part, 'quantity')).filter((part) => part !== undefined);
    const codes = amounts.map((part) => this.code(part, variables));
    return codes.length === parts.length ? { text: `$.quantityOrder(${texts(codes)})` } : UNSURE;
  }

  /** Over the items of a list, or over the keys of a map. */
  #loop(method: string, of: Code, { name, body, variables }: { readonly name: string; readonly body: Part; readonly variables: Variables }): Code {
    const item = of.schema?.items && dereferenced(of.schema.items, this.#definitions);
    if ((!item && !isMap(of.schema)) || item?.nullable === true) return UNSURE;
    this.#names += 1;
    const variable = `v${this.#names}`;
    const inner = this.code(body, new Map([...variables, [name, { text: variable, schema: item }]]));
    const text = `$.${OF_ITEMS[method] ?? ''}($.${item ? 'items' : 'keys'}(${of.text}),${variable}=>${truth(inner)})`;
    return method === 'filter' ? { text, schema: { type: 'array', items: item ?? { type: 'string' } } } : isTrue(text);
  }
}

/** The argument of a call of this function alone. */
function callOf({ op, args }: Part, name: string): Part | undefined {
  if (op !== 'call') return undefined;
  const [called, [argument, ...others]] = unchecked<[string, readonly Part[]]>(args);
  return called === name && others.length === 0 ? argument : undefined;
}

function isMap(schema: Schema | undefined): schema is Schema & { readonly additionalProperties: Schema } {
  return schema?.properties === undefined && typeof schema?.additionalProperties === 'object';
}

/** An object that has the fields that its schema names and no others. */
function isClosed(schema: Schema | undefined): boolean {
  return schema?.properties !== undefined && typeof schema.additionalProperties !== 'object' && schema.additionalProperties !== true && schema['x-kubernetes-preserve-unknown-fields'] !== true;
}

function texts(codes: readonly Code[]): string {
  return codes.map(({ text }) => text).join(',');
}

function isTrue(text: string): Code {
  return { text, isTruth: true };
}

export function truth({ text, isTruth }: Code): string {
  return isTruth ? text : `$.truth(${text})`;
}

/** Of an object that is no map, defaults count. */
function size({ text, schema }: Code): Code {
  return schema?.properties ? UNSURE : { text: `$.size(${text})` };
}

function choice([condition = UNSURE, yes = UNSURE, no = UNSURE]: readonly Code[]): Code {
  const text = `(${truth(condition)}?${yes.text}:${no.text})`;
  return { text, ...(yes.schema === no.schema || no.text === '[]' ? { schema: yes.schema } : {}), ...(yes.isTruth && no.isTruth ? { isTruth: true } : {}) };
}

/** Integers are bigints in the package. */
function literal(value: unknown): Code {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? { text: String(value) } : UNSURE;
  return ['string', 'boolean', 'number'].includes(typeof value) ? { text: JSON.stringify(value) } : UNSURE;
}
