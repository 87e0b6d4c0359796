/** The parse tree of a template, node for node Go's `text/template/parse`. */
import type { Location } from '../../source.ts';
import type { TracedText } from '../traced-text.ts';
import type { TemplateSource } from './template-source.ts';
import type { Bool } from './value.ts';

/** `pos` is the place that Go's messages name; `[start, end)` is what was written. All are UTF-16 offsets. */
interface Place {
  readonly tree: Tree;
  readonly pos: number;
  readonly start: number;
  readonly end: number;
}

/** What all nodes of one parse share. */
export interface Tree {
  /** The name of the file in messages, also inside its `define`s. */
  readonly parseName: string;
  readonly source: TemplateSource;
}

/** A template: a file, or a `define` inside one. */
export interface Template {
  readonly name: string;
  readonly root: ListNode;
  /** Where it is defined. */
  readonly at: Location;
}

export interface ListNode {
  readonly nodes: Statement[];
}

export interface TextNode extends Place {
  readonly kind: 'text';
  readonly text: TracedText;
}

export interface ActionNode extends Place {
  readonly kind: 'action';
  readonly pipe: PipeNode;
}

export interface BranchNode extends Place {
  readonly kind: 'if' | 'with' | 'range';
  readonly pipe: PipeNode;
  readonly list: ListNode;
  readonly elseList: ListNode | undefined;
}

export interface TemplateNode extends Place {
  readonly kind: 'template';
  readonly name: string;
  readonly pipe: PipeNode | undefined;
}

export interface JumpNode extends Place {
  readonly kind: 'break' | 'continue';
}

export type Statement = TextNode | ActionNode | BranchNode | TemplateNode | JumpNode;

export interface PipeNode extends Place {
  readonly kind: 'pipe';
  readonly isAssign: boolean;
  readonly declared: readonly VariableNode[];
  readonly commands: readonly CommandNode[];
}

export interface CommandNode extends Place {
  readonly kind: 'command';
  readonly args: readonly [OperandNode, ...OperandNode[]];
}

export interface FieldNode extends Place {
  readonly kind: 'field';
  readonly names: readonly string[];
}

/** `$x`, or `$x.a.b` with the variable first. */
export interface VariableNode extends Place {
  readonly kind: 'variable';
  readonly variable: string;
  readonly names: readonly string[];
}

/** `(pipeline).a.b`. */
export interface ChainNode extends Place {
  readonly kind: 'chain';
  readonly node: OperandNode;
  readonly names: readonly string[];
}

/** The name of a function. */
export interface IdentifierNode extends Place {
  readonly kind: 'identifier';
  readonly name: string;
}

export interface DotNode extends Place {
  readonly kind: 'dot';
}

export interface NilNode extends Place {
  readonly kind: 'nil';
}

export interface BoolNode extends Place {
  readonly kind: 'bool';
  readonly value: Bool;
}

/** A constant has no type until it meets a parameter; undefined where it cannot be of that type. */
export interface NumberNode extends Place {
  readonly kind: 'number';
  readonly written: string;
  readonly int: bigint | undefined;
  readonly uint: bigint | undefined;
  readonly float: number | undefined;
  readonly isComplex: boolean;
  readonly traced: TracedText;
}

export interface StringNode extends Place {
  readonly kind: 'string';
  readonly quoted: string;
  readonly value: TracedText;
}

export type OperandNode =
  | FieldNode
  | VariableNode
  | ChainNode
  | IdentifierNode
  | DotNode
  | NilNode
  | BoolNode
  | NumberNode
  | StringNode
  | PipeNode;

export type Node = Statement | OperandNode | CommandNode;
