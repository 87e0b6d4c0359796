/** From an ApplicationSet to the Applications that the controller would create. */
import { TracedText } from '../render/traced-text.ts';
import { Nearness } from '../source.ts';
import { tracedScalar } from '../yaml/author.ts';
import { Node, UnknownValue } from '../yaml/node.ts';
import { resolveAlias, type Tree } from '../yaml/tree.ts';
import { applicationTree, inNamespaceOf } from './generated-application.ts';
import { LimitReached } from './generators/budget.ts';
import { expandEntry, type ExpandedKind } from './generators/entry.ts';
import {
  joined, MAX_ERRORS, NOTHING, type Dialect, type Expansion, type GeneratorContext, type GeneratorError, type GeneratorSurroundings, type GeneratorWarning, type ParameterSet,
  type Unexpandable,
} from './generators/generator.ts';
import { flattened } from './generators/parameters.ts';
import { replacePlaceholders } from './template/fast-template.ts';
import { substitute, SubstitutionError, type RenderString } from './template/substitute.ts';
import { templateOfGenerator } from './template/template-of-generator.ts';
import { PatchError, patched } from './template/template-patch.ts';

/** More elements than one set is looked at for. */
const MAX_ELEMENTS = 1000;

/** Makes the renderer of one element's strings in the Go dialect; it brings a template engine along and is loaded only where a set asks for it. */
export interface GoTemplateDialect {
  (element: Node, options: readonly string[]): RenderString;
  /** Leaves every string as it is, and fails where it is no template. */
  readonly syntax: RenderString;
}

/** An Application before anybody read it. */
export interface GeneratedApplication {
  readonly root: Node;
  /** Parameters of the generator by name that are no containers and can be known offline, nested ones with dots. */
  readonly parameters: ReadonlyMap<string, Node>;
}

export interface ExpandedSet {
  readonly applications: readonly GeneratedApplication[];
  /** What elements would give if a mistake in them, which is among the errors, were repaired. */
  readonly supposed: readonly GeneratedApplication[];
  readonly unexpandable: readonly Unexpandable[];
  /** Any of these makes the controller create, update and delete nothing at all. */
  readonly errors: readonly GeneratorError[];
  readonly warnings: readonly GeneratorWarning[];
  /** Files that the git generator read. */
  readonly reads: ReadonlySet<string>;
}

export interface ExpandOptions extends GeneratorSurroundings {
  readonly goTemplate: GoTemplateDialect | undefined;
}

interface Element {
  readonly template: Tree | undefined;
  readonly set: ParameterSet;
}

/** Expands every generator of a set. Follows argo-cd, applicationset/controllers/template/template.go. */
export function expandApplicationSet(set: Node, options: ExpandOptions): ExpandedSet {
  const reads = new Set<string>();
  try {
    return expandAll(set, options, reads);
  } catch (error) {
    if (!(error instanceof UnknownValue)) throw error;
    const unknown: Unexpandable = { at: error.node, missing: 'known value', why: error.message, needs: 'a value that can be known offline' };
    return { applications: [], supposed: [], unexpandable: [unknown], errors: [], warnings: [], reads };
  }
}

function expandAll(set: Node, options: ExpandOptions, reads: Set<string>): ExpandedSet {
  const context: GeneratorContext = { ...options, dialect: dialectOf(set, options.goTemplate), reads };
  const kinds = set.get('spec', 'generators').items().flatMap((generator) => expandWithinLimits(generator, context));
  const { unexpandable, errors, warnings } = joined(kinds.map(({ expansion }) => expansion));
  const elements = kinds.flatMap(({ block, expansion }): Element[] => {
    const template = templateOfGenerator(block.get('template'), set.get('spec', 'template'));
    return expansion.sets.map((parameters) => ({ template, set: parameters }));
  });
  const over = elements[MAX_ELEMENTS]?.set.parameters;
  const limits: Unexpandable[] = over ? [{ at: over, missing: 'limit', why: `of its ${elements.length} elements only the first ${MAX_ELEMENTS} are looked at`, needs: 'fewer elements in one set' }] : [];
  const { errors: own, limit, ...generated } = elements.length === 0 ? withoutElements(set, context, options.goTemplate) : generateAll(set, elements.slice(0, MAX_ELEMENTS), context);
  return { ...generated, unexpandable: [...unexpandable, ...limits, ...limit], errors: [...errors, ...own], warnings, reads };
}

function expandWithinLimits(generator: Node, context: GeneratorContext): ExpandedKind[] {
  try {
    return expandEntry(generator, context);
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    return [{ block: generator, expansion: limited(generator, error) }];
  }
}

function limited(at: Node, { why, needs }: LimitReached): Expansion {
  return { ...NOTHING, unexpandable: [{ at, missing: 'limit', why, needs }] };
}

