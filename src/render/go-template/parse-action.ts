/** Actions: the control words, and what is printed. */
import type { BranchNode, ListNode, PipeNode, Statement, TemplateNode } from './ast.ts';
import { parsePipeline } from './parse-pipeline.ts';
import type { BlockEnd, ParseState } from './parse-state.ts';
import { addTemplate, parseList, printEnd } from './parser.ts';
import type { Token } from './tokens.ts';
import { unquote } from './unquote.ts';

/** The left delimiter, which starts at `start`, has been read. */
export function parseAction(state: ParseState, start: number): Statement | BlockEnd {
  const token = state.nextNonSpace();
  switch (token.type) {
    case 'block':
      return parseBlock(state, start);
    case 'break':
    case 'continue':
      return parseJump(state, token, token.type);
    case 'else':
      return parseElse(state);
    case 'end':
      state.expect('rightDelim', 'end');
      return { type: 'end' };
    case 'if':
    case 'with':
    case 'range':
      return parseBranch(state, token.type, start);
    case 'template':
      return parseTemplateCall(state, start);
    default: {
      state.backup();
      const { start: pos } = state.peek();
      const pipe = parsePipeline(state, 'command', 'rightDelim');
      return { kind: 'action', tree: state.tree, pos, start, end: state.end, pipe };
    }
  }
}

function parseJump(state: ParseState, { start }: Token, kind: 'break' | 'continue'): Statement {
  const token = state.nextNonSpace();
  if (token.type !== 'rightDelim') state.unexpected(token, `{{${kind}}}`);
  if (state.rangeDepth === 0) state.fail(`{{${kind}}} outside {{range}}`);
  return { kind, tree: state.tree, pos: start, start, end: state.end };
}

/** `{{else if` and `{{else with` end here: the branch that follows reads its word itself. */
function parseElse(state: ParseState): BlockEnd {
  const { type } = state.peekNonSpace();
  if (type !== 'if' && type !== 'with') state.expect('rightDelim', 'else');
  return { type: 'else' };
}

function parseBranch(state: ParseState, kind: 'if' | 'with' | 'range', start: number): BranchNode {
  const variables = state.variables.length;
  const pipe = parsePipeline(state, kind, 'rightDelim');
  const { end } = state;
  if (kind === 'range') state.rangeDepth += 1;
  const { list, end: blockEnd } = parseList(state);
  if (kind === 'range') state.rangeDepth -= 1;
  const elseList = blockEnd.type === 'else' ? parseElseList(state, kind) : undefined;
  state.variables.length = variables;
  return { kind, tree: state.tree, pos: pipe.pos, start, end, pipe, list, elseList };
}

function parseElseList(state: ParseState, kind: 'if' | 'with' | 'range'): ListNode {
  if (kind !== 'range' && state.peek().type === kind) {
    const { start } = state.next();
    state.descend();
    const nested = parseBranch(state, kind, start);
    state.ascend();
    return { nodes: [nested] };
  }
  const { list, end } = parseList(state);
  if (end.type !== 'end') state.fail(`expected end; found ${printEnd(end)}`);
  return list;
}

function parseBlock(state: ParseState, start: number): TemplateNode {
  const context = 'block clause';
  const token = state.nextNonSpace();
  const name = parseName(state, token, context);
  const pipe = parsePipeline(state, context, 'rightDelim');
  const { end, last } = state;
  state.enterTemplate(() => {
    const { list, end: blockEnd } = parseList(state);
    if (blockEnd.type !== 'end') state.fail(`unexpected ${printEnd(blockEnd)} in ${context}`, last);
    addTemplate(state, { name, root: list, at: state.tree.source.locate(start, end) });
  });
  return { kind: 'template', tree: state.tree, pos: token.start, start, end, name, pipe };
}

function parseTemplateCall(state: ParseState, start: number): TemplateNode {
  const context = 'template clause';
  const token = state.nextNonSpace();
  const name = parseName(state, token, context);
  let pipe: PipeNode | undefined;
  if (state.nextNonSpace().type !== 'rightDelim') {
    state.backup();
    pipe = parsePipeline(state, context, 'rightDelim');
  }
  return { kind: 'template', tree: state.tree, pos: token.start, start, end: state.end, name, pipe };
}

function parseName(state: ParseState, token: Token, context: string): string {
  if (token.type !== 'string' && token.type !== 'rawString') return state.unexpected(token, context);
  return unquote(token.value)?.text ?? state.fail('invalid syntax');
}
