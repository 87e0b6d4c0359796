/** Functions that change the case of letters. Follow Go's strings, Masterminds/goutils (wordutils.go) and huandu/xstrings (convert.go). */
import { escapeText } from '../escape-text.ts';
import { splice, TracedText } from '../../traced-text.ts';
import { computedText, fixed, textAt, type FunctionTable } from './arguments.ts';
import { isSpaceCharacter } from './trimming.ts';
import { toLowerConnected, toPascal } from './words.ts';

/** Go maps character by character: a letter whose other case has several characters stays. */
function single(character: string, mapped: string): string {
  return [...mapped].length === 1 ? mapped : character;
}

export function upperOf(character: string): string {
  return single(character, character.toUpperCase());
}

export function lowerOf(character: string): string {
  return String.fromCodePoint(character.toLowerCase().codePointAt(0) ?? 0);
}

function mapCharacters(text: TracedText, map: (character: string) => string): TracedText {
  return escapeText(text, (code) => {
    const character = String.fromCodePoint(code);
    const mapped = map(character);
    return mapped === character ? undefined : mapped;
  });
}

const WORD_CHARACTER = /[\p{L}\p{Nd}_]/u;

/** `strings.Title`: the first letter of each word. */
function title(text: TracedText): TracedText {
  let isAfterSeparator = true;
  return mapCharacters(text, (character) => {
    const mapped = isAfterSeparator ? upperOf(character) : character;
    isAfterSeparator = character <= '\u007f' ? !WORD_CHARACTER.test(character) : isSpaceCharacter(character);
    return mapped;
  });
}

/** `goutils.Uncapitalize`: the first character of each word separated by spaces. */
function untitle(text: TracedText): TracedText {
  let isNext = true;
  return mapCharacters(text, (character) => {
    if (isSpaceCharacter(character)) {
      isNext = true;
      return character;
    }
    const mapped = isNext ? lowerOf(character) : character;
    isNext = false;
    return mapped;
  });
}

/** `goutils.SwapCase`. */
function swapCase(text: TracedText): TracedText {
  return mapCharacters(text, (character) => {
    if (/\p{Lu}|\p{Lt}/u.test(character)) return lowerOf(character);
    return /\p{Ll}/u.test(character) ? upperOf(character) : character;
  });
}

/** The result of a rewriting: equal stretches at both ends keep their authors. */
function rewritten(text: TracedText, result: string): TracedText {
  const source = text.text;
  if (result === source) return text;
  let start = 0;
  const shorter = Math.min(source.length, result.length);
  while (start < shorter && source[start] === result[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && source.at(-1 - tail) === result.at(-1 - tail)) tail += 1;
  const middle = result.slice(start, result.length - tail);
  return splice(text, [{ start, end: source.length - tail, text: computedText(middle, text.slice(start, source.length - tail), text) }]);
}

export const letterCaseFunctions: FunctionTable = [
  ['upper', fixed(['string'], (args) => mapCharacters(textAt(args, 0), upperOf))],
  ['lower', fixed(['string'], (args) => mapCharacters(textAt(args, 0), lowerOf))],
  ['title', fixed(['string'], (args) => title(textAt(args, 0)))],
  ['untitle', fixed(['string'], (args) => untitle(textAt(args, 0)))],
  ['swapcase', fixed(['string'], (args) => swapCase(textAt(args, 0)))],
  ['snakecase', fixed(['string'], (args) => rewritten(textAt(args, 0), toLowerConnected(textAt(args, 0).text, '_')))],
  ['kebabcase', fixed(['string'], (args) => rewritten(textAt(args, 0), toLowerConnected(textAt(args, 0).text, '-')))],
  ['camelcase', fixed(['string'], (args) => rewritten(textAt(args, 0), toPascal(textAt(args, 0).text)))],
];
