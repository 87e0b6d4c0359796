/** Expressions of GitHub Actions that stand for texts which anybody can write. Follows docs.github.com, "Understanding the risk of script injections". */

export interface ForeignText {
  /** The whole `${{ … }}`. */
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

const FOREIGN: readonly RegExp[] = [
  /github\.head_ref/,
  /github\.event\.(?:issue|pull_request|discussion)\.(?:title|body)/,
  /github\.event\.pull_request\.head\.(?:ref|label|repo\.(?:default_branch|description|homepage))/,
  /github\.event\.(?:comment|review|review_comment)\.body/,
  /github\.event\.(?:head_commit|commits(?:\[\d+\]|\.\*)?)\.(?:message|author\.(?:name|email))/,
  /github\.event\.workflow_run\.(?:head_branch|display_title|head_commit\.(?:message|author\.(?:name|email)))/,
  /github\.event\.pages(?:\[\d+\]|\.\*)?\.page_name/,
];

/** Results of comparisons and of these functions are words of GitHub's own. */
const SAFE = /==|!=|<|>|\b(?:contains|startsWith|endsWith|hashFiles)\s*\(/i;

/** More expressions than any script holds. */
const MAX_EXPRESSIONS = 1_000;

export function foreignTexts(script: string): ForeignText[] {
  const found: ForeignText[] = [];
  let start = script.indexOf('${{');
  for (let count = 0; start >= 0 && count < MAX_EXPRESSIONS; count += 1) {
    const close = script.indexOf('}}', start);
    if (close < 0) break;
    const expression = script.slice(start + 3, close).slice(0, 500);
    const name = SAFE.test(expression) ? undefined : foreignName(expression);
    if (name !== undefined) found.push({ start, end: close + 2, name });
    start = script.indexOf('${{', close);
  }
  return found;
}

function foreignName(expression: string): string | undefined {
  for (const one of FOREIGN) {
    const match = one.exec(expression);
    if (match) return match[0];
  }
  return undefined;
}
