/** The suppression comments that a change adds. A comment is known by its file, rule and words: one that moves with its line is not new. */
import type { SettingPlace } from '../config/rule-settings.ts';
import type { Relaxation } from '../config/relaxations.ts';
import { addTo } from '../groups.ts';
import type { SourceFile } from '../source.ts';
import { scanSuppressions, type SuppressionComment } from './suppression-comments.ts';

export interface SuppressedTrees {
  readonly base: Iterable<SourceFile>;
  readonly head: Iterable<SourceFile>;
  readonly isLocked: (rule: string, place: SettingPlace) => boolean;
}

export function addedSuppressions({ base, head, isLocked }: SuppressedTrees): Relaxation[] {
  const [before, after] = [commented(base), commented(head)];
  const paths = new Set([...head].map(({ path }) => path));
  const left = new Map<string, SuppressionComment[]>();
  const fresh: SuppressionComment[] = [];
  for (const [path, file] of after) if (before.get(path)?.text !== file.text) fresh.push(...unmatched(commentsIn(file), commentsIn(before.get(path))));
  // A file that is gone may be here under another name.
  for (const [path, file] of before) if (!paths.has(path)) for (const comment of commentsIn(file)) addTo(left, wordsOf(comment), comment);
  const moved = fresh.filter((comment) => !left.get(wordsOf(comment))?.pop());
  return moved.map((comment) => ({ at: { file: comment.file, range: comment.range }, message: messageOf(comment, isLocked) }));
}

/** By path; a file that two sources name is one. */
function commented(files: Iterable<SourceFile>): Map<string, SourceFile> {
  return new Map([...files].filter(({ text }) => text.includes('mllint-')).map((file) => [file.path, file]));
}

/** What cannot be understood suppresses nothing, and is reported as such. */
function commentsIn(file: SourceFile | undefined): readonly SuppressionComment[] {
  return (file && scanSuppressions(file)?.comments.filter(({ malformed }) => malformed === undefined)) ?? [];
}

function unmatched(head: readonly SuppressionComment[], base: readonly SuppressionComment[]): SuppressionComment[] {
  const known = new Map<string, SuppressionComment[]>();
  for (const comment of base) addTo(known, wordsOf(comment), comment);
  return head.filter((comment) => !known.get(wordsOf(comment))?.pop());
}

function wordsOf({ rule, reason, until, environment, model }: SuppressionComment): string {
  return JSON.stringify([rule, reason, until, environment, model]);
}

function messageOf({ rule, reason, until, environment, file }: SuppressionComment, isLocked: SuppressedTrees['isLocked']): string {
  const why = reason === '' ? 'without a reason' : JSON.stringify(reason);
  const locked = rule.startsWith('mllint/') || isLocked(rule, { file: file.path, environments: environment === undefined ? [] : [environment] });
  return `a comment is added that ${until === undefined ? 'suppresses' : `snoozes until ${until}`} ${rule}: ${why}${locked ? '; it has no effect, the rule is locked' : ''}`;
}
