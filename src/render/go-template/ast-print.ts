/** Prints parse trees as Go does, for the `at <…>` of messages. */
import type { BranchNode, CommandNode, ListNode, Node, PipeNode } from './ast.ts';
import { goQuote } from './quote.ts';

export function printNode(node: Node): string {
  switch (node.kind) {
    case 'text':
      return node.text.text;
    case 'action':
      return `{{${printPipe(node.pipe)}}}`;
    case 'if':
    case 'with':
    case 'range':
      return printBranch(node);
    case 'template':
      return `{{template ${goQuote(node.name)}${node.pipe ? ` ${printPipe(node.pipe)}` : ''}}}`;
    case 'break':
    case 'continue':
      return `{{${node.kind}}}`;
    case 'pipe':
      return printPipe(node);
    case 'command':
      return printCommand(node);
    default:
      return printOperand(node);
  }
}

function printOperand(node: Exclude<Node, { kind: 'pipe' | 'command' | 'text' | 'action' | 'if' | 'with' | 'range' | 'template' | 'break' | 'continue' }>): string {
  switch (node.kind) {
    case 'field':
      return printFields(node.names);
    case 'variable':
      return node.variable + printFields(node.names);
    case 'chain':
      return printArgument(node.node) + printFields(node.names);
    case 'identifier':
      return node.name;
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'bool':
      return String(node.value.value);
    case 'number':
      return node.written;
    case 'string':
      return node.quoted;
  }
}

function printFields(names: readonly string[]): string {
  return names.map((name) => `.${name}`).join('');
}

function printPipe(pipe: PipeNode): string {
  const commands = pipe.commands.map(printCommand).join(' | ');
  if (pipe.declared.length === 0) return commands;
  return `${pipe.declared.map(printNode).join(', ')} ${pipe.isAssign ? '=' : ':='} ${commands}`;
}

function printCommand(command: CommandNode): string {
  return command.args.map(printArgument).join(' ');
}

function printArgument(node: Node): string {
  return node.kind === 'pipe' ? `(${printPipe(node)})` : printNode(node);
}

function printBranch({ kind, pipe, list, elseList }: BranchNode): string {
  const otherwise = elseList ? `{{else}}${printList(elseList)}` : '';
  return `{{${kind} ${printPipe(pipe)}}}${printList(list)}${otherwise}{{end}}`;
}

function printList(list: ListNode): string {
  return list.nodes.map(printNode).join('');
}
