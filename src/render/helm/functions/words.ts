/** Words inside identifiers, as huandu/xstrings v1.5 (convert.go) tells them apart, for `snakecase`, `kebabcase` and `camelcase`. */
import { isSpaceCharacter } from './trimming.ts';

type WordKind = 'none' | 'number' | 'upper' | 'letters' | 'connector' | 'punctuation' | 'other';

interface Word {
  readonly kind: WordKind;
  readonly text: string;
}

function isConnector(character: string): boolean {
  return character === '-' || character === '_' || isSpaceCharacter(character);
}

const isUpper = (character: string): boolean => /\p{Lu}/u.test(character);
const isLetter = (character: string): boolean => /\p{L}/u.test(character);
const isNumber = (character: string): boolean => /\p{N}/u.test(character);
const isPunctuation = (character: string): boolean => /\p{P}/u.test(character);

/** A cursor over the words of a text. */
class Words {
  readonly #runes: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#runes = [...text];
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#runes.length;
  }

  next(): Word {
    const first = this.#runes[this.#at];
    if (first === undefined) return { kind: 'none', text: '' };
    if (isConnector(first)) return this.#run('connector', isConnector);
    if (isPunctuation(first)) return this.#run('punctuation', isPunctuation);
    if (isUpper(first)) return this.#upper();
    if (isLetter(first)) return this.#run('letters', (rune) => isLetter(rune) && !isUpper(rune));
    if (isNumber(first)) return this.#run('number', isNumber);
    return this.#run('other', (rune) => !isConnector(rune) && !isLetter(rune) && !isNumber(rune) && !isPunctuation(rune));
  }

  #run(kind: WordKind, belongs: (rune: string) => boolean): Word {
    let end = this.#at + 1;
    while (end < this.#runes.length && belongs(this.#runes[end] ?? '')) end += 1;
    return this.#take(kind, end);
  }

  /** `HTTPStatus` is `HTTP` and `Status`. */
  #upper(): Word {
    const second = this.#runes[this.#at + 1];
    if (second === undefined || !isLetter(second)) return this.#take('upper', this.#at + 1);
    if (!isUpper(second)) return this.#run('upper', (rune) => isLetter(rune) && !isUpper(rune));
    let end = this.#at + 2;
    while (end < this.#runes.length && isUpper(this.#runes[end] ?? '')) end += 1;
    const after = this.#runes[end];
    return this.#take('upper', after !== undefined && isLetter(after) ? end - 1 : end);
  }

  #take(kind: WordKind, end: number): Word {
    const text = this.#runes.slice(this.#at, end).join('');
    this.#at = end;
    return { kind, text };
  }
}

/** `xstrings.ToSnakeCase` and `ToKebabCase`. */
export function toLowerConnected(text: string, connector: string): string {
  const words = new Words(text);
  const output: string[] = [];
  const put = (word: Word): void => void output.push(lowered(word, connector));
  const connectUnless = (word: Word, ...kinds: WordKind[]): void => void (kinds.includes(word.kind) || output.push(connector));
  let word = words.next();
  while (!words.isAtEnd) {
    if (word.kind !== 'connector') put(word);
    const last = word;
    word = words.next();
    if (last.kind === 'connector') put(last);
    else if (last.kind === 'number') {
      for (; word.kind === 'letters' || word.kind === 'number'; word = words.next()) put(word);
      connectUnless(word, 'none', 'punctuation', 'connector');
    } else if (last.kind !== 'punctuation') {
      if (word.kind !== 'number') connectUnless(word, 'connector', 'punctuation');
      else if (!words.isAtEnd) word = numberAfterWord(words, word, { put, connectUnless, connector: () => void output.push(connector) });
    }
  }
  put(word);
  return output.join('');
}

interface Output {
  put(word: Word): void;
  connectUnless(word: Word, ...kinds: WordKind[]): void;
  connector(): void;
}

/** `Bld4Floor` is `bld4_floor`, but `HTTP2xx` is `http_2xx`. */
function numberAfterWord(words: Words, number: Word, output: Output): Word {
  let word = words.next();
  if (word.kind !== 'letters') {
    output.put(number);
    output.connectUnless(word, 'connector', 'punctuation');
    return word;
  }
  output.connector();
  output.put(number);
  for (; word.kind === 'letters' || word.kind === 'number'; word = words.next()) output.put(word);
  output.connectUnless(word, 'none', 'connector', 'punctuation');
  return word;
}

function lowered({ kind, text }: Word, connector: string): string {
  if (kind !== 'upper' && kind !== 'connector') return text;
  return [...text].map((rune) => (isConnector(rune) ? connector : isUpper(rune) ? rune.toLowerCase() : rune)).join('');
}

/** `xstrings.ToPascalCase`. */
export function toPascal(text: string): string {
  const runes = [...text];
  const start = runes.findIndex((rune) => !isConnector(rune));
  if (start < 0) return text + (runes.at(-1) ?? ''); // the package prints the last connector twice
  const output = runes.slice(0, start);
  let wasUpper = isUpper(runes[start] ?? '');
  let current = (runes[start] ?? '').toUpperCase();
  for (const next of runes.slice(start + 1)) {
    const previous = current;
    current = next;
    if (isConnector(current) && isConnector(previous)) output.push(previous);
    else if (isConnector(previous)) {
      wasUpper = isUpper(current);
      current = current.toUpperCase();
    } else {
      if (wasUpper && isUpper(current)) current = current.toLowerCase();
      else wasUpper = false;
      output.push(previous);
    }
  }
  return [...output, current].join('');
}
