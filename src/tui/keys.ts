/** Keys from what a terminal sends. Unknown sequences are no keys: nothing happens by accident. */

export type KeyName =
  | 'up' | 'down' | 'left' | 'right' | 'home' | 'end' | 'page-up' | 'page-down' | 'enter' | 'escape' | 'tab' | 'backspace' | 'delete'
  | 'interrupt' | 'suspend' | 'end-of-input' | 'redraw' | 'erase-line' | 'erase-word';

export type Key =
  | { readonly kind: 'name'; readonly name: KeyName }
  /** A character that was typed, or a text that was pasted. */
  | { readonly kind: 'text'; readonly text: string; readonly isPasted: boolean };

const SEQUENCES: ReadonlyMap<string, KeyName> = new Map([
  ['[A', 'up'], ['[B', 'down'], ['[C', 'right'], ['[D', 'left'], ['OA', 'up'], ['OB', 'down'], ['OC', 'right'], ['OD', 'left'],
  ['[H', 'home'], ['[F', 'end'], ['OH', 'home'], ['OF', 'end'], ['[1~', 'home'], ['[4~', 'end'], ['[7~', 'home'], ['[8~', 'end'],
  ['[5~', 'page-up'], ['[6~', 'page-down'], ['[3~', 'delete'],
]);

const CONTROLS: ReadonlyMap<string, KeyName> = new Map([
  ['\r', 'enter'], ['\n', 'enter'], ['\t', 'tab'], ['\u007F', 'backspace'], ['\b', 'backspace'], ['\u0003', 'interrupt'], ['\u001A', 'suspend'],
  ['\u0004', 'end-of-input'], ['\u000C', 'redraw'], ['\u0001', 'home'], ['\u0005', 'end'], ['\u0015', 'erase-line'], ['\u0017', 'erase-word'],
]);

const ESCAPE = '\u001B';
const PASTE_START = `${ESCAPE}[200~`;
const PASTE_END = `${ESCAPE}[201~`;
/** A sequence is no longer than this; what goes on is no sequence. */
const maximalSequence = 32;
/** More than this is not pasted into a line. */
const maximalPaste = 10_000;

export interface KeyReader {
  /** The keys that a chunk completes. */
  push(chunk: string): Key[];
  /** What was held back for more to come, and nothing came: the escape key. */
  flush(): Key[];
  readonly isWaiting: boolean;
}

export function keyReader(): KeyReader {
  let held = '';
  return {
    push(chunk) {
      const { keys, rest } = keysIn(held + chunk);
      held = rest;
      return keys;
    },
    flush() {
      const keys: Key[] = held.startsWith(PASTE_START) ? [] : held === '' ? [] : [{ kind: 'name', name: 'escape' }];
      if (keys.length > 0) held = '';
      return keys;
    },
    get isWaiting() {
      return held !== '' && !held.startsWith(PASTE_START);
    },
  };
}

function keysIn(text: string): { keys: Key[]; rest: string } {
  const keys: Key[] = [];
  let at = 0;
  while (at < text.length) {
    const next = text[at] === ESCAPE ? sequenceAt(text, at) : { length: 1, keys: [keyOf(characterAt(text, at))] };
    if (next === undefined) return { keys, rest: text.slice(at) };
    keys.push(...next.keys.flatMap((key) => key ?? []));
    at += text[at] === ESCAPE ? next.length : characterAt(text, at).length;
  }
  return { keys, rest: '' };
}

/** The keys of an escape sequence; nothing where more of it has to come. */
function sequenceAt(text: string, at: number): { length: number; keys: (Key | undefined)[] } | undefined {
  if (text.startsWith(PASTE_START, at)) return pasteAt(text, at);
  const rest = text.slice(at + 1, at + 1 + maximalSequence);
  if (rest === '') return undefined;
  if (rest[0] === ESCAPE) return { length: 1, keys: [{ kind: 'name', name: 'escape' }] };
  if (rest[0] !== '[' && rest[0] !== 'O') return { length: 2, keys: [] }; // a key with Alt
  const sequence = /^(?:\[[0-?]*[ -/]*[@-~]|O[ -~])/.exec(rest)?.[0];
  if (sequence === undefined) return rest.length < maximalSequence && /^(?:\[[0-?]*[ -/]*|O)$/.test(rest) ? undefined : { length: 1 + overlong(text.slice(at + 1)), keys: [] };
  const name = SEQUENCES.get(sequence);
  return { length: 1 + sequence.length, keys: name === undefined ? [] : [{ kind: 'name', name }] };
}

/** How much of a sequence that is none is left out: all that looks like one. */
function overlong(text: string): number {
  return /^\[[0-?]*[ -/]*[@-~]?/.exec(text)?.[0].length ?? 1;
}

function pasteAt(text: string, at: number): { length: number; keys: (Key | undefined)[] } | undefined {
  const start = at + PASTE_START.length;
  const end = text.indexOf(PASTE_END, start);
  if (end < 0) return text.length - start > maximalPaste ? { length: text.length - at, keys: [] } : undefined;
  return { length: end + PASTE_END.length - at, keys: [{ kind: 'text', text: text.slice(start, end).slice(0, maximalPaste), isPasted: true }] };
}

function characterAt(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(at) ?? 0);
}

function keyOf(character: string): Key | undefined {
  const name = CONTROLS.get(character);
  if (name !== undefined) return { kind: 'name', name };
  return /\p{Cc}/u.test(character) ? undefined : { kind: 'text', text: character, isPasted: false };
}
