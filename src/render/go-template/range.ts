/** `range`. */
import type { BranchNode } from './ast.ts';
import type { Frame, Slot } from './frame.ts';
import { underlying, wholeNumber, type Operand } from './go-types.ts';
import { Guard } from './guard.ts';
import { evalPipeline, setVariable } from './pipeline.ts';
import { computedText } from './tracing.ts';
import { Dict, List, Num } from './value.ts';
import { leaveUnknown, walkList, type Outcome } from './walk.ts';

/** What one turn of the loop sees. */
interface Turn {
  readonly index: Operand;
  readonly element: Slot;
}

export function walkRange(frame: Frame, dot: Slot, node: BranchNode): Outcome {
  const mark = frame.variables.length;
  const { guard, tested } = frame;
  frame.tested = [];
  const value = underlying(evalPipeline(frame, dot, node.pipe));
  frame.guard = new Guard(frame.tested.length > 0 ? [...frame.tested, value] : [value], guard);
  frame.tested = tested;
  frame.weigh(value);
  const hasRun = repeat(frame, node, turnsOf(frame, node, value));
  const outcome = hasRun || !node.elseList ? 'done' : walkList(frame, dot, node.elseList);
  frame.variables.length = mark;
  if (frame.guard?.unknown && !guard?.unknown) leaveUnknown(frame, node);
  frame.guard = guard;
  return outcome;
}

/** Whether there was anything to repeat for. */
function repeat(frame: Frame, node: BranchNode, turns: Iterable<Turn>): boolean {
  const mark = frame.variables.length;
  let hasRun = false;
  for (const turn of turns) {
    hasRun = true;
    frame.spend(1);
    setTurn(frame, node, turn);
    const outcome = walkList(frame, turn.element, node.list);
    frame.variables.length = mark;
    if (outcome === 'break') break;
  }
  return hasRun;
}

/** With two variables the index comes first; one variable is the element. */
function setTurn(frame: Frame, { pipe: { declared, isAssign } }: BranchNode, { index, element }: Turn): void {
  const [first, second] = declared;
  if (!first) return;
  const indexSlot = { value: index, isInterface: false };
  if (isAssign) {
    setVariable(frame, first.variable, second ? indexSlot : element);
    if (second) setVariable(frame, second.variable, element);
    return;
  }
  const top = frame.variables.at(-1);
  if (top) top.slot = element;
  const below = second ? frame.variables.at(-2) : undefined;
  if (below) below.slot = indexSlot;
}

function turnsOf(frame: Frame, node: BranchNode, value: Operand): Iterable<Turn> {
  if (value === undefined || value === null) return [];
  if (value instanceof List) return listTurns(value);
  if (value instanceof Dict) return dictTurns(frame, value);
  const count = wholeNumber(value);
  if (count === undefined || !(value instanceof Num)) return frame.fail(`range can't iterate over ${frame.printed(value).text}`);
  if (node.pipe.declared.length > 1) frame.fail(`can't use ${frame.printed(value).text} to iterate over more than one variable`);
  return numberTurns(value, count);
}

function* listTurns(list: List): Iterable<Turn> {
  const isInterface = list.elementType === 'any';
  const { length } = list.items;
  for (let index = 0; index < length; index += 1) {
    yield { index: new Num('int', index), element: { value: list.items[index], isInterface } };
  }
}

function* dictTurns(frame: Frame, dict: Dict): Iterable<Turn> {
  const isInterface = dict.elementType === 'any';
  frame.spend(dict.entries.size);
  for (const { key, value } of dict.sortedEntries()) yield { index: key, element: { value, isInterface } };
}

function* numberTurns({ kind, traced }: Num, count: bigint): Iterable<Turn> {
  for (let index = 0n; index < count; index += 1n) {
    const text = traced && computedText(String(index), [traced]);
    yield { index: undefined, element: { value: new Num(kind, index, text), isInterface: false } };
  }
}
