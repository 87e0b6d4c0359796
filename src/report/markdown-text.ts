/** Text of the repository in Markdown: in code GitHub and GitLab make no links, mentions, references or HTML of it. */
import { lineOf } from './escape.ts';

/** The text as it is, however many backticks it holds; never empty, since two backticks are none. */
export function codeSpan(text: string): string {
  const line = lineOf(text);
  const fence = '`'.repeat(longestRun(line) + 1);
  const isPadded = line.startsWith('`') || line.endsWith('`') || (line.startsWith(' ') && line.endsWith(' ') && line.trim() !== '');
  return line === '' ? '`-`' : `${fence}${isPadded ? ` ${line} ` : line}${fence}`;
}

/** Lines, already harmless each, that stand as they are. */
export function codeBlock(lines: string, language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(lines) + 1));
  return `${fence}${language}\n${lines}\n${fence}`;
}

function longestRun(text: string): number {
  return Array.from(text.matchAll(/`+/g)).reduce((longest, [run]) => Math.max(longest, run.length), 0);
}
