/** Executes statements: text, actions, branches and nested templates. */
import { TracedText } from '../traced-text.ts';
import type { ActionNode, BranchNode, ListNode, PipeNode, Statement, TemplateNode } from './ast.ts';
import { printNode } from './ast-print.ts';
import { Frame, type Slot } from './frame.ts';
import { isTrue, type Operand } from './go-types.ts';
import { Guard } from './guard.ts';
import { evalPipeline } from './pipeline.ts';
import { goQuote } from './quote.ts';
import { walkRange } from './range.ts';
import { locationOfNode } from './template-error.ts';
import { chosenBy, computedText, taintedBy } from './tracing.ts';
import { Func } from './value.ts';

/** How a list of statements ended. */
export type Outcome = 'done' | 'break' | 'continue';

/** Executes a template; failures to enter it are the caller's. */
export function walkTemplate(frame: Frame, caller: Frame): void {
  const { budget } = frame.run;
  const exceeded = budget.enterTemplate();
  if (exceeded) caller.exceed(exceeded);
  const [dot] = frame.variables;
  if (dot) walkList(frame, dot.slot, frame.template.root);
  budget.leaveTemplate();
}

export function walkList(frame: Frame, dot: Slot, list: ListNode): Outcome {
  const { budget } = frame.run;
  const exceeded = budget.enter();
  if (exceeded) frame.exceed(exceeded);
  for (const node of list.nodes) {
    frame.spend(1);
    const outcome = walk(frame, dot, node);
    if (outcome !== 'done') {
      budget.leave();
      return outcome;
    }
  }
  budget.leave();
  return 'done';
}

function walk(frame: Frame, dot: Slot, node: Statement): Outcome {
  frame.node = node;
  if (node.kind !== 'text') frame.run.visited?.add(node);
  switch (node.kind) {
    case 'text':
      frame.write(frame.guard ? frame.guard.markText(node) : node.text);
      return 'done';
    case 'action':
      walkAction(frame, dot, node);
      return 'done';
    case 'template':
      walkCall(frame, dot, node);
      return 'done';
    case 'range':
      return walkRange(frame, dot, node);
    case 'if':
    case 'with':
      return walkCondition(frame, dot, node);
    case 'break':
    case 'continue':
      return node.kind;
  }
}

/** Variables that an action declares live on to the end of the list; what declares does not print. */
function walkAction(frame: Frame, dot: Slot, node: ActionNode): void {
  const value = evalPipeline(frame, dot, node.pipe);
  if (node.pipe.declared.length > 0) return;
  frame.node = node;
  if (value instanceof Func) frame.fail(`can't print ${printNode(node)} of type func()`);
  const text = frame.printed(value).passing(locationOfNode(node));
  const authored = text.segments.length === 0 && text.text !== '' ? writtenByAction(text, node) : text;
  frame.write(frame.guard ? frame.guard.mark(authored) : authored);
}

/** What no one wrote (`now`, a missing value) is shown at the action that prints it. */
function writtenByAction({ text }: TracedText, { tree, start, end }: ActionNode): TracedText {
  return computedText(text, [tree.source.stretch(start, end)]);
}

function walkCondition(frame: Frame, dot: Slot, node: BranchNode): Outcome {
  const mark = frame.variables.length;
  const { guard, tested } = frame;
  frame.tested = [];
  const value = evalPipeline(frame, dot, node.pipe);
  frame.guard = new Guard(frame.tested.length > 0 ? [...frame.tested, value] : [value], guard);
  frame.tested = tested;
  frame.weigh(value);
  const outcome = walkBranch(frame, { dot, node, value });
  frame.variables.length = mark;
  if (frame.guard?.unknown && !guard?.unknown) leaveUnknown(frame, node);
  frame.guard = guard;
  return outcome;
}

function walkBranch(frame: Frame, { dot, node, value }: { dot: Slot; node: BranchNode; value: Operand }): Outcome {
  if (isTrue(value)) return walkList(frame, node.kind === 'with' ? { value, isInterface: false } : dot, node.list);
  return node.elseList ? walkList(frame, dot, node.elseList) : 'done';
}

/** Behind an unknown condition nothing is known that one of its branches may have set or left out. */
export function leaveUnknown(frame: Frame, node: BranchNode): void {
  const unknown = frame.guard?.unknown;
  if (!unknown) return;
  frame.write(taintedBy(TracedText.empty, unknown));
  const assigned = new Set<string>();
  collectAssigned(node.list, assigned);
  if (node.elseList) collectAssigned(node.elseList, assigned);
  for (const variable of frame.variables) {
    if (assigned.has(variable.name)) variable.slot = { ...variable.slot, value: chosenBy(variable.slot.value, unknown) };
  }
}

function collectAssigned(list: ListNode, names: Set<string>): void {
  for (const node of list.nodes) {
    if (!('pipe' in node) || !node.pipe) continue;
    collectFromPipe(node.pipe, names);
    if (!('list' in node)) continue;
    collectAssigned(node.list, names);
    if (node.elseList) collectAssigned(node.elseList, names);
  }
}

function collectFromPipe({ isAssign, declared }: PipeNode, names: Set<string>): void {
  if (isAssign) for (const { variable } of declared) names.add(variable);
}

function walkCall(frame: Frame, dot: Slot, node: TemplateNode): void {
  const template = frame.templates.find(node.name);
  if (!template) return frame.fail(`template ${goQuote(node.name)} not defined`);
  const value = node.pipe ? evalPipeline(frame, dot, node.pipe) : undefined;
  const { run, templates, output, guard } = frame;
  walkTemplate(new Frame({ run, templates, template, output, guard, dot: { value, isInterface: false } }), frame);
}
