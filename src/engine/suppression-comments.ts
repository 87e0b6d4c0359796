/** Reads the comments `# mllint-ignore <rule> -- reason` and `# mllint-snooze <date> <rule> -- reason`. */
import { isDay } from '../config/scalars.ts';
import type { Range, SourceFile } from '../source.ts';
import { suggest } from '../spelling.ts';
import { scanComments } from '../yaml/package.ts';
import { parseYaml } from '../yaml/parse.ts';
import { maskActions } from './template-mask.ts';

export interface SuppressionComment {
  readonly file: SourceFile;
  readonly range: Range;
  /** What goes when the comment goes: blanks before it, or its whole line. */
  readonly removal: Range;
  /** The line it speaks of: its own, or the one below where it stands alone. */
  readonly line: number;
  readonly rule: string;
  readonly ruleRange: Range;
  readonly reason: string;
  /** The last day of a snooze, `2027-01-31`. */
  readonly until?: string;
  readonly environment?: string;
  readonly model?: string;
  /** Why it cannot be understood. */
  readonly malformed?: string;
}

export interface ScannedFile {
  readonly file: SourceFile;
  readonly comments: readonly SuppressionComment[];
  /** First and last lines of texts over several lines. */
  readonly texts: readonly { readonly first: number; readonly last: number }[];
}

const START = /#[ \t]*mllint-([A-Za-z-]+)/g;
const KINDS = ['ignore', 'snooze'];

/** The suppression comments of a file; nothing where it has none. */
export function scanSuppressions(file: SourceFile): ScannedFile | undefined {
  if (!file.text.includes('mllint-')) return undefined;
  const { comments, texts } = scanComments(readableText(file));
  const starts = comments.flatMap((comment) => startsIn(file, comment));
  const alone = new Set(starts.filter(({ isAlone }) => isAlone).map(({ line }) => line));
  return {
    file,
    comments: starts.map((start) => ({ ...start.comment, line: start.isAlone ? lineBelow(start.line, alone) : start.line })),
    texts: texts.map(({ start, end }) => ({ first: file.position(start).line, last: file.position(Math.max(start, end - 1)).line })),
  };
}

/** The text as YAML: a template, which is none, with its actions blanked. */
function readableText(file: SourceFile): string {
  const isTemplate = file.text.includes('{{') && (file.path.endsWith('.tpl') || parseYaml(file).documents.some(({ problems }) => problems.length > 0));
  return isTemplate ? maskActions(file.text) : file.text;
}

interface Start {
  readonly comment: Omit<SuppressionComment, 'line'>;
  readonly line: number;
  readonly isAlone: boolean;
}

/** Several may follow each other in one comment, each with its own `#`. */
function startsIn(file: SourceFile, comment: Range): Start[] {
  const { line } = file.position(comment.start);
  const text = file.text.slice(comment.start, comment.end).trimEnd();
  const isAlone = file.text.slice(file.lineStart(line), comment.start).trim() === '';
  const matches = [...text.matchAll(START)].filter(({ index, 1: word }) => isDirective(word ?? '') && (index === 0 || /\s/.test(text[index - 1] ?? '')));
  return matches.map((match, index) => {
    const end = matches[index + 1]?.index ?? text.length;
    const range = { start: comment.start + match.index, end: comment.start + text.slice(0, end).trimEnd().length };
    const isWholeLine = isAlone && match.index === 0 && end === text.length;
    const removal = isWholeLine ? { start: file.lineStart(line), end: file.lineStart(line + 1) } : withBlanksBefore(file, range);
    return { comment: { file, range, removal, ...readDirective(file, range) }, line, isAlone };
  });
}

/** Prose may name mllint-baseline.yaml; what begins like a suppression is meant as one. */
function isDirective(word: string): boolean {
  return /^(?:ignore|snooze|disable)/.test(word) || suggest(word, KINDS) !== undefined;
}

function withBlanksBefore(file: SourceFile, range: Range): Range {
  let { start } = range;
  while (start > 0 && /[ \t]/.test(file.text[start - 1] ?? '')) start -= 1;
  return { start, end: range.end };
}

/** Comments may be stacked above the line they speak of. */
function lineBelow(line: number, alone: ReadonlySet<number>): number {
  let below = line + 1;
  while (alone.has(below)) below += 1;
  return below;
}

type Directive = Pick<SuppressionComment, 'rule' | 'ruleRange' | 'reason' | 'until' | 'environment' | 'model' | 'malformed'>;

function readDirective(file: SourceFile, range: Range): Directive {
  const text = file.text.slice(range.start, range.end);
  const [, prefix = '', kind = ''] = /^(#[ \t]*mllint-([A-Za-z-]+))/.exec(text) ?? [];
  const separator = /\s--(?=\s|$)/.exec(text);
  const head = text.slice(prefix.length, separator?.index);
  const reason = separator ? text.slice(separator.index + separator[0].length).trim() : '';
  const words = [...head.matchAll(/\S+/g)].map((word) => ({ text: word[0], start: range.start + prefix.length + word.index }));
  const until = kind === 'snooze' ? words.shift()?.text : undefined;
  const scopes = words.filter((word) => /^(?:env|model)=./.test(word.text));
  const [rule, ...others] = words.filter((word) => !scopes.includes(word));
  const environment = scopes.find((word) => word.text.startsWith('env='))?.text.slice(4);
  const model = scopes.find((word) => word.text.startsWith('model='))?.text.slice(6);
  const start = rule?.start ?? range.end;
  const malformed =
    wrongKind(kind) ?? wrongDate(kind, until) ?? (rule ? undefined : 'it names no rule') ??
    (others[0] ? `${JSON.stringify(others[0].text)} is one word too many; a comment names one rule` : undefined) ??
    (scopes.length > new Set(scopes.map((scope) => scope.text.charAt(0))).size ? 'env= and model= stand once each' : undefined);
  return {
    rule: rule?.text ?? '',
    ruleRange: { start, end: start + (rule?.text.length ?? 0) },
    reason,
    ...(until === undefined ? {} : { until }),
    ...(environment === undefined ? {} : { environment }),
    ...(model === undefined ? {} : { model }),
    ...(malformed === undefined ? {} : { malformed }),
  };
}

function wrongKind(kind: string): string | undefined {
  return KINDS.includes(kind) ? undefined : `"mllint-${kind}" is not known; write mllint-ignore or mllint-snooze`;
}

function wrongDate(kind: string, until: string | undefined): string | undefined {
  if (kind !== 'snooze' || isDay(until ?? '')) return undefined;
  return `${until === undefined ? 'a snooze without' : `${JSON.stringify(until)} is not`} a date such as 2027-01-31`;
}
