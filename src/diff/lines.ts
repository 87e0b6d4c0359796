/** A difference as lines of YAML: what leads there, what was, what is. */
import type { DifferenceLine } from '../finding.ts';
import type { Difference, Document, DocumentDifference, ItemDifference } from '../model/difference.ts';
import type { Node } from '../yaml/node.ts';
import { entryLines, hasContent, itemLines, scalarLine, valueLines } from '../yaml/print-lines.ts';
import { align } from './alignment.ts';
import { isMasked, shownLeaf, shownPair } from './shown-values.ts';

/** Lines around what differs in a text of several lines. */
const CONTEXT = 2;

export function linesOf({ before, after, difference }: DocumentDifference): DifferenceLine[] {
  const [was, is] = [before ?? after, after ?? before];
  return was && is ? new Lines(was, is).of(difference) : [];
}

type Replaced = Extract<Difference, { kind: 'replaced' }>;

class Lines {
  readonly #before: Document;
  readonly #after: Document;

  constructor(before: Document, after: Document) {
    this.#before = before;
    this.#after = after;
  }

  of(difference: Difference): DifferenceLine[] {
    if (difference.kind !== 'replaced') return this.#inner(difference, '');
    const print = (document: Document, node: Node | undefined): string[] => (node ? entryLines(node, '', { leafText: (leaf) => shownLeaf(document, leaf) }) : []);
    return [...signed('-', print(this.#before, difference.before)), ...signed('+', print(this.#after, difference.after))];
  }

  #inner(difference: Exclude<Difference, Replaced>, indent: string): DifferenceLine[] {
    if (difference.kind === 'mapping') return difference.entries.flatMap(([key, inner]) => this.#entry(`${indent}${scalarLine(key)}:`, inner, indent));
    const { order, items } = difference;
    const ordered = order ? [...signed('-', [`${indent}# in the order ${listed(order.before)}`]), ...signed('+', [`${indent}# in the order ${listed(order.after)}`])] : [];
    return [...ordered, ...items.flatMap((item) => this.#item(item, indent))];
  }

  #entry(head: string, difference: Difference, indent: string): DifferenceLine[] {
    if (difference.kind === 'replaced') return this.#replaced(difference, head, indent);
    return [...signed(' ', [head]), ...this.#inner(difference, difference.kind === 'mapping' ? `${indent}  ` : indent)];
  }

  #item({ key, index, difference }: ItemDifference, indent: string): DifferenceLine[] {
    if (difference.kind === 'replaced') {
      const print = (document: Document, node: Node | undefined): string[] => (node ? itemLines(node, indent, { leafText: (leaf) => shownLeaf(document, leaf) }) : []);
      return [...signed('-', print(this.#before, difference.before)), ...signed('+', print(this.#after, difference.after))];
    }
    const head = `${indent}- ${key ? `${key.name}: ${scalarLine(key.text)}` : `# item ${index + 1}`}`;
    return [...signed(' ', [head]), ...this.#inner(difference, `${indent}  `)];
  }

  #replaced({ before, after }: Replaced, head: string, indent: string): DifferenceLine[] {
    if (before && after && !hasContent(before) && !hasContent(after)) return this.#scalars(before, after, head, indent);
    const print = (document: Document, node: Node | undefined): string[] => (node ? valueLines(head, node, indent, { leafText: (leaf) => shownLeaf(document, leaf) }) : []);
    return [...signed('-', print(this.#before, before)), ...signed('+', print(this.#after, after))];
  }

  #scalars(before: Node, after: Node, head: string, indent: string): DifferenceLine[] {
    const isSecret = isMasked(this.#before, before) || isMasked(this.#after, after);
    const [was, is] = isSecret ? [] : [textOfLines(before), textOfLines(after)];
    if (was !== undefined && is !== undefined) return [...signed(' ', [`${head} |`]), ...textLines(was, is, `${indent}  `)];
    const shown = shownPair([this.#before, before], [this.#after, after]);
    return [...signed('-', [`${head} ${shown.before}`]), ...signed('+', [`${head} ${shown.after}`])];
  }
}

function signed(sign: DifferenceLine['sign'], texts: readonly string[]): DifferenceLine[] {
  return texts.map((text) => ({ sign, text }));
}

function listed(texts: readonly string[]): string {
  return texts.map(scalarLine).join(', ');
}

/** A known text of several lines. */
function textOfLines(node: Node): string | undefined {
  const text = node.isKnown ? node.text : undefined;
  return text?.includes('\n') === true ? text : undefined;
}

/** Line by line, with a little of what stands around. */
function textLines(before: string, after: string, indent: string): DifferenceLine[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const pairs = align(old, now);
  const isNear = new Array<boolean>(pairs.length).fill(false);
  for (const [at, pair] of pairs.entries()) {
    if (pair.before !== undefined && pair.after !== undefined) continue;
    isNear.fill(true, Math.max(0, at - CONTEXT), at + CONTEXT + 1);
  }
  return pairs.flatMap((pair, at): DifferenceLine[] => {
    if (!(isNear[at] ?? false)) return (isNear[at - 1] ?? at === 0) ? [{ sign: ' ', text: `${indent}…` }] : [];
    const sign = pair.before === undefined ? '+' : pair.after === undefined ? '-' : ' ';
    return [{ sign, text: `${indent}${lineText((pair.after === undefined ? old[pair.before ?? 0] : now[pair.after]) ?? '')}`.trimEnd() }];
  });
}

const MAX_LINE = 300;

function lineText(text: string): string {
  return text.length > MAX_LINE ? `${text.slice(0, MAX_LINE).replace(/[\uD800-\uDBFF]$/, '')}… # ${text.length} characters` : text;
}
