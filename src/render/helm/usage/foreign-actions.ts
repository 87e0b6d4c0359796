/** Actions in a chart's templates that are meant for Prometheus or Alertmanager, and that Helm cannot parse. */
import type { SourceFile } from '../../../source.ts';
import { nextToken, startLexing } from '../../go-template/lexer.ts';
import type { Functions } from '../../go-template/functions.ts';
import { HELM_OBJECTS } from './meaning.ts';
import type { Token } from '../../go-template/tokens.ts';

export interface ForeignAction {
  readonly file: SourceFile;
  /** With its braces. */
  readonly start: number;
  readonly end: number;
  /** What Helm does not know: `$value`, `humanize`. */
  readonly word: string;
  /** Nothing else belongs to it, as it would to an `if` with its `end`. */
  readonly isAlone: boolean;
}

/** What Prometheus declares around every template of an alert. Follows template/template.go and rules/alerting.go of prometheus/prometheus. */
const VARIABLES = new Set(['$value', '$labels', '$externalLabels', '$externalURL']);

/** Functions that Prometheus and Alertmanager have and Helm has not. */
const FUNCTIONS = new Set([
  'query', 'label', 'value', 'strvalue', 'sortByLabel', 'humanize', 'humanize1024', 'humanizeDuration', 'humanizePercentage', 'humanizeTimestamp', 'toTime',
  'toDuration', 'parseDuration', 'tableLink', 'graphLink', 'pathPrefix', 'externalURL', 'safeHtml', 'reReplaceAll', 'match', 'stripPort', 'stripDomain',
  'args', 'tmpl', 'toUpper', 'toLower',
]);

const BLOCKS = new Set(['if', 'with', 'range', 'else', 'end', 'define', 'template', 'block', 'break', 'continue']);

/** In the order of the text; up to where it is no template at all. */
export function foreignActions(file: SourceFile, functions: Functions): ForeignAction[] {
  const scanner = startLexing(file.text, { leftDelim: '{{', rightDelim: '}}', isKeyword: (word) => !functions.has(word) });
  const actions: Token[][] = [];
  for (let token = nextToken(scanner); token.type !== 'EOF' && token.type !== 'error'; token = nextToken(scanner)) {
    if (token.type === 'leftDelim') actions.push([]);
    if (token.type !== 'text') actions.at(-1)?.push(token);
  }
  const declared = new Set(actions.flatMap(declaredIn));
  return actions.flatMap((tokens) => foreignAction(file, tokens, (word) => declared.has(word) || functions.has(word)));
}

/** `$value :=`, and the variables of a `range`. */
function declaredIn(tokens: readonly Token[]): string[] {
  const words = tokens.filter(({ type }) => type !== 'space');
  const last = words.findLastIndex(({ type }) => type === 'declare');
  return words.slice(0, last + 1).flatMap(({ type, value }) => (type === 'variable' ? [value] : []));
}

function foreignAction(file: SourceFile, tokens: readonly Token[], isKnown: (word: string) => boolean): ForeignAction[] {
  const [first] = tokens;
  const last = tokens.at(-1);
  const word = tokens.find(({ type, value }) => (type === 'variable' ? VARIABLES.has(value) : type === 'identifier' && FUNCTIONS.has(value)) && !isKnown(value));
  if (!first || !word || last?.type !== 'rightDelim') return [];
  // `.Values.x | toUpper` is a slip of somebody who writes for Helm.
  if (word.type === 'identifier' && tokens.some(({ type, value }) => type === 'field' && HELM_OBJECTS.has(value.slice(1)))) return [];
  const isAlone = !tokens.some(({ type }) => BLOCKS.has(type) || type === 'declare' || type === 'rawString');
  return [{ file, start: first.start, end: last.end, word: word.value, isAlone }];
}
