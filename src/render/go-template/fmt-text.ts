/** How Go's fmt prints strings. */
import { concat, plain, splice, type TracedText } from '../traced-text.ts';
import { pad, truncate, type Flags } from './fmt-flags.ts';
import { computedText } from './tracing.ts';
import { canBackquote, escapeCharacter } from './quote.ts';

/** A string under a verb; undefined for a verb that does not print strings. */
export function textVerb(text: TracedText, verb: string, flags: Flags): TracedText | undefined {
  switch (verb) {
    case 'v':
      return flags.sharpV ? quoted(text, flags) : pad(truncate(text, flags), flags);
    case 's':
      return pad(truncate(text, flags), flags);
    case 'q':
      return quoted(text, flags);
    case 'x':
    case 'X':
      return hexBytes(text, verb, flags);
    default:
      return undefined;
  }
}

/** Replaces characters; what stays keeps its authors, what is replaced is computed from what stood there. */
export function mapCharacters(text: TracedText, replace: (character: string) => string): TracedText {
  if (text.segments.length === 0) return plain(Array.from(text.text, replace).join(''));
  const edits: { start: number; end: number; text: TracedText }[] = [];
  let at = 0;
  for (const character of text.text) {
    const end = at + character.length;
    const replacement = replace(character);
    if (replacement !== character) edits.push({ start: at, end, text: computedText(replacement, [text.slice(at, end)]) });
    at = end;
  }
  return edits.length === 0 ? text : splice(text, edits);
}

function quoted(whole: TracedText, flags: Flags): TracedText {
  const text = truncate(whole, flags);
  if (flags.sharp && canBackquote(text.text)) return pad(concat([plain('`'), text, plain('`')]), flags);
  const style = flags.plus ? 'ascii' : 'any';
  const escaped = mapCharacters(text, (character) => escapeCharacter(character.codePointAt(0) ?? 0, '"', style));
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
