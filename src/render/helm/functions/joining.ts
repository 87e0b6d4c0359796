/** Functions that put text together. Follow strings.go of Masterminds/sprig; every part keeps its authors. */
import { FunctionError } from '../../go-template/functions.ts';
import { escapeCharacter } from '../../go-template/quote.ts';
import type { Call, Value } from '../../go-template/value.ts';
import { concat, inserted, plain, splice, type TracedText } from '../../traced-text.ts';
import { escapeText } from '../escape-text.ts';
import { computedBool, fixed, intAt, textAt, valueAt, variadic, type Arguments, type FunctionTable } from './arguments.ts';
import { stringsOf } from './lists.ts';
import { printed, strval } from './printing.ts';
import { wrapText } from './wrapping.ts';

/** `%q`. */
export function quoted(text: TracedText): TracedText {
  const escaped = escapeText(text, (code) => {
    const spelling = escapeCharacter(code, '"');
    return spelling.length === (code > 0xffff ? 2 : 1) && spelling.codePointAt(0) === code ? undefined : spelling;
  });
  return enclosed('"', escaped);
}

function enclosed(quote: string, text: TracedText): TracedText {
  return concat([plain(quote), text, plain(quote)]);
}

function joinedBy(separator: TracedText, texts: readonly TracedText[]): TracedText {
  return concat(texts.flatMap((text, index) => (index === 0 ? [text] : [separator, text])));
}

const SPACE = plain(' ');

function quoteAll(args: Arguments, quoteOne: (value: Value) => TracedText): TracedText {
  return joinedBy(SPACE, args.filter((value) => value !== null).map(quoteOne));
}

/** Each line moved by so many spaces, empty ones too. */
export function indented(text: TracedText, spaces: number, call: Call): TracedText {
  if (spaces < 0) throw new FunctionError('strings: negative Repeat count');
  const starts = [0];
  for (let at = text.text.indexOf('\n'); at >= 0; at = text.text.indexOf('\n', at + 1)) starts.push(at + 1);
  call.spend(Math.ceil((starts.length * spaces) / 64));
  return inserted(text, starts, ' '.repeat(spaces));
}

/** `strings.ReplaceAll`; what is put in keeps its own authors. */
export function replaceAll(text: TracedText, old: TracedText, next: TracedText, call: Call): TracedText {
  if (old.length === 0) return interleaved(text, next, call);
  const edits: { start: number; end: number; text: TracedText }[] = [];
  for (let at = text.text.indexOf(old.text); at >= 0; at = text.text.indexOf(old.text, at + old.length)) {
    edits.push({ start: at, end: at + old.length, text: next });
  }
  call.spend(Math.ceil((edits.length * next.length) / 64));
  return edits.length === 0 ? text : splice(text, edits);
}

function interleaved(text: TracedText, next: TracedText, call: Call): TracedText {
  call.spend(Math.ceil(((text.length + 1) * next.length) / 64));
  const parts: TracedText[] = [next];
  let at = 0;
  for (const character of text.text) {
    parts.push(text.slice(at, at + character.length), next);
    at += character.length;
  }
  return concat(parts);
}

function repeat(count: number, text: TracedText, call: Call): TracedText {
  if (count < 0) throw new FunctionError('strings: negative Repeat count');
  call.spend(Math.ceil((count * Math.max(1, text.length + text.segments.length * 8)) / 64));
  if (text.segments.length === 0) return plain(text.text.repeat(count));
  return concat(Array.from({ length: count }, () => text));
}

function cat(args: Arguments, call: Call): TracedText {
  return joinedBy(SPACE, args.filter((value) => value !== null).map((value) => printed(value, call)));
}

export const joiningFunctions: FunctionTable = [
  ['quote', variadic([], 'any', (args, call) => quoteAll(args, (value) => quoted(strval(value, call))))],
  ['squote', variadic([], 'any', (args, call) => quoteAll(args, (value) => enclosed("'", printed(value, call))))],
  ['cat', variadic([], 'any', cat)],
  ['indent', fixed(['int', 'string'], (args, call) => indented(textAt(args, 1), intAt(args, 0), call))],
  ['nindent', fixed(['int', 'string'], (args, call) => concat([plain('\n'), indented(textAt(args, 1), intAt(args, 0), call)]))],
  ['replace', fixed(['string', 'string', 'string'], (args, call) => replaceAll(textAt(args, 2), textAt(args, 0), textAt(args, 1), call))],
  ['repeat', fixed(['int', 'string'], (args, call) => repeat(intAt(args, 0), textAt(args, 1), call))],
  ['join', fixed(['string', 'any'], (args, call) => joinedBy(textAt(args, 0), stringsOf(valueAt(args, 1), call)))],
  ['plural', fixed(['string', 'string', 'int'], (args) => textAt(args, intAt(args, 2) === 1 ? 0 : 1))],
  ['contains', fixed(['string', 'string'], (args) => computedBool(textAt(args, 1).text.includes(textAt(args, 0).text), ...args))],
  ['hasPrefix', fixed(['string', 'string'], (args) => computedBool(textAt(args, 1).text.startsWith(textAt(args, 0).text), ...args))],
  ['hasSuffix', fixed(['string', 'string'], (args) => computedBool(textAt(args, 1).text.endsWith(textAt(args, 0).text), ...args))],
  ['wrap', fixed(['int', 'string'], (args) => wrapText(textAt(args, 1), { width: intAt(args, 0), lineEnd: plain('\n'), cutsWords: false }))],
  ['wrapWith', fixed(['int', 'string', 'string'], (args) => {
    const lineEnd = textAt(args, 1);
    return wrapText(textAt(args, 2), { width: intAt(args, 0), lineEnd: lineEnd.length === 0 ? plain('\n') : lineEnd, cutsWords: true });
  })],
  ['toString', fixed(['any'], (args, call) => strval(valueAt(args, 0), call))],
  ['hello', fixed([], () => plain('Hello!'))],
];
