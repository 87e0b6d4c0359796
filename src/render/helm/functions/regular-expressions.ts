/** Regular expressions by RE2, whose time is linear in the text. Follow regex.go of Masterminds/sprig and Go's package regexp. */
import type { RE2JS } from 're2js';
import { compileRe2 } from '../../../re2.ts';
import { FunctionError } from '../../go-template/functions.ts';
import { List, type Call, type Value } from '../../go-template/value.ts';
import { concat, plain, splice, TracedText } from '../../traced-text.ts';
import { computedBool, fixed, intAt, textAt, type Arguments, type FunctionTable } from './arguments.ts';

/** Start and end of a match and of each of its groups; -1 where a group took no part. */
interface Match {
  readonly groups: readonly (readonly [number, number])[];
}

const compiled = new Map<string, RE2JS>();
const MAX_COMPILED = 200;
const MAX_PATTERN_LENGTH = 10_000;

function compile(pattern: string): RE2JS {
  const known = compiled.get(pattern);
  if (known) return known;
  if (pattern.length > MAX_PATTERN_LENGTH) throw new FunctionError(`error parsing regexp: expression longer than ${MAX_PATTERN_LENGTH} characters`);
  try {
    const expression = compileRe2(pattern);
    if (compiled.size >= MAX_COMPILED) compiled.clear();
    compiled.set(pattern, expression);
    return expression;
  } catch (error) {
    throw new FunctionError(error instanceof Error ? error.message : String(error));
  }
}

/** sprig panics where the expression is a constant's fault. */
function mustCompile(pattern: string): RE2JS {
  try {
    return compile(pattern);
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    throw new FunctionError(`regexp: Compile(${pattern.includes('`') ? JSON.stringify(pattern) : `\`${pattern}\``}): ${error.message}`);
  }
}

/** A match looks at every character with every part of the expression in hand. */
function weigh(expression: RE2JS, text: string, call: Call): void {
  const { length } = expression.pattern();
  call.spend(length + Math.ceil((text.length * (1 + length / 16)) / 8));
}

/** Go's order of matches: an empty match right after a match does not count. */
function* matches(expression: RE2JS, text: string, call: Call): Generator<Match> {
  const matcher = expression.matcher(text);
  weigh(expression, text, call);
  let previousEnd = -1;
  for (let from = 0; from <= text.length && matcher.find(from); ) {
    const [start, end] = [matcher.start(), matcher.end()];
    const isCounted = start !== end || start !== previousEnd;
    if (isCounted) {
      const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, group) => [matcher.start(group), matcher.end(group)] as const);
      call.spend(1);
      yield { groups };
    }
    previousEnd = end;
    from = end > start ? end : end + ((text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1);
  }
}

function spanOf(match: Match): readonly [number, number] {
  return match.groups[0] ?? [0, 0];
}

function findAll(expression: RE2JS, args: Arguments, call: Call): List {
  const text = textAt(args, 1);
  const limit = intAt(args, 2);
  const found: Value[] = [];
  if (limit !== 0) {
    for (const match of matches(expression, text.text, call)) {
      found.push(text.slice(...spanOf(match)));
      if (limit > 0 && found.length >= limit) break;
    }
  }
  return new List(found, { elementType: 'string' });
}

function find(expression: RE2JS, args: Arguments, call: Call): TracedText {
  const text = textAt(args, 1);
  weigh(expression, text.text, call);
  const matcher = expression.matcher(text.text);
  return matcher.find() ? text.slice(matcher.start(), matcher.end()) : TracedText.empty;
}

function replace(expression: RE2JS, args: Arguments, call: Call, expand: (match: Match) => TracedText): TracedText {
  const text = textAt(args, 1);
  const edits: { start: number; end: number; text: TracedText }[] = [];
  for (const match of matches(expression, text.text, call)) {
    const [start, end] = spanOf(match);
    const next = expand(match);
    call.spend(Math.ceil(next.length / 64));
    edits.push({ start, end, text: next });
  }
  return edits.length === 0 ? text : splice(text, edits);
}

const REFERENCE = /\$(?:\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+)|(\$))/gu;

