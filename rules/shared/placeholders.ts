/** What an ApplicationSet leaves of its template where a parameter is missing. */
import type { Application } from '#rule';

export interface Placeholder {
  readonly start: number;
  readonly end: number;
  /** As it stands, braces included. */
  readonly text: string;
  /** What is asked for; absent for `<no value>`. */
  readonly name?: string;
}

const NO_VALUE = '<no value>';

/** What is left in a text of a generated Application. In the Go dialect braces are only left where somebody escaped them. */
export function placeholdersIn(text: string, { applicationSet }: Application): Placeholder[] {
  if (!applicationSet) return [];
  if (applicationSet.root.get('spec', 'goTemplate').value === true) return noValues(text);
  return [...text.matchAll(/\{\{(.*?)\}\}/g)].map((match) => ({
    start: match.index, end: match.index + match[0].length, text: match[0], name: (match[1] ?? '').trim(),
  }));
}

function noValues(text: string): Placeholder[] {
  const found: Placeholder[] = [];
  for (let at = text.indexOf(NO_VALUE); at >= 0; at = text.indexOf(NO_VALUE, at + 1)) {
    found.push({ start: at, end: at + NO_VALUE.length, text: NO_VALUE });
  }
  return found;
}
