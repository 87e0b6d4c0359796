/** Suppression comments: which findings they take away, and what is wrong with the comments themselves. */
import type { RuleSettings, SettingPlace } from '../config/rule-settings.ts';
import type { Finding, Fix, Raised, Suppressed } from '../finding.ts';
import { shown, type Location, type SourceFile } from '../source.ts';
import { suggest } from '../spelling.ts';
import { scanSuppressions, type ScannedFile, type SuppressionComment } from './suppression-comments.ts';

export interface SuppressionPolicy {
  readonly now: Date;
  readonly rules: Pick<RuleSettings, 'known' | 'isLocked'>;
  /** Rules that looked at everything in this run: comments on others cannot be told to be unused. */
  readonly ran: ReadonlySet<string>;
}

export interface SuppressionResult {
  readonly kept: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  /** About the comments, in the order of files and lines. */
  readonly problems: readonly Raised[];
}

/** Takes away the findings that a comment of the files reaches. Before findings of several environments are merged. */
export function applySuppressions(findings: readonly Finding[], files: Iterable<SourceFile>, policy: SuppressionPolicy): SuppressionResult {
  const scanned = scanAll(findings, files);
  const kept: Finding[] = [];
  const suppressed: Suppressed[] = [];
  const uses: Uses = { used: new Set(), missed: new Map() };
  for (const finding of findings) {
    const place = { file: shown(finding.at).file.path, environments: finding.environments };
    const [comment] = commentsFor(finding, scanned, uses).filter((candidate) => isEffective(candidate, policy) && !isLocked(candidate.rule, policy, place));
    if (comment) suppressed.push({ finding, reason: comment.reason, by: 'comment', ...(comment.until ? { until: comment.until } : {}) });
    else kept.push(finding);
  }
  const comments = [...scanned.values()].flatMap((file) => file.comments);
  return { kept, suppressed, problems: comments.flatMap((comment) => problemOf(comment, uses, policy) ?? []) };
}

interface Uses {
  readonly used: Set<SuppressionComment>;
  /** Comments on the line of a finding that they do not reach, and why. */
  readonly missed: Map<SuppressionComment, string>;
}

/** A name without one of these endings is no place for comments, unless something is found in the file. */
const COMMENTED = /(?:\.ya?ml|\.tpl|(?:^|\/)Kustomization)$/;

function scanAll(findings: readonly Finding[], files: Iterable<SourceFile>): Map<string, ScannedFile> {
  const named = new Set(findings.map(({ at }) => at.file.path));
  const scanned = new Map<string, ScannedFile>();
  for (const file of files) {
    if (scanned.has(file.path) || !(COMMENTED.test(file.path) || named.has(file.path))) continue;
    const result = scanSuppressions(file);
    if (result && result.comments.length > 0) scanned.set(file.path, result);
  }
  return scanned;
}

function commentsFor(finding: Finding, scanned: ReadonlyMap<string, ScannedFile>, { used, missed }: Uses): SuppressionComment[] {
  if (scanned.size === 0) return [];
  const covering = [finding.at, ...finding.pieces.map(({ at }) => at)].flatMap((at) => commentsAt(at, scanned));
  const passing = finding.pieces.flatMap(({ through }) => through).flatMap((at) => commentsAt(at, scanned));
  const reaching: SuppressionComment[] = [];
  for (const comment of new Set([...covering, ...passing])) {
    if (comment.rule !== finding.rule) continue;
    const miss = whyMissed(comment, finding, covering.includes(comment));
    if (miss !== undefined) missed.set(comment, miss);
    else {
      used.add(comment);
      reaching.push(comment);
    }
  }
  return reaching;
}

function commentsAt(at: Location, scanned: ReadonlyMap<string, ScannedFile>): SuppressionComment[] {
  const { file, range } = shown(at);
  const scan = scanned.get(file.path);
  if (!scan) return [];
  const first = file.position(range.start).line;
  const last = file.position(Math.max(range.start, range.end - 1)).line;
  const texts = scan.texts.filter((text) => text.first <= last && first <= text.last);
  return scan.comments.filter(({ line }) => (first <= line && line <= last) || texts.some((text) => line === text.first || line === text.last));
}