interface Generated {
  readonly applications: readonly GeneratedApplication[];
  readonly supposed: readonly GeneratedApplication[];
  readonly errors: readonly GeneratorError[];
  readonly limit: readonly Unexpandable[];
}

function generateAll(set: Node, elements: readonly Element[], context: GeneratorContext): Generated {
  const applications: GeneratedApplication[] = [];
  const supposed: GeneratedApplication[] = [];
  const errors: GeneratorError[] = [];
  for (const element of elements) {
    if (errors.length > MAX_ERRORS) break;
    try {
      const application = generate(set, element, context);
      if (application) (element.set.isSupposed === true ? supposed : applications).push(application);
    } catch (error) {
      if (error instanceof LimitReached) return { applications, supposed, errors, limit: limited(set.get('spec', 'templatePatch'), error).unexpandable };
      errors.push(errorAt(error));
      if (error instanceof SubstitutionError) supposed.push(...withoutFailures(set, element, context));
    }
  }
  return { applications, supposed, errors, limit: [] };
}

/** The rest of a template in which a string fails; nothing where the patch cannot be had, either, which may change anything. */
function withoutFailures(set: Node, element: Element, context: GeneratorContext): GeneratedApplication[] {
  const { dialect } = context;
  const renderer = (parameters: Node): RenderString => unknownWhereItFails(dialect.renderer(parameters));
  const forPatch = (parameters: Node): RenderString => dialect.renderer(parameters);
  try {
    return [generate(set, element, { ...context, dialect: { ...dialect, renderer } }, forPatch) ?? []].flat();
  } catch (error) {
    if (error instanceof PatchError || error instanceof LimitReached) return [];
    throw error;
  }
}

function unknownWhereItFails(render: RenderString): RenderString {
  return (template) => {
    try {
      return render(template);
    } catch (error) {
      return TracedText.derived('', [template]).tainted(error instanceof Error ? error.message : String(error));
    }
  };
}

/** Where nobody knows the elements, the template must still be one. */
function withoutElements(set: Node, { dialect }: GeneratorContext, goTemplate: GoTemplateDialect | undefined): Generated {
  const template = set.get('spec', 'template').tree;
  const errors: GeneratorError[] = [];
  try {
    if (dialect.isGo && goTemplate && template) substitute(template, goTemplate.syntax);
  } catch (error) {
    errors.push(errorAt(error));
  }
  return { applications: [], supposed: [], errors, limit: [] };
}

function errorAt(error: unknown): GeneratorError {
  if (error instanceof PatchError) return { at: error.at, message: error.message, ...(error.place ? { place: error.place } : {}) };
  if (error instanceof SubstitutionError) return { at: Node.root(error.tree), message: error.message };
  throw error;
}

function generate(
  set: Node, { template, set: { parameters } }: Element, { dialect, budget }: GeneratorContext, forPatch = dialect.renderer,
): GeneratedApplication | undefined {
  if (!template || !set.tree) return undefined;
  const render = dialect.renderer(parameters);
  const named = flatParameters(parameters);
  // Without any parameter the controller takes the template as it stands.
  const body = parameters.entries().length === 0 ? template : substitute(template, render);
  let application = applicationTree(set.tree, body);
  const patch = set.get('spec', 'templatePatch');
  if (patch.exists && !patch.isNull) {
    application = patched(application, patch, { render: forPatch(parameters), spend: (characters) => budget.parse(characters) });
  }
  return { root: Node.root(inNamespaceOf(set.tree, application)), parameters: named };
}

function flatParameters(parameters: Node): Map<string, Node> {
  const entries = parameters.tree ? flattened(parameters.tree) : [];
  return new Map(entries.map(({ key, value }) => [key.text, Node.root(value)] as const).filter(([, node]) => node.isKnown));
}

function dialectOf(set: Node, goTemplate: GoTemplateDialect | undefined): Dialect {
  const isGo = set.get('spec', 'goTemplate').value === true;
  const options = set.get('spec', 'goTemplateOptions').items().flatMap((option) => option.text ?? []);
  if (!isGo || !goTemplate) return { isGo, renderer: placeholderRenderer, strictRenderer: placeholderRenderer };
  const strict = [...options.filter((option) => !option.startsWith('missingkey=')), 'missingkey=error'];
  return { isGo, renderer: (parameters) => goTemplate(parameters, options), strictRenderer: (parameters) => goTemplate(parameters, strict) };
}

/** Only texts replace anything. */
function placeholderRenderer(parameters: Node): RenderString {
  const texts = new Map<string, TracedText>();
  for (const [name, node] of parameters.entries()) {
    const tree = node.tree && resolveAlias(node.tree);
    if (tree?.kind === 'scalar' && typeof tree.value === 'string') texts.set(name, tracedScalar(tree, Nearness.generatorElement));
  }
  return (template) => replacePlaceholders(template, texts);
}
