/** A template as the YAML around its actions: same length, same lines, every `{{ … }}` replaced by letters or blanks. */

/** An action that has its lines for itself becomes blank, as it mostly renders to no text of its own; any other a word. */
export function maskActions(template: string): string {
  let masked = '';
  let from = 0;
  for (let start = template.indexOf('{{'); start >= 0; start = template.indexOf('{{', from)) {
    const end = actionEnd(template, start + 2);
    if (end === undefined) break;
    const filler = isAlone(template, start, end) ? ' ' : 'x';
    masked += template.slice(from, start) + template.slice(start, end).replaceAll(/[^\n]/g, filler);
    from = end;
  }
  return masked + template.slice(from);
}

/** Behind the `}}` that ends an action: not one inside a comment or a string. */
function actionEnd(text: string, start: number): number | undefined {
  const comment = /^-?\s*\/\*/.exec(text.slice(start, start + 20));
  const from = comment ? text.indexOf('*/', start) : start;
  if (from < 0) return undefined;
  for (let at = from; at < text.length; at += 1) {
    if (text.startsWith('}}', at)) return at + 2;
    at = stringEnd(text, at);
  }
  return undefined;
}

/** The last character of the string that starts here; the place itself where none does. */
function stringEnd(text: string, start: number): number {
  const quote = text[start];
  if (quote !== '"' && quote !== '`' && quote !== "'") return start;
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === quote) return at;
    if (text[at] === '\\' && quote !== '`') at += 1;
    else if (text[at] === '\n' && quote !== '`') return start;
  }
  return start;
}

/** Nothing but blanks or a comment beside it on its lines. */
function isAlone(text: string, start: number, end: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const lineEnd = text.indexOf('\n', end);
  const after = text.slice(end, lineEnd < 0 ? text.length : lineEnd);
  return before.trim() === '' && /^\s*(?:#|$)/.test(after);
}