function whyMissed({ rule, environment, model }: SuppressionComment, finding: Finding, isCovering: boolean): string | undefined {
  if (environment !== undefined && !(finding.environments.length > 0 && finding.environments.every((name) => name === environment))) {
    return `${rule} finds nothing here in the environment ${JSON.stringify(environment)}`;
  }
  if (model !== undefined && !(finding.models.length > 0 && finding.models.every((name) => name === model))) {
    return `${rule} finds nothing here about the model ${JSON.stringify(model)}`;
  }
  const isScoped = environment !== undefined || model !== undefined;
  return isCovering || isScoped ? undefined : `what ${rule} finds only passes through this line; add env=<name> or model=<name>`;
}

function isEffective(comment: SuppressionComment, policy: SuppressionPolicy): boolean {
  return comment.malformed === undefined && !isExpired(comment, policy.now);
}

/** The day itself still counts, in UTC. */
function isExpired({ until }: SuppressionComment, now: Date): boolean {
  return until !== undefined && now.toISOString().slice(0, 10) > until;
}

/** What mllint says about comments is not for comments to take away. */
function isLocked(rule: string, { rules }: SuppressionPolicy, place: SettingPlace): boolean {
  return rule.startsWith('mllint/') || rules.isLocked(rule, place);
}

/** One comment, at most one problem. */
function problemOf(comment: SuppressionComment, { used, missed }: Uses, policy: SuppressionPolicy): Raised | undefined {
  const { malformed, rule, until, reason } = comment;
  if (malformed !== undefined) return raised(comment, 'unused', `this comment suppresses nothing: ${malformed}`);
  if (!policy.rules.known.has(rule)) return unknownRule(comment, policy.rules.known);
  if (isLocked(rule, policy, { file: comment.file.path, environments: comment.environment === undefined ? [] : [comment.environment] })) {
    return raised(comment, 'locked', `${rule} is locked: ${rule.startsWith('mllint/') ? 'no comment reaches it' : 'only an exception reaches it'}`);
  }
  if (isExpired(comment, policy.now)) return raised(comment, 'expired', `snoozed until ${until}, which has passed`, removal(comment));
  if (!used.has(comment) && policy.ran.has(rule)) {
    const miss = missed.get(comment);
    const why = miss ?? `${rule} finds nothing on ${isAbove(comment) ? 'the line below' : 'this line'}`;
    return raised(comment, 'unused', `this comment suppresses nothing: ${why}`, miss === undefined ? removal(comment) : undefined);
  }
  return reason === '' ? raised(comment, 'reason', `${rule} is suppressed without a reason; write it after " -- "`) : undefined;
}

function unknownRule(comment: SuppressionComment, known: ReadonlySet<string>): Raised {
  const { rule, ruleRange, file } = comment;
  const near = suggest(rule, known);
  const hint = near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`;
  const fix: Fix | undefined = near === undefined ? undefined : { title: `write ${near}`, safety: 'review', edits: [{ file, range: ruleRange, text: near }] };
  return raised(comment, 'unused', `this comment suppresses nothing: ${JSON.stringify(rule)} is not a rule${hint}`, fix);
}

function isAbove({ file, range, line }: SuppressionComment): boolean {
  return file.position(range.start).line !== line;
}

function removal({ file, removal: range }: SuppressionComment): Fix {
  return { title: 'remove the comment', safety: 'safe', edits: [{ file, range, text: '' }] };
}

function raised(comment: SuppressionComment, what: 'reason' | 'unused' | 'expired' | 'locked', message: string, fix?: Fix): Raised {
  const { file, range, environment } = comment;
  const text = file.text.slice(range.start, range.end);
  return {
    rule: `mllint/suppression-${what}`,
    at: { file, range },
    message,
    ...(environment === undefined ? {} : { environments: [environment] }),
    ...(fix ? { fix } : {}),
    path: [text],
  };
}
