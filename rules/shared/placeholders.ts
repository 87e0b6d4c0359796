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
  return braces(text);
}

/** Without a regular expression: a text of many opening braces would keep it busy. */
function braces(text: string): Placeholder[] {
  const found: Placeholder[] = [];
  for (let start = text.indexOf('{{'); start >= 0; start = text.indexOf('{{', found.at(-1)?.end)) {
    const close = text.indexOf('}}', start + 2);
    if (close < 0) break;
    found.push({ start, end: close + 2, text: text.slice(start, close + 2), name: text.slice(start + 2, close).trim() });
  }
  return found;
}

function noValues(text: string): Placeholder[] {
  const found: Placeholder[] = [];
  for (let at = text.indexOf(NO_VALUE); at >= 0; at = text.indexOf(NO_VALUE, at + 1)) {
    found.push({ start: at, end: at + NO_VALUE.length, text: NO_VALUE });
  }
  return found;
}
