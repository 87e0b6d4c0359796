/** Makes what comes from a repository harmless in each kind of output: it may be written by whoever opens a pull request. */

/**
 * What a reader cannot see or a terminal obeys: control and format characters, among them ANSI escapes and overrides of the
 * writing direction, zero-width characters, line separators, lone surrogates and what is no character (of which XML takes none). The selectors that turn a sign into an emoji stay.
 * `##[` and `##name[` are commands of CI systems wherever they stand in a line of a log (GitHub, Azure Pipelines, TeamCity);
 * the bracket is looked for first, since to look back from every letter of a long word takes its length squared.
 */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]|(?![\uFE0E\uFE0F])\p{Default_Ignorable_Code_Point}|\[(?<=##\w*\[)/gu;
const hiddenOrAny = /([\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]|(?![\uFE0E\uFE0F])\p{Default_Ignorable_Code_Point}|\[(?<=##\w*\[))|[^]/gu;

const familiar: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The text in one line with everything hidden made visible: `<U+202E>`, and `\n` for a line end. */
export function visible(text: string): string {
  return text.replace(hidden, (character) => familiar[character] ?? named(character));
}

/** The characters of a text, each as it may be shown; tabs and line ends are named like all else that is hidden. */
export function visibleCharacters(text: string): { readonly at: number; readonly shown: string; readonly character: string }[] {
  return Array.from(text.matchAll(hiddenOrAny), (match) => {
    const [character, isHidden] = match;
    return { at: match.index, shown: isHidden === undefined ? character : named(character), character };
  });
}

function named(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

/** Text that can be written as UTF-8: half a surrogate pair becomes U+FFFD. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\uFFFD');
}

/** At most `maximum` UTF-16 units, the last of them `…` where something was cut; no surrogate pair is cut in half. */
export function clip(text: string, maximum: number): string {
  if (text.length <= maximum) return text;
  return `${text.slice(0, maximum - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** One line of at most about `maximum` characters, safe for a terminal or a log. */
export function lineOf(text: string, maximum = 1000): string {
  return visible(clip(text, maximum));
}

/** Pretty-printed JSON that reads back equal and shows nothing hidden to whoever prints it. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? wellFormed(part) : part), 2);
  const ascii = text.replace(hidden, (character) => (character === '\n' ? character : jsonEscape(character)));
  return `${ascii}\n`;
}

/** What is hidden stands only inside of strings, but for the line ends between the values. */
function jsonEscape(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }).join('');
}

/** The message of a GitHub workflow command; line ends of ours may stay, as they are encoded. */
export function commandData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** The value of a property of a GitHub workflow command. */
export function commandProperty(text: string): string {
  return commandData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** A relative path as a URI reference: no segment can be taken for a scheme, a query or a fragment. */
export function uriOf(path: string): string {
  return wellFormed(path).split('/').map(encodeURIComponent).join('/');
}