/** `Regexp.Expand`: `$1`, `${1}` and `${name}`; a name reaches as far as it can. */
function expandTemplate(template: TracedText, source: TracedText, match: Match, names: Readonly<Record<string, number>>): TracedText {
  const parts: TracedText[] = [];
  let at = 0;
  for (const reference of template.text.matchAll(REFERENCE)) {
    const [whole, braced, bare, dollar] = reference;
    parts.push(template.slice(at, reference.index));
    at = reference.index + whole.length;
    if (dollar !== undefined) parts.push(plain('$'));
    else parts.push(groupText(source, match, braced ?? bare ?? '', names));
  }
  return concat([...parts, template.slice(at)]);
}

function groupText(source: TracedText, match: Match, name: string, names: Readonly<Record<string, number>>): TracedText {
  const index = /^[0-9]{1,8}$/.test(name) ? Number(name) : Object.hasOwn(names, name) ? (names[name] ?? -1) : -1;
  const [start, end] = match.groups[index] ?? [-1, -1];
  return start < 0 ? TracedText.empty : source.slice(start, end);
}

function replaceAll(expression: RE2JS, args: Arguments, call: Call): TracedText {
  const names = expression.namedGroups();
  return replace(expression, args, call, (match) => expandTemplate(textAt(args, 2), textAt(args, 1), match, names));
}

/** `Regexp.Split`. */
function split(expression: RE2JS, args: Arguments, call: Call): List {
  const text = textAt(args, 1);
  const limit = intAt(args, 2);
  const parts: Value[] = [];
  if (limit !== 0) {
    let [begin, end] = [0, 0];
    if (expression.pattern() !== '' && text.length === 0) return new List([TracedText.empty], { elementType: 'string' });
    for (const match of matches(expression, text.text, call)) {
      if (limit > 0 && parts.length === limit - 1) break;
      const [start, stop] = spanOf(match);
      end = start;
      if (stop !== 0) parts.push(text.slice(begin, end));
      begin = stop;
    }
    if (end !== text.length) parts.push(text.slice(begin));
  }
  return new List(parts, { elementType: 'string' });
}

function matchesAnywhere(expression: RE2JS, args: Arguments, call: Call): Value {
  weigh(expression, textAt(args, 1).text, call);
  return computedBool(expression.matcher(textAt(args, 1).text).find(), textAt(args, 1));
}

function isMatch(args: Arguments, call: Call): Value {
  try {
    return matchesAnywhere(compile(textAt(args, 0).text), args, call);
  } catch (error) {
    if (error instanceof FunctionError) return computedBool(false, ...args);
    throw error;
  }
}

type Operation = (expression: RE2JS, args: Arguments, call: Call) => Value;

/** A function and its `must` variant, which words a bad expression differently. */
function pair(name: string, params: readonly ('string' | 'int')[], operation: Operation): FunctionTable {
  return [
    [name, fixed(params, (args, call) => operation(mustCompile(textAt(args, 0).text), args, call))],
    [`must${name.charAt(0).toUpperCase()}${name.slice(1)}`, fixed(params, (args, call) => operation(compile(textAt(args, 0).text), args, call))],
  ];
}

export const regularExpressionFunctions: FunctionTable = [
  ['regexMatch', fixed(['string', 'string'], isMatch)],
  ['mustRegexMatch', fixed(['string', 'string'], (args, call) => matchesAnywhere(compile(textAt(args, 0).text), args, call))],
  ...pair('regexFind', ['string', 'string'], find),
  ...pair('regexFindAll', ['string', 'string', 'int'], findAll),
  ...pair('regexReplaceAll', ['string', 'string', 'string'], replaceAll),
  ...pair('regexReplaceAllLiteral', ['string', 'string', 'string'], (expression, args, call) => replace(expression, args, call, () => textAt(args, 2))),
  ...pair('regexSplit', ['string', 'string', 'int'], split),
  ['regexQuoteMeta', fixed(['string'], (args) => quoteMeta(textAt(args, 0)))],
];

function quoteMeta(text: TracedText): TracedText {
  const edits: { start: number; end: number; text: TracedText }[] = [];
  for (const { index } of text.text.matchAll(/[\\.+*?()|[\]{}^$]/g)) edits.push({ start: index, end: index, text: plain('\\') });
  return splice(text, edits);
}
