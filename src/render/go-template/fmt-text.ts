/** How Go's fmt prints strings. */
import { concat, plain, splice, type TracedText } from '../traced-text.ts';
import { pad, truncate, type Flags } from './fmt-flags.ts';
import { computedText } from './tracing.ts';
import { canBackquote, escapeCharacter } from './quote.ts';

/** Charges the budget before something long is printed. */
export type Spend = (steps: number) => void;

interface TextPrinting {
  readonly verb: string;
  readonly flags: Flags;
  readonly spend: Spend;
}

/** A string under a verb; undefined for a verb that does not print strings. */
export function textVerb(text: TracedText, { verb, flags, spend }: TextPrinting): TracedText | undefined {
  switch (verb) {
    case 'v':
      return flags.sharpV ? quoted(text, flags, spend) : pad(truncate(text, flags), flags);
    case 's':
      return pad(truncate(text, flags), flags);
    case 'q':
      return quoted(text, flags, spend);
    case 'x':
    case 'X':
      return hexBytes(text, verb, flags);
    default:
      return undefined;
  }
}

interface Replacing {
  /** Global, with the flag `u`. */
  readonly pattern: RegExp;
  readonly replace: (character: string) => string;
  readonly spend: Spend;
}

/** Replaces what a pattern finds; what stays keeps its authors, what is replaced is computed from what stood there. */
export function replaceCharacters(text: TracedText, { pattern, replace, spend }: Replacing): TracedText {
  if (text.segments.length === 0) return plain(text.text.replace(pattern, replace));
  const edits: { start: number; end: number; text: TracedText }[] = [];
  for (const { 0: character, index: start } of text.text.matchAll(pattern)) {
    const end = start + character.length;
    spend(4);
    const replacement = replace(character);
    if (replacement !== character) edits.push({ start, end, text: computedText(replacement, [text.slice(start, end)]) });
  }
  return edits.length === 0 ? text : splice(text, edits);
}

/** All but the ASCII that stands in quotes as it is. */
const escapable = /[^ !#-[\]-~]/gu;

function quoted(whole: TracedText, flags: Flags, spend: Spend): TracedText {
  const text = truncate(whole, flags);
  if (flags.sharp && canBackquote(text.text)) return pad(concat([plain('`'), text, plain('`')]), flags);
  const style = flags.plus ? 'ascii' : 'any';
  const replace = (character: string): string => escapeCharacter(character.codePointAt(0) ?? 0, '"', style);
  const escaped = replaceCharacters(text, { pattern: escapable, replace, spend });
  return pad(concat([plain('"'), escaped, plain('"')]), flags);
}

function hexBytes(text: TracedText, verb: 'x' | 'X', flags: Flags): TracedText {
  const bytes = Buffer.from(text.text).subarray(0, flags.precision);
  const prefix = flags.sharp ? '0x' : '';
  const parts = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
  let hex = flags.space ? parts.map((part) => prefix + part).join(' ') : parts.length > 0 ? prefix + parts.join('') : '';
  if (verb === 'X') hex = hex.toUpperCase();
  return pad(computedText(hex, [text]), flags);
}
