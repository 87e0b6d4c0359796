/** Go's `html`, `js` and `urlquery`. */
import { plain, TracedText } from '../traced-text.ts';
import { isPrint } from './characters.ts';
import { replaceCharacters } from './fmt-text.ts';
import type { TemplateFunction } from './functions.ts';
import { sprint } from './printf.ts';
import type { Call, Value } from './value.ts';

export const escaping: readonly (readonly [string, TemplateFunction])[] = [
  ['html', escaper(/[\0"'&<>]/gu, escapeHtml)],
  ['js', escaper(/[\\'"<>&=]|[^ -\x7f]/gu, escapeJavaScript)],
  ['urlquery', escaper(/[^A-Za-z0-9_.~-]/gu, escapeQuery)],
];

function escaper(pattern: RegExp, escape: (character: string) => string): TemplateFunction {
  return { params: [], variadic: 'any', run: (args, call) => replaceCharacters(argumentsText(args, call), { pattern, replace: escape, spend: (steps) => call.spend(steps) }) };
}

/** Like `print`, but what is missing is `<no value>`. */
function argumentsText(args: readonly Value[], call: Call): TracedText {
  const [first] = args;
  if (args.length === 1 && first instanceof TracedText) return first;
  return sprint(
    args.map((arg) => arg ?? plain('<no value>')),
    (steps) => call.spend(steps),
  );
}

const htmlEscapes: ReadonlyMap<string, string> = new Map([
  ['\0', '\ufffd'],
  ['"', '&#34;'],
  ["'", '&#39;'],
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
]);

function escapeHtml(character: string): string {
  return htmlEscapes.get(character) ?? character;
}

const javaScriptEscapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ["'", "\\'"],
  ['"', '\\"'],
  ['<', '\\u003C'],
  ['>', '\\u003E'],
  ['&', '\\u0026'],
  ['=', '\\u003D'],
]);

function escapeJavaScript(character: string): string {
  const escaped = javaScriptEscapes.get(character);
  if (escaped !== undefined) return escaped;
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x20 && (code < 0x80 || isPrint(code))) return character;
  return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

function escapeQuery(character: string): string {
  if (character === ' ') return '+';
  return Array.from(Buffer.from(character), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
