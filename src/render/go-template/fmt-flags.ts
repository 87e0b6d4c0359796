/** The flags of one verb of a format, and what they do to any text. */
import { concat, plain, type TracedText } from '../traced-text.ts';
import { offsetOfRune, runeCount } from './characters.ts';

export interface Flags {
  readonly width?: number | undefined;
  readonly precision?: number | undefined;
  readonly minus: boolean;
  readonly plus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  /** `%+v`. */
  readonly plusV: boolean;
  /** `%#v`. */
  readonly sharpV: boolean;
}

export const noFlags: Flags = { minus: false, plus: false, sharp: false, space: false, zero: false, plusV: false, sharpV: false };

/** Fills a text up to the width. */
export function pad(text: TracedText, flags: Flags): TracedText {
  const { width } = flags;
  if (!width) return text;
  const missing = width - runeCount(text.text);
  if (missing <= 0) return text;
  const padding = plain((flags.zero && !flags.minus ? '0' : ' ').repeat(missing));
  return flags.minus ? concat([text, padding]) : concat([padding, text]);
}

/** Cuts a text to the precision. */
export function truncate(text: TracedText, { precision }: Flags): TracedText {
  return precision === undefined ? text : text.slice(0, offsetOfRune(text.text, precision));
}

/** The flags of what is padded with spaces even where zeros were asked for. */
export function withoutZero(flags: Flags): Flags {
  return flags.zero ? { ...flags, zero: false } : flags;
}
