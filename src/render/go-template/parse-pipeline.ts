/** Pipelines, commands and operands. */
import { Bool } from './value.ts';
import type { CommandNode, OperandNode, PipeNode, VariableNode } from './ast.ts';
import { printNode } from './ast-print.ts';
import { parseNumber } from './number-constant.ts';
import type { ParseState } from './parse-state.ts';
import { goQuote } from './quote.ts';
import type { Token, TokenType } from './tokens.ts';
import { unquote } from './unquote.ts';

const operandStarts: ReadonlySet<TokenType> = new Set<TokenType>([
  ...(['bool', 'charConstant', 'complex', 'dot', 'field', 'identifier'] as const),
  ...(['number', 'nil', 'rawString', 'string', 'variable', 'leftParen'] as const),
]);

export function parsePipeline(state: ParseState, context: string, end: 'rightDelim' | 'rightParen'): PipeNode {
  const { start } = state.peekNonSpace();
  const { declared, isAssign } = parseDeclarations(state, context);
  const commands: CommandNode[] = [];
  for (;;) {
    const token = state.nextNonSpace();
    if (token.type === end) {
      checkPipeline(state, commands, context);
      return { kind: 'pipe', tree: state.tree, pos: start, start, end: state.end, isAssign, declared, commands };
    }
    if (!operandStarts.has(token.type)) state.unexpected(token, context);
    state.backup();
    commands.push(parseCommand(state));
  }
}

/** `$x :=`, `$x =`, and in a range `$i, $x :=`. */
function parseDeclarations(state: ParseState, context: string): { declared: VariableNode[]; isAssign: boolean } {
  const declared: VariableNode[] = [];
  for (;;) {
    const variable = state.peekNonSpace();
    if (variable.type !== 'variable') return { declared, isAssign: false };
    state.next();
    const after = state.peek();
    const next = state.peekNonSpace();
    const isComma = next.type === 'char' && next.value === ',';
    if (next.type !== 'assign' && next.type !== 'declare' && !isComma) {
      if (after.type === 'space') state.backup3(variable, after);
      else state.backup2(variable);
      return { declared, isAssign: false };
    }
    state.nextNonSpace();
    declared.push(variableNode(state, variable, variable.value));
    state.declare(variable.value);
    if (!isComma) return { declared, isAssign: next.type === 'assign' };
    checkSecondVariable(state, context, declared.length);
  }
}

function checkSecondVariable(state: ParseState, context: string, count: number): void {
  if (context !== 'range' || count >= 2) state.fail(`too many declarations in ${context}`);
  const { type } = state.peekNonSpace();
  if (type !== 'variable' && type !== 'rightDelim' && type !== 'rightParen') state.fail('range can only initialize variables');
}

function checkPipeline(state: ParseState, commands: readonly CommandNode[], context: string): void {
  if (commands.length === 0) state.fail(`missing value for ${context}`);
  commands.forEach(({ args: [first] }, index) => {
    const isConstant = ['bool', 'dot', 'nil', 'number', 'string'].includes(first.kind);
    if (index > 0 && isConstant) state.fail(`non executable command in pipeline stage ${index + 1}`);
  });
}

function parseCommand(state: ParseState): CommandNode {
  const { start } = state.peekNonSpace();
  const args: OperandNode[] = [];
  for (;;) {
    state.peekNonSpace();
    const operand = parseOperand(state);
    if (operand) args.push(operand);
    const token = state.next();
    if (token.type === 'space') continue;
    if (token.type === 'rightDelim' || token.type === 'rightParen') state.backup();
    else if (token.type !== 'pipe') state.unexpected(token, 'operand');
    const [first, ...others] = args;
    if (!first) return state.fail('empty command');
    return { kind: 'command', tree: state.tree, pos: start, start, end: (others.at(-1) ?? first).end, args: [first, ...others] };
  }
}

/** A term and the fields behind it. */
function parseOperand(state: ParseState): OperandNode | undefined {
  const term = parseTerm(state);
  if (!term || state.peek().type !== 'field') return term;
  const { start: pos } = state.peek();
  const names: string[] = [];
  while (state.peek().type === 'field') names.push(state.next().value.slice(1));
  const place = { tree: state.tree, pos, start: term.start, end: state.end };
  switch (term.kind) {
    case 'field':
    case 'variable':
      return { ...term, ...place, names: [...term.names, ...names] };
    case 'bool':
    case 'string':
    case 'number':
    case 'nil':
    case 'dot':
      return state.fail(`unexpected . after term ${goQuote(printNode(term))}`);
    default:
      return { kind: 'chain', ...place, node: term, names };
  }
}

function parseTerm(state: ParseState): OperandNode | undefined {
  const token = state.nextNonSpace();
  const place = { tree: state.tree, pos: token.start, start: token.start, end: token.end };
  switch (token.type) {
    case 'identifier':
      if (!state.hasFunction(token.value)) state.fail(`function ${goQuote(token.value)} not defined`);
      return { kind: 'identifier', ...place, name: token.value };
    case 'dot':
    case 'nil':
      return { kind: token.type, ...place };
    case 'variable':
      return useVariable(state, token);
    case 'field':
      return { kind: 'field', ...place, names: [token.value.slice(1)] };
    case 'bool':
      return { kind: 'bool', ...place, value: new Bool(token.value === 'true', state.tree.source.stretch(token.start, token.end)) };
    case 'charConstant':
    case 'complex':
    case 'number':
      return numberNode(state, token, token.type);
    case 'leftParen':
      return { ...state.enterParentheses(() => parsePipeline(state, 'parenthesized pipeline', 'rightParen')), start: token.start };
    case 'string':
    case 'rawString':
      return stringNode(state, token);
    default:
      state.backup();
      return undefined;
  }
}

function numberNode(state: ParseState, token: Token, type: 'charConstant' | 'complex' | 'number'): OperandNode {
  const { start, end, value: written } = token;
  const constant = parseNumber(written, type);
  if (typeof constant === 'string') return state.fail(constant);
  const traced = state.tree.source.stretch(start, end);
  return { kind: 'number', tree: state.tree, pos: start, start, end, written, traced, ...constant };
}

function stringNode(state: ParseState, { start, end, value: quoted }: Token): OperandNode {
  const unquoted = unquote(quoted);
  if (!unquoted) return state.fail('invalid syntax');
  return { kind: 'string', tree: state.tree, pos: start, start, end, quoted, value: state.tree.source.constant(start, end, unquoted) };
}

function useVariable(state: ParseState, token: Token): VariableNode {
  if (!state.variables.includes(token.value)) state.fail(`undefined variable ${goQuote(token.value)}`);
  return variableNode(state, token, token.value);
}

function variableNode(state: ParseState, { start, end }: Token, variable: string): VariableNode {
  return { kind: 'variable', tree: state.tree, pos: start, start, end, variable, names: [] };
}
