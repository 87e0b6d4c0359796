/** XML 1.0 out of texts that may hold anything. */
import { visible } from './escape.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** An element as lines; a text inside is written on the line of its tags. */
export type Element = readonly string[];

export type Attributes = Readonly<Record<string, string | number>>;

/** A document with one root. */
export function xmlDocument(root: Element): string {
  return ['<?xml version="1.0" encoding="UTF-8"?>', ...root].map((line) => `${line}\n`).join('');
}

export function element(name: string, attributes: Attributes, children: readonly Element[] = []): Element {
  const start = `<${[name, ...attributeList(attributes)].join(' ')}`;
  if (children.length === 0) return [`${start}/>`];
  return [`${start}>`, ...children.flat().map((line) => `  ${line}`), `</${name}>`];
}

/** An element that holds lines of text; their ends are ours and stay. */
export function textElement(name: string, attributes: Attributes, lines: readonly string[]): Element {
  const start = `<${[name, ...attributeList(attributes)].join(' ')}>`;
  return [`${start}${lines.map(xmlText).join('\n')}</${name}>`];
}

/** Two hyphens would end a comment. */
export function comment(text: string): Element {
  return [`<!-- ${visible(text).replaceAll(/-(?=-|$)/g, '- ')} -->`];
}

/** XML takes most control characters not even as a reference, so that they are named like everywhere else. */
function xmlText(text: string): string {
  return visible(text).replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

function attributeList(attributes: Attributes): string[] {
  return Object.entries(attributes).map(([name, value]) => `${name}="${xmlText(String(value))}"`);
}
