/** One line that a person types. Offsets count characters, so that none is cut in half. */
import type { Key } from './keys.ts';

export interface LineInput {
  readonly characters: readonly string[];
  readonly cursor: number;
}

/** Longer lines are not typed. */
const maximalLength = 2000;

export function lineInput(text: string): LineInput {
  const characters = Array.from(text);
  return { characters, cursor: characters.length };
}

export function inputText({ characters }: LineInput): string {
  return characters.join('');
}

/** The line after a key; nothing where the key is none of an input. */
export function typed(input: LineInput, key: Key): LineInput | undefined {
  if (key.kind === 'text') return inserted(input, key.text);
  const { characters, cursor } = input;
  switch (key.name) {
    case 'left':
      return { characters, cursor: Math.max(0, cursor - 1) };
    case 'right':
      return { characters, cursor: Math.min(characters.length, cursor + 1) };
    case 'home':
      return { characters, cursor: 0 };
    case 'end':
      return { characters, cursor: characters.length };
    case 'backspace':
      return without(input, Math.max(0, cursor - 1), cursor);
    case 'delete':
      return without(input, cursor, Math.min(characters.length, cursor + 1));
    case 'erase-line':
      return without(input, 0, cursor);
    case 'erase-word':
      return without(input, wordStart(input), cursor);
    default:
      return undefined;
  }
}

/** What is pasted becomes one line; nothing invisible gets in. */
function inserted({ characters, cursor }: LineInput, text: string): LineInput {
  const added = Array.from(text.trim() === '' ? text : text.replace(/\s*[\r\n\t]+\s*/g, ' ')).filter((character) => !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(character));
  const kept = added.slice(0, Math.max(0, maximalLength - characters.length));
  return { characters: [...characters.slice(0, cursor), ...kept, ...characters.slice(cursor)], cursor: cursor + kept.length };
}

function without({ characters }: LineInput, from: number, to: number): LineInput {
  return { characters: [...characters.slice(0, from), ...characters.slice(to)], cursor: from };
}

function wordStart({ characters, cursor }: LineInput): number {
  let at = cursor;
  while (at > 0 && characters[at - 1] === ' ') at -= 1;
  while (at > 0 && characters[at - 1] !== ' ') at -= 1;
  return at;
}
