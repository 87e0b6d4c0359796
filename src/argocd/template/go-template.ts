/**
 * The Go dialect of ApplicationSet templates: every string is a `text/template` with sprig and the set's own functions.
 * Follows argo-cd, applicationset/utils/utils.go `Replace` and its `sprigFuncMap`.
 */
import { Account, TemplateError, TemplateSet, type Functions, type MissingKey, type TemplateFunction } from '../../render/go-template/engine.ts';
import { Num, type Value } from '../../render/go-template/value.ts';
import { helmFunctions } from '../../render/helm/functions/index.ts';
import { treeValue } from '../../render/helm/values/from-tree.ts';
import { plain, TracedText } from '../../render/traced-text.ts';
import { Nearness } from '../../source.ts';
import type { Node } from '../../yaml/node.ts';
import type { GoTemplateDialect } from '../expand.ts';
import { sanitizeName } from './sanitize-name.ts';
import type { RenderString } from './substitute.ts';

/** Helm's own; the controller has sprig, YAML and names. */
const NOT_IN_SETS = ['include', 'tpl', 'required', 'lookup', 'toToml', 'fromToml', 'fromJsonArray', 'getHostByName'];

/** A renderer for all sets of one repository, which may only take so much time together. */
export function goTemplateDialect(): GoTemplateDialect {
  const account = new Account();
  return (element, options) => goTemplateRenderer(element, options, account);
}

/** Renders strings with the parameters of one element. `options` are `goTemplateOptions`, such as `missingkey=error`. */
export function goTemplateRenderer(element: Node, options: readonly string[], account?: Account): RenderString {
  const data: Value = element.tree ? treeValue(element.tree, { nearness: Nearness.generatorElement }) : null;
  const missingKey = missingKeyOf(options);
  return (source) => {
    const at = source.segments[0]?.origin.author;
    if (!at) return source;
    try {
      const set = new TemplateSet('', functions());
      const template = set.add('', { text: source, at: { file: at.file, range: { start: at.start, end: at.end } } });
      return set.execute(template, data, { missingKey, account });
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
  all.set('normalize', NORMALIZE);
  all.set('slugify', SLUGIFY);
  return (known = all);
}

const NORMALIZE: TemplateFunction = { params: ['string'], run: ([name]) => computed(name, sanitizeName) };

/** `slugify [max [smart]] text`. Follows argo-cd, applicationset/utils/utils.go `SlugifyName`. */
const SLUGIFY: TemplateFunction = {
  params: [],
  variadic: 'any',
  run: (args) => {
    const [maximum] = args;
    const limit = args.length > 1 && maximum instanceof Num ? Number(maximum.value) : 50;
    return computed(args.at(-1), (text) => slug(text, limit));
  },
};

function computed(value: Value | undefined, change: (text: string) => string): TracedText {
  if (!(value instanceof TracedText)) return TracedText.empty;
  const text = change(value.text);
  return text === value.text ? value : text === '' ? plain('') : TracedText.derived(text, [value]);
}

function slug(text: string, limit: number): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, Math.max(0, limit))
    .replace(/-+$/, '');
}
