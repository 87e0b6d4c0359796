/** Paths with forward slashes. Follow Go's package path, which sprig passes through. */
import { concat, plain, type TracedText } from '../../traced-text.ts';
import { computedBool, computedText, fixed, textAt, type FunctionTable } from './arguments.ts';

/** `path.Clean`. */
export function cleanPath(path: string): string {
  const isRooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!isRooted) parts.push('..');
  }
  const cleaned = (isRooted ? '/' : '') + parts.join('/');
  return cleaned === '' ? '.' : cleaned;
}

function kept(text: TracedText, result: string): TracedText {
  return result === text.text ? text : computedText(result, text);
}

/** `path.Base`. */
function base(text: TracedText): TracedText {
  if (text.length === 0) return plain('.');
  let end = text.length;
  while (end > 0 && text.text[end - 1] === '/') end -= 1;
  const start = text.text.lastIndexOf('/', end - 1) + 1;
  return end === 0 ? plain('/') : text.slice(start, end);
}

function dir(text: TracedText): TracedText {
  const folder = text.slice(0, text.text.lastIndexOf('/') + 1);
  return keepPrefix(folder, cleanPath(folder.text));
}

function keepPrefix(text: TracedText, result: string): TracedText {
  return text.text.startsWith(result) ? text.slice(0, result.length) : kept(text, result);
}

function ext(text: TracedText): TracedText {
  const dot = text.text.lastIndexOf('.');
  return dot > text.text.lastIndexOf('/') ? text.slice(dot) : concat([]);
}

const operations: readonly (readonly [string, (text: TracedText) => TracedText])[] = [
  ['Base', base],
  ['Dir', dir],
  ['Clean', (text) => keepPrefix(text, cleanPath(text.text))],
  ['Ext', ext],
];

export const pathFunctions: FunctionTable = [
  ...operations.flatMap(([name, run]) => [name.toLowerCase(), `os${name}`].map((called) => [called, fixed(['string'], (args) => run(textAt(args, 0)))] as const)),
  ...['isAbs', 'osIsAbs'].map((name) => [name, fixed(['string'], (args) => computedBool(textAt(args, 0).text.startsWith('/'), ...args))] as const),
];
