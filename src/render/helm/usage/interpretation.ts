/** Goes through the templates of a chart with every branch taken, and takes down what they do with values. */
import { SourceFile } from '../../../source.ts';
import type { BranchNode, ListNode, PipeNode, Statement } from '../../go-template/ast.ts';
import type { TemplateSet } from '../../go-template/engine.ts';
import { TemplateError } from '../../go-template/template-error.ts';
import { consume, elements, evaluatePipe, known, takeWhole, type Surroundings } from './evaluation.ts';
import type { Context, TemplateFacts } from './facts.ts';
import { keyOf, NOTHING, scopeMeaning, type ChartScope, type Meaning } from './meaning.ts';

/** A template that calls itself is looked at this often, each time with the next part of the values. */
const MAX_NESTED = 3;
const MAX_DEPTH = 60;
/** More statements than the largest public charts have; beyond, everything counts as read. */
const MAX_STATEMENTS = 50_000;

interface Variable {
  readonly name: string;
  meaning: Meaning;
}

/** A template in the course of being gone through. */
interface Frame {
  readonly scope: ChartScope;
  readonly dot: Meaning;
  readonly variables: Variable[];
  readonly context: Context;
  /** Names of the templates around, the innermost last. */
  readonly stack: readonly string[];
  /** In a loop that is gone through twice: loops inside of it need no second turn of their own. */
  readonly isRepeated?: boolean;
}

export class Interpretation {
  readonly #set: TemplateSet;
  readonly #facts: TemplateFacts;
  readonly #contexts = new Map<string, Context & { callers: Context['callers'] }>();
  #left = MAX_STATEMENTS;

  constructor(set: TemplateSet, facts: TemplateFacts) {
    this.#set = set;
    this.#facts = facts;
  }

  /** A file of a chart, with Helm's dot. */
  file(name: string, scope: ChartScope): void {
    const template = this.#set.find(name);
    const dot = scopeMeaning(scope);
    if (template) this.#list(template.root, this.#frame({ scope, dot, context: { isFile: true, callers: [] }, stack: [name] }));
  }

  /** A text that `tpl` renders with Helm's dot; false where it is no template. */
  text(text: string, scope: ChartScope): boolean {
    return this.#text(text, scopeMeaning(scope), { scope, context: { isFile: true, callers: [] }, stack: [] });
  }

  #frame(parts: Omit<Frame, 'variables'>): Frame {
    return { ...parts, variables: [{ name: '$', meaning: parts.dot }] };
  }

  #text(text: string, dot: Meaning, parts: Pick<Frame, 'scope' | 'context' | 'stack'>): boolean {
    if (!text.includes('{{')) return true;
    try {
      const template = this.#set.overlay().add('gotpl', new SourceFile('', text));
      this.#list(template.root, this.#frame({ ...parts, dot }));
      return true;
    } catch (error) {
      if (error instanceof TemplateError) return false;
      throw error;
    }
  }

  #list({ nodes }: ListNode, frame: Frame): void {
    const mark = frame.variables.length;
    for (const node of nodes) this.#statement(node, frame);
    frame.variables.length = mark;
  }

  #statement(node: Statement, frame: Frame): void {
    this.#left -= 1;
    if (this.#left < 0) return this.#giveUp();
    switch (node.kind) {
      case 'action': {
        const isPrinted = node.pipe.declared.length === 0;
        const at = this.#at(frame, node, isPrinted);
        const value = evaluatePipe(node.pipe, at);
        if (isPrinted) consume(value, at);
        else assign(node.pipe, value, at);
        break;
      }
      case 'template':
        this.#include(node.name, node.pipe ? evaluatePipe(node.pipe, this.#at(frame, node, false)) : NOTHING, { frame, site: node });
        break;
      case 'if':
      case 'with':
      case 'range':
        this.#branch(node, frame);
        break;
      default:
    }
  }

  #branch(node: BranchNode, frame: Frame): void {
    const mark = frame.variables.length;
    const at = this.#at(frame, node, false);
    const value = evaluatePipe(node.pipe, at);
    const dot = node.kind === 'if' ? frame.dot : node.kind === 'with' ? value : elements(value, at);
    if (node.kind === 'range') loopVariables(node.pipe, dot, at);
    else assign(node.pipe, value, at);
    // What a loop assigns it may read in its next turn.
    const isRepeated = node.kind === 'range' && !frame.isRepeated && assigns(node.list);
    this.#list(node.list, { ...frame, dot, ...(isRepeated ? { isRepeated } : {}) });
    if (isRepeated) this.#list(node.list, { ...frame, dot, isRepeated });
    if (node.elseList) this.#list(node.elseList, frame);
    frame.variables.length = mark;
  }

  #at({ scope, dot, variables, context, stack }: Frame, site: Statement, isPrinted: boolean): Surroundings {
    const frame = { scope, dot, variables, context, stack };
    return {
      facts: this.#facts, scope, dot, variables, context, site, isPrinted,
      include: (name, given) => this.#include(name, given, { frame, site }),
      render: (text, given, from) => {
        if (!this.#text(text, given, { scope, context, stack: [...stack, 'gotpl'] })) takeWhole(given, from);
      },
    };
  }

  #include(name: string, dot: Meaning, { frame, site }: { frame: Frame; site: Statement }): void {
    const { scope, stack } = frame;
    const template = this.#set.find(name);
    const key = `${name}\0${JSON.stringify(scope.prefix)}\0${keyOf(dot)}`;
    const caller = { site, from: frame.context };
    const before = this.#contexts.get(key);
    if (before) {
      if (!before.callers.some((one) => one.site === site && one.from === frame.context)) before.callers.push(caller);
      return;
    }
    if (!template || stack.length >= MAX_DEPTH || stack.filter((one) => one === name).length >= MAX_NESTED) {
      takeWhole(dot, this.#at(frame, site, false));
      return;
    }
    const context = { isFile: false, callers: [caller] };
    this.#contexts.set(key, context);
    this.#list(template.root, this.#frame({ scope, dot, context, stack: [...stack, name] }));
  }

  #giveUp(): void {
    this.#facts.reads.whole([]);
    this.#facts.writes.whole([]);
  }
}

function assigns({ nodes }: ListNode): boolean {
  return nodes.some((node) => {
    if (!('pipe' in node) || !node.pipe) return false;
    return node.pipe.isAssign || ('list' in node && (assigns(node.list) || (node.elseList !== undefined && assigns(node.elseList))));
  });
}

function assign({ declared, isAssign }: PipeNode, value: Meaning, at: Surroundings): void {
  for (const { variable } of declared) setVariable(variable, value, { at, isAssign });
}

/** Which branch assigned last is not known: a variable may be anything that it was. */
function setVariable(name: string, value: Meaning, { at, isAssign }: { at: Surroundings; isAssign: boolean }): void {
  const variable = isAssign ? at.variables.findLast((one) => one.name === name) : undefined;
  if (variable) variable.meaning = known([...variable.meaning, ...value], at);
  else at.variables.push({ name, meaning: value });
}

/** With two variables the key comes first, and nothing hangs on it but that the element is there. */
function loopVariables({ declared, isAssign }: PipeNode, element: Meaning, at: Surroundings): void {
  const [first, second] = declared;
  if (!first) return;
  setVariable(first.variable, second ? NOTHING : element, { at, isAssign });
  if (second) setVariable(second.variable, element, { at, isAssign });
}
