/** The state of one executing template. */
import type { Location } from '../../source.ts';
import { TracedText } from '../traced-text.ts';
import type { Node, Template } from './ast.ts';
import type { TemplateSet } from './engine.ts';
import type { Execution } from './execution.ts';
import { FunctionError, type Functions } from './functions.ts';
import type { Operand } from './go-types.ts';
import { printValue } from './fmt-print.ts';
import type { Guard } from './guard.ts';
import type { Budget, Exceeded } from './limits.ts';
import { Output } from './output.ts';
import { goQuote } from './quote.ts';
import { executionMessage, locationOfNode, TemplateError } from './template-error.ts';
import { Dict, List, type Call, type Value } from './value.ts';
import { walkTemplate } from './walk.ts';

export type MissingKey = 'default' | 'zero' | 'error';

/** What one run shares. */
export interface Run {
  readonly budget: Budget;
  readonly functions: Functions;
  readonly missingKey: MissingKey;
  /** Takes down every action that runs, if anybody asks. */
  readonly visited?: Set<Node> | undefined;
}

/** A value in the place of a variable or of dot. */
export interface Slot {
  readonly value: Operand;
  /** It came out of a `map[string]interface {}` or `[]interface {}` in a range, which messages show. */
  readonly isInterface: boolean;
}

export interface Variable {
  readonly name: string;
  slot: Slot;
}

export class Frame implements Execution {
  readonly run: Run;
  readonly templates: TemplateSet;
  readonly template: Template;
  readonly output: Output;
  readonly variables: Variable[];
  /** What is being evaluated, for messages. */
  node: Node | undefined;
  /** The conditions around what is being executed. */
  guard: Guard | undefined;
  /** Whether the last argument is an `interface {}` to Go, see {@link Slot}. */
  isInterface = false;
  /** What `and` and `or` looked at while a condition is evaluated. */
  tested: Operand[] | undefined;

  constructor(parts: { run: Run; templates: TemplateSet; template: Template; output: Output; dot: Slot; guard?: Guard | undefined }) {
    this.run = parts.run;
    this.templates = parts.templates;
    this.template = parts.template;
    this.output = parts.output;
    this.variables = [{ name: '$', slot: parts.dot }];
    this.guard = parts.guard;
  }

  fail(message: string, options: { exceeded?: Exceeded; cause?: unknown } = {}): never {
    const { limit } = options.exceeded ?? {};
    const cause = options.cause instanceof TemplateError ? options.cause : undefined;
    const at = this.location;
    const text = this.node ? executionMessage(this.template.name, this.node, message) : `template: ${this.template.name}: ${message}`;
    throw new TemplateError(text, [at, ...(cause?.chain ?? [])], { ...(limit ? { limit } : {}), cause: options.cause });
  }

  exceed(exceeded: Exceeded): never {
    return this.fail(exceeded.message, { exceeded });
  }

  /** The place that is being evaluated. */
  get location(): Location {
    const node = this.node ?? this.template.root.nodes[0];
    return node ? locationOfNode(node) : this.template.at;
  }

  spend(steps: number): void {
    if (!this.run.budget.spend(steps)) this.exceed(this.run.budget.stepsExceeded);
  }

  /** Charges for looking at every stretch of a long text, and at every item of a long list. */
  weigh(value: Operand): void {
    if (value instanceof TracedText && value.text.length > 64) this.spend((value.text.length >> 9) + (value.segments.length >> 4));
    else if (value instanceof List) this.spend(value.items.length >> 4);
    else if (value instanceof Dict) this.spend(value.entries.size >> 4);
  }

  /** What an action prints. */
  printed(value: Operand): TracedText {
    if (value === undefined) return noValue;
    if (value instanceof TracedText) return value;
    try {
      return printValue(value, (steps) => this.spend(steps));
    } catch (error) {
      return error instanceof FunctionError ? this.fail(error.message) : rethrown(error);
    }
  }

  write(text: TracedText): void {
    this.spend((text.length >> 6) + 2 * text.segments.length);
    const { budget } = this.run;
    if (this.output.length + text.length > budget.limits.output) this.exceed(budget.outputExceeded);
    this.output.write(text);
  }

  execute(template: string | Template, data: Value, templates: TemplateSet = this.templates): TracedText {
    const found = typeof template === 'string' ? templates.find(template) : template;
    if (!found) throw new FunctionError(noTemplate(typeof template === 'string' ? template : template.name, templates));
    const output = new Output();
    const dot = { value: data ?? undefined, isInterface: false };
    const { budget } = this.run;
    const level = budget.level;
    try {
      walkTemplate(new Frame({ run: this.run, templates, template: found, output, dot }), this);
    } finally {
      budget.level = level;
    }
    return output.finish();
  }
}

const noValue = new TracedText('<no value>');

function rethrown(error: unknown): never {
  throw error;
}

export function noTemplate(name: string, templates: TemplateSet): string {
  return `template: no template ${goQuote(name)} associated with template ${goQuote(templates.name)}`;
}

/** One call of a function, as the function sees it. */
export class FrameCall implements Call {
  readonly name: string;
  readonly #frame: Frame;
  readonly #node: Node;

  constructor(frame: Frame, node: Node, name: string) {
    this.#frame = frame;
    this.#node = node;
    this.name = name;
  }

  get at(): Location {
    return locationOfNode(this.#node);
  }

  get execution(): Execution {
    return this.#frame;
  }

  spend(steps: number): void {
    this.#frame.spend(steps);
  }
}
