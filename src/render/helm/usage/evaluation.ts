/** Follows values through expressions: which are read, printed, handed on. What cannot be followed counts as read. */
import type { CommandNode, OperandNode, PipeNode, Statement } from '../../go-template/ast.ts';
import type { Context, TemplateFacts } from './facts.ts';
import { callFunction, type Calling } from './function-calls.ts';
import { EACH } from './read-tree.ts';
import { elementsOf, fieldOf, NOTHING, textMeaning, union, type ChartScope, type Meaning, type Shape } from './meaning.ts';

/** Where an expression stands. */
export interface Surroundings {
  readonly facts: TemplateFacts;
  readonly scope: ChartScope;
  readonly dot: Meaning;
  /** The innermost last. */
  readonly variables: { readonly name: string; meaning: Meaning }[];
  readonly context: Context;
  readonly site: Statement;
  /** Its result is written into the output. */
  readonly isPrinted: boolean;
  /** Runs a named template with a dot. */
  readonly include: (name: string, dot: Meaning, from: Surroundings) => void;
  /** Reads a text as a template with a dot. */
  readonly render: (text: string, dot: Meaning, from: Surroundings) => void;
}

export function evaluatePipe(pipe: PipeNode, at: Surroundings): Meaning {
  let value: Meaning | undefined;
  for (const command of pipe.commands) value = evaluateCommand(command, value, at);
  return value ?? NOTHING;
}

function evaluateCommand({ args }: CommandNode, piped: Meaning | undefined, at: Surroundings): Meaning {
  const [first, ...rest] = args;
  if (first.kind === 'identifier') {
    const calling: Calling = { name: first.name, operands: rest, args: [...rest.map((operand) => evaluate(operand, at)), ...(piped ? [piped] : [])] };
    return callFunction(calling, at);
  }
  const value = evaluate(first, at);
  // `.Files.Get "x"`: a method takes what it is given.
  for (const operand of rest) consume(evaluate(operand, at), at);
  if (rest.length === 0 && piped) consume(piped, at);
  return rest.length > 0 ? NOTHING : value;
}

export function evaluate(operand: OperandNode, at: Surroundings): Meaning {
  switch (operand.kind) {
    case 'dot':
      return at.dot;
    case 'field':
      return below(at.dot, operand.names, at);
    case 'variable':
      return below(at.variables.findLast(({ name }) => name === operand.variable)?.meaning ?? NOTHING, operand.names, at);
    case 'chain':
      return below(evaluate(operand.node, at), operand.names, at);
    case 'pipe':
      return evaluatePipe(operand, at);
    case 'identifier':
      return callFunction({ name: operand.name, operands: [], args: [] }, at);
    case 'string':
      return textMeaning(operand.value.text);
    default:
      return NOTHING;
  }
}

/** The value at the end of a chain of fields; every value on the way is touched. */
export function below(meaning: Meaning, names: readonly string[], at: Surroundings): Meaning {
  if (names.length === 0) return meaning;
  let found = meaning;
  for (const name of names) found = known(found.flatMap((shape) => fieldOf(shape, name)), at);
  touch(found, at);
  return withoutStrangers(meaning, found);
}

/** A field may be missing of one alternative and stand in another: only what no alternative has is foreign. */
function withoutStrangers(from: Meaning, found: Meaning): Meaning {
  if (!found.some(({ kind }) => kind === 'foreign')) return found;
  const isSure = from.every(({ kind }) => kind === 'scope' || kind === 'foreign');
  return isSure ? found : found.filter(({ kind }) => kind !== 'foreign');
}

export function elements(meaning: Meaning, at: Surroundings): Meaning {
  const found = known(meaning.flatMap(elementsOf), at);
  touch(found, at);
  return found;
}

/** Alternatives that are too many count as read. */
export function known(meaning: Meaning, at: Surroundings): Meaning {
  if (meaning.length < 2) return meaning;
  const all = union(meaning);
  if (!all) takeWhole(meaning, at);
  return all ?? NOTHING;
}

function touch(meaning: Meaning, { facts }: Surroundings): void {
  for (const shape of meaning) if (shape.kind === 'values') facts.reads.touch(shape.path);
}

/** Everything below is read. */
export function takeWhole(meaning: Meaning, at: Surroundings): void {
  for (const shape of meaning) takeShape(shape, at);
}

function takeShape(shape: Shape, at: Surroundings): void {
  switch (shape.kind) {
    case 'values':
      at.facts.reads.whole(shape.path);
      break;
    case 'scope':
      at.facts.reads.whole(shape.scope.prefix);
      break;
    case 'dict':
    case 'items':
      takeWhole(elementsOf(shape), at);
      break;
    default:
  }
}

/** Takes everything, and needs it: what is missing leaves a gap in the output. */
export function consume(meaning: Meaning, at: Surroundings): void {
  takeWhole(meaning, at);
  if (!at.isPrinted) return;
  const { site, context, facts } = at;
  for (const shape of meaning) {
    if (shape.kind === 'values' && !shape.isOptional && shape.base === 0 && !shape.path.includes(EACH) && shape.path.length > 0 && meaning.length === 1) {
      facts.needed.push({ site, context, path: shape.path });
    }
    if (shape.kind === 'foreign' && !shape.isOptional) facts.foreign.push({ site, context, names: shape.names });
  }
}
