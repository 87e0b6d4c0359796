/** `$NAME` and `${NAME}` in texts of a source. Follows Go's os.Expand (go/src/os/env.go, Go 1.26); the texts keep their authors. */
import { concat, type TracedText } from './traced-text.ts';

/** The text behind a name; what has none is left out. */
export type Variables = (name: string) => TracedText | undefined;

/** Replaces every variable; `$$` is a dollar where {@link Variables} says so. */
export function expandVariables(source: TracedText, variables: Variables): TracedText {
  const { text } = source;
  const parts: TracedText[] = [];
  let from = 0;
  for (let at = text.indexOf('$'); at >= 0 && at + 1 < text.length; at = text.indexOf('$', at)) {
    const { name, length } = nameAt(text, at + 1);
    if (name === '' && length === 0) {
      at += 1; // no name follows: the dollar stays
      continue;
    }
    parts.push(source.slice(from, at));
    const value = name === '' ? undefined : variables(name);
    if (value) parts.push(value);
    at += 1 + length;
    from = at;
  }
  return parts.length === 0 ? source : concat([...parts, source.slice(from)]);
}

/** The name behind a dollar and how much of the text it takes; without a name what is taken is no syntax. */
function nameAt(text: string, start: number): { name: string; length: number } {
  const first = text.charAt(start);
  if (first === '{') {
    const end = text.indexOf('}', start);
    return end < 0 ? { name: '', length: 1 } : { name: text.slice(start + 1, end), length: end + 1 - start };
  }
  if (SPECIAL.includes(first)) return { name: first, length: 1 };
  let end = start;
  while (end < text.length && WORD.test(text.charAt(end))) end += 1;
  return { name: text.slice(start, end), length: end - start };
}

const SPECIAL = '*#$@!?-0123456789';
const WORD = /[A-Za-z0-9_]/;
