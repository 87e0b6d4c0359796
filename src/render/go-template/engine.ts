/** Go's `text/template`: sets of named templates, and their execution. */
import { startOf, SourceFile, type Location } from '../../source.ts';
import { TracedText } from '../traced-text.ts';
import type { Node, Template } from './ast.ts';
import { builtins } from './builtins.ts';
import { Frame, noTemplate, type MissingKey, type Run } from './frame.ts';
import type { Functions } from './functions.ts';
import { Budget, defaultLimits, type Account, type Limits } from './limits.ts';
import { Output } from './output.ts';
import { isEmpty, parseTemplate } from './parser.ts';
import { TemplateError } from './template-error.ts';
import { fileSource, tracedSource } from './template-source.ts';
import type { Value } from './value.ts';
import { walkTemplate } from './walk.ts';

export type { Template } from './ast.ts';
export type { Execution } from './execution.ts';
export type { MissingKey } from './frame.ts';
export { FunctionError, goTypeName, type Functions, type GoType, type Signature, type TemplateFunction } from './functions.ts';
export { Account, defaultLimits, type Limits } from './limits.ts';
export { TemplateError, type LimitName } from './template-error.ts';

/** Text that `tpl` renders, and the action that does. */
export interface TracedTemplate {
  readonly text: TracedText;
  readonly at: Location;
}

export interface Delimiters {
  readonly leftDelim?: string | undefined;
  readonly rightDelim?: string | undefined;
}

export interface ExecuteOptions {
  /** Take the place of the set's functions. */
  readonly functions?: Functions | undefined;
  readonly missingKey?: MissingKey | undefined;
  readonly limits?: Partial<Limits> | undefined;
  /** What this and other executions may take together. */
  readonly account?: Account | undefined;
  /** Takes down every action that runs. */
  readonly visited?: Set<Node> | undefined;
}

/** Templates that can call each other by name. */
export class TemplateSet {
  /** What Go's messages call the set. */
  readonly name: string;
  readonly functions: Functions;
  readonly #templates = new Map<string, Template>();
  readonly #beneath: TemplateSet | undefined;

  constructor(name: string, functions: Functions = new Map(), beneath?: TemplateSet) {
    this.name = name;
    this.functions = functions;
    this.#beneath = beneath;
  }

  /**
   * Parses a template and every `define` in it. A later definition takes the place of an earlier one unless it is blank.
   * Returns the template itself, which `execute` takes too: under its name an earlier one may still stand.
   * Throws a TemplateError.
   */
  add(name: string, source: SourceFile | TracedTemplate, delimiters: Delimiters = {}): Template {
    const text = source instanceof SourceFile ? fileSource(source) : tracedSource(source.text, source.at);
    const hasFunction = (word: string): boolean => this.functions.has(word) || builtins.has(word);
    const parsed = parseTemplate(name, text, { ...delimiters, hasFunction });
    for (const [defined, template] of parsed.templates) {
      if (!isEmpty(template) || !this.has(defined)) this.#templates.set(defined, template);
    }
    return parsed.template;
  }

  has(name: string): boolean {
    return this.find(name) !== undefined;
  }

  find(name: string): Template | undefined {
    return this.#templates.get(name) ?? this.#beneath?.find(name);
  }

  /** A set that sees these templates and keeps its own definitions to itself, for `tpl`. */
  overlay(): TemplateSet {
    return new TemplateSet(this.name, this.functions, this);
  }

  /** Runs a template. Throws a TemplateError. */
  execute(template: string | Template, data: Value, options: ExecuteOptions = {}): TracedText {
    const found = typeof template === 'string' ? this.find(template) : template;
    const name = typeof template === 'string' ? template : template.name;
    if (!found) throw new TemplateError(noTemplate(name, this), [startOf(new SourceFile(name, ''))]);
    const { account } = options;
    const budget = new Budget({ ...defaultLimits, ...(account ? { steps: account.steps } : {}), ...options.limits });
    const run: Run = {
      budget,
      functions: options.functions ?? this.functions,
      missingKey: options.missingKey ?? 'default',
      visited: options.visited,
    };
    const output = new Output();
    const frame = new Frame({ run, templates: this, template: found, output, dot: { value: data ?? undefined, isInterface: false } });
    try {
      walkTemplate(frame, frame);
    } finally {
      account?.charge(budget);
    }
    return output.finish();
  }
}
