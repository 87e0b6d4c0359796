/** Parses templates: Go's grammar, its messages, and its rules for what may be defined twice. */
import type { ListNode, Statement, Template, Tree } from './ast.ts';
import { parseAction } from './parse-action.ts';
import { ParseState, type BlockEnd } from './parse-state.ts';
import { goQuote } from './quote.ts';
import type { TemplateSource } from './template-source.ts';
import { unquote } from './unquote.ts';

export interface ParseOptions {
  readonly leftDelim?: string | undefined;
  readonly rightDelim?: string | undefined;
  readonly hasFunction: (name: string) => boolean;
}

export interface ParsedTemplates {
  readonly template: Template;
  /** The template itself and every `define` and `block` in it. */
  readonly templates: ReadonlyMap<string, Template>;
}

/** Throws a TemplateError. */
export function parseTemplate(name: string, source: TemplateSource, options: ParseOptions): ParsedTemplates {
  const tree: Tree = { parseName: name, source };
  const state = new ParseState(tree, options);
  const root: ListNode = { nodes: [] };
  while (state.peek().type !== 'EOF') {
    if (state.peek().type === 'leftDelim') {
      const delim = state.next();
      if (state.nextNonSpace().type === 'define') {
        parseDefinition(state);
        continue;
      }
      state.backup2(delim);
    }
    const node = parseTextOrAction(state);
    if (isBlockEnd(node)) state.fail(`unexpected ${printEnd(node)}`);
    else root.nodes.push(node);
  }
  const template = { name, root, at: source.locate(0, 0) };
  addTemplate(state, template);
  return { template: state.templates.get(name) ?? template, templates: state.templates };
}

function parseDefinition(state: ParseState): void {
  const context = 'define clause';
  const token = state.expectOneOf('string', 'rawString', context);
  const name = unquote(token.value);
  if (!name) return state.fail('invalid syntax');
  state.expect('rightDelim', context);
  const at = state.tree.source.locate(token.start, token.end);
  state.enterTemplate(() => {
    const { list, end } = parseList(state);
    if (end.type !== 'end') state.fail(`unexpected ${printEnd(end)} in ${context}`);
    addTemplate(state, { name: name.text, root: list, at });
  });
}

/** Statements up to `{{end}}` or `{{else}}`, which is returned beside them. */
export function parseList(state: ParseState): { list: ListNode; end: BlockEnd } {
  const list: ListNode = { nodes: [] };
  state.descend();
  while (state.peekNonSpace().type !== 'EOF') {
    const node = parseTextOrAction(state);
    if (isBlockEnd(node)) {
      state.ascend();
      return { list, end: node };
    }
    list.nodes.push(node);
  }
  return state.fail('unexpected EOF');
}

function parseTextOrAction(state: ParseState): Statement | BlockEnd {
  const token = state.nextNonSpace();
  const { tree } = state;
  if (token.type === 'text') {
    const { start, end } = token;
    return { kind: 'text', tree, pos: start, start, end, text: tree.source.stretch(start, end) };
  }
  if (token.type !== 'leftDelim') return state.unexpected(token, 'input');
  state.actionLine = token.line;
  const node = parseAction(state, token.start);
  state.actionLine = 0;
  return node;
}

/** A template may be defined once per file; blank definitions do not count. */
export function addTemplate(state: ParseState, template: Template): void {
  const known = state.templates.get(template.name);
  if (!known || isEmpty(known)) state.templates.set(template.name, template);
  else if (!isEmpty(template)) state.fail(`template: multiple definition of template ${goQuote(template.name)}`);
}

/** Go's `bytes.TrimSpace` takes all of these. */
const blank = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*$/;

/** Whether a template holds nothing but space. */
export function isEmpty({ root }: Template): boolean {
  return root.nodes.every((node) => node.kind === 'text' && blank.test(node.text.text));
}

export function isBlockEnd(node: Statement | BlockEnd): node is BlockEnd {
  return !('kind' in node);
}

export function printEnd({ type }: BlockEnd): string {
  return `{{${type}}}`;
}
