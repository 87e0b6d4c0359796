/** Texts that stand where somebody still has to fill something in. */

export interface Unfilled {
  readonly start: number;
  readonly end: number;
  /** As it stands: `<model-uri>`, `${REGISTRY}`, `REPLACE_ME`. */
  readonly text: string;
  /** Who would fill it in: a tool that substitutes variables, the script of a template, or a person. */
  readonly by: 'substitution' | 'script' | 'person';
}

/** Looked at of one text; what stands further behind is nobody's name or address. */
const MAX_LENGTH = 2000;

const VARIABLE = /\$\{[A-Z][A-Z0-9_]{1,60}\}/;
const DOUBLE = /<<[A-Za-z_][A-Za-z0-9_.-]{0,60}>>/;
const ANGLE = /<(?!no value>)(?:[a-z][a-z0-9]*(?:[ _-][a-z0-9]+){0,6}|[A-Z][A-Z0-9]*(?:[ _-][A-Z0-9]+){0,6}|(?:your|YOUR|Your)[A-Za-z0-9 _-]{1,40})>/;
const WORD = /(?<![A-Za-z0-9])(?:(?:REPLACE|CHANGE|FILL|UPDATE|EDIT|PATCH)[_-]?(?:ME|THIS|WITH[A-Z_-]{0,40})|(?:change|replace)[_-]?me|(?:replace|change)[_-]with[_-][a-z_-]{1,40}|PLACEHOLDER|TO-?DO|FIXME|TBD|your-(?:org|organi[sz]ation|company|username|user|repo|repository|bucket|registry|domain|project|account|cluster|github-(?:org|user|username))|YOUR[_-](?:ORG|USER|USERNAME|REPO|BUCKET|REGISTRY|DOMAIN|PROJECT|ACCOUNT)[A-Z_]{0,20})(?![A-Za-z0-9])/;

const KINDS: readonly (readonly [RegExp, Unfilled['by']])[] = [[DOUBLE, 'script'], [VARIABLE, 'substitution'], [ANGLE, 'person'], [WORD, 'person']];

/** What each of them holds; most names hold none of it. */
const ANY = /[<$A-Z]|(?:chang|replac)e|your-/;

/** The first thing in a text that is still to be filled in. */
export function unfilledIn(text: string): Unfilled | undefined {
  const head = text.length > MAX_LENGTH ? text.slice(0, MAX_LENGTH) : text;
  if (!ANY.test(head)) return undefined;
  for (const [expression, by] of KINDS) {
    const match = expression.exec(head);
    if (match) return { start: match.index, end: match.index + match[0].length, text: match[0], by };
  }
  return undefined;
}

/** Whether nobody can say yet what a text will be. */
export function isPlaceholder(text: string): boolean {
  return unfilledIn(text) !== undefined || text.includes('{{') || text.includes('$(');
}

/** Whether a person still has to write it: what stands around the gap is an example. */
export function isExampleText(text: string): boolean {
  return unfilledIn(text)?.by === 'person';
}
