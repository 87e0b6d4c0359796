/**
 * The default dialect of ApplicationSet templates: `{{name}}` is replaced where a parameter of that name exists, else left as it stands.
 * Follows argo-cd, applicationset/utils/utils.go `Replace`.
 */
import { concat, TracedText } from '../../render/traced-text.ts';

export class TemplateSyntaxError extends Error {}

/** Replaces the placeholders of one string. */
export function replacePlaceholders(source: TracedText, parameters: ReadonlyMap<string, TracedText>): TracedText {
  const { text } = source;
  if (!/\{\{.*\}\}/.test(text)) return source;
  const parts: TracedText[] = [];
  let at = 0;
  for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', at)) {
    const close = text.indexOf('}}', open + 2);
    if (close < 0) throw new TemplateSyntaxError(`invalid template: Cannot find end tag="}}" in the template=${JSON.stringify(text)}`);
    const value = parameters.get(text.slice(open + 2, close).trim());
    const tag = source.slice(open, close + 2);
    parts.push(source.slice(at, open), value ? passingThrough(value, tag) : tag);
    at = close + 2;
  }
  return concat([...parts, source.slice(at)]);
}

function passingThrough(value: TracedText, tag: TracedText): TracedText {
  const author = tag.segments[0]?.origin.author;
  return author ? value.passing({ file: author.file, range: { start: author.start, end: author.end } }) : value;
}
