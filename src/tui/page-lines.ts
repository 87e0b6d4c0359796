/** A rule's page and the page of keys, as lines. The pages are Markdown of ours: headings, prose, lists, tables and fenced code. */
import type { Paint } from '../report/ansi.ts';
import { fit, wrap } from './text.ts';

export function pageLines(text: string, { width, paint }: { readonly width: number; readonly paint: Paint }): string[] {
  let isCode = false;
  const lines: string[] = [];
  for (const line of joinedLines(text)) {
    if (line.startsWith('```')) {
      isCode = !isCode;
      lines.push(...(isCode ? [paint('faint', fit(codeTitle(line), width))] : []));
    } else if (isCode || line.startsWith('    ')) lines.push(fit(`  ${line}`, width));
    else lines.push(...proseLines(line, { width, paint }));
  }
  return lines;
}

/** `yaml bad file=values.yaml` in words. */
function codeTitle(line: string): string {
  const [, kind = ''] = /\s(bad|good)\b/.exec(line) ?? [];
  const [, file = ''] = /file=(\S+)/.exec(line) ?? [];
  return `  ${[kind, file].filter((word) => word !== '').join(': ')}`.trimEnd();
}

function proseLines(line: string, { width, paint }: { readonly width: number; readonly paint: Paint }): string[] {
  const heading = /^#+\s+(.*)$/.exec(line)?.[1];
  if (heading !== undefined) return wrap(heading, width).map((part) => paint('path', part));
  const [, term, meaning] = TERM.exec(line) ?? [];
  if (term !== undefined && meaning !== undefined) return termLines(term, meaning, { width, paint });
  const start = /^\s*(?:[-*]|\d+\.)\s+/.exec(line)?.[0] ?? '';
  return wrap(line.replaceAll('`', ''), width, { indent: start.length });
}

/** `a  what it means`: two blanks between. */
const TERM = /^(\S.{0,24}?) {2,}(\S.*)$/;
const termCells = 13;

function termLines(term: string, meaning: string, { width, paint }: { readonly width: number; readonly paint: Paint }): string[] {
  const lines = wrap(meaning, Math.max(10, width - termCells));
  return lines.map((line, index) => `${index === 0 ? paint('path', term.padEnd(termCells)) : ' '.repeat(termCells)}${line}`);
}

/** Lines of one paragraph flow together; code, headings, lists and tables stay as they are. */
function joinedLines(text: string): string[] {
  const lines: string[] = [];
  let isCode = false;
  let isOpen = false;
  for (const line of text.split('\n')) {
    const isFence = line.startsWith('```');
    if (isFence) isCode = !isCode;
    const startsOwn = isFence || isCode || line.trim() === '' || /^(?:\s{4}|\s*(?:#|[-*]\s|\d+\.\s|\|))/.test(line) || TERM.test(line);
    const last = lines.at(-1);
    if (isOpen && !startsOwn && last !== undefined) lines[lines.length - 1] = `${last} ${line.trim()}`;
    else lines.push(line);
    isOpen = !isFence && !isCode && line.trim() !== '' && !/^\s*[#|]/.test(line);
  }
  return lines;
}
