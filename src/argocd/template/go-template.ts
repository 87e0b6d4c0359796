/**
 * The Go dialect of ApplicationSet templates: every string is a `text/template` with sprig and the set's own functions.
 * Follows argo-cd, applicationset/utils/utils.go `Replace` and its `sprigFuncMap`.
 */
import { Account, FunctionError, TemplateError, TemplateSet, type Functions, type MissingKey, type TemplateFunction } from '../../render/go-template/engine.ts';
import { typeName } from '../../render/go-template/go-types.ts';
import { Bool, Num, type Value } from '../../render/go-template/value.ts';
import { helmFunctions } from '../../render/helm/functions/index.ts';
import { setSerialisingFunctions } from '../../render/helm/functions/serialising.ts';
import { treeValue } from '../../render/helm/values/from-tree.ts';
import { plain, TracedText } from '../../render/traced-text.ts';
import { Nearness } from '../../source.ts';
import type { Node } from '../../yaml/node.ts';
import type { GoTemplateDialect } from '../expand.ts';
import { sanitizeName } from './sanitize-name.ts';
import type { RenderString } from './substitute.ts';

/** Helm's own, and what would tell of the controller's network. */
const NOT_IN_SETS = ['include', 'tpl', 'required', 'lookup', 'toYamlPretty', 'mustToYaml', 'toToml', 'mustToToml', 'fromToml', 'fromJsonArray', 'getHostByName'];

/** A renderer for all sets of one repository, which may only take so much time together. */
export function goTemplateDialect(): GoTemplateDialect {
  const account = new Account();
  const render = (element: Node, options: readonly string[]): RenderString => goTemplateRenderer(element, options, account);
  return Object.assign(render, { syntax: parsing });
}

/** Reads a string as a template and leaves it as it is. */
const parsing: RenderString = (source) => {
  added(source);
  return source;
};

/** The template that a string is; nothing where nobody wrote it. */
function added(source: TracedText): { readonly set: TemplateSet; readonly template: ReturnType<TemplateSet['add']> } | undefined {
  const at = source.segments[0]?.origin.author;
  if (!at) return undefined;
  const set = new TemplateSet('', functions());
  try {
    return { set, template: set.add('', { text: source, at: { file: at.file, range: { start: at.start, end: at.end } } }) };
  } catch (error) {
    if (error instanceof TemplateError) throw new Error(error.message, { cause: error });
    throw error;
  }
}

/** Renders strings with the parameters of one element. `options` are `goTemplateOptions`, such as `missingkey=error`. */
export function goTemplateRenderer(element: Node, options: readonly string[], account?: Account): RenderString {
  const data: Value = element.tree ? treeValue(element.tree, { nearness: Nearness.generatorElement }) : null;
  const missingKey = missingKeyOf(options);
  return (source) => {
    const parsed = added(source);
    if (!parsed) return source;
    try {
      return parsed.set.execute(parsed.template, data, { missingKey, account });
    } catch (error) {
      if (error instanceof TemplateError) throw new Error(error.message, { cause: error });
      throw error;
    }
  };
}

function missingKeyOf(options: readonly string[]): MissingKey {
  const last = options.filter((option) => option.startsWith('missingkey=')).at(-1)?.slice('missingkey='.length);
  return last === 'error' || last === 'zero' ? last : 'default';
}

let known: Functions | undefined;

function functions(): Functions {
  if (known) return known;
  const all = new Map(helmFunctions());
  for (const name of NOT_IN_SETS) all.delete(name);
  for (const [name, own] of setSerialisingFunctions) all.set(name, own);
  all.set('fail', FAIL);
  all.set('normalize', NORMALIZE);
  all.set('slugify', SLUGIFY);
  return (known = all);
}

const NORMALIZE: TemplateFunction = { params: ['string'], run: ([name]) => computed(name, sanitizeName) };

const FAIL: TemplateFunction = {
  params: ['string'],
  run: ([message]) => {
    throw new FunctionError(message instanceof TracedText ? message.text : '');
  },
};

/** `slugify [max [smart]] text`. Follows argo-cd, applicationset/utils/utils.go `SlugifyName`. */
const SLUGIFY: TemplateFunction = {
  params: [],
  variadic: 'any',
  run: (args) => {
    const [maximum = null, smart = null] = args;
    const text = args.at(-1);
    if (args.length > 1 && !(maximum instanceof Num && maximum.kind === 'int')) throw conversion(maximum, 'int');
    if (args.length > 2 && !(smart instanceof Bool)) throw conversion(smart, 'bool');
    if (text !== undefined && !(text instanceof TracedText)) throw conversion(text, 'string');
    const limit = args.length > 1 && maximum instanceof Num ? Number(maximum.value) : 50;
    return computed(text, (name) => slug(name, { limit, keepsWords: !(args.length > 2 && smart instanceof Bool) || smart.value }));
  },
};

/** Go's panic about a value of the wrong type. */
function conversion(value: Value, wanted: string): FunctionError {
  return new FunctionError(`interface conversion: interface {} is ${value === null ? 'nil' : typeName(value)}, not ${wanted}`);
}

function computed(value: Value | undefined, change: (text: string) => string): TracedText {
  if (!(value instanceof TracedText)) return TracedText.empty;
  const text = change(value.text);
  return text === value.text ? value : text === '' ? plain('') : TracedText.derived(text, [value]);
}

interface Slug {
  /** Without a limit above zero nothing is cut, if words are kept. */
  readonly limit: number;
  /** Cut at the last dash that fits. */
  readonly keepsWords: boolean;
}

/** Follows github.com/gosimple/slug v1.15 `Make`, of a name that is sanitized already. */
function slug(text: string, { limit, keepsWords }: Slug): string {
  let name = sanitizeName(text);
  if (!keepsWords && name.length >= limit) {
    if (limit < 0) throw new FunctionError(`runtime error: slice bounds out of range [:${limit}]`);
    name = name.slice(0, limit);
  }
  name = name
    .replaceAll(/[^a-z0-9-]/g, '-')
    .replaceAll(/-+/g, '-')
    .replace(/^-/, '')
    .replace(/-$/, '');
  if (!keepsWords || limit <= 0 || name.length <= limit) return name;
  const dash = name.lastIndexOf('-', limit);
  return name.slice(0, dash < 0 ? limit : dash);
}
